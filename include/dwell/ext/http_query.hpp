// SPDX-License-Identifier: BSL-1.0
// What a request asks for: how long an interval, and which of the two text formats. Pure functions of hostile text.
#ifndef DWELL_EXT_HTTP_QUERY_HPP
#define DWELL_EXT_HTTP_QUERY_HPP

#include <dwell/core/config.hpp>

#include <charconv>
#include <string_view>
#include <system_error>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A finite number above 0 and up to `most`, written in decimal and nothing else; 0 where `text` is no such number.
[[nodiscard]] inline double parse_positive(std::string_view text, double most) noexcept {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    // Written so that NaN is refused, too.
    return error == std::errc{} && end == text.data() + text.size() && value > 0 && value <= most ? value : 0;
}

[[nodiscard]] inline std::string_view without_spaces(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
        text.remove_prefix(1);
    }
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
        text.remove_suffix(1);
    }
    return text;
}

/// Takes what stands before the first `separator` off `text`, with that separator.
[[nodiscard]] inline std::string_view take_until(std::string_view& text, char separator) noexcept {
    const size_t at = text.find(separator);
    const std::string_view taken = without_spaces(text.substr(0, at));
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return taken;
}

/// How much an Accept header wants a media type that it names: the highest `q` of the entries for it, 1 where one has
/// none; 0 where none names it. Case matters, as in what Prometheus sends. (RFC 9110, section 12.5.1)
[[nodiscard]] inline double accepted_quality(std::string_view accept, std::string_view type) noexcept {
    double best = 0;
    while (!accept.empty()) {
        std::string_view entry = take_until(accept, ',');
        if (take_until(entry, ';') != type) {
            continue;
        }
        double quality = 1;
        while (!entry.empty()) {
            const std::string_view parameter = take_until(entry, ';');
            if (parameter.starts_with("q=")) {
                quality = parse_positive(parameter.substr(2), 1);
            }
        }
        best = quality > best ? quality : best;
    }
    return best;
}

/// Whether to answer in OpenMetrics: where the client names it, and does not like Prometheus's older text better.
[[nodiscard]] inline bool prefers_openmetrics(std::string_view accept) noexcept {
    const double quality = accepted_quality(accept, "application/openmetrics-text");
    return quality > 0 && quality >= accepted_quality(accept, "text/plain");
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
