// SPDX-License-Identifier: BSL-1.0
// A point in time as text, without <chrono>.
#ifndef DWELL_EXPORT_UTC_TIME_HPP
#define DWELL_EXPORT_UTC_TIME_HPP

#include <dwell/core/config.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Nanoseconds since 1970-01-01 UTC as `2026-09-21T13:46:40+00:00` (ISO 8601), fractions of a second cut off. The date
/// is that of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days: years begin in March, so that
/// a leap day is a year's last, and 400 years, an era, always have 146,097 days.
[[nodiscard]] inline std::string utc_time(int64_t unix_ns) {
    constexpr int64_t ns_per_second = 1'000'000'000;
    constexpr int64_t seconds_per_day = 86'400;
    const int64_t before_1970 = unix_ns < 0 && unix_ns % ns_per_second != 0 ? 1 : 0;
    const int64_t seconds = unix_ns / ns_per_second - before_1970;
    // From 0000-03-01 on. 64 bits of nanoseconds reach back to 1677: nothing is negative.
    const int64_t since_era = seconds + 719'468 * seconds_per_day;
    const int64_t days = since_era / seconds_per_day;
    const int64_t second_of_day = since_era % seconds_per_day;
    const int64_t day_of_era = days % 146'097;
    const int64_t year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    const int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    const int64_t year = days / 146'097 * 400 + year_of_era + (month <= 2 ? 1 : 0);

    std::string text;
    const auto append = [&text](int64_t number, char separator) {
        text += number < 10 ? "0" : "";
        text += std::to_string(number);
        text += separator;
    };
    append(year, '-');
    append(month, '-');
    append(day, 'T');
    append(second_of_day / 3'600, ':');
    append(second_of_day / 60 % 60, ':');
    append(second_of_day % 60, '+');
    return text + "00:00";
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
