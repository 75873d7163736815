// SPDX-License-Identifier: BSL-1.0
// The three answers of a test on measured values.
#ifndef DWELL_TESTING_VERDICT_HPP
#define DWELL_TESTING_VERDICT_HPP

#include <dwell/core/config.hpp>

#include <string_view>

DWELL_NAMESPACE_BEGIN

/// Whether what was measured is within its limit. In the order of their weight: `worse_of` of several is the answer to
/// all of them.
enum class verdict : uint8_t {
    pass,          ///< the whole confidence interval is within the limit
    inconclusive,  ///< the interval holds the limit, or the machine was unfit to measure on: nobody knows
    fail,          ///< the whole interval is beyond the limit
};

[[nodiscard]] constexpr verdict worse_of(verdict a, verdict b) noexcept {
    return static_cast<uint8_t>(a) < static_cast<uint8_t>(b) ? b : a;
}

/// "pass", "inconclusive" or "fail".
[[nodiscard]] constexpr std::string_view to_text(verdict answer) noexcept {
    return answer == verdict::pass ? "pass" : answer == verdict::fail ? "fail" : "inconclusive";
}

/// What a program exits with: 0, 3 or 1.
[[nodiscard]] constexpr int exit_status(verdict answer) noexcept {
    return answer == verdict::pass ? 0 : answer == verdict::fail ? 1 : 3;
}

DWELL_NAMESPACE_END

#endif
