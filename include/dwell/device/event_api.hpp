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
///
/// `context` is where a device's events and streams live. A device that is reset gets another one, and what lived in
/// the former may not be touched. `visit` is an object: while it lives, the calling thread is in that context, whatever
/// its own device is, since a runtime may set up that device for any call. `is_there()` is false where the context is
/// gone: nothing may be asked then.
template <typename Api>
concept event_api = requires(typename Api::event event, typename Api::stream stream, const typename Api::calls calls,
                             const typename Api::context context, const typename Api::visit visit, float milliseconds,
                             const char* reason, int device) {
    typename Api::calls;
    requires is_same_type<decltype(calls.has_users_error()), bool>;

    typename Api::context;
    typename Api::visit;
    /// The calling thread's, once it has asked something of a stream.
    requires is_same_type<decltype(Api::current_context()), typename Api::context>;
    /// Also where one of the two is not known.
    requires is_same_type<decltype(Api::same_context(context, context)), bool>;
    requires is_same_type<decltype(visit.is_there()), bool>;

    /// What a device is called, as in "GPU 0".
    requires is_same_type<decltype(Api::device_name()), const char*>;
    /// How many devices there are. Where there is none that can be used, 0 and why.
    requires is_same_type<decltype(Api::device_count(reason)), int>;
    /// The calling thread's; negative where that is not known. New events and streams belong to it.
    requires is_same_type<decltype(Api::current_device()), int>;

    /// The most that its link to the host can carry each way, and its memory in all: in bytes a second, 0 where that is
    /// not known.
    requires is_same_type<decltype(Api::link_bandwidth(device)), uint64_t>;
    requires is_same_type<decltype(Api::memory_bandwidth(device)), uint64_t>;

    /// A stream that waits for no other one.
    requires is_same_type<decltype(Api::create_stream(stream)), bool>;
    /// Of a stream, for the life of the program: no other stream ever has it. `uint64_max` where the runtime
    /// refuses.
    requires is_same_type<decltype(Api::stream_identity(stream)), uint64_t>;
    /// Whether what is put on the stream now is only captured, if at all.
    requires is_same_type<decltype(Api::is_capturing(stream)), bool>;

    requires is_same_type<decltype(Api::create_event(event)), bool>;
    requires is_same_type<decltype(Api::destroy_event(event)), void>;
    /// Puts the event behind all that is on the stream. An event may be recorded again.
    requires is_same_type<decltype(Api::record(event, stream)), bool>;
    /// The same for a stream that captures a graph: each launch records the event anew.
    requires is_same_type<decltype(Api::record_in_graph(event, stream)), bool>;
    requires is_same_type<decltype(Api::query(event)), event_state>;
    /// From one completed event to another; negative where the second came first.
    requires is_same_type<decltype(Api::elapsed(event, event, milliseconds)), bool>;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
