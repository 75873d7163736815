// SPDX-License-Identifier: BSL-1.0
// The few functions of <cmath> that are needed, without it (40 ms in every file that reports).
#ifndef DWELL_STATS_FLOATING_HPP
#define DWELL_STATS_FLOATING_HPP

#include <dwell/core/config.hpp>

#if !defined(__GNUC__) && !defined(__clang__)
#include <cmath>
#include <limits>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

#if defined(__GNUC__) || defined(__clang__)

inline constexpr double not_a_number = __builtin_nan("");
inline constexpr double infinity = __builtin_inf();

[[nodiscard]] inline double square_root(double value) noexcept { return __builtin_sqrt(value); }
[[nodiscard]] inline double cube_root(double value) noexcept { return __builtin_cbrt(value); }
[[nodiscard]] inline double absolute(double value) noexcept { return __builtin_fabs(value); }
/// To the nearest integer, halves away from zero.
[[nodiscard]] inline double rounded(double value) noexcept { return __builtin_round(value); }
[[nodiscard]] inline double exponential(double value) noexcept { return __builtin_exp(value); }
/// e^value - 1, to full precision where `value` is small.
[[nodiscard]] inline double exponential_less_one(double value) noexcept { return __builtin_expm1(value); }
[[nodiscard]] inline double natural_log(double value) noexcept { return __builtin_log(value); }
/// ln(1 + value), to full precision where `value` is small.
[[nodiscard]] inline double log_one_plus(double value) noexcept { return __builtin_log1p(value); }
/// The complementary error function.
[[nodiscard]] inline double erfc(double value) noexcept { return __builtin_erfc(value); }
[[nodiscard]] inline bool is_nan(double value) noexcept { return __builtin_isnan(value); }
[[nodiscard]] inline bool is_finite(double value) noexcept { return __builtin_isfinite(value); }

#else

inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

[[nodiscard]] inline double square_root(double value) noexcept { return std::sqrt(value); }
[[nodiscard]] inline double cube_root(double value) noexcept { return std::cbrt(value); }
[[nodiscard]] inline double absolute(double value) noexcept { return std::fabs(value); }
[[nodiscard]] inline double rounded(double value) noexcept { return std::round(value); }
[[nodiscard]] inline double exponential(double value) noexcept { return std::exp(value); }
[[nodiscard]] inline double exponential_less_one(double value) noexcept { return std::expm1(value); }
[[nodiscard]] inline double natural_log(double value) noexcept { return std::log(value); }
[[nodiscard]] inline double log_one_plus(double value) noexcept { return std::log1p(value); }
[[nodiscard]] inline double erfc(double value) noexcept { return std::erfc(value); }
[[nodiscard]] inline bool is_nan(double value) noexcept { return std::isnan(value); }
[[nodiscard]] inline bool is_finite(double value) noexcept { return std::isfinite(value); }

#endif

/// Above 0 and finite: a duration that a ratio can be made of.
[[nodiscard]] inline bool is_positive(double value) noexcept { return value > 0.0 && is_finite(value); }

/// 2^64, the first double that no integer of 64 bits holds.
inline constexpr double beyond_64_bits = 18446744073709551616.0;

/// `value`, which is not negative and no NaN, rounded to the nearest integer of 64 bits; 2^64 - 1 from 2^64 on.
[[nodiscard]] inline uint64_t round_to_integer(double value) noexcept {
    const double nearest = rounded(value);
    return nearest >= beyond_64_bits ? uint64_max : static_cast<uint64_t>(nearest);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
