// SPDX-License-Identifier: BSL-1.0
// OpenMetrics and Prometheus's text format; tests/consumers lets Prometheus's own parsers read them.
#include "support/catch.hpp"
#include "support/exemplar_fixture.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

#include <dwell/export/openmetrics.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::string metrics(const dwell::profile& profile, const dwell::openmetrics_options& options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_openmetrics(out, profile, options));
    return out.text();
}

dwell::openmetrics_options older() {
    dwell::openmetrics_options options;
    options.format = dwell::openmetrics_format::prometheus_text;
    return options;
}

using test::contains;

/// The lines in which `part` is.
std::string lines_with(const std::string& text, const std::string& part) {
    std::istringstream lines(text);
    std::string found;
    for (std::string line; std::getline(lines, line);) {
        found += contains(line, part) ? line + '\n' : "";
    }
    return found;
}

dwell::profile two_scopes() {
    sample::profile_maker maker;
    maker.parts().scale.ns_per_tick = 2;
    maker.parts().metadata.start_unix_ns = 1'500'000'000'250'000'000;
    maker.spend("t", {"a"}, 400);
    maker.spend("t", {"a"}, 600);
    maker.spend_sampled("t", {"a", "b"}, 50, 8);
    maker.count_sampled("t", {"a", "b"}, 3);
    dwell::call_path& a = maker.parts().paths[0];
    a.cpu_calls = 1;
    a.cpu_ns = 250;
    return maker.build();
}

}  // namespace

TEST_CASE("durations of each name with cumulative counts, calls and self time, in OpenMetrics") {
    dwell::openmetrics_options options;
    options.duration_bounds_seconds = {1e-7, 8e-7, 1e-6, 1};
    const std::string text = metrics(two_scopes(), options);
    CHECK(lines_with(text, "dwell_scope_") ==
          "# HELP dwell_scope_duration_seconds How long calls took that ended, the scopes inside included; an estimate "
          "where dwell_scope_timed_calls has the scope.\n"
          "# TYPE dwell_scope_duration_seconds histogram\n"
          "# UNIT dwell_scope_duration_seconds seconds\n"
          "dwell_scope_duration_seconds_bucket{scope=\"a\",le=\"1e-07\"} 0\n"
          "dwell_scope_duration_seconds_bucket{scope=\"a\",le=\"8e-07\"} 0\n"
          "dwell_scope_duration_seconds_bucket{scope=\"a\",le=\"1e-06\"} 1\n"
          "dwell_scope_duration_seconds_bucket{scope=\"a\",le=\"1.0\"} 2\n"
          "dwell_scope_duration_seconds_bucket{scope=\"a\",le=\"+Inf\"} 2\n"
          "dwell_scope_duration_seconds_count{scope=\"a\"} 2\n"
          "dwell_scope_duration_seconds_sum{scope=\"a\"} 2e-06\n"
          "dwell_scope_duration_seconds_created{scope=\"a\"} 1500000000.25\n"
          "dwell_scope_duration_seconds_bucket{scope=\"b\",le=\"1e-07\"} 8\n"
          "dwell_scope_duration_seconds_bucket{scope=\"b\",le=\"8e-07\"} 8\n"
          "dwell_scope_duration_seconds_bucket{scope=\"b\",le=\"1e-06\"} 8\n"
          "dwell_scope_duration_seconds_bucket{scope=\"b\",le=\"1.0\"} 8\n"
          "dwell_scope_duration_seconds_bucket{scope=\"b\",le=\"+Inf\"} 8\n"
          "dwell_scope_duration_seconds_count{scope=\"b\"} 8\n"
          "dwell_scope_duration_seconds_sum{scope=\"b\"} 8e-07\n"
          "dwell_scope_duration_seconds_created{scope=\"b\"} 1500000000.25\n"
          "# HELP dwell_scope_calls Calls that ended, counted exactly also where a scope is sampled.\n"
          "# TYPE dwell_scope_calls counter\n"
          "dwell_scope_calls_total{scope=\"a\"} 2\n"
          "dwell_scope_calls_total{scope=\"b\"} 11\n"
          "# HELP dwell_scope_timed_calls Of a sampled scope, the calls that were timed: its times are estimates.\n"
          "# TYPE dwell_scope_timed_calls counter\n"
          "dwell_scope_timed_calls_total{scope=\"b\"} 1\n"
          "# HELP dwell_scope_wall_seconds Wall time inside the scope; calls that are open still count up to now.\n"
          "# TYPE dwell_scope_wall_seconds counter\n"
          "# UNIT dwell_scope_wall_seconds seconds\n"
          "dwell_scope_wall_seconds_total{scope=\"a\"} 2.8e-06\n"
          "dwell_scope_wall_seconds_total{scope=\"b\"} 8e-07\n"
          "# HELP dwell_scope_inner_seconds Of the wall time inside the scope, what was in scopes directly inside it.\n"
          "# TYPE dwell_scope_inner_seconds counter\n"
          "# UNIT dwell_scope_inner_seconds seconds\n"
          "dwell_scope_inner_seconds_total{scope=\"a\"} 8e-07\n"
          "dwell_scope_inner_seconds_total{scope=\"b\"} 0\n"
          "# HELP dwell_scope_self_seconds Wall time inside the scope and in no scope inside it, of the whole run; its "
          "rate is that of wall_seconds less that of inner_seconds.\n"
          "# TYPE dwell_scope_self_seconds gauge\n"
          "# UNIT dwell_scope_self_seconds seconds\n"
          "dwell_scope_self_seconds{scope=\"a\"} 2e-06\n"
          "dwell_scope_self_seconds{scope=\"b\"} 8e-07\n"
          "# HELP dwell_scope_cpu_calls Calls whose CPU time was measured.\n"
          "# TYPE dwell_scope_cpu_calls counter\n"
          "dwell_scope_cpu_calls_total{scope=\"a\"} 1\n"
          "# HELP dwell_scope_cpu_seconds CPU time of those calls, the scopes inside included.\n"
          "# TYPE dwell_scope_cpu_seconds counter\n"
          "# UNIT dwell_scope_cpu_seconds seconds\n"
          "dwell_scope_cpu_seconds_total{scope=\"a\"} 2.5e-07\n");
    CHECK(text.substr(text.size() - 6) == "# EOF\n");
}

TEST_CASE("sums of a scope's call paths stay at the largest number and do not begin anew") {
    dwell::profile_builder builder = test::builder_of({{"x", 1, 10}, {"x;y", 1, 5}, {"y", 1, 5}});
    for (const std::uint32_t path : {1U, 2U}) {
        dwell::call_path& y = builder.at(path);
        y.calls = UINT64_MAX - 1;
        y.cpu_calls = UINT64_MAX - 1;
        y.cpu_ns = std::uint64_t{1} << 63U;
        y.sampled = {UINT64_MAX - 1, UINT64_MAX - 1, 1};
        y.self_memory = {UINT64_MAX - 1, UINT64_MAX - 1, 0, 0};
    }
    const std::string text = metrics(builder.build());
    for (const char* const family :
         {"scope_calls", "scope_timed_calls", "scope_cpu_calls", "scope_allocations", "scope_allocated_bytes"}) {
        CHECK(contains(text, std::string("dwell_") + family + "_total{scope=\"y\"} 18446744073709551615\n"));
    }
    CHECK(contains(text, "dwell_scope_cpu_seconds_total{scope=\"y\"} 18446744073.709553\n"));
}

TEST_CASE("the older format names counters with their suffix and has neither units nor an end") {
    const std::string text = metrics(two_scopes(), older());
    CHECK(contains(text, "# TYPE dwell_info gauge\n"));
    CHECK(contains(text, "# TYPE dwell_scope_calls_total counter\ndwell_scope_calls_total{scope=\"a\"} 2\n"));
    CHECK(contains(text, "recorded as \"(other)\""));
    for (const char* const absent : {"# UNIT", "# EOF", "_created", "\\\""}) {
        CHECK_FALSE(contains(text, absent));
    }
    const std::string openmetrics = metrics(two_scopes());
    CHECK(contains(openmetrics, "# TYPE dwell info\n"));
    CHECK(contains(openmetrics, "recorded as \\\"(other)\\\""));
    CHECK(std::string(dwell::openmetrics_content_type(dwell::openmetrics_format::openmetrics)) ==
          "application/openmetrics-text; version=1.0.0; charset=utf-8");
    CHECK(std::string(dwell::openmetrics_content_type(dwell::openmetrics_format::prometheus_text)) ==
          "text/plain; version=0.0.4; charset=utf-8");
}

TEST_CASE("no bound counts a value above it and each counts all that are a bucket below it") {
    dwell::histogram values;
    std::vector<std::uint64_t> recorded;
    std::uint64_t state = 1;
    for (int i = 0; i < 3'000; ++i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        recorded.push_back((state >> 20U) >> (state % 44));
        values.record(recorded.back());
    }
    const double scale = 0.37;
    std::vector<double> bounds;
    for (double bound = 0; bound < 1e14; bound = bound * 1.01 + 0.37) {
        bounds.push_back(bound);
    }
    size_t cut = 0;
    std::vector<double> seen;
    dwell::detail::for_each_bound(values, {scale, 1}, bounds, [&](double bound, std::uint64_t count) {
        seen.push_back(bound);
        std::uint64_t at_most = 0;
        std::uint64_t well_below = 0;
        for (const std::uint64_t value : recorded) {
            const double shown = static_cast<double>(value) * scale;
            at_most += shown <= bound ? 1 : 0;
            // Below 256 a bucket holds one integer.
            well_below += shown <= bound * (value < 256 ? 1 : 1 - 1.0 / 128) ? 1 : 0;
        }
        cut += count < at_most ? 1 : 0;
        if (count > at_most || count < well_below) {
            FAIL(bound << ": " << count << " of " << at_most << ", " << well_below << " far below");
        }
    });
    CHECK(seen == bounds);
    CHECK(cut > 100);
}

TEST_CASE("a bound counts a bucket whose largest integer it reaches also where the values end below that") {
    dwell::histogram values;
    values.record(1'000'003);
    values.record(2'000'003);
    std::vector<std::uint64_t> counts;
    const auto add = [&](double, std::uint64_t count) { counts.push_back(count); };
    const auto upper = static_cast<double>(dwell::histogram::layout::upper(dwell::histogram::layout::index(1'000'003)));
    dwell::detail::for_each_bound(values, {1, 1e9},
                                  {1e-4, (upper - 1) / 1e9, upper / 1e9, 2'000'002 / 1e9, 2'000'003 / 1e9, 1e9}, add);
    CHECK(counts == std::vector<std::uint64_t>{0, 0, 1, 1, 1, 2});
}

TEST_CASE("the count below a bound does not fall when a value arrives that is larger than all before") {
    const std::vector<double> bounds = dwell::detail::default_duration_bounds();
    dwell::histogram values;
    const auto counts = [&] {
        std::vector<std::uint64_t> below;
        dwell::detail::for_each_bound(values, {1, 1e9}, bounds,
                                      [&](double, std::uint64_t count) { below.push_back(count); });
        return below;
    };
    values.record(999'500, 1'000);
    const std::vector<std::uint64_t> first = counts();
    values.record(1'000'500);
    const std::vector<std::uint64_t> second = counts();
    REQUIRE(first.size() == bounds.size());
    for (size_t i = 0; i < bounds.size(); ++i) {
        CAPTURE(bounds[i]);
        CHECK(first[i] <= second[i]);
    }
    CHECK(second.back() == 1'001);
}

TEST_CASE("bounds are written as Go writes them") {
    for (const auto& [bound, text] : std::vector<std::pair<double, std::string>>{{1e-6, "1e-06"},
                                                                                 {2.5e-5, "2.5e-05"},
                                                                                 {0.0001, "0.0001"},
                                                                                 {0.00025, "0.00025"},
                                                                                 {0.5, "0.5"},
                                                                                 {1, "1.0"},
                                                                                 {2.5, "2.5"},
                                                                                 {100, "100.0"},
                                                                                 {250000, "250000.0"},
                                                                                 {1e6, "1e+06"},
                                                                                 {2.5e10, "2.5e+10"},
                                                                                 {0, "0.0"},
                                                                                 {1e300, "1e+300"}}) {
        CHECK(dwell::detail::bound_text(bound) == text);
    }
}

TEST_CASE("default bounds are the decimal numbers they look like") {
    const std::vector<double> seconds = dwell::detail::default_duration_bounds();
    CHECK(seconds == std::vector<double>{1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4,
                                         1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1,  0.25,   0.5,
                                         1,    2.5,    5,    10,   25,     50,   100});
    CHECK(dwell::detail::decades_around(3, 20) == std::vector<double>{1, 2.5, 5, 10, 25, 50, 100});
    CHECK(dwell::detail::decades_around(0.001, 0.01) == std::vector<double>{0.001, 0.0025, 0.005, 0.01});
    CHECK(dwell::detail::decades_around(1, 1e9) == std::vector<double>{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9});
    CHECK(dwell::detail::decades_around(1, 1e8).size() == 25);
    CHECK(dwell::detail::decades_around(1e-9, 1.8e19).size() == 30);
    CHECK(dwell::detail::decades_around(1, 0).empty());
    CHECK(dwell::detail::decades_around(1e-300, 1e300).size() == 41);
}

TEST_CASE("bounds that do not ascend, are negative or no numbers are refused by name") {
    const auto message = [](const dwell::openmetrics_options& options) {
        dwell::string_sink out;
        const dwell::export_status status = dwell::write_openmetrics(out, two_scopes(), options);
        CHECK_FALSE(status);
        CHECK(out.text().empty());
        return status.message();
    };
    constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
    constexpr double endless = std::numeric_limits<double>::infinity();
    for (const std::vector<double>& bounds : {std::vector<double>{1, 1}, {2, 1}, {-1, 1}, {no_number}, {1, endless}}) {
        dwell::openmetrics_options options;
        options.duration_bounds_seconds = bounds;
        CHECK(contains(message(options), "duration_bounds_seconds must"));
        dwell::openmetrics_options other;
        other.distribution_bounds = {{"sizes", bounds}};
        CHECK(contains(message(other), "distribution_bounds of sizes must"));
    }
    for (const double scale : {-1.0, no_number, endless}) {
        dwell::openmetrics_options options;
        options.ns_per_tick = scale;
        CHECK(contains(message(options), "ns_per_tick must"));
    }
}

TEST_CASE("with one scale for all scrapes no counter falls when the fit of the clock changes") {
    const auto at_scale = [](double ns_per_tick, double fixed) {
        dwell::profile_parts parts = two_scopes().parts();
        parts.scale.ns_per_tick = ns_per_tick;
        dwell::openmetrics_options options;
        options.ns_per_tick = fixed;
        return metrics(dwell::profile(parts), options);
    };
    CHECK(at_scale(2, 0) != at_scale(1.999999, 0));
    CHECK(at_scale(2, 2) == at_scale(1.999999, 2));
    CHECK(at_scale(1.999999, 2) == at_scale(2, 0));
}

TEST_CASE("summaries have quantiles in place of counts by bound") {
    dwell::openmetrics_options options;
    options.quantiles = dwell::openmetrics_quantiles::summaries;
    const std::string text = metrics(two_scopes(), options);
    CHECK(contains(text, "# TYPE dwell_scope_duration_seconds summary\n"));
    CHECK(lines_with(text, "dwell_scope_duration_seconds{scope=\"b\"") ==
          "dwell_scope_duration_seconds{scope=\"b\",quantile=\"0.5\"} 1e-07\n"
          "dwell_scope_duration_seconds{scope=\"b\",quantile=\"0.9\"} 1e-07\n"
          "dwell_scope_duration_seconds{scope=\"b\",quantile=\"0.95\"} 1e-07\n"
          "dwell_scope_duration_seconds{scope=\"b\",quantile=\"0.99\"} 1e-07\n"
          "dwell_scope_duration_seconds{scope=\"b\",quantile=\"0.999\"} 1e-07\n");
    CHECK_FALSE(contains(text, "_bucket"));
    dwell::profile_builder builder;
    builder.parts().distributions = {{{"never", {}, "", ""}, 1, {}}};
    CHECK(contains(metrics(builder.build(), options),
                   "never{quantile=\"0.99\"} NaN\nnever{quantile=\"0.999\"} NaN\n"
                   "never_count 0\nnever_sum 0\n"));
}

TEST_CASE("metrics whose names Prometheus cannot tell apart have families of their own") {
    const std::string text = metrics(sample::with_hostile_metrics(dwell::profile()));
    const auto types = [&](const std::string& begin) { return lines_with(text, "# TYPE " + begin); };
    CHECK(types("a_b") ==
          "# TYPE a_b counter\n# TYPE a_b_bb71fce4 counter\n# TYPE a_b_c6fd5dbf counter\n# TYPE a_b_d2be2cb7 gauge\n");
    CHECK(contains(text, "# HELP a_b The counter a.b.\n# TYPE a_b counter\na_b_total 3\n"));
    CHECK(contains(text, "# HELP a_b_bb71fce4 The counter a:b.\n"));
    CHECK(contains(text, "# HELP a_b_c6fd5dbf The counter a_b.\n# TYPE a_b_c6fd5dbf counter\na_b_c6fd5dbf_total 5\n"));
    CHECK(contains(text, "a second line (The gauge a.b.)\n# TYPE a_b_d2be2cb7 gauge\na_b_d2be2cb7 61\n"));
    // A name that is the suffix alone keeps it.
    CHECK(contains(text, "# HELP _total The counter .total.\n# TYPE _total counter\n_total_total 12\n"));
    // A gauge that has the name of a counter's sample, a distribution whose sample would have a gauge's name.
    CHECK(types("b") ==
          "# TYPE b counter\n# TYPE busy_seconds counter\n# TYPE busy_8e9a6a27_seconds counter\n"
          "# TYPE b_total_ac7d3f84 gauge\n# TYPE below_all gauge\n");
    CHECK(types("wide") == "# TYPE wide_count gauge\n# TYPE wide_3c10d370 histogram\n");
    CHECK(contains(text, "# TYPE user_dwell counter\nuser_dwell_total 19\n"));
    CHECK(contains(text, "user_dwell_scope_calls_total{scope=\"step\"} 23\n"));
}

TEST_CASE("words are what Prometheus takes and labels keep clear of its own") {
    using dwell::detail::label_word;
    using dwell::detail::metric_word;
    CHECK(metric_word("http.requests") == "http_requests");
    CHECK(metric_word("a:b-c d") == "a_b_c_d");
    CHECK(metric_word("1st") == "_1st");
    CHECK(metric_word("a1") == "a1");
    CHECK(metric_word("gr\xC3\xBC\xC3\x9F\xFF") == "gr___");
    CHECK(metric_word("") == "_");
    CHECK(label_word("le") == "exported_le");
    CHECK(label_word("quantile") == "exported_quantile");
    CHECK(label_word("__name__") == "exported___name__");
    CHECK(label_word("_x") == "_x");
    CHECK(label_word("less") == "less");
}

TEST_CASE("units are the base unit of time or bytes and any other its own") {
    const auto unit = [](const std::string& text, double value) {
        const dwell::detail::metric_unit base = dwell::detail::base_unit(text);
        return base.word + " " + std::to_string(base.scale(value));
    };
    CHECK(unit("ms", 1500) == "seconds 1.500000");
    CHECK(unit("nanoseconds", 2e9) == "seconds 2.000000");
    CHECK(unit("us", 1e6) == "seconds 1.000000");
    // The micro sign, and the Greek letter.
    CHECK(unit("\xC2\xB5s", 1e6) == "seconds 1.000000");
    CHECK(unit("\xCE\xBCs", 1e6) == "seconds 1.000000");
    CHECK(unit("d", 2) == "seconds 172800.000000");
    CHECK(unit("KB", 2) == "bytes 2000.000000");
    CHECK(unit("TBy", 2) == "bytes 2000000000000.000000");
    CHECK(unit("TiBy", 1) == "bytes 1099511627776.000000");
    CHECK(unit("h", 2) == "seconds 7200.000000");
    CHECK(unit("By", 3) == "bytes 3.000000");
    CHECK(unit("MiB", 2) == "bytes 2097152.000000");
    CHECK(unit("kB", 2) == "bytes 2000.000000");
    CHECK(unit("%", 5) == "percent 5.000000");
    CHECK(unit("jobs", 5) == "jobs 5.000000");
    CHECK(unit("m/s", 5) == "m_s 5.000000");
    CHECK(unit("[deg] C.", 5) == "deg__C 5.000000");
    for (const char* const none : {"", "1", "{thread}", "//"}) {
        CHECK(unit(none, 5) == " 5.000000");
    }
}

TEST_CASE("labels are in the order of their names with texts escaped") {
    using dwell::detail::formatted_labels;
    CHECK(formatted_labels({}).empty());
    CHECK(formatted_labels({{"b", "2"}, {"a", "1"}}) == "a=\"1\",b=\"2\"");
    CHECK(formatted_labels({{"a", "\"\\\n\t\r\x01"}}) == "a=\"\\\"\\\\\\n\t\xEF\xBF\xBD\x01\"");
    CHECK(formatted_labels({{"a", std::string("x\0y\xFFz", 5)}}) == "a=\"x\xEF\xBF\xBDy\xEF\xBF\xBDz\"");
    CHECK(formatted_labels({{"a", ""}, {"b", "1"}}) == "b=\"1\"");
    CHECK(formatted_labels({{"a_b", "1"}, {"a", "0"}, {"a.b", "2"}}) == "a=\"0\",a_b=\"1;2\"");
}

TEST_CASE("series that Prometheus cannot tell apart are added up and gauges keep the later value") {
    const std::string text = metrics(sample::with_hostile_metrics(dwell::profile()));
    CHECK(lines_with(text, "order_total") ==
          "order_total 84\norder_total{a=\"1\",b=\"2\"} 68\norder_total{a_b=\"1;2\"} 47\n");
    CHECK(lines_with(text, "sizes_bytes_count") ==
          "sizes_bytes_count{a=\"1\",b=\"2\"} 1099511627788\nsizes_bytes_count{exported_le=\"0.5\"} 3\n");
    dwell::profile_builder builder;
    builder.parts().gauges = {{{"g", {{"a", "1"}, {"b", "2"}}, "", ""}, 5, 9},
                              {{"g", {{"b", "2"}, {"a", "1"}}, "", ""}, 6, 8}};
    builder.parts().counters = {{{"c", {{"a", "1"}}, "", "bytes"}, 3}, {{"c", {{"a", "2"}}, "What", "ms"}, 4}};
    const std::string other = metrics(builder.build());
    CHECK(lines_with(other, "g{") == "g{a=\"1\",b=\"2\"} 5\n");
    // Of two units neither is right for both.
    CHECK(contains(other, "\n# HELP c What\n# TYPE c counter\nc_total{a=\"1\"} 3\nc_total{a=\"2\"} 4\n"));
}

TEST_CASE("numbers that are none and the largest ones are written in full") {
    const std::string text = metrics(sample::with_hostile_metrics(dwell::profile()));
    CHECK(contains(text, "\nno_number NaN\n"));
    CHECK(contains(text, "\nendless +Inf\n"));
    CHECK(contains(text, "\nbelow_all -Inf\n"));
    CHECK(contains(text, "\nhuge 1e+300\n"));
    CHECK(contains(text, "\nbusy_8e9a6a27_seconds_total 2.5\n"));
    CHECK(contains(text, "# HELP used_percent Help with a \\\\, a \\\" and\\na second line\n"));
    dwell::profile_builder builder;
    dwell::distribution_value all{{"all", {}, "", ""}, 1, {}};
    all.values.record(5, UINT64_MAX - 1);
    all.values.record(UINT64_MAX);
    builder.parts().distributions = {all};
    dwell::openmetrics_options options;
    options.distribution_bounds = {{"other", {1}}, {"all", {5, 1e19}}};
    CHECK(lines_with(metrics(builder.build(), options), "all_") ==
          "all_bucket{le=\"5.0\"} 18446744073709551614\nall_bucket{le=\"1e+19\"} 18446744073709551614\n"
          "all_bucket{le=\"+Inf\"} 18446744073709551615\nall_count 18446744073709551615\n"
          "all_sum 110680464442257309696\n");
}

TEST_CASE("memory of each scope is its own and what is outside of scopes has a series") {
    dwell::profile_builder builder = test::builder_of({{"(outside scopes)", 1, 1}, {"a", 1, 90}, {"a;b", 2, 30}});
    builder.at(1).self_memory = {3, 100, 0, 0};
    builder.at(2).self_memory = {4, UINT64_MAX - 100, 0, 0};
    builder.at(2).self_live = {1.5, 2000.5, 7, 1};
    builder.parts().memory.outside = {5, 6, 0, 0};
    builder.parts().memory.live_outside = {1, 0.5, 0, 1};
    builder.parts().memory.sample_interval_bytes = 512;
    const std::string text = metrics(builder.build());
    CHECK(lines_with(text, "dwell_scope_allocations_total{") ==
          "dwell_scope_allocations_total{scope=\"(outside scopes)\"} 5\n"
          "dwell_scope_allocations_total{scope=\"a\"} 3\n"
          "dwell_scope_allocations_total{scope=\"b\"} 4\n");
    CHECK(contains(text, "dwell_scope_allocated_bytes_total{scope=\"b\"} 18446744073709551515\n"));
    CHECK(lines_with(text, "dwell_scope_live_bytes") ==
          "# HELP dwell_scope_live_bytes Of the bytes allocated in the scope and in no scope inside it, those held "
          "still: "
          "estimated from a block in each 512 bytes.\n"
          "# TYPE dwell_scope_live_bytes gauge\n# UNIT dwell_scope_live_bytes bytes\n"
          "dwell_scope_live_bytes{scope=\"(outside scopes)\"} 0.5\n"
          "dwell_scope_live_bytes{scope=\"a\"} 0\n"
          "dwell_scope_live_bytes{scope=\"b\"} 2000.5\n");
    CHECK(contains(text, "dwell_memory_lost_samples_total 0\n"));
    CHECK_FALSE(contains(metrics(two_scopes()), "dwell_memory"));
    CHECK_FALSE(contains(metrics(two_scopes()), "alloc"));
}

TEST_CASE("names that are the same after bytes that are not UTF-8 have been replaced are one series") {
    const std::string text = metrics(test::profile_of({{"x\xFF", 1, 10}, {"x\xFE", 2, 10}}));
    CHECK(lines_with(text, "dwell_scope_calls_total{") == "dwell_scope_calls_total{scope=\"x\xEF\xBF\xBD\"} 3\n");
}

TEST_CASE("metrics of a compensated profile say so") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 10}});
    builder.parts().metadata.scope_cost_ns = 4;
    const dwell::profile profile = builder.build();
    dwell::openmetrics_options options;
    options.compensate = true;
    const std::string text = metrics(profile, options);
    CHECK(contains(text, "dwell_scope_self_seconds{scope=\"a\"} 6e-09\n"));
    CHECK(contains(text, "dwell_scope_duration_seconds_sum{scope=\"a\"} 6e-09\n"));
    CHECK(contains(text, "compensated=\"true\"} 1\n"));
    CHECK(contains(text, "of the whole run, less what dwell itself cost; its rate"));
    CHECK(contains(metrics(profile), "dwell_scope_self_seconds{scope=\"a\"} 1e-08\n"));
    CHECK(contains(metrics(profile), "compensated=\"false\"} 1\n"));
}

TEST_CASE("health counts what distributions refused too") {
    const std::string text = metrics(sample::full_profile());
    CHECK(contains(text, "dwell_health_misnested_scopes_total 4\n"));
    CHECK(contains(text, "dwell_health_delta_mismatches_total 18446744073709551615\n"));
    CHECK(contains(text, "dwell_health_refused_values_total 1\n"));
    CHECK(contains(text, "dwell_health_over_range_values_total 1\n"));
}

TEST_CASE("a bucket of durations has the slowest exemplar in it with its thread and cause and time") {
    dwell::profile_builder builder = test::builder_of(
        {{"step", 0, 36'000'000}, {"step;rebuild", 1, 19'000'000}, {"other", 1, 10}, {"step;{\"a\"}", 1, 2'100'000}});
    dwell::call_path& step = builder.at(0);
    step.calls = 103;
    step.durations.record(100'000, 100);
    for (const std::uint64_t duration : {20'000'123U, 2'200'000U, 2'100'000U}) {
        step.durations.record(duration);
    }
    builder.parts().origin_unix_ns = 1'790'000'000'000'000'000;
    builder.parts().exemplars_per_name = 5;
    dwell::exemplar slow =
        test::exemplar_of(builder, {"step", 4'005'006'000, 20'000'123}, {{"step;rebuild", 4'005'006'000, 19'000'000}});
    slow.thread = "pool \"a\"\n";
    builder.add_exemplar(slow);
    slow = test::exemplar_of(builder, {"step", 1'000, 2'200'000}, {{"step;{\"a\"}", 2'000, 2'100'000}});
    slow.thread.clear();
    builder.add_exemplar(slow);
    builder.add_exemplar(test::exemplar_of(builder, {"step", 9'000'000, 2'100'000}));
    builder.add_exemplar(test::exemplar_of(builder, {"step", 9'000'000, 999'999}));
    // Open still: in no bucket.
    slow = test::exemplar_of(builder, {"step", 9'000'000, 100'000});
    slow.instance.is_open = true;
    builder.add_exemplar(slow);
    builder.add_exemplar(test::exemplar_of(builder, {"other", 9'000'000, 10}));
    const dwell::profile profile = builder.build();
    dwell::openmetrics_options options;
    options.duration_bounds_seconds = {0.001, 0.01};
    CHECK(lines_with(metrics(profile, options), "_bucket{") ==
          "dwell_scope_duration_seconds_bucket{scope=\"other\",le=\"0.001\"} 1 "
          "# {thread=\"worker\",cause=\"(itself)\"} 1e-08 1790000000.009000\n"
          "dwell_scope_duration_seconds_bucket{scope=\"other\",le=\"0.01\"} 1\n"
          "dwell_scope_duration_seconds_bucket{scope=\"other\",le=\"+Inf\"} 1\n"
          "dwell_scope_duration_seconds_bucket{scope=\"rebuild\",le=\"0.001\"} 1\n"
          "dwell_scope_duration_seconds_bucket{scope=\"rebuild\",le=\"0.01\"} 1\n"
          "dwell_scope_duration_seconds_bucket{scope=\"rebuild\",le=\"+Inf\"} 1\n"
          "dwell_scope_duration_seconds_bucket{scope=\"step\",le=\"0.001\"} 100 "
          "# {thread=\"worker\",cause=\"(itself)\"} 0.000999999 1790000000.009999\n"
          "dwell_scope_duration_seconds_bucket{scope=\"step\",le=\"0.01\"} 102 "
          "# {cause=\"(\\\"a\\\")\"} 0.0022 1790000000.002201\n"
          "dwell_scope_duration_seconds_bucket{scope=\"step\",le=\"+Inf\"} 103 "
          "# {thread=\"pool \\\"a\\\"\\n\",cause=\"rebuild\"} 0.020000123 1790000004.025006\n"
          "dwell_scope_duration_seconds_bucket{scope=\"{\\\"a\\\"}\",le=\"0.001\"} 1\n"
          "dwell_scope_duration_seconds_bucket{scope=\"{\\\"a\\\"}\",le=\"0.01\"} 1\n"
          "dwell_scope_duration_seconds_bucket{scope=\"{\\\"a\\\"}\",le=\"+Inf\"} 1\n");
    // In seconds by the clock that is asked for; in the older format and in summaries there are none.
    options.ns_per_tick = 2;
    CHECK(contains(metrics(profile, options), "cause=\"rebuild\"} 0.040000246 1790000004.025006\n"));
    CHECK_FALSE(contains(metrics(profile, older()), " # "));
    options.quantiles = dwell::openmetrics_quantiles::summaries;
    CHECK_FALSE(contains(metrics(profile, options), " # "));
}

TEST_CASE("an empty bucket has no exemplar and one of an unknown time no time") {
    dwell::profile_builder builder = test::builder_of({{"step", 0, 36'000'000}});
    // In the histogram's bucket from 999,424 to 1,015,807, which the bound of a millisecond cuts.
    builder.at(0).durations.record(999'999);
    builder.parts().exemplars_per_name = 1;
    builder.add_exemplar(test::exemplar_of(builder, {"step", 9'000'000, 999'999}));
    dwell::profile profile = builder.build();
    dwell::openmetrics_options options;
    options.duration_bounds_seconds = {0.001, 0.01};
    CHECK_FALSE(contains(metrics(profile, options), " # "));
    options.duration_bounds_seconds = {0.01};
    CHECK(
        contains(metrics(profile, options), ",le=\"0.01\"} 1 # {thread=\"worker\",cause=\"(itself)\"} 0.000999999\n"));
    dwell::profile_parts parts = profile.parts();
    parts.origin_unix_ns = -9'000'000'000;
    CHECK(contains(metrics(dwell::profile(parts), options), "} 0.000999999\n"));
}

TEST_CASE("labels of an exemplar have 128 code points at most") {
    const auto exemplar_line = [](const std::string& thread, const std::string& cause) {
        dwell::profile_builder builder = test::builder_of({{"a", 1, 100}, {"a;" + cause, 1, 90}});
        builder.parts().exemplars_per_name = 1;
        dwell::exemplar slow = test::exemplar_of(builder, {"a", 0, 10}, {{"a;" + cause, 0, 9}});
        slow.thread = thread;
        builder.add_exemplar(slow);
        const std::string line = lines_with(metrics(builder.build()), "{scope=\"a\",le=\"1e-06\"}");
        return line.substr(line.find(" # ") + 3);
    };
    const auto code_points = [](const std::string& line) {
        const size_t escapes = static_cast<size_t>(std::count(line.begin(), line.end(), '\\'));
        return dwell::detail::count_code_points(line.substr(0, line.rfind('}'))) - escapes -
               std::string("{=\"\",=\"\"").size();
    };
    CHECK(exemplar_line("t", std::string(116, 'c')) ==
          "{thread=\"t\",cause=\"" + std::string(116, 'c') + "\"} 1e-08\n");
    CHECK(code_points(exemplar_line("t", std::string(116, 'c'))) == 128);
    CHECK(code_points(exemplar_line("t", std::string(117, 'c'))) == 128);
    CHECK(contains(exemplar_line("t", std::string(117, 'c')), "c..c"));
    for (const std::string& name : sample::hostile_names()) {
        for (const std::string& thread : sample::hostile_names()) {
            CHECK(code_points(exemplar_line(thread, name)) <= 128);
        }
    }
    std::string umlauts;
    for (int i = 0; i < 500; ++i) {
        umlauts += "\xC3\xBC";
    }
    CHECK(code_points(exemplar_line(umlauts, umlauts)) == 128);
    CHECK(dwell::detail::is_utf8(exemplar_line(umlauts, umlauts)));
}
