// SPDX-License-Identifier: BSL-1.0
// Which types a histogram records, and what becomes of a value it cannot hold. Light: no standard header.
#ifndef DWELL_STATS_RECORDABLE_HPP
#define DWELL_STATS_RECORDABLE_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

// Listed one by one, since <type_traits> costs 11 ms in every file that records.
template <typename T>
inline constexpr bool is_recordable = false;
template <>
inline constexpr bool is_recordable<char> = true;
template <>
inline constexpr bool is_recordable<signed char> = true;
template <>
inline constexpr bool is_recordable<unsigned char> = true;
template <>
inline constexpr bool is_recordable<short> = true;
template <>
inline constexpr bool is_recordable<unsigned short> = true;
template <>
inline constexpr bool is_recordable<int> = true;
template <>
inline constexpr bool is_recordable<unsigned> = true;
template <>
inline constexpr bool is_recordable<long> = true;
template <>
inline constexpr bool is_recordable<unsigned long> = true;
template <>
inline constexpr bool is_recordable<long long> = true;
template <>
inline constexpr bool is_recordable<unsigned long long> = true;
template <>
inline constexpr bool is_recordable<float> = true;
template <>
inline constexpr bool is_recordable<double> = true;
template <>
inline constexpr bool is_recordable<long double> = true;

}  // namespace detail

/// A type whose values a histogram records: any integer or floating type but `bool`, which is no measurement, and the
/// character types that no measurement has.
template <typename T>
concept recordable = detail::is_recordable<T>;

namespace detail {

enum class value_fit : unsigned char {
    inside,      // an integer of 64 bits after truncation
    refused,     // negative or not a number: recorded nowhere
    over_range,  // above 2^64 - 1: recorded as 2^64 - 1
};

struct fitted_value {
    uint64_t value = 0;
    value_fit fit = value_fit::inside;
};

/// `value` as a histogram's integer: truncated toward zero, its fit beside it. -0.0 is 0; -0.5 is refused.
template <recordable T>
[[nodiscard]] constexpr fitted_value fit_value(T value) noexcept {
    if constexpr (static_cast<T>(-1) < static_cast<T>(0)) {
        // Written so that it is false for a NaN, too.
        if (!(value >= static_cast<T>(0))) {
            return {0, value_fit::refused};
        }
    }
    if constexpr (static_cast<T>(0.5F) != static_cast<T>(0)) {
        if (value >= static_cast<T>(18446744073709551616.0L)) {
            return {uint64_max, value_fit::over_range};
        }
    }
    return {static_cast<uint64_t>(value), value_fit::inside};
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
