// SPDX-License-Identifier: BSL-1.0
// A device that a test tells what to do: its time stands still until it is moved, and what it does may come late,
// never, or end in an error.
#ifndef DWELL_TESTS_SUPPORT_SIMULATED_DEVICE_HPP
#define DWELL_TESTS_SUPPORT_SIMULATED_DEVICE_HPP

#include <dwell/core/manual_clock.hpp>
#include <dwell/device/device_recorder.hpp>
#include <dwell/device/device_scope.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/device/graph_timers.hpp>
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
    using graph = std::uint32_t;

    enum call : unsigned { create, record_event, query_event, measure, calls_that_may_fail };

    static constexpr std::uint64_t never = UINT64_MAX;

    // --- What a test does -----------------------------------------------------------------------------------------

    /// Puts work on a stream.
    static void run(stream on, std::uint64_t ns) {
        const std::lock_guard guard(lock_);
        stream_state& target = stream_of(on);
        target.captured_ns += ns;
        if (target.captures != 0) {
            return;
        }
        target.free_at = target.free_at == never ? never : (std::max)(target.free_at, clock::now()) + ns;
    }
    static stream new_stream() {
        const std::lock_guard guard(lock_);
        streams_.push_back({hangs_new_streams ? never : 0, false, 0, 0});
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
    /// What is put on the stream from here on becomes a graph.
    static graph begin_capture(stream on) {
        const std::lock_guard guard(lock_);
        graphs_.push_back({});
        stream_of(on).captures = static_cast<graph>(graphs_.size());
        stream_of(on).captured_ns = 0;
        stream_of(on).is_capturing = true;
        return stream_of(on).captures;
    }
    /// Another stream joins the capture, behind what the first one has by now.
    static void fork_capture(stream from, stream to) {
        const std::lock_guard guard(lock_);
        const stream_state& source = stream_of(from);
        stream_of(to).captures = source.captures;
        stream_of(to).captured_ns = source.captured_ns;
        stream_of(to).is_capturing = true;
    }
    /// And leaves it: what follows on the first one comes after both.
    static void join_capture(stream from, stream to) {
        const std::lock_guard guard(lock_);
        stream_of(from).captured_ns = (std::max)(stream_of(from).captured_ns, stream_of(to).captured_ns);
        stop_capture(stream_of(to));
    }
    static void end_capture(stream on) {
        const std::lock_guard guard(lock_);
        graphs_[stream_of(on).captures - 1].ns = stream_of(on).captured_ns;
        stop_capture(stream_of(on));
    }
    /// Everything in the graph takes `slower` times as long as it was captured.
    static void launch(graph which, stream on, std::uint64_t slower = 1) {
        const std::lock_guard guard(lock_);
        stream_state& target = stream_of(on);
        const std::uint64_t begins_at = target.free_at == never ? never : (std::max)(target.free_at, clock::now());
        for (const graph_node& each : graphs_[which - 1].nodes) {
            if (!is_gone(each.what)) {
                const std::uint64_t at = begins_at == never ? never : begins_at + each.after_ns * slower;
                events_[each.what - 1] = {generation_, at, on, true};
            }
        }
        target.free_at = begins_at == never ? never : begins_at + graphs_[which - 1].ns * slower;
    }

    /// The next calls of this kind fail.
    static void fail_next(call which, std::uint32_t times) {
        const std::lock_guard guard(lock_);
        failures_[which] = times;
    }
    /// All events and streams are gone, and so is the context until something is asked of a stream.
    static void reset() {
        const std::lock_guard guard(lock_);
        ++generation_;
        has_context_ = false;
    }
    static std::uint32_t live_events() {
        const std::lock_guard guard(lock_);
        return live_;
    }
    /// Whether a call of dwell's would have broken the capture of another thread.
    static bool has_broken_capture() { return has_broken_capture_; }
    /// Whether it called for an event that was gone, or while another device than the event's was the thread's.
    static bool has_touched_what_is_gone() { return has_touched_what_is_gone_; }
    static bool has_touched_from_elsewhere() { return has_touched_from_elsewhere_; }

    static inline std::atomic<int> devices{1};
    static inline std::atomic<int> current{0};
    static inline std::atomic<bool> tells_contexts{false};
    static inline std::atomic<bool> is_broken{false};  ///< each call fails
    static inline std::atomic<bool> users_error{false};
    static inline std::atomic<bool> hangs_new_streams{false};
    static inline std::atomic<std::uint64_t> call_takes{0};  ///< nanoseconds of the host's time
    static inline void (*at_count)() = nullptr;              ///< called by whoever asks how many devices there are
    static inline void (*at_record)() = nullptr;             ///< called by whoever records an event
    static inline void (*at_identity)() = nullptr;           ///< called by whoever asks which stream it is
    static inline void (*at_query)() = nullptr;              ///< called by whoever asks whether an event has completed
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

    struct context {
        std::uint64_t generation = 0;  // 0 where that is not told
        int device = 0;
    };
    static context current_context() noexcept {
        const std::lock_guard guard(lock_);
        return tells_contexts ? context{generation_, current_device()} : context{};
    }
    static bool same_context(const context& a, const context& b) noexcept { return a.generation == b.generation; }
    class visit {
    public:
        explicit visit(const context& where) noexcept : from_(visited_) {
            const std::lock_guard guard(lock_);
            visited_ = where.generation != 0 ? where.device : -1;
            is_there_ = where.generation == 0 || (where.generation == generation_ && has_context_);
        }
        ~visit() { visited_ = from_; }
        visit(const visit&) = delete;
        visit& operator=(const visit&) = delete;
        [[nodiscard]] bool is_there() const noexcept { return is_there_; }

    private:
        int from_;
        bool is_there_ = false;
    };

    static const char* device_name() noexcept { return "GPU"; }
    static int device_count(const char*& reason) noexcept {
        if (at_count != nullptr) {
            at_count();
        }
        reason = devices > 0 ? "" : "no simulated device";
        return devices;
    }
    static int current_device() noexcept { return current; }
    static std::uint64_t link_bandwidth(int) noexcept { return 16'000'000'000; }
    static std::uint64_t memory_bandwidth(int) noexcept { return 3'000'000'000'000; }
    static bool create_stream(stream& made) noexcept {
        made = new_stream();
        return true;
    }
    static std::uint64_t stream_identity(stream of) noexcept {
        if (at_identity != nullptr) {
            at_identity();
        }
        return is_broken ? UINT64_MAX : of;
    }
    static bool is_capturing(stream of) noexcept {
        const std::lock_guard guard(lock_);
        has_context_ = true;
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
        events_[made - 1] = {generation_, never, 0, false, device_here()};
        ++live_;
        return true;
    }
    static void destroy_event(event gone) noexcept {
        const std::lock_guard guard(lock_);
        (void)is_gone(gone);
        free_.push_back(gone);
        --live_;
    }
    static bool record(event what, stream on) noexcept {
        if (at_record != nullptr) {
            at_record();
        }
        const std::lock_guard guard(lock_);
        if (fails(record_event) || is_gone(what)) {
            return false;
        }
        const std::uint64_t completes_at =
            stream_of(on).is_capturing ? never : (std::max)(stream_of(on).free_at, clock::now());
        events_[what - 1] = {generation_, completes_at, on, true, events_[what - 1].device};
        return true;
    }
    static bool record_in_graph(event what, stream on) noexcept {
        const std::lock_guard guard(lock_);
        const stream_state& captured = stream_of(on);
        if (fails(record_event) || is_gone(what) || captured.captures == 0) {
            return false;
        }
        graphs_[captured.captures - 1].nodes.push_back({what, captured.captured_ns});
        return true;
    }
    static dwell::detail::event_state query(event what) noexcept {
        if (at_query != nullptr) {
            at_query();
        }
        const std::lock_guard guard(lock_);
        if (fails(query_event) || is_gone(what) || !events_[what - 1].is_recorded) {
            return dwell::detail::event_state::failed;
        }
        return events_[what - 1].completes_at <= clock::now() ? dwell::detail::event_state::completed
                                                              : dwell::detail::event_state::not_yet;
    }
    static bool elapsed(event from, event to, float& milliseconds) noexcept {
        const std::lock_guard guard(lock_);
        if (fails(measure) || is_gone(from) || is_gone(to) || !has_completed(from) || !has_completed(to)) {
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
        int device = 0;
    };
    struct stream_state {
        std::uint64_t free_at = 0;
        bool is_capturing = false;
        graph captures = 0;             // the graph that it is captured into; 0 where it is none that can be launched
        std::uint64_t captured_ns = 0;  // of work there, so far
    };
    struct graph_node {
        event what = 0;
        std::uint64_t after_ns = 0;
    };
    struct graph_state {
        std::vector<graph_node> nodes;
        std::uint64_t ns = 0;
    };

    static void stop_capture(stream_state& captured) {
        captured.is_capturing = false;
        captured.captures = 0;
    }
    static bool has_completed(event which) {
        return events_[which - 1].is_recorded && events_[which - 1].completes_at <= clock::now();
    }

    static stream_state& stream_of(stream which) { return which == 0 ? default_stream_ : streams_[which - 1]; }
    static int device_here() { return visited_ >= 0 ? visited_ : current.load(); }
    static bool is_gone(event which) {
        const bool is_gone = events_[which - 1].generation != generation_;
        has_touched_what_is_gone_ = has_touched_what_is_gone_ || is_gone;
        has_touched_from_elsewhere_ = has_touched_from_elsewhere_ || device_here() != events_[which - 1].device;
        return is_gone;
    }

    // Also where the time of a call passes, and where it is seen whether it may be made.
    static bool fails(call which) {
        clock::advance(call_takes);
        const auto captures = [](const stream_state& each) { return each.is_capturing; };
        if (inside_ == 0 && std::any_of(streams_.begin(), streams_.end(), captures)) {
            has_broken_capture_ = true;
        }
        const bool does_fail = failures_[which] != 0;
        failures_[which] -= does_fail ? 1 : 0;
        return does_fail || is_broken;
    }

    static inline std::mutex lock_;
    static inline std::vector<event_state> events_;
    static inline std::vector<event> free_;
    static inline std::vector<stream_state> streams_;
    static inline std::vector<graph_state> graphs_;
    static inline stream_state default_stream_;
    static inline std::uint64_t generation_ = 1;
    static inline std::uint32_t live_ = 0;
    static inline std::uint32_t failures_[calls_that_may_fail] = {};
    static inline bool has_context_ = true;
    static inline std::atomic<bool> has_broken_capture_{false};
    static inline std::atomic<bool> has_touched_what_is_gone_{false};
    static inline std::atomic<bool> has_touched_from_elsewhere_{false};
    static inline thread_local int visited_ = -1;
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
        /// One that copies.
        scope(const char* name, stream on, std::uint64_t bytes, dwell::detail::copy_direction direction) noexcept
            : dwell::detail::basic_device_scope<device_recorder>(dwell::text_view(name), on, {bytes, direction}) {}
    };

    using timers = dwell::detail::basic_graph_timers<device_recorder>;

    /// A stage of a graph, and a scope around its launch.
    struct stage : dwell::detail::basic_graph_stage<device_recorder> {
        stage(const char* name, const timers& of, stream on) noexcept
            : dwell::detail::basic_graph_stage<device_recorder>(dwell::text_view(name), of, on) {}
    };
    struct launch_scope : dwell::detail::basic_graph_launch<device_recorder> {
        launch_scope(const char* name, const timers& of, stream on) noexcept
            : dwell::detail::basic_graph_launch<device_recorder>(dwell::text_view(name), of, on) {}
    };

    /// A scope whose work takes `ns` on the device, and none on the host.
    static void spend(const char* name, stream on, std::uint64_t ns) {
        const scope here(name, on);
        device::run(on, ns);
    }

    static void copy(const char* name, stream on, std::uint64_t ns, std::uint64_t bytes,
                     dwell::detail::copy_direction direction) {
        const scope here(name, on, bytes, direction);
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
