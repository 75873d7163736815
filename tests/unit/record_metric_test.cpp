// SPDX-License-Identifier: BSL-1.0
// counter, gauge and distribution, with labels and without, from any thread.
#include "support/catch.hpp"

#include <dwell/scope.hpp>
#include <dwell/snapshot.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using labels = std::vector<std::pair<std::string, std::string>>;

template <typename Metric>
const Metric* find(const std::vector<Metric>& metrics, const std::string& name, const labels& wanted = {}) {
    for (const Metric& metric : metrics) {
        if (metric.identity.name == name && metric.identity.labels == wanted) {
            return &metric;
        }
    }
    return nullptr;
}

uint64_t counter_value_of(const std::string& name, const labels& wanted = {}) {
    const dwell::profile profile = dwell::snapshot();
    const dwell::counter_value* const found = find(profile.counters(), name, wanted);
    return found != nullptr ? found->value : UINT64_MAX;
}

std::optional<double> gauge_value_of(const std::string& name, const labels& wanted = {}) {
    const dwell::profile profile = dwell::snapshot();
    const dwell::gauge_value* const found = find(profile.gauges(), name, wanted);
    return found != nullptr ? std::optional<double>(found->value) : std::nullopt;
}

dwell::distribution_value distribution_of(const std::string& name, const labels& wanted = {}) {
    const dwell::profile profile = dwell::snapshot();
    const dwell::distribution_value* const found = find(profile.distributions(), name, wanted);
    return found != nullptr ? *found : dwell::distribution_value{};
}

template <typename Work>
void run_on_threads(int count, const Work& work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&work, i] { work(i); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

TEST_CASE("counter: adds up over threads that run and threads that ended") {
    dwell::counter<"metric.counter">.add();
    dwell::counter<"metric.counter">.add(41);
    CHECK(counter_value_of("metric.counter") == 42);
    run_on_threads(4, [](int) {
        for (int i = 0; i < 1000; ++i) {
            dwell::counter<"metric.counter">.add(2);
        }
    });
    CHECK(counter_value_of("metric.counter") == 8042);
    dwell::counter<"metric.counter">.add(0);
    CHECK(counter_value_of("metric.counter") == 8042);
}

TEST_CASE("counter: a series for each set of labels, by content") {
    const auto requests = dwell::counter<"metric.requests">;
    const std::string route = "/index";
    requests.with("route", route, "status", 200).add(1);
    requests.with("route", std::string_view("/index"), "status", 200U).add(2);
    requests.with("route", "/index", "status", "200").add(4);
    requests.with("route", route.c_str(), "status", 404L).add(8);
    requests.with("route", "/index", "status", -1).add(16);
    requests.with("route", "/index", "ok", true).add(32);
    requests.add(64);
    CHECK(counter_value_of("metric.requests", {{"route", "/index"}, {"status", "200"}}) == 7);
    CHECK(counter_value_of("metric.requests", {{"route", "/index"}, {"status", "404"}}) == 8);
    CHECK(counter_value_of("metric.requests", {{"route", "/index"}, {"status", "-1"}}) == 16);
    CHECK(counter_value_of("metric.requests", {{"route", "/index"}, {"ok", "1"}}) == 32);
    CHECK(counter_value_of("metric.requests") == 64);
    CHECK(dwell::snapshot().counter_total("metric.requests") == 127);
}

TEST_CASE("counter: integers of every size are labels, the extreme ones too") {
    const auto counter = dwell::counter<"metric.integers">;
    counter.with("v", std::numeric_limits<int64_t>::min()).add(1);
    counter.with("v", std::numeric_limits<uint64_t>::max()).add(2);
    counter.with("v", std::numeric_limits<signed char>::min()).add(4);
    counter.with("v", static_cast<unsigned short>(65535)).add(8);
    counter.with("v", 0).add(16);
    CHECK(counter_value_of("metric.integers", {{"v", "-9223372036854775808"}}) == 1);
    CHECK(counter_value_of("metric.integers", {{"v", "18446744073709551615"}}) == 2);
    CHECK(counter_value_of("metric.integers", {{"v", "-128"}}) == 4);
    CHECK(counter_value_of("metric.integers", {{"v", "65535"}}) == 8);
    CHECK(counter_value_of("metric.integers", {{"v", "0"}}) == 16);
}

TEST_CASE("counter: labels that only differ in where they are cut are different") {
    const auto counter = dwell::counter<"metric.cut">;
    counter.with("a", "bc").add(1);
    counter.with("ab", "c").add(2);
    counter.with("a", "b", "c", "").add(4);
    counter.with("a", std::string_view(), "c", "b").add(8);
    counter.with("a", static_cast<const char*>(nullptr)).add(16);
    CHECK(counter_value_of("metric.cut", {{"a", "bc"}}) == 1);
    CHECK(counter_value_of("metric.cut", {{"ab", "c"}}) == 2);
    CHECK(counter_value_of("metric.cut", {{"a", "b"}, {"c", ""}}) == 4);
    CHECK(counter_value_of("metric.cut", {{"a", ""}, {"c", "b"}}) == 8);
    CHECK(counter_value_of("metric.cut", {{"a", ""}}) == 16);
}

TEST_CASE("counter: a series looked up once serves every thread") {
    const auto series = dwell::counter<"metric.kept">.with("k", "v");
    run_on_threads(4, [&](int) {
        for (int i = 0; i < 1000; ++i) {
            series.add(1);
            dwell::counter<"metric.kept">.with("k", "v").add(1);
            dwell::counter<"metric.kept">.with("thread", i % 10).add(1);
        }
    });
    CHECK(counter_value_of("metric.kept", {{"k", "v"}}) == 8000);
    CHECK(counter_value_of("metric.kept", {{"thread", "3"}}) == 400);
}

TEST_CASE("metrics: one name may be of several kinds") {
    dwell::counter<"metric.kinds">.add(5);
    dwell::gauge<"metric.kinds">.set(1.5);
    dwell::distribution<"metric.kinds">.record(9);
    CHECK(counter_value_of("metric.kinds") == 5);
    CHECK(gauge_value_of("metric.kinds") == 1.5);
    CHECK((distribution_of("metric.kinds").values.max)() == 9);
}

TEST_CASE("gauge: the last write by time wins, whichever thread it was on") {
    dwell::gauge<"metric.gauge">.set(1);
    CHECK(gauge_value_of("metric.gauge") == 1.0);
    run_on_threads(1, [](int) { dwell::gauge<"metric.gauge">.set(-2.5); });
    CHECK(gauge_value_of("metric.gauge") == -2.5);
    dwell::gauge<"metric.gauge">.set(3);
    CHECK(gauge_value_of("metric.gauge") == 3.0);
    dwell::gauge<"metric.gauge">.with("of", "other").set(4);
    CHECK(gauge_value_of("metric.gauge") == 3.0);
    CHECK(gauge_value_of("metric.gauge", {{"of", "other"}}) == 4.0);
    dwell::gauge<"metric.gauge">.set(std::numeric_limits<double>::infinity());
    CHECK(gauge_value_of("metric.gauge") == std::numeric_limits<double>::infinity());
    CHECK_FALSE(gauge_value_of("metric.never set").has_value());
}

TEST_CASE("distribution: values of every arithmetic type") {
    const auto values = dwell::distribution<"metric.values">;
    values.record(1);
    values.record(2U);
    values.record(3L);
    values.record(static_cast<unsigned char>(4));
    values.record(5.0);
    values.record(6.0F);
    run_on_threads(2, [&](int i) { values.record(100 + i); });
    const dwell::distribution_value found = distribution_of("metric.values");
    CHECK(found.steps_per_unit == 1);
    CHECK(found.values.count() == 8);
    CHECK((found.values.min)() == 1);
    CHECK((found.values.max)() == 101);
    CHECK(found.values.sum() == 1 + 2 + 3 + 4 + 5 + 6 + 100 + 101);
    CHECK(found.values.refused() == 0);
    CHECK(found.values.over_range() == 0);
}

TEST_CASE("distribution: what a stalled load generator missed") {
    const auto waiting = dwell::distribution<"metric.waiting", 10>;
    dwell::histogram expected;
    for (const double value : {0.1, 9.5, 2000.0}) {
        waiting.record_with_expected_interval(value, 1);
        expected.record_with_expected_interval(static_cast<int>(value * 10), 10);
    }
    waiting.record_with_expected_interval(-5, 1);
    expected.record(-1);
    CHECK(distribution_of("metric.waiting").values == expected);
    CHECK(expected.count() == 3 + 8 + 1999);
}

TEST_CASE("distribution: steps a unit") {
    const auto load = dwell::distribution<"metric.load", 1000>;
    load.record(0.4204);
    load.record(2);
    load.record(0.0004);
    load.record(0.0005);
    const dwell::distribution_value found = distribution_of("metric.load");
    CHECK(found.steps_per_unit == 1000);
    CHECK(found.values.sum() == 420 + 2000 + 0 + 1);
    CHECK((found.values.max)() == 2000);
}

TEST_CASE("distribution: what does not fit is refused or in the top bucket, and counted") {
    const auto values = dwell::distribution<"metric.misfits", 10>;
    values.record(-1);
    values.record(-0.001);
    values.record(std::numeric_limits<double>::quiet_NaN());
    values.record(-std::numeric_limits<double>::infinity());
    values.record(-0.0);
    values.record(std::numeric_limits<double>::infinity());
    values.record(std::numeric_limits<uint64_t>::max());
    values.record(1e300);
    values.record(std::numeric_limits<uint64_t>::max() / 10);
    const dwell::distribution_value found = distribution_of("metric.misfits");
    CHECK(found.values.refused() == 4);
    CHECK(found.values.over_range() == 3);
    CHECK(found.values.count() == 5);
    CHECK((found.values.max)() == std::numeric_limits<uint64_t>::max());
    CHECK((found.values.min)() == 0);
    // Four values of nearly 2^64: the sum has two words.
    CHECK(found.values.sum_high() == 3);
}

TEST_CASE("metrics: described once, or again") {
    dwell::counter<"metric.described">.describe("Files that were read", "files");
    CHECK(counter_value_of("metric.described") == UINT64_MAX);  // a description is no value
    dwell::counter<"metric.described">.add(1);
    dwell::counter<"metric.described">.with("k", "v").add(1);
    dwell::gauge<"metric.described">.set(1);
    const auto help_of = [](const labels& wanted) {
        const dwell::profile profile = dwell::snapshot();
        return find(profile.counters(), "metric.described", wanted)->identity;
    };
    CHECK(help_of({}).help == "Files that were read");
    CHECK(help_of({}).unit == "files");
    CHECK(help_of({{"k", "v"}}).help == "Files that were read");
    // The first description stays, each part of it.
    dwell::counter<"metric.described">.describe(std::string("Other words"), "other units");
    CHECK(help_of({}).help == "Files that were read");
    CHECK(help_of({}).unit == "files");
    dwell::counter<"metric.described late">.describe("Help alone");
    dwell::counter<"metric.described late">.describe("", "bytes");
    dwell::counter<"metric.described late">.add(1);
    const dwell::profile late = dwell::snapshot();
    CHECK(find(late.counters(), "metric.described late")->identity.help == "Help alone");
    CHECK(find(late.counters(), "metric.described late")->identity.unit == "bytes");
    const dwell::profile profile = dwell::snapshot();
    CHECK(find(profile.gauges(), "metric.described")->identity.help.empty());
}

TEST_CASE("metrics: nothing is recorded while recording is off") {
    const auto kept = dwell::counter<"metric.off">.with("k", "v");
    dwell::counter<"metric.off">.add(1);
    dwell::set_recording(false);
    dwell::counter<"metric.off">.add(10);
    kept.add(10);
    const auto made_while_off = dwell::counter<"metric.off">.with("made", "off");
    dwell::gauge<"metric.off">.set(10);
    dwell::distribution<"metric.off">.record(10);
    dwell::set_recording(true);
    kept.add(1);
    made_while_off.add(1);
    CHECK(counter_value_of("metric.off") == 1);
    CHECK(counter_value_of("metric.off", {{"k", "v"}}) == 1);
    CHECK(counter_value_of("metric.off", {{"made", "off"}}) == 1);
    CHECK_FALSE(gauge_value_of("metric.off").has_value());
    CHECK(distribution_of("metric.off").values.count() == 0);
}

TEST_CASE("metrics: many threads make the same series at once") {
    run_on_threads(8, [](int) {
        for (int i = 0; i < 200; ++i) {
            dwell::distribution<"metric.raced">.with("i", i).record(i);
            dwell::gauge<"metric.raced">.with("i", i).set(i);
        }
    });
    const dwell::profile profile = dwell::snapshot();
    const auto is_raced = [](const auto& metric) { return metric.identity.name == "metric.raced"; };
    CHECK(std::count_if(profile.distributions().begin(), profile.distributions().end(), is_raced) == 200);
    CHECK(std::count_if(profile.gauges().begin(), profile.gauges().end(), is_raced) == 200);
    CHECK(find(profile.distributions(), "metric.raced", {{"i", "7"}})->values.count() == 8);
    CHECK(profile.health().lost_records == 0);
}

}  // namespace
