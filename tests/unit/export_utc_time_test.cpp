// SPDX-License-Identifier: BSL-1.0
// Dates as text, against the C library's.
#include "support/catch.hpp"

#include <dwell/export/utc_time.hpp>

#include <cstdint>
#include <ctime>
#include <string>

namespace {

/// What the C library prints of the second that the nanosecond is in.
std::string expected(int64_t unix_ns) {
    const int64_t rest = unix_ns % 1'000'000'000;
    const auto seconds = static_cast<std::time_t>((unix_ns - rest) / 1'000'000'000 - (rest < 0 ? 1 : 0));
    const std::tm* const parts = std::gmtime(&seconds);  // NOLINT(concurrency-mt-unsafe): one thread
    char text[64];
    REQUIRE(parts != nullptr);
    REQUIRE(std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S+00:00", parts) != 0);
    return text;
}

}  // namespace

TEST_CASE("a time is the C library's text of it from 1677 to 2262") {
    CHECK(dwell::detail::utc_time(0) == "1970-01-01T00:00:00+00:00");
    CHECK(dwell::detail::utc_time(951'782'400'000'000'000) == "2000-02-29T00:00:00+00:00");
    CHECK(dwell::detail::utc_time(-1) == "1969-12-31T23:59:59+00:00");
    CHECK(dwell::detail::utc_time(INT64_MAX) == expected(INT64_MAX));
    CHECK(dwell::detail::utc_time(INT64_MIN) == expected(INT64_MIN));
    // The first and the last nanosecond of each day, and a time in it that is another each day.
    constexpr int64_t day = 86'400'000'000'000;
    int64_t different = 0;
    for (int64_t i = INT64_MIN / day + 1; i < INT64_MAX / day; ++i) {
        for (const int64_t ns : {i * day, i * day - 1, i * day + (i * 7'919'000'000'007 % day + day) % day}) {
            different += dwell::detail::utc_time(ns) == expected(ns) ? 0 : 1;
        }
    }
    CHECK(different == 0);
}
