// SPDX-License-Identifier: BSL-1.0
// What one thread has recorded of each series: a counter, a gauge or a distribution.
#ifndef DWELL_RECORD_METRIC_CELL_HPP
#define DWELL_RECORD_METRIC_CELL_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/live_histogram.hpp>
#include <dwell/record/live_totals.hpp>
#include <dwell/stats/recordable.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A thread's distribution of one series.
struct live_distribution : constructed_in_place {
    live_histogram values;
    live_totals totals;

    /// Counts a value as `fit_value` found it. False, and nothing counted, where there is no memory.
    bool add(fitted_value what) noexcept {
        if (what.fit != value_fit::refused && !values.reserve(what.value)) {
            return false;
        }
        return !totals.add(what) || values.add(what.value);
    }
};

/// One series on one thread. Which member means something is the kind of the series.
struct metric_cell {
    atomic_cell<uint64_t> count{};           ///< counter
    atomic_cell<double> value{};             ///< gauge
    atomic_cell<uint64_t> written_at{};      ///< gauge: ticks; 0 while `value` changes and before the first write
    atomic_cell<live_distribution*> live{};  ///< distribution

    void set(double to, uint64_t now) noexcept {
        written_at.store_release(0);
        value.store_release(to);
        written_at.store_release(now);
    }

    /// Of a gauge's value.
    [[nodiscard]] uint64_t bits() const noexcept {
        const double now = value.load();
        uint64_t bits = 0;
        copy_bytes(reinterpret_cast<char*>(&bits), reinterpret_cast<const char*>(&now), sizeof bits);
        return bits;
    }

    live_distribution* distribution() noexcept {
        live_distribution* known = live.load();
        if (known == nullptr) {
            void* const memory = allocate_zeroed(sizeof(live_distribution));
            known = memory != nullptr ? new (memory) live_distribution : nullptr;
            live.store_release(known);
        }
        return known;
    }
};

/// The cells of one thread, by the number of the series. One writer, any readers.
class metric_cells {
public:
    static constexpr uint32_t cells_per_block = 64;
    static constexpr uint32_t block_count = 256;
    static constexpr uint32_t capacity = cells_per_block * block_count;  ///< series of a process: 16,384

    /// The cell of a series, or null where this thread has not used it.
    [[nodiscard]] metric_cell* find(uint32_t series) const noexcept {
        metric_cell* const block = blocks_[series / cells_per_block].load_acquire();
        return block != nullptr ? block + series % cells_per_block : nullptr;
    }

    /// The same, made where it is missing; null where there is no memory. Only the owner calls it.
    metric_cell* find_or_add(uint32_t series) noexcept {
        if (metric_cell* const known = find(series)) {
            return known;
        }
        auto* const block = static_cast<metric_cell*>(allocate_zeroed(cells_per_block * sizeof(metric_cell)));
        if (block == nullptr) {
            return nullptr;
        }
        blocks_[series / cells_per_block].store_release(block);
        return block + series % cells_per_block;
    }

private:
    atomic_cell<metric_cell*> blocks_[block_count]{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
