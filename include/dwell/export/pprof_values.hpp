// SPDX-License-Identifier: BSL-1.0
// What each call path of a profile has itself, in the integers of a pprof file.
#ifndef DWELL_EXPORT_PPROF_VALUES_HPP
#define DWELL_EXPORT_PPROF_VALUES_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/pprof_types.hpp>
#include <dwell/export/rounding.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// By type of sample.
struct pprof_sample {
    uint64_t values[pprof_types::size] = {};
};

/// Follows a walk through the call paths, each behind those below it, since its own CPU time is what they left. Times
/// add up to the whole, rounded once; all values of one type add up to what the format's integers hold, or `too_large`
/// says of which they do not.
class pprof_values {
public:
    static constexpr uint64_t largest = uint64_max >> 1U;  // they are signed

    /// `types` are those that the file has; they outlive this.
    pprof_values(const profile& source, const pprof_types& types) noexcept
        : source_(source), types_(types), wall_(source.scale().ns_per_tick) {}

    void enter() { cpu_below_.push_back(0); }

    /// Of the call path that the walk leaves. Without calls and wall time where threads have these.
    [[nodiscard]] pprof_sample leave(uint32_t index, bool with_times) {
        const call_path& path = source_.paths()[index];
        const uint64_t below = cpu_below_.back();
        const uint64_t cpu_ns = larger(path.cpu_ns, below);
        cpu_below_.pop_back();
        if (!cpu_below_.empty()) {
            cpu_below_.back() += smaller(cpu_ns, uint64_max - cpu_below_.back());
        }
        return checked({{with_times ? path.calls : 0, with_times ? wall_of(path.self_ticks) : 0, cpu_ns - below,
                         path.self_memory.allocations, path.self_memory.allocated_bytes,
                         round_to_uint64(path.self_live.blocks), round_to_uint64(path.self_live.bytes)}});
    }

    /// Of what one thread has.
    [[nodiscard]] pprof_sample of(const thread_path& path) { return checked({{path.calls, wall_of(path.self_ticks)}}); }

    /// Of what is in no call path.
    [[nodiscard]] pprof_sample outside() {
        const memory_profile& memory = source_.memory();
        return checked({{0, 0, 0, memory.outside.allocations, memory.outside.allocated_bytes,
                         round_to_uint64(memory.live_outside.blocks), round_to_uint64(memory.live_outside.bytes)}});
    }

    /// The name of a type whose values add up to too much; null where there is none.
    [[nodiscard]] const char* too_large() const noexcept { return too_large_; }

private:
    // The carried rounding stays at 2^64 - 1 ticks, which may be few enough nanoseconds.
    uint64_t wall_of(uint64_t self_ticks) noexcept {
        if (self_ticks > uint64_max - ticks_) {
            too_large_ = pprof_types::name_of(static_cast<size_t>(pprof_sample_type::wall));
        } else {
            ticks_ += self_ticks;
        }
        return wall_.next(self_ticks);
    }

    // What is too large is 0: no file is made of it.
    pprof_sample checked(pprof_sample sample) noexcept {
        for (size_t type = 0; type < pprof_types::size; ++type) {
            if (!types_.has(type)) {
                continue;
            }
            if (sample.values[type] > largest - sums_[type]) {
                too_large_ = pprof_types::name_of(type);
                sample.values[type] = 0;
            }
            sums_[type] += sample.values[type];
        }
        return sample;
    }

    const profile& source_;
    const pprof_types& types_;
    carried_rounding wall_;
    uint64_t ticks_ = 0;  // that went into it
    uint64_t sums_[pprof_types::size] = {};
    const char* too_large_ = nullptr;
    std::vector<uint64_t> cpu_below_;  // of each open call path
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
