// SPDX-License-Identifier: BSL-1.0
// What a stream does from one moment to the next, told to its device piece by piece.
#ifndef DWELL_DEVICE_STREAM_ACTIVITY_HPP
#define DWELL_DEVICE_STREAM_ACTIVITY_HPP

#include <dwell/core/config.hpp>
#include <dwell/device/device_usage.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// One thread at a time, in the order of time. A moment before the last one is taken for the last one: the clocks of
/// host and device are known against each other only so well.
class stream_activity {
public:
    void begin(device_usage& usage, uint64_t now) noexcept {
        usage_ = &usage;
        usage.add(share_, now);
    }

    /// From here on the stream does this.
    void change(stream_activities to, uint64_t at) noexcept {
        if (to != doing_) {
            tell(at);
            doing_ = to;
        }
    }

    /// It has done so until now.
    void go_on(uint64_t until) noexcept {
        tell(until);
        usage_->note_known(share_, until);
    }

private:
    void tell(uint64_t until) noexcept {
        if (until > since_) {
            if (doing_ != 0) {
                usage_->note(doing_, since_, until);
            }
            since_ = until;
        }
    }

    device_usage* usage_ = nullptr;
    stream_share share_;
    stream_activities doing_ = 0;
    uint64_t since_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
