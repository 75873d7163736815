// SPDX-License-Identifier: BSL-1.0
// DWELL_TIMELINE: a timeline from the start, without a line of code.
#ifndef DWELL_AUTOSAVE_TIMELINE_ENVIRONMENT_HPP
#define DWELL_AUTOSAVE_TIMELINE_ENVIRONMENT_HPP

#include <dwell/autosave/save_plan.hpp>
#include <dwell/core/config.hpp>
#include <dwell/export/status.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/timeline_switch.hpp>

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A whole number of bytes, or of KiB, MiB or GiB: "1048576", "512K", "4M", "1G". False for anything else, and for what
/// is beyond 64 GiB.
[[nodiscard]] inline bool read_byte_count(std::string_view text, uint64_t& bytes) noexcept {
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) {
        return false;
    }
    const std::string_view unit = text.substr(static_cast<size_t>(end - text.data()));
    const unsigned shift = unit.empty() ? 0 : unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : 64;
    constexpr uint64_t most = uint64_t{64} << 30U;
    if (shift == 64 || number > most >> shift) {
        return false;
    }
    bytes = number << shift;
    return true;
}

/// What is no such number is reported, and there is no timeline.
inline void set_timeline_as_environment_says() {
    const char* const wish = environment("DWELL_TIMELINE");
    if (wish == nullptr || is_profiling_switched_off()) {
        return;
    }
    timeline_options options;
    if (read_byte_count(wish, options.bytes)) {
        set_timeline(options);
    } else {
        report(export_status::failure(std::string("DWELL_TIMELINE=") + wish +
                                      ": takes bytes a thread, as 1048576, 512K or 4M; there is no timeline"));
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
