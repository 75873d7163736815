// SPDX-License-Identifier: BSL-1.0
// What a person reads where a budget is not held, as a whole.
#include <dwell/stats/floating.hpp>
#include <dwell/stats/random.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/check_limits.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "support/catch.hpp"

namespace {

using dwell::comparison;
using dwell::limit_unit;
using dwell::measured_interval;

constexpr double unknown_number = dwell::detail::not_a_number;
constexpr double without_end = dwell::detail::infinity;

dwell::limit_check time_check(const char* quantity, double limit_ns, const measured_interval& measured) {
    return dwell::check_upper_limit(quantity, limit_unit::nanoseconds, limit_ns, measured);
}

dwell::limit_check ratio_check(double limit, const measured_interval& measured) {
    return dwell::check_limit("cache.hits / cache.lookups", limit_unit::ratio, comparison::greater, limit, measured);
}

std::string time_line(double limit_ns, const measured_interval& measured) {
    return dwell::detail::line_of(time_check("p99", limit_ns, measured));
}

std::string number_line(limit_unit unit, double limit, const measured_interval& measured) {
    return dwell::detail::line_of(dwell::check_upper_limit("n", unit, limit, measured));
}

}  // namespace

TEST_CASE("message: the worst limit first then the machine and the costliest call path") {
    dwell::budget_result result;
    result.subject = "parse";
    result.checks = {
        time_check("p50", 3e6, {2.5e6, 2.41e6, 2.6e6, 12'000}),
        time_check("p999", 1e7, {9.5e6, unknown_number, unknown_number, 200, 3'688, "too few calls for an interval"}),
        time_check("p99", 5e6, {6.21e6, 6.02e6, 6.4e6, 12'000}),
        dwell::check_upper_limit("allocations_per_call", limit_unit::count, 0,
                                 measured_interval::exactly(0.0001, 10'000)),
    };
    result.machine = {dwell::machine_verdict::quiet, 0.0123, 0.003, 4};
    result.seconds = 0.12;
    result.costliest = {"parse;tokens", 1.0, "allocations"};
    result.notes = {"7 calls were lost"};
    CHECK(result.message() ==
          "parse: FAIL (machine quiet, 120 ms)\n"
          "  p99 <= 5 ms: 6.21 ms, surely from 6.02 to 6.40 ms (12,000 calls): fail\n"
          "  allocations_per_call <= 0: 0.0001, counted (1 in 10,000 calls): fail\n"
          "  p999 <= 10 ms: 9.50 ms (200 calls): inconclusive: too few calls for an interval; wants about 3,700 calls\n"
          "  p50 <= 3 ms: 2.50 ms, surely from 2.41 to 2.60 ms (12,000 calls): pass\n"
          "  machine: jitter 1.2 %, waiting for a processor 0.3 % of the time\n"
          "  most allocations: parse;tokens (100 %)\n"
          "  note: 7 calls were lost");
}

TEST_CASE("message: what passed and what nobody knows") {
    dwell::budget_result result;
    result.subject = "server.parse";
    result.checks = {time_check("p50", 3e6, {2.5e6, 2.41e6, 2.6e6, 1})};
    CHECK(result.message() ==
          "server.parse: PASS\n"
          "  p50 <= 3 ms: 2.50 ms, surely from 2.41 to 2.60 ms (1 call): pass");
    result.checks = {time_check("p50", 2.5e6, {2.5e6, 2.41e6, 2.6e6, 900, 44'321})};
    result.machine.verdict = dwell::machine_verdict::noisy;
    result.machine.jitter = 0.25;
    CHECK(result.message() ==
          "server.parse: INCONCLUSIVE (machine noisy)\n"
          "  p50 <= 2.5 ms: 2.50 ms, surely from 2.41 to 2.60 ms (900 calls): inconclusive: wants about 45,000 calls\n"
          "  machine: jitter 25 %, waiting for a processor 0 % of the time");
}

TEST_CASE("message: nothing could be checked") {
    dwell::budget_result result;
    CHECK(result.message() == "budget: FAIL\n  the budget has no limit");
    result.subject = "parse";
    result.error = "no scope of this name ran";
    CHECK(result.message() == "parse: FAIL\n  no scope of this name ran");
    result.checks = {time_check("p50", 1, {})};
    CHECK(result.message() ==
          "parse: FAIL\n  no scope of this name ran\n  p50 <= 1 ns: inconclusive: no interval is known");
}

TEST_CASE("message: names stay as they are but cannot break the layout") {
    dwell::budget_result result;
    result.subject = "a\nb\x1b[31m;gr\xC3\xBC\xC3\x9F\xFF</b>\"%s";
    result.error = "did you mean \"x\ny\"?";
    result.checks = {dwell::check_limit("hits\r\n / all", limit_unit::ratio, comparison::at_least, 1, {})};
    result.checks[0].reason = "never\ncounted";
    result.costliest = {"c\td", 0.5, "ti\nme"};
    result.notes = {"one\ntwo"};
    CHECK(result.message() ==
          "a?b?[31m;gr\xC3\xBC\xC3\x9F?</b>\"%s: FAIL\n"
          "  did you mean \"x?y\"?\n"
          "  hits?? / all >= 1: inconclusive: never?counted\n"
          "  most ti?me: c?d (50 %)\n"
          "  note: one?two");
}

TEST_CASE("message: a limit as it was written") {
    const auto text = dwell::detail::limit_text;
    CHECK(text(limit_unit::nanoseconds, 5e6) == "5 ms");
    CHECK(text(limit_unit::nanoseconds, 5.001e6) == "5.001 ms");
    CHECK(text(limit_unit::nanoseconds, 1'234'567) == "1.234567 ms");
    CHECK(text(limit_unit::nanoseconds, 33'300.000000000004) == "33.3 us");
    CHECK(text(limit_unit::nanoseconds, 0) == "0 ns");
    CHECK(text(limit_unit::nanoseconds, 0.25) == "0.25 ns");
    CHECK(text(limit_unit::nanoseconds, 90e9) == "90 s");
    CHECK(text(limit_unit::nanoseconds, 7.2e12) == "2 h");
    CHECK(text(limit_unit::nanoseconds, -2e6) == "-2 ms");
    CHECK(text(limit_unit::nanoseconds, unknown_number) == "NaN");
    CHECK(text(limit_unit::nanoseconds, -unknown_number) == "NaN");
    CHECK(text(limit_unit::count, -without_end) == "-inf");
    CHECK(text(limit_unit::count, 0.0001) == "0.0001");
    CHECK(text(limit_unit::count, 1'000'000) == "1,000,000");
    CHECK(text(limit_unit::count, 1e-9) == "1e-09");
    CHECK(text(limit_unit::count, 1e300) == "1e+300");
    CHECK(text(limit_unit::ratio, 0.8) == "0.8");
    CHECK(text(limit_unit::bytes, 65'536) == "65,536 B");
    CHECK(text(limit_unit::bytes_per_hour, 10e6) == "10 MB/h");
    CHECK(text(limit_unit::bytes_per_hour, 99'999) == "99,999 B/h");
}

TEST_CASE("message: no rounded number looks to be on the other side of the limit") {
    CHECK(time_line(5e6, {5.004e6, 5.0004e6, 5.02e6, 9}) ==
          "p99 <= 5 ms: 5.0040 ms, surely from 5.0004 to 5.0200 ms (9 calls): fail");
    CHECK(time_line(5e6, {4.9e6, 4.8e6, 4.996e6, 9}) ==
          "p99 <= 5 ms: 4.900 ms, surely from 4.800 to 4.996 ms (9 calls): pass");
    CHECK(time_line(5e6, {4.9e6, 4.8e6, 5e6, 9}) ==
          "p99 <= 5 ms: 4.90 ms, surely from 4.80 to 5.00 ms (9 calls): pass");
    CHECK(time_line(5e6, {999.7e3, 950e3, 1.2e6, 9}) ==
          "p99 <= 5 ms: 1.00 ms, surely from 0.95 to 1.20 ms (9 calls): pass");
    CHECK(dwell::detail::line_of(ratio_check(0.8, {0.8001, 0.80004, 0.802, 400})) ==
          "cache.hits / cache.lookups > 0.8: 0.80010, surely from 0.80004 to 0.80200 (of 400): pass");
}

TEST_CASE("message: numbers of every kind") {
    CHECK(time_line(10, {0.42, 0.42, 0.42, 9}) == "p99 <= 10 ns: 0.420 ns (9 calls): pass");
    CHECK(time_line(10, {0, 0, 0, 9}) == "p99 <= 10 ns: 0.00 ns (9 calls): pass");
    CHECK(time_line(10, {12, 11, without_end, 9}) == "p99 <= 10 ns: 12.0 ns, surely 11.0 ns or more (9 calls): fail");
    CHECK(time_line(10, {unknown_number, 11, 12, 9}) == "p99 <= 10 ns: surely from 11.0 to 12.0 ns (9 calls): fail");
    CHECK(time_line(9e6, {8.004e6, 8.001e6, 8.003e6, 9}) == "p99 <= 9 ms: 8.00 ms (9 calls): pass");
    CHECK(time_line(9e6, {8.006e6, 8.001e6, 8.003e6, 9}) ==
          "p99 <= 9 ms: 8.01 ms, surely from 8.00 to 8.00 ms (9 calls): pass");
    CHECK(time_line(-1, {}) == "p99 <= -1 ns: fail: the limit is negative");
    CHECK(number_line(limit_unit::count, 0, measured_interval::exactly(0, 10'000)) ==
          "n <= 0: 0, counted (10,000 calls): pass");
    CHECK(number_line(limit_unit::count, 1, measured_interval::exactly(1.5, 10'000)) ==
          "n <= 1: 1.5, counted (10,000 calls): fail");
    CHECK(number_line(limit_unit::count, 1, measured_interval::exactly(12'345'678, 0)) ==
          "n <= 1: 12,345,678, counted: fail");
    CHECK(number_line(limit_unit::count, 1e18, measured_interval::exactly(18446744073709551615.0, 0)) ==
          "n <= 1e+18: 18,446,744,073,709,551,616, counted: fail");
    CHECK(number_line(limit_unit::bytes, 100, measured_interval::exactly(1'234.5, 2)) ==
          "n <= 100 B: 1,234 B, counted (2 calls): fail");
    CHECK(number_line(limit_unit::bytes, 64, measured_interval::exactly(64.01, 100)) ==
          "n <= 64 B: 64.01 B, counted (100 calls): fail");
    CHECK(number_line(limit_unit::bytes_per_hour, 10e6, {12e6, 11e6, 13e6, 120}) ==
          "n <= 10 MB/h: 12.0 MB/h, surely from 11.0 to 13.0 MB/h (120 points): fail");
    CHECK(number_line(limit_unit::bytes_per_hour, 10e6, {-2e6, -without_end, 3e6, 120}) ==
          "n <= 10 MB/h: -2.00 MB/h, surely 3.00 MB/h or less (120 points): pass");
    CHECK(number_line(limit_unit::ratio, 1, measured_interval::exactly(1.5, 400)) ==
          "n <= 1: 1.5, counted (600 over 400): fail");
    CHECK(dwell::detail::line_of(ratio_check(0.8, {0.75, 0.7, 0.81, 400, 6'000})) ==
          "cache.hits / cache.lookups > 0.8: 0.750, surely from 0.700 to 0.810 (300 of 400): inconclusive: wants about "
          "6,000 of them");
}

TEST_CASE("message: how many calls are wanted in two digits and never too few") {
    using dwell::detail::two_digits_up;
    CHECK(two_digits_up(1) == 1);
    CHECK(two_digits_up(99) == 99);
    CHECK(two_digits_up(100) == 100);
    CHECK(two_digits_up(368) == 370);
    CHECK(two_digits_up(991) == 1'000);
    CHECK(two_digits_up(3'688) == 3'700);
    CHECK(two_digits_up(3'700) == 3'700);
    CHECK(two_digits_up(UINT64_MAX) >= 18446744073709551615.0);
}

TEST_CASE("message: thousands are told apart") {
    using dwell::detail::with_thousands;
    CHECK(with_thousands("0") == "0");
    CHECK(with_thousands("999") == "999");
    CHECK(with_thousands("1000") == "1,000");
    CHECK(with_thousands("-999") == "-999");
    CHECK(with_thousands("-1234567.8901") == "-1,234,567.8901");
    CHECK(with_thousands("0.00001") == "0.00001");
    CHECK(with_thousands("1e+18") == "1e+18");
    CHECK(with_thousands("inf") == "inf");
    CHECK(with_thousands("") == "");
}

namespace {

/// The numbers in a line, as a person compares them: without commas, in the unit that follows each or the last one.
struct shown_numbers {
    double limit = 0;
    double lower = 0;
    double upper = 0;

    explicit shown_numbers(std::string line) {
        std::erase(line, ',');
        limit = number_at(line, line.find(" <= ") + 4);
        const size_t from = line.find("from ");
        const size_t to = line.find(" to ") + 4;
        if (from == std::string::npos) {  // all the same
            lower = upper = number_at(line, line.find(": ") + 2);
        } else {
            lower = std::strtod(line.c_str() + from + 5, nullptr) * unit_after(line, to);
            upper = number_at(line, to);
        }
    }

private:
    static double number_at(const std::string& line, size_t at) {
        return std::strtod(line.c_str() + at, nullptr) * unit_after(line, at);
    }
    static double unit_after(const std::string& line, size_t at) {
        const size_t blank = line.find(' ', at);
        const std::string unit = line.substr(blank + 1, line.find_first_of(": (", blank + 1) - blank - 1);
        return unit == "ns" ? 1 : unit == "us" ? 1e3 : unit == "ms" ? 1e6 : unit == "s" ? 1e9 : 3.6e12;
    }
};

}  // namespace

TEST_CASE("message: the numbers that are shown lead to the answer that is given") {
    dwell::random_generator random(23);
    for (int i = 0; i < 20'000; ++i) {
        // Often close to each other, and from 1 ns to hours.
        const double limit = std::round(std::exp(random.uniform() * 30) * 1e3) / 1e3;
        const double spread = std::exp(-random.uniform() * 14);
        const double lower = limit * (1 + spread * (random.uniform() - 0.6));
        const double upper = lower * (1 + spread * random.uniform());
        const dwell::limit_check check = time_check("p99", limit, {(lower + upper) / 2, lower, upper, 1'000});
        const std::string line = dwell::detail::line_of(check);
        const shown_numbers shown(line);
        // Two decimal fractions of a unit are equal up to rounding, and so are numbers that differ in the 12th digit.
        const double slack = limit * 1e-11;
        if (std::fabs(upper - limit) < slack || std::fabs(lower - limit) < slack) {
            continue;
        }
        const bool is_within = shown.upper <= shown.limit + slack;
        const bool is_beyond = shown.lower > shown.limit + slack;
        if (is_within != (check.answer == dwell::verdict::pass) ||
            is_beyond != (check.answer == dwell::verdict::fail)) {
            FAIL(line);
        }
    }
}

TEST_CASE("message: any numbers at all make one line of ASCII") {
    dwell::random_generator random(29);
    const double odd[] = {0,    -0.0, 1e-320,         5e-324,      1e308,        -1e308, 0.1, 999.5, 1e15,
                          1e16, 1e40, unknown_number, without_end, -without_end, 3.6e12, 1,   -1,    12345.678};
    constexpr size_t count = sizeof(odd) / sizeof(odd[0]);
    for (int i = 0; i < 20'000; ++i) {
        dwell::limit_check check;
        check.quantity = "q";
        check.unit = static_cast<limit_unit>(random.next() % 5);
        check.relation = static_cast<comparison>(random.next() % 4);
        check.answer = static_cast<dwell::verdict>(random.next() % 3);
        check.limit = odd[random.next() % count];
        check.estimate = odd[random.next() % count];
        check.lower = odd[random.next() % count];
        check.upper = odd[random.next() % count];
        check.samples = random.next() >> (random.next() % 64);
        check.samples_wanted = random.next() % 2 == 0 ? 0 : random.next() >> (random.next() % 64);
        const std::string line = dwell::detail::line_of(check);
        for (const char c : line) {
            if (c < ' ' || c > '~') {
                FAIL(line);
            }
        }
        CAPTURE(line);
        CHECK(line.size() < 600);
        CHECK(line.find("nan") == std::string::npos);
        CHECK(line.find("  ") == std::string::npos);
        CHECK(line.find(": :") == std::string::npos);
    }
}
