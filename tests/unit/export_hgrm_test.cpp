// SPDX-License-Identifier: BSL-1.0
// The percentile distribution, held against what HdrHistogram 2.1.11 prints for the same values.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"

#include <dwell/export/hgrm.hpp>
#include <dwell/profile/profile.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace {

std::string hgrm(const dwell::histogram& values, dwell::hgrm_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_hgrm(out, values, options));
    return out.text();
}

dwell::histogram squares() {
    dwell::histogram values;
    for (int i = 1; i <= 20; ++i) {
        values.record(i * i * 100);
    }
    return values;
}

}  // namespace

// In Java: `Histogram h = new Histogram(2)`, `h.recordValue(i * i * 100)` for i in 1..20, and
// `h.outputPercentileDistribution(System.out, 2, 8.0)`.
TEST_CASE("HdrHistogram prints the same") {
    CHECK(hgrm(squares(), {8.0, 2}) ==
          "       Value     Percentile TotalCount 1/(1-Percentile)\n"
          "\n"
          "       12.50 0.000000000000          1           1.00\n"
          "      313.88 0.250000000000          5           1.33\n"
          "     1255.88 0.500000000000         10           2.00\n"
          "     2127.88 0.625000000000         13           2.67\n"
          "     2815.88 0.750000000000         15           4.00\n"
          "     3615.88 0.812500000000         17           5.33\n"
          "     4063.88 0.875000000000         18           8.00\n"
          "     4543.88 0.906250000000         19          10.67\n"
          "     4543.88 0.937500000000         19          16.00\n"
          "     5023.88 0.953125000000         20          21.33\n"
          "     5023.88 1.000000000000         20\n"
          "#[Mean    =      1796.69, StdDeviation   =      1560.73]\n"
          "#[Max     =      5023.88, Total count    =           20]\n"
          "#[Buckets =            9, SubBuckets     =          256]\n");
}

// `new Histogram(1, 255, 2).outputPercentileDistribution(System.out, 5, 1.0)`
TEST_CASE("an empty histogram has no lines, and the footer's numbers are 0") {
    CHECK(hgrm({}) ==
          "       Value     Percentile TotalCount 1/(1-Percentile)\n"
          "\n"
          "#[Mean    =         0.00, StdDeviation   =         0.00]\n"
          "#[Max     =         0.00, Total count    =            0]\n"
          "#[Buckets =            1, SubBuckets     =          256]\n");
}

TEST_CASE("a scope's durations are printed in nanoseconds, without being re-bucketed") {
    dwell::profile_builder builder;
    dwell::call_path& path = builder.at(test::add_path(builder, "step"));
    path.durations = squares();
    builder.parts().scale.ns_per_tick = 0.125;
    const dwell::profile profile = builder.build();
    dwell::string_sink out;
    REQUIRE(dwell::write_hgrm(out, *profile.find("step"), {1.0, 2}));
    CHECK(out.text() == hgrm(squares(), {8.0, 2}));
}

TEST_CASE("the largest numbers end, and are printed") {
    dwell::histogram values;
    values.record(UINT64_MAX, UINT64_MAX - 1);
    values.record(1, 1);
    const std::string text = hgrm(values, {1e9, 1});
    CHECK(text.find("18446744073.71 1.000000000000 18446744073709551615\n#[Mean") != std::string::npos);
    CHECK(text.find("#[Buckets =           57,") != std::string::npos);
    dwell::histogram skewed;
    skewed.record(1, UINT64_MAX - 1);
    skewed.record(1000, 1);
    const std::string lines = hgrm(skewed, {1.0, 100});
    CHECK(lines.find(" 1.000000000000 18446744073709551615\n#[Mean") != std::string::npos);
    CHECK(lines.size() < 500'000);
}

TEST_CASE("an option that makes no sense is refused by name") {
    dwell::string_sink out;
    for (const double unit : {0.0, -1.0, std::nan(""), 1e-300, -std::numeric_limits<double>::infinity()}) {
        CAPTURE(unit);
        const dwell::export_status status = dwell::write_hgrm(out, squares(), {unit, 5});
        REQUIRE_FALSE(status);
        CHECK(status.message().find("unit") != std::string::npos);
    }
    const dwell::export_status status = dwell::write_hgrm(out, squares(), {1.0, 0});
    REQUIRE_FALSE(status);
    CHECK(status.message().find("ticks_per_half_distance") != std::string::npos);
    CHECK(out.text().empty());
}

TEST_CASE("decimals are rounded half up, from the shortest form of the number") {
    const auto fixed = [](double value, size_t decimals) { return dwell::detail::fixed_half_up(value, decimals); };
    CHECK(fixed(0, 2) == "0.00");
    CHECK(fixed(1, 12) == "1.000000000000");
    CHECK(fixed(1.125, 2) == "1.13");
    CHECK(fixed(1.005, 2) == "1.01");  // 1.00499999999999989… in binary: Java prints 1.01, C 1.00
    CHECK(fixed(0.994999, 2) == "0.99");
    CHECK(fixed(9.995, 2) == "10.00");
    CHECK(fixed(99.9999, 2) == "100.00");
    CHECK(fixed(1.9, 0) == "2.");
    CHECK(fixed(5e-324, 2) == "0.00");
    CHECK(fixed(1e300, 1).size() == 303);
}

TEST_CASE("a sink that fails is reported by write_hgrm") {
    struct {
        bool write(const char*, size_t) { return false; }
    } broken;
    CHECK_FALSE(dwell::write_hgrm(broken, squares()));
}
