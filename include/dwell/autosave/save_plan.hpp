// SPDX-License-Identifier: BSL-1.0
// Where, what and how often a program saves by itself, as its environment says or its code.
#ifndef DWELL_AUTOSAVE_SAVE_PLAN_HPP
#define DWELL_AUTOSAVE_SAVE_PLAN_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/artefacts.hpp>
#include <dwell/export/status.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/stats/floating.hpp>

#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

struct save_plan {
    std::string where;  // what DWELL_OUT may be; empty: nowhere
    save_options options;
    uint64_t period_ns = 0;  // 0: once, at the end
    uint64_t keep = 10;      // how many of those that are saved one after the other
};

inline constexpr uint64_t shortest_period_ns = 10'000'000;
inline constexpr uint64_t longest_period_ns = uint64_t{366} * 24 * 3600 * 1'000'000'000;

/// Whether it is 10 ms to 366 days. Sets `ns` if so.
[[nodiscard]] inline bool is_period(double seconds, uint64_t& ns) noexcept {
    // Written so that NaN is none.
    if (!(seconds * 1e9 >= static_cast<double>(shortest_period_ns) &&
          seconds * 1e9 <= static_cast<double>(longest_period_ns))) {
        return false;
    }
    ns = static_cast<uint64_t>(seconds * 1e9);
    return true;
}

/// A number and a unit, as "500ms", "30s", "1.5m" or "24h", in seconds; NaN where the text is no such thing.
[[nodiscard]] inline double read_seconds(std::string_view text) noexcept {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) {
        return not_a_number;
    }
    const std::string_view unit = text.substr(static_cast<size_t>(end - text.data()));
    const double seconds = unit == "ms"  ? 1e-3
                           : unit == "s" ? 1.0
                           : unit == "m" ? 60.0
                           : unit == "h" ? 3600.0
                                         : not_a_number;
    return number * seconds;
}

/// Sets `ns` to what `read_seconds` reads, where that is a period.
[[nodiscard]] inline bool read_period(std::string_view text, uint64_t& ns) noexcept {
    return is_period(read_seconds(text), ns);
}

inline void report(const export_status& status) {
    if (!status) {
        std::fprintf(stderr, "dwell: %s\n", status.message().c_str());
    }
}

/// Reads DWELL_FORMATS. Formats that do not exist are reported, and the default is saved.
inline void read_formats(save_options& options) {
    const char* const formats = environment("DWELL_FORMATS");
    if (formats == nullptr) {
        return;
    }
    artefact_choice choice;
    const export_status status = choice.choose(formats);
    if (status) {
        options.formats = formats;
    } else {
        report(export_status::failure(std::string("DWELL_FORMATS=") + formats + ": " + status.message()));
    }
}

/// Reads DWELL_KEEP. What is no such number is reported, and as if it were not there.
inline void read_keep(uint64_t& keep) {
    const char* const wish = environment("DWELL_KEEP");
    if (wish == nullptr) {
        return;
    }
    const std::string_view text(wish);
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && number != 0) {
        keep = number;
    } else {
        report(export_status::failure(std::string("DWELL_KEEP=") + wish + ": takes a number from 1; it is " +
                                      std::to_string(keep)));
    }
}

/// What DWELL_OUT and DWELL_FORMATS ask for: a save at the end.
[[nodiscard]] inline save_plan plan_of_environment() {
    save_plan plan;
    const char* const where = environment("DWELL_OUT");
    if (where != nullptr && !is_profiling_switched_off()) {
        plan.where = where;
        read_formats(plan.options);
    }
    return plan;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
