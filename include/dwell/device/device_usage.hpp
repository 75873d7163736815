// SPDX-License-Identifier: BSL-1.0
// How busy a device was, of all its streams together: time in any scope, in scopes that compute, in copies, and with
// nothing asked of it.
#ifndef DWELL_DEVICE_DEVICE_USAGE_HPP
#define DWELL_DEVICE_DEVICE_USAGE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/device/copied_bytes.hpp>
#include <dwell/device/interval_union.hpp>
#include <dwell/record/source.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What a stream does at a moment, as bits: it counts into each of these.
using stream_activities = unsigned;
inline constexpr stream_activities activity_asked = 1U;      ///< a scope is open, or the host has asked for one
inline constexpr stream_activities activity_busy = 2U;       ///< a scope is open
inline constexpr stream_activities activity_computing = 4U;  ///< and it is no copy over the link
inline constexpr stream_activities activity_first_copy = 8U;
inline constexpr unsigned usage_parts = 3 + copy_directions;

constexpr stream_activities activities_of(copy_direction direction) noexcept {
    const bool is_over_link = direction != copy_direction::none && direction != copy_direction::on_device;
    const stream_activities copy =
        direction == copy_direction::none ? 0 : activity_first_copy << (static_cast<unsigned>(direction) - 1);
    return activity_asked | activity_busy | copy | (is_over_link ? 0 : activity_computing);
}

/// How far a stream has been followed.
struct stream_share {
    uint64_t known_until = 0;
    stream_share* next = nullptr;
};

/// The streams of a device are harvested one after the other, and what they did arrives in that order, not in that of
/// time. So it waits, in the unions, until all streams have been followed up to the same moment: what is before that is
/// *settled*, and is exact. Where a union is full before that, its first half is settled all the same, and what arrives
/// later for that time is left out and counted as late.
///
/// Any thread.
class device_usage {
public:
    void add(stream_share& stream, uint64_t now) noexcept {
        const spin_guard guard(lock_);
        stream.known_until = now > settled_ ? now : settled_;
        stream.next = streams_;
        streams_ = &stream;
    }

    /// A stream did this for a while.
    void note(stream_activities what, uint64_t from, uint64_t to) noexcept {
        const spin_guard guard(lock_);
        clip(from, to);
        for (unsigned part = 0; part < usage_parts; ++part) {
            if ((what & (1U << part)) != 0 && !unions_[part].add(from, to)) {
                settle_until(unions_[part].middle());
                clip(from, to);
                unions_[part].add(from, to);
            }
        }
    }

    /// All that the stream did before this has been noted.
    void note_known(stream_share& stream, uint64_t until) noexcept {
        const spin_guard guard(lock_);
        stream.known_until = until > stream.known_until ? until : stream.known_until;
    }

    void note_copy(const copied_bytes& copy) noexcept {
        if (copy.direction != copy_direction::none) {
            const spin_guard guard(lock_);
            copied_[static_cast<unsigned>(copy.direction) - 1] += copy.bytes;
        }
    }

    /// Whether it is time that the other streams are followed, too.
    [[nodiscard]] bool is_crowded() noexcept {
        const spin_guard guard(lock_);
        for (const interval_union& each : unions_) {
            if (each.count() > interval_union::capacity / 4) {
                return true;
            }
        }
        return false;
    }

    /// Up to where all streams have been followed. `Clock` is a `device_clock`.
    template <typename Clock>
    void settle(const Clock& clock) noexcept {
        const spin_guard guard(lock_);
        uint64_t moment = uint64_max;
        for (const stream_share* each = streams_; each != nullptr; each = each->next) {
            moment = each->known_until < moment ? each->known_until : moment;
        }
        if (moment != uint64_max) {
            settle_until(moment);
        }
        const auto convert = [&](uint64_t& ticks, uint64_t& ns) {
            ns += clock.nanoseconds(ticks);
            ticks = 0;
        };
        for (unsigned part = 0; part < usage_parts; ++part) {
            convert(new_ticks_[part], ns_[part]);
        }
        convert(new_idle_ticks_, idle_ns_);
        convert(new_starved_ticks_, starved_ns_);
        convert(new_late_ticks_, late_ns_);
    }

    void read_into(source_sink& sink, const char* device) {
        const spin_guard guard(lock_);
        const auto time = [&](const char* name, const char* help, uint64_t ns) {
            sink.counter({name, "ns", help, "device", device}, ns);
        };
        time("gpu.device.busy", "Time in which any stream of the device was in a scope.", ns_[1]);
        time("gpu.device.idle", "Time in which none was, from the first scope.", idle_ns_);
        time("gpu.device.compute", "Time in which any stream was in a scope that is no copy over the link.", ns_[2]);
        time("gpu.device.starved", "Time of it being idle in which the host had asked for no scope.", starved_ns_);
        if (late_ns_ != 0) {
            time("gpu.device.late", "Time of streams that may be missing in these, as it was known too late.",
                 late_ns_);
        }
        if (ns_[1] + idle_ns_ != 0) {
            sink.gauge({"gpu.device.utilization", "1", "Part of the time that any stream of the device was in a scope.",
                        "device", device},
                       static_cast<double>(ns_[1]) / static_cast<double>(ns_[1] + idle_ns_));
        }
        for (unsigned i = 0; i < copy_directions; ++i) {
            read_copies(sink, device, copy_direction_names[i], ns_[usage_parts - copy_directions + i], copied_[i]);
        }
    }

    /// In the child of a fork, where a thread that had the lock does not exist.
    void restart() noexcept {
        lock_.unlock();
        for (unsigned part = 0; part < usage_parts; ++part) {
            unions_[part].clear();
            ns_[part] = new_ticks_[part] = 0;
        }
        for (uint64_t& bytes : copied_) {
            bytes = 0;
        }
        idle_ns_ = starved_ns_ = late_ns_ = new_idle_ticks_ = new_starved_ticks_ = new_late_ticks_ = 0;
    }

private:
    void clip(uint64_t& from, uint64_t to) noexcept {
        if (from < settled_) {
            const uint64_t end = to < settled_ ? to : settled_;
            new_late_ticks_ += end > from ? end - from : 0;
            from = settled_;
        }
    }

    // Time before the first scope counts for nothing.
    void settle_until(uint64_t moment) noexcept {
        const uint64_t begin = has_begun_ ? settled_ : unions_[1].begin();
        if (moment <= settled_) {
            return;
        }
        settled_ = moment;
        if (begin >= moment) {
            unions_[0].take_until(moment);
            return;
        }
        has_begun_ = true;
        unions_[0].take_until(begin);
        uint64_t taken[usage_parts];
        for (unsigned part = 0; part < usage_parts; ++part) {
            taken[part] = unions_[part].take_until(moment);
            new_ticks_[part] += taken[part];
        }
        new_starved_ticks_ += moment - begin - taken[0];
        new_idle_ticks_ += moment - begin - taken[1];
    }

    static void read_copies(source_sink& sink, const char* device, const char* direction, uint64_t ns, uint64_t bytes) {
        if (ns == 0 && bytes == 0) {
            return;
        }
        const auto metric = [&](const char* name, const char* unit, const char* help) {
            return source_metric{name, unit, help, "device", device, "direction", direction};
        };
        sink.counter(metric("gpu.copy.bytes", "By", "Bytes that scopes said they copied."), bytes);
        sink.counter(metric("gpu.copy.busy", "ns", "Time in which any stream was in such a scope."), ns);
        if (ns != 0) {
            sink.gauge(metric("gpu.copy.throughput", "By/s", "Bytes copied by the time in copies."),
                       static_cast<double>(bytes) * 1e9 / static_cast<double>(ns));
        }
    }

    spin_lock lock_;
    stream_share* streams_ = nullptr;
    bool has_begun_ = false;
    uint64_t settled_ = 0;
    uint64_t ns_[usage_parts] = {};
    uint64_t idle_ns_ = 0;
    uint64_t starved_ns_ = 0;
    uint64_t late_ns_ = 0;
    uint64_t copied_[copy_directions] = {};
    // Settled, and not converted yet.
    uint64_t new_ticks_[usage_parts] = {};
    uint64_t new_idle_ticks_ = 0;
    uint64_t new_starved_ticks_ = 0;
    uint64_t new_late_ticks_ = 0;
    interval_union unions_[usage_parts];
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
