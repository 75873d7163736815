// SPDX-License-Identifier: BSL-1.0
// What timing work on a device asks of the device's runtime: events, streams, and what can go wrong, as values.
#ifndef DWELL_DEVICE_EVENT_API_HPP
#define DWELL_DEVICE_EVENT_API_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

enum class event_state : unsigned char {
    completed,
    not_yet,  ///< the device has not come to it
    failed,   ///< it will never complete, or its device is gone
};

/// A runtime with timing events, such as CUDA's. A type without state: each is a world of its own, with devices,
/// streams and counts of its own. Functions are safe from any thread, none blocks, and none throws.
///
/// `calls` is an object: while it lives, the calling thread's calls disturb no capture that another thread has begun,
/// and no error that the user has not asked for yet. `has_users_error()` says that there is such an error.
template <typename Api>
concept event_api = requires(typename Api::event event, typename Api::stream stream, const typename Api::calls calls,
                             float milliseconds, const char* reason) {
    typename Api::calls;
    requires is_same_type<decltype(calls.has_users_error()), bool>;

    /// What a device is called, as in "GPU 0".
    requires is_same_type<decltype(Api::device_name()), const char*>;
    /// How many devices there are. Where there is none that can be used, 0 and why.
    requires is_same_type<decltype(Api::device_count(reason)), int>;
    /// The calling thread's; negative where that is not known. New events and streams belong to it.
    requires is_same_type<decltype(Api::current_device()), int>;

    /// A stream that waits for no other one.
    requires is_same_type<decltype(Api::create_stream(stream)), bool>;
    /// Of a stream, for the life of the program: no other stream ever has it.
    requires is_same_type<decltype(Api::stream_identity(stream)), uint64_t>;
    /// Whether what is put on the stream now is only captured. Also where that cannot be told.
    requires is_same_type<decltype(Api::is_capturing(stream)), bool>;

    requires is_same_type<decltype(Api::create_event(event)), bool>;
    requires is_same_type<decltype(Api::destroy_event(event)), void>;
    /// Puts the event behind all that is on the stream. An event may be recorded again.
    requires is_same_type<decltype(Api::record(event, stream)), bool>;
    requires is_same_type<decltype(Api::query(event)), event_state>;
    /// From one completed event to another; negative where the second came first.
    requires is_same_type<decltype(Api::elapsed(event, event, milliseconds)), bool>;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
