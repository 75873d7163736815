// SPDX-License-Identifier: BSL-1.0
// A stream: what the host puts on it, and what becomes of that once the device has ended it.
#ifndef DWELL_DEVICE_DEVICE_STREAM_HPP
#define DWELL_DEVICE_DEVICE_STREAM_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/device/copied_bytes.hpp>
#include <dwell/device/device_state.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/device/graph_stages.hpp>
#include <dwell/device/scope_counts.hpp>
#include <dwell/device/stream_activity.hpp>
#include <dwell/device/stream_log.hpp>
#include <dwell/device/stream_queue.hpp>
#include <dwell/device/stream_usage.hpp>
#include <dwell/record/registry.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Two sides, which do not wait for each other: the host appends the begins and ends of scopes, and whoever harvests
/// takes those off that have completed.
template <event_api Api>
class device_stream : public constructed_in_place {
public:
    using event = typename Api::event;
    using stream = typename Api::stream;

    device_stream(device_state<Api>& device, uint64_t identity, scope_counts& counts, const registry& host) noexcept
        : device_(device), identity_(identity), counts_(counts), host_(host) {}

    /// False where there is no memory.
    bool begin(thread_log* log, const name_record& name) noexcept {
        open_ = static_cast<open_scope*>(allocate_zeroed(most_open * sizeof(open_scope)));
        if (log == nullptr || open_ == nullptr || !queue_.begin()) {
            return false;
        }
        log_.begin(*log, *device_.of.name);
        set_name(name);
        activity_.begin(device_.of.usage, host_.now());
        return true;
    }

    void set_name(const name_record& name) noexcept {
        const spin_guard guard(harvest_);
        log_.log().thread_name.store_release(&name);
        usage_.begin(name.text);
        name_.store_release(&name);
    }

    [[nodiscard]] bool is(const device_state<Api>& device, uint64_t identity) const noexcept {
        return &device_ == &device && identity_ == identity;
    }
    [[nodiscard]] device_state<Api>& device() const noexcept { return device_; }
    [[nodiscard]] stream_usage& usage() noexcept { return usage_; }
    [[nodiscard]] const char* name() const noexcept { return name_.load_acquire()->text.data; }

    /// Begins a scope with this event, and returns its serial number, 0 where the runtime refused. It is under
    /// `host_path`, where that is not null and no scope around it is open on the stream.
    uint64_t begin_scope(stream on, event at, const name_record& name, const call_node* host_path,
                         const copied_bytes& copied) noexcept {
        const spin_guard guard(append_);
        const uint64_t host_ticks = host_.now();
        if (!Api::record(at, on)) {
            return 0;
        }
        queue_.append({at, &name, ++last_serial_, host_ticks, host_path, mark_state::recorded, {}, copied});
        // A read-modify-write, as whoever gives up does: one of the two finds the mark.
        if (given_up_.fetch_add(0) != 0) {
            give_up();
        }
        return last_serial_;
    }

    /// Ends it. A stream that captures now has no moment for it.
    void end_scope(stream on, event at, uint64_t serial, bool is_capturing, const graph_run<Api>& run) noexcept {
        const spin_guard guard(append_);
        if (device_.is_gone.load_acquire() != 0) {
            drop(run, drop_reason::failed);
            return;  // and its begin is dropped
        }
        const mark_state state = is_capturing          ? mark_state::captured
                                 : Api::record(at, on) ? mark_state::recorded
                                                       : mark_state::refused;
        queue_.append({at, nullptr, serial, 0, nullptr, state, run, {}});
        if (run.stages != nullptr && given_up_.fetch_add(0) != 0) {
            give_up();
        }
    }

    /// Takes up to so many marks off the queue, as far as the device has come. Does nothing where another thread is
    /// doing it, unless `waits` for that.
    void harvest(uint64_t most, bool waits) noexcept {
        if (waits) {
            harvest_.lock();
        } else if (!harvest_.try_lock()) {
            return;
        }
        if (device_.is_gone.load_acquire() != 0) {
            drop_all(drop_reason::failed);
        }
        const uint64_t now = host_.now();
        const bool is_appending = append_.is_held();  // after the time was read, before the queue is
        // What is appended meanwhile is left: threads may append as fast as this takes off.
        const uint64_t there = queue_.size();
        uint64_t left = there < most ? there : most;
        for (; left > 0 && take(*queue_.oldest()); --left) {
            queue_.drop_oldest();
        }
        const mark* const waiting = left > 0 ? queue_.oldest() : nullptr;
        const bool is_known = waiting != nullptr ? device_.clock.has_anchor() : there <= most && !is_appending;
        note_known(waiting, is_known ? now : last_ticks_);
        harvest_.unlock();
    }

    /// Nothing more will be asked of the runtime: what is left is dropped.
    void give_up() noexcept {
        unsigned char not_yet = 0;
        given_up_.compare_exchange(not_yet, 1);
        const spin_guard guard(harvest_);
        drop_all(drop_reason::unfinished);
    }

private:
    using mark = stream_mark<Api>;

    // Asks nothing of the runtime. Whoever harvests.
    void drop_all(drop_reason why) noexcept {
        for (const mark* oldest = queue_.oldest(); oldest != nullptr; oldest = queue_.oldest()) {
            drop(oldest->run, why);
            if (oldest->name != nullptr) {
                counts_.count_dropped(why);
            }
            queue_.drop_oldest();
        }
        while (open_count_ > 0) {
            stream_log::forget(*open_[--open_count_].node);
            counts_.count_dropped(why);
        }
        activity_.change(activities(), last_ticks_);
        log_.leave_device(last_ticks_);
    }

    /// A scope whose begin has completed. It keeps that event, from which its end and its children are measured.
    struct open_scope {
        event began{};
        uint64_t began_ticks = 0;
        uint64_t serial = 0;
        call_node* node = nullptr;
        copied_bytes copied{};
    };
    static constexpr uint32_t most_open = event_pool<Api>::capacity / 2;

    // False where the device has not come to it.
    bool take(const mark& oldest) noexcept {
        if (oldest.name != nullptr && !device_.clock.has_anchor() && device_.clock.is_usable()) {
            return false;  // when it was is not known yet
        }
        const event_state state = oldest.state == mark_state::recorded ? Api::query(oldest.at) : event_state::failed;
        if (state == event_state::not_yet) {
            return false;
        }
        const bool has_completed = state == event_state::completed;
        if (oldest.name != nullptr) {
            take_begin(oldest, has_completed);
        } else {
            take_end(oldest, has_completed);
        }
        return true;
    }

    void take_begin(const mark& begin, bool has_completed) noexcept {
        uint64_t ticks = 0;
        if (!has_completed || open_count_ == most_open || !find_begin(begin.at, ticks)) {
            give_back(begin.at, false);
            counts_.count_dropped(drop_reason::failed);
            return;
        }
        ticks = not_before(ticks);
        const bool is_outermost = open_count_ == 0;
        call_node* const around = is_outermost ? nullptr : open_[open_count_ - 1].node;
        call_node* const node = log_.enter(around, *begin.name, ticks, begin.host_path);
        if (node == nullptr) {
            if (is_outermost) {
                log_.leave_device(ticks);
            }
            device_.pool.give_back(begin.at);
            counts_.count_dropped(drop_reason::no_memory);
            return;
        }
        if (is_outermost) {
            note_begin(begin.host_ticks, ticks);
        }
        open_[open_count_++] = {begin.at, ticks, begin.serial, node, begin.copied};
        activity_.change(activities(), ticks);
        last_ticks_ = ticks;
    }

    // From the begin of the scope around it, which is near: an anchor may be far.
    bool find_begin(event at, uint64_t& ticks) noexcept {
        if (open_count_ == 0) {
            return device_.clock.ticks_of(at, ticks);
        }
        const open_scope& around = open_[open_count_ - 1];
        uint64_t since = 0;
        const bool is_known = device_.clock.ticks_between(around.began, at, since);
        ticks = around.began_ticks + since;
        return is_known;
    }

    void take_end(const mark& end, bool has_completed) noexcept {
        uint32_t at = open_count_;
        while (at > 0 && open_[at - 1].serial != end.serial) {
            --at;
        }
        if (at == 0) {
            drop(end.run, drop_reason::failed);
            give_back(end.at, has_completed || end.state == mark_state::captured);  // its begin was dropped
            return;
        }
        const open_scope ended = open_[at - 1];
        const bool is_innermost = at == open_count_;
        for (; at < open_count_; ++at) {
            open_[at - 1] = open_[at];
        }
        --open_count_;
        uint64_t duration = 0;
        if (has_completed && device_.clock.ticks_between(ended.began, end.at, duration)) {
            last_ticks_ = not_before(ended.began_ticks + duration);
            if (end.run.stages != nullptr) {
                end.run.stages->record(end.run, {device_.where, ended.began, end.at, ended.began_ticks, last_ticks_},
                                       *ended.node, log_, device_.clock, counts_);
            }
            log_.leave(*ended.node, last_ticks_, is_innermost);
            device_.pool.give_back(ended.began);
            device_.pool.give_back(end.at);
            counts_.count_recorded();
            device_.of.usage.note_copy(ended.copied);
        } else {
            const bool is_captured = end.state == mark_state::captured;
            stream_log::forget(*ended.node);
            give_back(ended.began, is_captured);
            give_back(end.at, is_captured);
            counts_.count_dropped(is_captured ? drop_reason::capturing : drop_reason::failed);
            drop(end.run, is_captured ? drop_reason::capturing : drop_reason::failed);
        }
        activity_.change(activities(), last_ticks_);
        if (open_count_ == 0) {
            log_.leave_device(last_ticks_);
            usage_.note_end(device_.clock.nanoseconds(last_ticks_ - busy_since_));
        }
    }

    void drop(const graph_run<Api>& run, drop_reason why) noexcept {
        if (run.stages != nullptr) {
            run.stages->drop(run, why, counts_);
        }
    }

    // What is open on the stream; a copy is one with all that is inside it.
    [[nodiscard]] stream_activities activities() const noexcept {
        for (uint32_t i = 0; i < open_count_; ++i) {
            if (open_[i].copied.direction != copy_direction::none) {
                return activities_of(open_[i].copied.direction);
            }
        }
        return open_count_ != 0 ? activities_of(copy_direction::none) : 0;
    }

    // All that the stream did until then is known; `waiting` is what it does next, null where that is not known.
    void note_known(const mark* waiting, uint64_t until) noexcept {
        if (waiting != nullptr && waiting->name != nullptr && open_count_ == 0 && until > last_ticks_) {
            activity_.change(activity_asked, waiting->host_ticks);
        } else if (waiting == nullptr && open_count_ == 0) {
            activity_.change(0, last_ticks_);  // what was asked for has failed
        }
        const uint64_t known = until > last_ticks_ ? until : last_ticks_;
        log_.note_known(known);
        activity_.go_on(known);
    }

    void note_begin(uint64_t asked, uint64_t began) noexcept {
        activity_.change(activity_asked, asked);
        const uint64_t ready = asked > last_ticks_ ? asked : last_ticks_;
        const uint64_t queueing = last_ticks_ > asked ? last_ticks_ - asked : 0;
        const uint64_t launch = began > ready ? began - ready : 0;
        const uint64_t idle = last_ticks_ != 0 ? began - last_ticks_ : 0;
        usage_.note_begin(log_.log(), device_.clock.nanoseconds(queueing), device_.clock.nanoseconds(launch),
                          device_.clock.nanoseconds(idle));
        busy_since_ = began;
    }

    // Completed in order, though rounding or a new anchor may say otherwise.
    [[nodiscard]] uint64_t not_before(uint64_t ticks) const noexcept {
        return ticks > last_ticks_ ? ticks : last_ticks_;
    }

    // What failed, and whatever else will fail as it did, is of no use any more.
    void give_back(event used, bool is_good) noexcept {
        if (is_good) {
            device_.pool.give_back(used);
        } else {
            device_.pool.discard(used);
            device_.clock.check();
        }
    }

    device_state<Api>& device_;
    const uint64_t identity_;
    scope_counts& counts_;
    const registry& host_;
    atomic_cell<const name_record*> name_{};

    spin_lock append_;
    uint64_t last_serial_ = 0;
    stream_queue<Api> queue_;
    atomic_cell<unsigned char> given_up_{};

    spin_lock harvest_;
    stream_log log_;
    stream_usage usage_;
    stream_activity activity_;
    open_scope* open_ = nullptr;  // the outermost first
    uint32_t open_count_ = 0;
    uint64_t last_ticks_ = 0;  // the last moment that is known of the stream
    uint64_t busy_since_ = 0;

public:
    device_stream* next = nullptr;  ///< in the list of all
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
