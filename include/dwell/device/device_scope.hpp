// SPDX-License-Identifier: BSL-1.0
// The object behind a scope on a stream: begins where it is made, on the stream, and ends where it ends.
#ifndef DWELL_DEVICE_DEVICE_SCOPE_HPP
#define DWELL_DEVICE_DEVICE_SCOPE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/site.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// `Recorder` is a `device_recorder`. Its end may be on another thread, as long as the stream is the same.
template <typename Recorder>
class [[nodiscard]] basic_device_scope {
public:
    using stream = typename Recorder::stream;

    basic_device_scope(site& where, stream on) noexcept {
        if (is_recording()) {
            opened_ = Recorder::open(where.resolve(), on);
        }
    }
    basic_device_scope(const interned_name& name, stream on) noexcept {
        if (is_recording()) {
            opened_ = Recorder::open(name.record(), on);
        }
    }
    /// Looks the name up each time.
    basic_device_scope(text_view name, stream on) noexcept {
        if (is_recording()) {
            opened_ = Recorder::open(intern(name).record(), on);
        }
    }
    ~basic_device_scope() { Recorder::close(opened_); }
    basic_device_scope(const basic_device_scope&) = delete;
    basic_device_scope& operator=(const basic_device_scope&) = delete;

private:
    typename Recorder::open_scope opened_{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
