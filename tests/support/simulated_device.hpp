// SPDX-License-Identifier: BSL-1.0
// A device that a test tells what to do: its time stands still until it is moved, and what it does may come late,
// never, or end in an error.
#ifndef DWELL_TESTS_SUPPORT_SIMULATED_DEVICE_HPP
#define DWELL_TESTS_SUPPORT_SIMULATED_DEVICE_HPP

#include <dwell/core/manual_clock.hpp>
#include <dwell/device/device_recorder.hpp>
#include <dwell/device/device_scope.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/snapshot.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace test {

/// Satisfies `event_api`. Each tag is a machine of its own, whose host runs on `manual_clock<Tag>`. A stream does one
/// thing after the other; streams do not wait for each other.
template <typename Tag>
struct simulated_device {
    using clock = dwell::manual_clock<Tag>;
    using event = std::uint32_t;   // 0 is none
    using stream = std::uint32_t;  // 0 is the default stream of the current device

    enum call : unsigned { create, record_event, query_event, measure, calls_that_may_fail };

    static constexpr std::uint64_t never = UINT64_MAX;

    // --- What a test does -----------------------------------------------------------------------------------------

    /// Puts work on a stream.
    static void run(stream on, std::uint64_t ns) {
        const std::lock_guard guard(lock_);
        stream_state& target = stream_of(on);
        target.free_at = target.free_at == never ? never : (std::max)(target.free_at, clock::now()) + ns;
    }
    static stream new_stream() {
        const std::lock_guard guard(lock_);
        streams_.push_back({hangs_new_streams ? never : 0, false});
        return static_cast<stream>(streams_.size());
    }
    /// What is put on the stream from here on never completes.
    static void hang(stream on) {
        const std::lock_guard guard(lock_);
        stream_of(on).free_at = never;
    }
    /// What was put on a stream that hangs completes now, all at once.
    static void go_on(stream on) {
        const std::lock_guard guard(lock_);
        stream_of(on).free_at = clock::now();
        for (event_state& each : events_) {
            each.completes_at = each.is_on == on && each.completes_at == never ? clock::now() : each.completes_at;
        }
    }
    static void set_capturing(stream on, bool is_capturing) {
        const std::lock_guard guard(lock_);
        stream_of(on).is_capturing = is_capturing;
    }
    /// The next calls of this kind fail.
    static void fail_next(call which, std::uint32_t times) {
        const std::lock_guard guard(lock_);
        failures_[which] = times;
    }
    /// All events and streams are gone.
    static void reset() {
        const std::lock_guard guard(lock_);
        ++generation_;
    }
    static std::uint32_t live_events() {
        const std::lock_guard guard(lock_);
        return live_;
    }
    /// Whether a call of dwell's would have broken the capture of another thread.
    static bool has_broken_capture() { return has_broken_capture_; }

    static inline std::atomic<int> devices{1};
    static inline std::atomic<int> current{0};
    static inline std::atomic<bool> users_error{false};
    static inline std::atomic<bool> hangs_new_streams{false};
    static inline std::atomic<std::uint64_t> call_takes{0};  ///< nanoseconds of the host's time
    static inline std::atomic<double> drift{0};              ///< of the device's clock: 1e-6 is 1 us a second

    // --- What event_api asks for ----------------------------------------------------------------------------------

    class calls {
    public:
        calls() noexcept { ++inside_; }
        ~calls() { --inside_; }
        calls(const calls&) = delete;
        calls& operator=(const calls&) = delete;
        [[nodiscard]] bool has_users_error() const noexcept { return users_error; }
    };

    static const char* device_name() noexcept { return "GPU"; }
    static int device_count(const char*& reason) noexcept {
        reason = devices > 0 ? "" : "no simulated device";
        return devices;
    }
    static int current_device() noexcept { return current; }
    static bool create_stream(stream& made) noexcept {
        made = new_stream();
        return true;
    }
    static std::uint64_t stream_identity(stream of) noexcept { return of; }
    static bool is_capturing(stream of) noexcept {
        const std::lock_guard guard(lock_);
        return stream_of(of).is_capturing;
    }

    static bool create_event(event& made) noexcept {
        const std::lock_guard guard(lock_);
        if (fails(create)) {
            return false;
        }
        if (free_.empty()) {
            events_.push_back({});
            free_.push_back(static_cast<event>(events_.size()));
        }
        made = free_.back();
        free_.pop_back();
        events_[made - 1] = {generation_, never, 0, false};
        ++live_;
        return true;
    }
    static void destroy_event(event gone) noexcept {
        const std::lock_guard guard(lock_);
        free_.push_back(gone);
        --live_;
    }
    static bool record(event what, stream on) noexcept {
        const std::lock_guard guard(lock_);
        if (fails(record_event) || is_gone(what)) {
            return false;
        }
        const std::uint64_t completes_at =
            stream_of(on).is_capturing ? never : (std::max)(stream_of(on).free_at, clock::now());
        events_[what - 1] = {generation_, completes_at, on, true};
        return true;
    }
    static dwell::detail::event_state query(event what) noexcept {
        const std::lock_guard guard(lock_);
        if (fails(query_event) || is_gone(what) || !events_[what - 1].is_recorded) {
            return dwell::detail::event_state::failed;
        }
        return events_[what - 1].completes_at <= clock::now() ? dwell::detail::event_state::completed
                                                              : dwell::detail::event_state::not_yet;
    }
    static bool elapsed(event from, event to, float& milliseconds) noexcept {
        const std::lock_guard guard(lock_);
        if (fails(measure) || is_gone(from) || is_gone(to) || events_[to - 1].completes_at > clock::now()) {
            return false;
        }
        const auto ns = static_cast<std::int64_t>(events_[to - 1].completes_at - events_[from - 1].completes_at);
        milliseconds = static_cast<float>(static_cast<double>(ns) * (1 + drift) / 1e6);
        return true;
    }

private:
    struct event_state {
        std::uint64_t generation = 0;
        std::uint64_t completes_at = never;
        stream is_on = 0;
        bool is_recorded = false;
    };
    struct stream_state {
        std::uint64_t free_at = 0;
        bool is_capturing = false;
    };

    static stream_state& stream_of(stream which) { return which == 0 ? default_stream_ : streams_[which - 1]; }
    static bool is_gone(event which) { return events_[which - 1].generation != generation_; }

    // Also where the time of a call passes, and where it is seen whether it may be made.
    static bool fails(call which) {
        clock::advance(call_takes);
        const auto captures = [](const stream_state& each) { return each.is_capturing; };
        if (inside_ == 0 && std::any_of(streams_.begin(), streams_.end(), captures)) {
            has_broken_capture_ = true;
        }
        const bool does_fail = failures_[which] != 0;
        failures_[which] -= does_fail ? 1 : 0;
        return does_fail;
    }

    static inline std::mutex lock_;
    static inline std::vector<event_state> events_;
    static inline std::vector<event> free_;
    static inline std::vector<stream_state> streams_;
    static inline stream_state default_stream_;
    static inline std::uint64_t generation_ = 1;
    static inline std::uint32_t live_ = 0;
    static inline std::uint32_t failures_[calls_that_may_fail] = {};
    static inline std::atomic<bool> has_broken_capture_{false};
    static inline thread_local int inside_ = 0;
};

/// Recording on a simulated device, which only the tests with this tag see. One tick is one nanosecond.
template <typename Tag>
struct device_recording {
    using device = simulated_device<Tag>;
    using clock = typename device::clock;
    using recorder = dwell::detail::recorder<clock>;
    using device_recorder = dwell::detail::device_recorder<device, recorder>;
    using stream = typename device::stream;

    /// A scope on a stream; the name is looked up.
    struct scope : dwell::detail::basic_device_scope<device_recorder> {
        scope(const char* name, stream on) noexcept
            : dwell::detail::basic_device_scope<device_recorder>(dwell::text_view(name), on) {}
    };

    /// A scope whose work takes `ns` on the device, and none on the host.
    static void spend(const char* name, stream on, std::uint64_t ns) {
        const scope here(name, on);
        device::run(on, ns);
    }

    static void advance(std::uint64_t ns) { clock::advance(ns); }
    static dwell::profile snapshot() {
        device_recorder::harvest();
        return dwell::detail::take_snapshot(recorder::all(), false);
    }
    static dwell::detail::scope_counts& counts() { return device_recorder::counts(); }
    static bool all_are_counted() { return counts().recorded() + counts().dropped() == counts().opened(); }
};

}  // namespace test

#endif
