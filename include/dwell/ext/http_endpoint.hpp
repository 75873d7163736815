// SPDX-License-Identifier: BSL-1.0
// serve_metrics(server): a running program's profile by HTTP, from any cpp-httplib server.
#ifndef DWELL_EXT_HTTP_ENDPOINT_HPP
#define DWELL_EXT_HTTP_ENDPOINT_HPP

#include <dwell/dwell.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/xml_writer.hpp>
#include <dwell/ext/http_bounds.hpp>
#include <dwell/ext/http_pages.hpp>
#include <dwell/ext/http_query.hpp>

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

DWELL_NAMESPACE_BEGIN

namespace detail {

/// What the handlers of one server share. Lives as long as the last of them, and as the last answer.
class http_endpoint : public std::enable_shared_from_this<http_endpoint> {
public:
    explicit http_endpoint(endpoint_options options)
        : options_(std::move(options)),
          requests_(std::make_shared<request_places>(options_.requests_at_once)),
          intervals_(std::make_shared<request_places>(options_.intervals_at_once)) {
        // More does not fit the clock.
        options_.most_seconds = (std::min)(options_.most_seconds, 1e9);
    }

    /// Answers a GET or HEAD of one page.
    void answer(const endpoint_page& page, const httplib::Request& request, httplib::Response& response) {
        const own_work not_the_users;
        begin(response);
        if (!request.ranges.empty()) {
            // What httplib 0.11 makes of a range behind the end is an answer of 2^64 bytes.
            response.status = 416;
            return;
        }
        const steady_time now = std::chrono::steady_clock::now();
        auto place = taken_place::take(requests_, now);
        if (place == nullptr) {
            response.set_header("Retry-After", "1");
            refuse(response, 503, "too many requests at once");
            return;
        }
        double seconds = 0;
        if (!interval_of(page, request, seconds)) {
            refuse(response, 400, interval_help(page));
            return;
        }
        if (seconds > 0) {
            answer_interval(page, request, response, std::move(place), seconds);
        } else {
            answer_now(page, request.get_header_value("Accept"), response, std::move(place));
        }
    }

    /// A page that lists the others.
    void answer_index(httplib::Response& response) const {
        begin(response);
        body_sink page_text;
        text_writer writer(page_text);
        writer.text("<!DOCTYPE html>\n");
        xml_writer html(writer);
        html.begin("html");
        html.attribute("lang", "en");
        html.begin("meta");
        html.attribute("charset", "utf-8");
        html.end();
        html.element("title", "dwell");
        html.begin("ul");
        for (const endpoint_page& page : endpoint_pages) {
            const std::string path = options_.prefix + page.path;
            html.begin("li");
            html.begin("a");
            html.attribute("href", path);
            html.text(path);
            html.end();
            html.text(std::string(": ") + page.what);
            html.end();
        }
        html.end();
        html.end();
        if (const export_status status = writer.finish(); !status) {
            refuse(response, 500, status.message());
            return;
        }
        response.set_content(page_text.text(), "text/html; charset=utf-8");
    }

    static void refuse(httplib::Response& response, int status, const std::string& why) {
        response.status = status;
        response.set_header("X-Go-Pprof", "1");  // without it pprof shows only the status
        response.set_content(why + "\n", "text/plain; charset=utf-8");
    }

private:
    static void begin(httplib::Response& response) {
        response.set_header("Cache-Control", "no-store");
        response.set_header("X-Content-Type-Options", "nosniff");
    }

    /// Turns, so that several requests at once sleep where the snapshots of several threads would spin.
    [[nodiscard]] profile take_snapshot(const endpoint_page& page) {
        const std::lock_guard<std::mutex> guard(snapshot_turn_);
        profile taken = snapshot({.timeline = page.shows_timeline});
        if (ns_per_tick_ == 0) {
            ns_per_tick_ = taken.scale().ns_per_tick;
        }
        return taken;
    }

    /// After the first snapshot.
    [[nodiscard]] page_request asked_for(std::string accept) const {
        return {options_, std::move(accept), ns_per_tick_};
    }

    /// The interval that is asked for, 0 for none. False where it is none that can be had.
    bool interval_of(const endpoint_page& page, const httplib::Request& request, double& seconds) const {
        const size_t given = request.get_param_value_count("seconds");
        if (given == 0) {
            seconds =
                page.interval == interval_use::always ? (std::min)(options_.default_seconds, options_.most_seconds) : 0;
            return true;
        }
        if (given > 1 || page.interval == interval_use::never) {
            return false;
        }
        seconds = parse_positive(request.get_param_value("seconds"), options_.most_seconds);
        return seconds > 0;
    }

    [[nodiscard]] std::string interval_help(const endpoint_page& page) const {
        if (page.interval == interval_use::never) {
            return std::string(page.path) + " is a state, and takes no seconds";
        }
        char text[80];
        std::snprintf(text, sizeof(text), "seconds is one number above 0 and up to %g", options_.most_seconds);
        return text;
    }

    void answer_now(const endpoint_page& page, std::string accept, httplib::Response& response,
                    std::shared_ptr<const taken_place> place) {
        const profile source = take_snapshot(page);
        const page_request asked = asked_for(std::move(accept));
        if (const char* const missing = page.missing(source); missing != nullptr) {
            refuse(response, 404, missing);
            return;
        }
        const auto answer = std::make_shared<ready_answer>();
        if (const export_status status = page.write(answer->body, source, asked); !status) {
            refuse(response, 500, status.message());
            return;
        }
        answer->request_place = std::move(place);
        // In pieces, between which httplib looks whether the server stops.
        response.set_content_provider(answer->body.text().size(), page.content_type(asked),
                                      [answer](size_t offset, size_t length, httplib::DataSink& out) {
                                          constexpr size_t most = size_t{64} << 10U;
                                          if (length <= most) {
                                              // Before the client can know that the answer is whole, and ask again.
                                              answer->request_place = nullptr;
                                          }
                                          return out.write(answer->body.text().data() + offset,
                                                           (std::min)(length, most));
                                      });
    }

    struct ready_answer {
        body_sink body;
        std::shared_ptr<const taken_place> request_place;
    };

    /// What a request that waits has in hand.
    struct running_interval {
        std::shared_ptr<http_endpoint> endpoint;
        const endpoint_page& page;
        page_request asked;
        std::shared_ptr<const taken_place> request_place;
        std::shared_ptr<const taken_place> interval_place;
        steady_time end;
        profile before;
    };

    void answer_interval(const endpoint_page& page, const httplib::Request& request, httplib::Response& response,
                         std::shared_ptr<const taken_place> place, double seconds) {
        const steady_time now = std::chrono::steady_clock::now();
        const auto length =
            std::chrono::duration_cast<std::chrono::steady_clock::duration>(std::chrono::duration<double>(seconds));
        auto interval_place = taken_place::take(intervals_, now + length);
        if (interval_place == nullptr) {
            response.set_header("Retry-After", std::to_string(intervals_->seconds_until_free(now)));
            refuse(response, 429, "too many requests that wait for an interval");
            return;
        }
        profile before = take_snapshot(page);
        if (const char* const missing = page.missing(before); missing != nullptr) {
            refuse(response, 404, missing);
            return;
        }
        const page_request asked = asked_for(request.get_header_value("Accept"));
        // From when the snapshot is there, so that the interval is never shorter than was asked for.
        const auto running = std::make_shared<running_interval>(
            running_interval{shared_from_this(), page, asked, std::move(place), std::move(interval_place),
                             std::chrono::steady_clock::now() + length, std::move(before)});
        // httplib calls this again and again until the server stops, so the wait is in short pieces: a server that
        // stops waits for no interval, and a client that went away frees its place.
        const auto provider = [running](size_t, httplib::DataSink& out) {
            return running->endpoint->go_on(*running, out);
        };
        if (request.version == "HTTP/1.0") {
            response.set_content_provider(page.content_type(asked), provider);
        } else {
            response.set_chunked_content_provider(page.content_type(asked), provider);
        }
    }

    /// False where the answer cannot be finished: the connection is cut, so that nobody takes it for whole.
    bool go_on(running_interval& running, httplib::DataSink& out) {
        const own_work not_the_users;
        const auto left = running.end - std::chrono::steady_clock::now();
        if (left > std::chrono::steady_clock::duration::zero()) {
            constexpr std::chrono::steady_clock::duration piece = std::chrono::milliseconds(20);
            std::this_thread::sleep_for((std::min)(left, piece));
            return out.is_writable();
        }
        running.interval_place = nullptr;
        body_sink body;
        const profile interval = delta(take_snapshot(running.page), running.before);
        if (!running.page.write(body, interval, running.asked) || !out.write(body.text().data(), body.text().size())) {
            return false;
        }
        running.request_place = nullptr;  // before the client knows that the answer is whole, and asks again
        out.done();
        return true;
    }

    endpoint_options options_;
    std::shared_ptr<request_places> requests_;
    std::shared_ptr<request_places> intervals_;
    std::mutex snapshot_turn_;
    double ns_per_tick_ = 0;  // set once, by the first snapshot
};

/// A pattern that matches `path` and nothing else: httplib's patterns are regular expressions.
[[nodiscard]] inline std::string exact_pattern(std::string_view path) {
    std::string pattern;
    for (const char c : path) {
        if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) {
            pattern += '\\';
        }
        pattern += c;
    }
    return pattern;
}

/// Says that only GET and HEAD are answered.
inline void refuse_method(httplib::Response& response) {
    response.set_header("Allow", "GET, HEAD");
    http_endpoint::refuse(response, 405, "only GET and HEAD are answered here");
}

[[nodiscard]] inline bool has_body(const httplib::Request& request) {
    return request.has_header("Content-Length") || request.has_header("Transfer-Encoding");
}

/// Reads the body of a request and drops it. False where that failed.
[[nodiscard]] inline bool drop_body(const httplib::Request& request, const httplib::ContentReader& reader) {
    if (!has_body(request)) {
        return true;  // httplib 0.11 would wait for one
    }
    if (request.method == "DELETE" && !request.has_header("Content-Length")) {
        return false;  // httplib does not read it
    }
    const auto drop = [](const char*, size_t) { return true; };
    return request.is_multipart_form_data() ? reader([](const httplib::MultipartFormData&) { return true; }, drop)
                                            : reader(drop);
}

/// A refusal after which the connection is closed: httplib closes it after an answer that fails.
inline void refuse_and_close(httplib::Response& response) {
    refuse_method(response);
    response.set_header("Connection", "close");
    const std::string text = std::move(response.body);
    response.body.clear();
    response.headers.erase("Content-Type");
    response.set_content_provider(text.size(), "text/plain; charset=utf-8",
                                  [text](size_t, size_t, httplib::DataSink& out) {
                                      out.write(text.data(), text.size());
                                      return false;
                                  });
}

inline void serve_page(httplib::Server& server, const std::string& path, httplib::Server::Handler handler) {
    const std::string pattern = exact_pattern(path);
    server.Get(pattern, std::move(handler));
    // What is left of a body on a connection that stays open would be taken for the next request.
    const httplib::Server::HandlerWithContentReader refuse =
        [](const httplib::Request& request, httplib::Response& response, const httplib::ContentReader& reader) {
            if (drop_body(request, reader)) {
                refuse_method(response);
            } else {
                refuse_and_close(response);
            }
        };
    server.Post(pattern, refuse);
    server.Put(pattern, refuse);
    server.Patch(pattern, refuse);
    server.Delete(pattern, refuse);
    server.Options(pattern, [](const httplib::Request& request, httplib::Response& response) {
        if (has_body(request)) {
            refuse_and_close(response);
        } else {
            refuse_method(response);
        }
    });
}

}  // namespace detail

/// Adds dwell's pages to a cpp-httplib server, before it listens; `/debug/dwell` lists them. Whoever reaches the server
/// can read them: names, times and the command line; see docs/endpoint.md. Recording threads take no lock and never
/// wait for a request.
inline void serve_metrics(httplib::Server& server, endpoint_options options = {}) {
    const std::string prefix = options.prefix;
    const auto endpoint = std::make_shared<detail::http_endpoint>(std::move(options));
    for (const detail::endpoint_page& page : detail::endpoint_pages) {
        detail::serve_page(server, prefix + page.path,
                           [endpoint, &page](const httplib::Request& request, httplib::Response& response) {
                               endpoint->answer(page, request, response);
                           });
    }
    detail::serve_page(
        server, prefix + "/debug/dwell",
        [endpoint](const httplib::Request&, httplib::Response& response) { endpoint->answer_index(response); });
}

DWELL_NAMESPACE_END

#endif
