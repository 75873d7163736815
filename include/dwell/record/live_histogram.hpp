// SPDX-License-Identifier: BSL-1.0
// A histogram that one thread writes while others read it.
#ifndef DWELL_RECORD_LIVE_HISTOGRAM_HPP
#define DWELL_RECORD_LIVE_HISTOGRAM_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/stats/buckets.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The counters of a histogram, allocated an octave (a power of two, 1 KiB) at a time when a value first falls into
/// it. One writer; any number of readers, for whom every counter only ever goes up.
class live_histogram {
public:
    using layout = bucket_layout<>;
    static constexpr size_t counters_per_octave = size_t{1} << layout::sub_bucket_bits;
    static constexpr size_t octave_count = layout::count / counters_per_octave;

    struct octave {
        atomic_cell<uint64_t> counters[counters_per_octave];
    };

    /// Counts one value. False, and nothing counted, where there is no memory for its octave.
    DWELL_ALWAYS_INLINE bool add(uint64_t value) noexcept {
        const size_t index = layout::index(value);
        octave* here = octaves_[index / counters_per_octave].load();
        if (here == nullptr) [[unlikely]] {
            here = add_octave(index / counters_per_octave);
            if (here == nullptr) {
                return false;
            }
        }
        auto& counter = here->counters[index % counters_per_octave];
        counter.store_release(counter.load() + 1);
        return true;
    }

    /// How often `index` was counted.
    [[nodiscard]] uint64_t count_at(size_t index) const noexcept {
        const octave* const here = octaves_[index / counters_per_octave].load_acquire();
        return here != nullptr ? here->counters[index % counters_per_octave].load_acquire() : 0;
    }

    /// Calls `visit(index, count)` for every bucket that holds something, ascending.
    template <typename Visit>
    void for_each_bucket(const Visit& visit) const {
        for (size_t number = 0; number < octave_count; ++number) {
            const octave* const here = octaves_[number].load_acquire();
            if (here == nullptr) {
                continue;
            }
            for (size_t i = 0; i < counters_per_octave; ++i) {
                if (const uint64_t count = here->counters[i].load_acquire(); count != 0) {
                    visit(number * counters_per_octave + i, count);
                }
            }
        }
    }

    /// The counters of one octave; null where no value fell into it.
    [[nodiscard]] octave* octave_at(size_t number) const noexcept { return octaves_[number].load_acquire(); }

private:
    DWELL_COLD octave* add_octave(size_t number) noexcept {
        auto* const fresh = static_cast<octave*>(allocate_zeroed(sizeof(octave)));
        if (fresh != nullptr) {
            octaves_[number].store_release(fresh);
        }
        return fresh;
    }

    atomic_cell<octave*> octaves_[octave_count]{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
