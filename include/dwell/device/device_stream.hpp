// SPDX-License-Identifier: BSL-1.0
// A stream: what the host puts on it, and what becomes of that once the device has ended it.
#ifndef DWELL_DEVICE_DEVICE_STREAM_HPP
#define DWELL_DEVICE_DEVICE_STREAM_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/device/device_clock.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/device/event_pool.hpp>
#include <dwell/device/scope_counts.hpp>
#include <dwell/device/stream_log.hpp>
#include <dwell/device/stream_queue.hpp>
#include <dwell/device/stream_usage.hpp>
#include <dwell/record/registry.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What the streams of a device share.
template <event_api Api>
struct device_state : constructed_in_place {
    const name_record* name = nullptr;
    uint32_t streams = 0;  ///< so far; under the lock that adds them
    event_pool<Api> pool;
    device_clock<Api> clock;
};

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
        log_.begin(*log, *device_.name);
        set_name(name);
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

    /// Begins a scope with this event, and returns its serial number, 0 where the runtime refused.
    uint64_t begin_scope(stream on, event at, const name_record& name) noexcept {
        const spin_guard guard(append_);
        const uint64_t host_ticks = host_.now();
        if (!Api::record(at, on)) {
            return 0;
        }
        queue_.append({at, &name, ++last_serial_, host_ticks, mark_state::recorded});
        return last_serial_;
    }

    /// Ends it. A stream that captures now has no moment for it.
    void end_scope(stream on, event at, uint64_t serial, bool is_capturing) noexcept {
        const spin_guard guard(append_);
        const mark_state state = is_capturing          ? mark_state::captured
                                 : Api::record(at, on) ? mark_state::recorded
                                                       : mark_state::refused;
        queue_.append({at, nullptr, serial, 0, state});
    }

    /// Takes up to so many marks off the queue, as far as the device has come. Does nothing where another thread is
    /// doing it, unless `waits` for that.
    void harvest(uint64_t most, bool waits) noexcept {
        if (waits) {
            harvest_.lock();
        } else if (!harvest_.try_lock()) {
            return;
        }
        for (const mark* oldest = queue_.oldest(); oldest != nullptr && most > 0; oldest = queue_.oldest(), --most) {
            if (!take(*oldest)) {
                break;
            }
            queue_.drop_oldest();
        }
        harvest_.unlock();
    }

    /// Nothing more will be asked of the runtime: what is left is dropped.
    void give_up() noexcept {
        const spin_guard guard(harvest_);
        for (const mark* oldest = queue_.oldest(); oldest != nullptr; oldest = queue_.oldest()) {
            if (oldest->name != nullptr) {
                counts_.count_dropped(drop_reason::unfinished);
            }
            queue_.drop_oldest();
        }
        while (open_count_ > 0) {
            stream_log::forget(*open_[--open_count_].node);
            counts_.count_dropped(drop_reason::unfinished);
        }
        log_.leave_device(last_ticks_);
    }

private:
    using mark = stream_mark<Api>;

    /// A scope whose begin has completed. It keeps that event, from which its end and its children are measured.
    struct open_scope {
        event began{};
        uint64_t began_ticks = 0;
        uint64_t serial = 0;
        call_node* node = nullptr;
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
        call_node* const node = log_.enter(around, *begin.name, ticks);
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
        open_[open_count_++] = {begin.at, ticks, begin.serial, node};
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
            log_.leave(*ended.node, last_ticks_, is_innermost);
            device_.pool.give_back(ended.began);
            device_.pool.give_back(end.at);
            counts_.count_recorded();
        } else {
            const bool is_captured = end.state == mark_state::captured;
            stream_log::forget(*ended.node);
            give_back(ended.began, is_captured);
            give_back(end.at, is_captured);
            counts_.count_dropped(is_captured ? drop_reason::capturing : drop_reason::failed);
        }
        if (open_count_ == 0) {
            log_.leave_device(last_ticks_);
            usage_.note_end(device_.clock.nanoseconds(last_ticks_ - busy_since_));
        }
    }

    void note_begin(uint64_t asked, uint64_t began) noexcept {
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

    spin_lock harvest_;
    stream_log log_;
    stream_usage usage_;
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
