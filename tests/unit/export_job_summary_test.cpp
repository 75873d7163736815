// SPDX-License-Identifier: BSL-1.0
// The Markdown page as text; tests/consumers lets GitHub's renderer read it.
#include "support/catch.hpp"
#include "support/exemplar_fixture.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_exemplars.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

#include <dwell/export/job_summary.hpp>

#include <string>
#include <vector>

namespace {

std::string summary(const dwell::profile& profile, dwell::job_summary_options options = {}) {
    dwell::string_sink out;
    const dwell::export_status status = dwell::write_job_summary(out, profile, options);
    INFO(status.message());
    REQUIRE(status);
    return out.text();
}

using test::contains;

using test::occurrences;

/// The number before " more `things`"; 0 where nothing is said.
size_t left_out(const std::string& text, const std::string& things) {
    const size_t end = text.find(" more " + things + "\n");
    return end == std::string::npos ? 0 : std::stoul(text.substr(text.rfind('\n', end) + 1));
}

}  // namespace

TEST_CASE("any text is a code span of a table's cell") {
    using dwell::detail::markdown_code;
    CHECK(markdown_code("a<int>*b*_c_\\") == "`a<int>*b*_c_\\`");
    CHECK(markdown_code("a|b\\|") == "`a\\|b\\\\|`");
    CHECK(markdown_code("a|b", false) == "`a|b`");
    CHECK(markdown_code("a`b") == "``a`b``");
    CHECK(markdown_code("`a``") == "``` `a`` ```");
    CHECK(markdown_code("a`") == "`` a` ``");
    CHECK(markdown_code(" a") == "` a`");
    CHECK(markdown_code(" a ") == "`  a  `");
    CHECK(markdown_code("  ") == "`  `");
    CHECK(markdown_code("a\nb\xff") == "`a?b?`");
    CHECK(markdown_code("").empty());
}

TEST_CASE("the page has the program, scopes by self time and what is wrong") {
    dwell::profile_builder builder =
        test::builder_of({{"a", 4, 4000}, {"a;b|c", 2, 3000}, {"open", 0, 5, 1}, {"hot", 640, 6400}});
    dwell::profile_parts& parts = builder.parts();
    parts.metadata.program = "prog|ram";
    parts.metadata.git_commit = "0123abc";
    parts.metadata.cpu_count = 4;
    parts.metadata.extra = {{"job", "a|b"}};
    parts.health.truncated_calls = 7;
    builder.at(test::add_path(builder, "hot")).sampled = {640, 10, 40960};
    parts.counters = {{{"n", {{"k", "v"}}, "", "bytes"}, 18446744073709551615U}};
    parts.gauges = {{{"g", {}, "", ""}, -0.5, 1}};
    dwell::distribution_value distribution{{"d", {}, "", ""}, 10, {}};
    parts.distributions.push_back(distribution);
    CHECK(summary(builder.build()) ==
          "## dwell: `prog|ram`\n"
          "\n"
          "- **Warning:** calls beyond the depth or the number of call paths: 7\n"
          "\n"
          "| scope | calls | total | self | self % | p50 | p95 | p99 |\n"
          "| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
          "| `hot` (sampled) | 640 | 6.40 us | 6.40 us | 61.5 | 10.0 ns | 10.0 ns | 10.0 ns |\n"
          "| `b\\|c` | 2 | 3.00 us | 3.00 us | 28.8 | 10.0 ns | 10.0 ns | 10.0 ns |\n"
          "| `a` | 4 | 4.00 us | 1.00 us | 9.6 | 10.0 ns | 10.0 ns | 10.0 ns |\n"
          "| `open` | 0 | 5.00 ns | 5.00 ns | 0.0 | - | - | - |\n"
          "\n"
          "(sampled): a part of the calls was timed, and times are estimates.\n"
          "\n"
          "| counter | value |\n"
          "| :--- | ---: |\n"
          "| `n{k=\"v\"} (bytes)` | 18446744073709551615 |\n"
          "\n"
          "| gauge | value |\n"
          "| :--- | ---: |\n"
          "| `g` | -0.5 |\n"
          "\n"
          "| distribution | count | mean | p50 | p95 | p99 | max |\n"
          "| :--- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
          "| `d` | 0 | - | - | - | - | - |\n"
          "\n"
          "| | |\n"
          "| :--- | :--- |\n"
          "| commit | `0123abc` |\n"
          "| processors | `4` |\n"
          "| `job` | `a\\|b` |\n");
    CHECK(summary(dwell::profile()) == "## dwell\n\nNo scope was recorded.\n");
}

TEST_CASE("allocations a call are shown where any were counted") {
    dwell::profile_builder builder = test::builder_of({{"a", 4, 40}, {"a;b", 2, 30}, {"open", 0, 5, 1}});
    builder.at(1).self_memory = {6, 3000, 0, 0};
    const std::string text = summary(builder.build());
    CHECK(contains(text, "| p99 | allocations a call | bytes a call |\n"));
    CHECK(contains(text, "| `a` | 4 | 40.0 ns | 10.0 ns | 22.2 | 10.0 ns | 10.0 ns | 10.0 ns | 1.50 | 750 B |\n"));
    CHECK(contains(text, "| 3.00 | 1.46 KiB |\n"));
    CHECK(contains(text, "| `open` | 0 | 5.00 ns | 5.00 ns | 11.1 | - | - | - | - | - |\n"));
    CHECK_FALSE(contains(summary(sample::small_profile()), "allocations"));
}

TEST_CASE("a page keeps to the number of rows and bytes that it may have and counts what it left out") {
    dwell::profile_builder builder;
    builder.parts() = sample::full_profile().parts();
    for (int i = 0; i < 40; ++i) {
        builder.parts().counters.push_back({{"z" + std::to_string(100 + i), {}, "", ""}, 1});
    }
    const dwell::profile profile = builder.build();
    const size_t scopes = profile.names().size();
    const size_t counters = profile.counters().size();
    REQUIRE(scopes > 10);
    const std::string top = summary(profile, {.top = 10});
    CHECK(left_out(top, "scopes") == scopes - 10);
    CHECK(left_out(top, "counters") == counters - 10);
    CHECK(left_out(top, "facts") == 0);
    const std::string all = summary(profile, {.top = 0});
    CHECK(occurrences(all, " more ") == 0);
    CHECK(occurrences(all, "\n| `z1") == 40);

    dwell::string_sink out;
    const dwell::export_status failed = dwell::write_job_summary(out, profile, {.max_bytes = 0});
    CHECK(contains(failed.message(), " bytes at least: job_summary_options::max_bytes"));
    CHECK(out.text().empty());
    const size_t least = std::stoul(failed.message().substr(std::string("a summary takes ").size()));
    CHECK_FALSE(dwell::write_job_summary(out, profile, {.max_bytes = least - 1}));
    size_t wrong = 0;
    for (size_t most = least; most < all.size() + 1025; ++most) {
        const std::string text = summary(profile, {.top = 0, .max_bytes = most});
        const size_t rows = occurrences(text, "\n| ") - 2 * occurrences(text, "\n| :---");
        const size_t more = left_out(text, "scopes") + left_out(text, "counters") + left_out(text, "gauges") +
                            left_out(text, "distributions") + left_out(text, "facts");
        const size_t expected = occurrences(all, "\n| ") - 2 * occurrences(all, "\n| :---");
        wrong += text.size() > most || rows + more != expected || text.find("- **Warning:**") == std::string::npos;
    }
    CHECK(wrong == 0);
    CHECK(summary(profile, {.top = 0, .max_bytes = all.size() + 1024}) == all);
}

TEST_CASE("the slowest instance of each name has a row and what it took its time for") {
    dwell::profile_builder builder =
        test::builder_of({{"a|b", 100, 31'000}, {"a|b;c`d", 1, 30'000}, {"plain", 100, 1'100}, {"once", 1, 10}});
    builder.parts().origin_unix_ns = 1'790'000'000'000'000'000;
    builder.parts().exemplars_per_name = 2;
    dwell::exemplar slow = test::exemplar_of(builder, {"a|b", 500, 30'020}, {{"a|b;c`d", 505, 30'000}});
    slow.thread = "<b>";
    builder.add_exemplar(slow);
    builder.add_exemplar(test::exemplar_of(builder, {"a|b", 100'500, 20}));
    slow = test::exemplar_of(builder, {"plain", 9'000'000, 100});
    slow.is_cut = true;
    builder.add_exemplar(slow);
    builder.add_exemplar(test::exemplar_of(builder, {"once", 0, 10}));
    const dwell::profile profile = builder.build();
    const std::string text = summary(profile);
    CHECK(contains(text,
                   "\n| slowest instance | took | median | after | at (UTC) | thread | time went to |\n"
                   "| :--- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
                   "| `a\\|b` | 30.0 us | 10.0 ns | 500 ns | 14:13:20.000 | `<b>` "
                   "| ``c`d``: 30.0 us, usually 0 ns |\n"
                   "| `plain` | 100 ns | 10.0 ns | 9.00 ms | 14:13:20.009 | `worker` "
                   "| itself: 100 ns, usually 10.1 ns; its beginning is not in the timeline |\n"
                   "\n(instances of which the timeline lacks the beginning: 1)\n"));
    CHECK(contains(summary(profile, {.slowest = 1}), "\n1 more names with slow instances\n"));
    CHECK_FALSE(contains(summary(sample::full_profile()), "slowest"));
    const dwell::profile large = sample::with_exemplars(sample::full_profile());
    for (size_t bytes = 2'000; bytes < 9'000; bytes += 97) {
        REQUIRE(summary(large, {.max_bytes = bytes}).size() <= bytes);
    }
}

TEST_CASE("a page can be less what scopes cost, and says so") {
    dwell::profile_builder builder = test::builder_of({{"a", 4, 40}});
    builder.parts().metadata.scope_cost_ns = 3;
    const std::string text = summary(builder.build(), {.compensate = true});
    CHECK(contains(text, "| compensated | `less what scopes cost` |"));
    CHECK(contains(text, "| `a` | 4 | 28.0 ns |"));
}
