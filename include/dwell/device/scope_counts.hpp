// SPDX-License-Identifier: BSL-1.0
// What became of the scopes on devices: each is recorded, or dropped for a reason, or the device has not ended it.
#ifndef DWELL_DEVICE_SCOPE_COUNTS_HPP
#define DWELL_DEVICE_SCOPE_COUNTS_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/source.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

enum class drop_reason : unsigned char {
    no_device,   ///< there is none, or the runtime is shut down
    capturing,   ///< the stream captured a graph
    no_event,    ///< as many scopes as there may be were waiting for the device
    no_stream,   ///< more streams than are told apart
    failed,      ///< the runtime said so
    unfinished,  ///< the device had not ended it when the process did
    no_memory,
};

inline constexpr const char* drop_reason_names[] = {"no device", "capturing",  "no event", "no stream",
                                                    "failed",    "unfinished", "no memory"};

/// Any thread.
class scope_counts {
public:
    void count_opened() noexcept { opened_.fetch_add(1); }
    void count_recorded() noexcept { recorded_.fetch_add(1); }
    void count_dropped(drop_reason why) noexcept { dropped_[static_cast<size_t>(why)].fetch_add(1); }

    [[nodiscard]] uint64_t opened() const noexcept { return opened_.load_acquire(); }
    [[nodiscard]] uint64_t recorded() const noexcept { return recorded_.load_acquire(); }
    [[nodiscard]] uint64_t dropped(drop_reason why) const noexcept {
        return dropped_[static_cast<size_t>(why)].load_acquire();
    }
    [[nodiscard]] uint64_t dropped() const noexcept {
        uint64_t sum = 0;
        for (const atomic_cell<uint64_t>& each : dropped_) {
            sum += each.load_acquire();
        }
        return sum;
    }

    void read_into(source_sink& sink) const {
        // What became of them first: of each, the opening was counted before.
        const uint64_t ended = recorded();
        uint64_t all = ended;
        for (size_t i = 0; i < reasons; ++i) {
            const uint64_t count = dropped(static_cast<drop_reason>(i));
            all += count;
            if (count != 0) {
                sink.counter({"gpu.scope.dropped", "{scope}", "Scopes on streams that are in no call path.", "reason",
                              drop_reason_names[i]},
                             count);
            }
        }
        const uint64_t begun = opened();
        sink.counter({"gpu.scope.opened", "{scope}", "Scopes on streams that the host opened."}, begun);
        sink.counter({"gpu.scope.recorded", "{scope}", "Scopes on streams that ended, and are in call paths."}, ended);
        sink.gauge({"gpu.scope.pending", "{scope}", "Scopes on streams that are open, or the device has not ended."},
                   static_cast<double>(begun - all));
    }

    /// In the child of a fork.
    void restart() noexcept {
        opened_.store(0);
        recorded_.store(0);
        for (atomic_cell<uint64_t>& each : dropped_) {
            each.store(0);
        }
    }

private:
    static constexpr size_t reasons = sizeof drop_reason_names / sizeof drop_reason_names[0];

    atomic_cell<uint64_t> opened_{};
    atomic_cell<uint64_t> recorded_{};
    atomic_cell<uint64_t> dropped_[reasons]{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
