// SPDX-License-Identifier: BSL-1.0
// From a device's time to the host's: events whose moment is known on both clocks.
#ifndef DWELL_DEVICE_DEVICE_CLOCK_HPP
#define DWELL_DEVICE_DEVICE_CLOCK_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/tick_length.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A device tells only how long it was from one event to another, as a float in milliseconds: of 24 bits, so that 1 s
/// is known to 61 ns and an hour to 0.25 ms. And its clock drifts against the host's. So an anchor, an event whose
/// moment is known on the host, is taken anew from time to time, and what lies between two of them is interpolated.
///
/// An anchor is the middle of the shortest of a few times from before its recording until it was seen to have
/// completed, on a stream that has nothing else; half of that time bounds its error. Any thread.
template <event_api Api>
class device_clock {
public:
    using event = typename Api::event;

    /// Makes what anchors need, and takes one. The device is the current one.
    void begin(const registry& host) noexcept {
        const spin_guard guard(lock_);
        if (!is_usable() && !has_ended_ && make_events()) {
            set_usable(Api::create_stream(stream_));
            take_anchor(host);
        }
    }

    /// Takes another anchor where there is none, or the last one is older than a second. Where the device was too slow
    /// for one, it is not asked again for 10 ms.
    void renew(const registry& host) noexcept {
        const spin_guard guard(lock_);
        const uint64_t now = host.now();
        const auto is_past = [&](uint64_t ticks, double ms) {
            return static_cast<double>(now - ticks) > ms * ticks_per_ms_.load();
        };
        if (!is_usable() && !has_ended_) {
            ticks_per_ms_.store(1e6 / nanoseconds_per_tick(host));  // for times that need no anchor
        }
        if (is_usable() && (anchors_ == 0 || is_past(last_.ticks, 1000)) && (!was_slow_ || is_past(tried_ticks_, 10))) {
            take_anchor(host);
        }
    }

    /// After an error: whether the anchor is gone, too, with its device.
    void check() noexcept {
        const spin_guard guard(lock_);
        if (anchors_ != 0 && Api::query(last_.at) == event_state::failed) {
            set_usable(false);
            anchors_ = 0;
        }
    }

    /// From here on nothing is asked of the runtime.
    void end() noexcept {
        const spin_guard guard(lock_);
        has_ended_ = true;
        set_usable(false);
        anchors_ = 0;
    }

    /// Whether moments can be told.
    [[nodiscard]] bool has_anchor() noexcept {
        const spin_guard guard(lock_);
        return anchors_ != 0;
    }
    /// Not before `begin`, and not after an error.
    [[nodiscard]] bool is_usable() const noexcept { return is_usable_.load_acquire() != 0; }

    /// When an event completed, in ticks of the host. False where the runtime does not say.
    bool ticks_of(event completed, uint64_t& ticks) noexcept {
        const spin_guard guard(lock_);
        float since_last = 0;
        float since_previous = 0;
        if (anchors_ == 0 || !Api::elapsed(last_.at, completed, since_last) ||
            (since_last < 0 && anchors_ > 1 && !Api::elapsed(previous_.at, completed, since_previous))) {
            return false;
        }
        const double per_ms = ticks_per_ms_.load();
        if (since_last >= 0 || anchors_ == 1) {
            ticks = moved(last_.ticks, static_cast<double>(since_last) * per_ms);
        } else if (since_previous < 0 || between_ms_ <= 0) {
            ticks = moved(previous_.ticks, static_cast<double>(since_previous) * per_ms);
        } else {
            const auto between_ticks = static_cast<double>(last_.ticks - previous_.ticks);
            ticks = moved(previous_.ticks, static_cast<double>(since_previous / between_ms_) * between_ticks);
        }
        return true;
    }

    /// The time from one event to another, in ticks. False where the runtime does not say.
    bool ticks_between(event from, event to, uint64_t& ticks) const noexcept {
        float milliseconds = 0;
        if (!Api::elapsed(from, to, milliseconds)) {
            return false;
        }
        ticks = milliseconds > 0 ? moved(0, static_cast<double>(milliseconds) * ticks_per_ms_.load()) : 0;
        return true;
    }

    /// Ticks of the host as nanoseconds.
    [[nodiscard]] uint64_t nanoseconds(uint64_t ticks) const noexcept {
        return moved(0, static_cast<double>(ticks) * 1e6 / ticks_per_ms_.load());
    }

private:
    void set_usable(bool is_so) noexcept { is_usable_.store_release(is_so ? 1 : 0); }

    struct anchor {
        event at{};
        uint64_t ticks = 0;
    };

    // Those that there were are gone with their device, or soon will be.
    bool make_events() noexcept {
        event* const all[] = {&last_.at, &previous_.at, &best_, &next_};
        for (; events_ > 0; --events_) {
            Api::destroy_event(*all[events_ - 1]);
        }
        while (events_ < 4 && Api::create_event(*all[events_])) {
            ++events_;
        }
        return events_ == 4;
    }

    static uint64_t moved(uint64_t ticks, double by) noexcept {
        return ticks + static_cast<uint64_t>(static_cast<int64_t>(by + (by < 0 ? -0.5 : 0.5)));
    }

    void take_anchor(const registry& host) noexcept {
        constexpr int attempts = 5;
        ticks_per_ms_.store(1e6 / nanoseconds_per_tick(host));
        tried_ticks_ = host.now();
        uint64_t shortest = uint64_max;
        uint64_t middle = 0;
        for (int attempt = 0; is_usable() && attempt < attempts; ++attempt) {
            const uint64_t before = host.now();
            set_usable(Api::record(next_, stream_));
            if (!is_usable() || !completes_soon(next_)) {
                break;
            }
            const uint64_t took = host.now() - before;
            if (took < shortest) {
                shortest = took;
                middle = before + took / 2;
                const event worse = best_;
                best_ = next_;
                next_ = worse;
            }
        }
        was_slow_ = shortest == uint64_max;
        if (!is_usable()) {
            anchors_ = 0;
        } else if (shortest != uint64_max) {
            const event unused = previous_.at;
            previous_ = last_;
            last_ = {best_, middle};
            best_ = unused;
            anchors_ = anchors_ != 0 && Api::elapsed(previous_.at, last_.at, between_ms_) ? 2 : 1;
        }
    }

    // Microseconds, where the device is well: nothing else is on the stream. Else it is tried again another time.
    bool completes_soon(event recorded) noexcept {
        constexpr int queries = 1000;
        for (int i = 0; i < queries; ++i) {
            const event_state state = Api::query(recorded);
            if (state != event_state::not_yet) {
                set_usable(state == event_state::completed);
                return is_usable();
            }
        }
        return false;
    }

    spin_lock lock_;
    atomic_cell<unsigned char> is_usable_{};  // written under the lock
    bool has_ended_ = false;
    bool was_slow_ = false;     // the last time that an anchor was to be taken
    uint64_t tried_ticks_ = 0;  // when that was
    int anchors_ = 0;
    int events_ = 0;
    anchor last_;
    anchor previous_;
    event best_{};  // the best of the attempts so far, while an anchor is taken
    event next_{};
    float between_ms_ = 0;  // from the previous anchor to the last
    atomic_cell<double> ticks_per_ms_{1e6};
    typename Api::stream stream_{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
