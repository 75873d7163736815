// SPDX-License-Identifier: BSL-1.0
// timed_route: measures each request of one of the user's own routes.
#ifndef DWELL_EXT_TIMED_ROUTE_HPP
#define DWELL_EXT_TIMED_ROUTE_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/dwell.hpp>

#include <httplib.h>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

/// The methods of RFC 9110 and PATCH as they are, all others as one: a client must not choose how many there are.
[[nodiscard]] inline text_view known_method(std::string_view method) noexcept {
    static constexpr std::string_view known[] = {"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                                 "CONNECT", "OPTIONS", "TRACE", "PATCH"};
    for (const std::string_view each : known) {
        if (each == method) {
            return text_view(each);
        }
    }
    return text_view("other", 5);
}

[[nodiscard]] inline text_view status_class(int status) noexcept {
    static constexpr std::string_view classes[] = {"1xx", "2xx", "3xx", "4xx", "5xx"};
    return status >= 100 && status < 600 ? text_view(classes[status / 100 - 1]) : text_view("other", 5);
}

/// Counts one request when it ends, however the handler is left.
class request_timer {
public:
    request_timer(const std::string& route, std::string_view method, const httplib::Response& response) noexcept
        : route_(route), method_(known_method(method)), response_(response), began_ns_(monotonic_clock::now()) {}
    ~request_timer() {
        const uint64_t took_ns = monotonic_clock::now() - began_ns_;
        distribution<"http.server.request.duration", 1'000'000'000>
            .with("method", method_, "route", route_, "status", status_class(status()))
            .record(static_cast<double>(took_ns) * 1e-9);
    }
    request_timer(const request_timer&) = delete;
    request_timer& operator=(const request_timer&) = delete;

    /// The handler returned.
    void returned() noexcept { has_returned_ = true; }

private:
    [[nodiscard]] int status() const noexcept {
        if (!has_returned_) {
            return 500;  // it threw: what httplib answers then
        }
        return response_.status == -1 ? 200 : response_.status;  // httplib's own value for "not set"
    }

    const std::string& route_;
    text_view method_;
    const httplib::Response& response_;
    uint64_t began_ns_;
    bool has_returned_ = false;
};

template <typename Handler>
class timed_handler {
public:
    timed_handler(std::string route, Handler handler) : route_(std::move(route)), handler_(std::move(handler)) {}

    /// With a content reader as the third argument where the handler takes one.
    template <typename... Reader>
    requires std::invocable<Handler&, const httplib::Request&, httplib::Response&, Reader&...>
    void operator()(const httplib::Request& request, httplib::Response& response, Reader&... reader) {
        request_timer timer(route_, request.method, response);
        const timed_scope scope{text_view(scope_name(request.method))};
        handler_(request, response, reader...);
        timer.returned();
    }

private:
    [[nodiscard]] std::string scope_name(std::string_view method) const {
        const own_work not_the_users;
        const text_view known = known_method(method);
        return std::string(known.data, known.size) + " " + route_;
    }

    std::string route_;
    Handler handler_;
};

}  // namespace detail

inline namespace on {

/// Wraps a handler of a cpp-httplib server, so that each request is counted in
/// `distribution<"http.server.request.duration">`, in seconds, by method, route and class of the status ("2xx"), and is
/// a scope "GET /users/:id" in the profile. `route` is the name to show: never the path of a request, which clients
/// choose.
///
///     server.Get(R"(/users/(\d+))", dwell::timed_route("/users/:id", handler));
///
/// A handler that throws counts as "5xx"; the exception passes. The time ends when the handler returns: what a content
/// provider sends later is not in it. Requests that no route matches are not seen; a last route ".*" sees them.
template <typename Handler>
[[nodiscard]] auto timed_route(std::string route, Handler handler) {
    distribution<"http.server.request.duration", 1'000'000'000>.describe("Time to answer an HTTP request.", "seconds");
    return detail::timed_handler<Handler>(std::move(route), std::move(handler));
}

}  // namespace on
#else
inline namespace off {

template <typename Handler>
[[nodiscard]] Handler timed_route(const std::string&, Handler handler) {
    return handler;
}

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
