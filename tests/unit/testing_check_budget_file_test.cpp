// SPDX-License-Identifier: BSL-1.0
// A file of budgets held against a profile: each budget an answer, with its place in the file where it does not pass.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"

#include <dwell/profile/builder.hpp>
#include <dwell/profile/memory_growth.hpp>
#include <dwell/testing/budget_file.hpp>
#include <dwell/testing/check_budget_file.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace {

using dwell::budget_result;
using dwell::verdict;

// Every call takes 10 ns.
dwell::profile served() {
    dwell::profile_builder builder =
        test::builder_of({{"request", 10'000, 100'000}, {"request;parse", 10'000, 60'000}});
    builder.parts().counters = {{{"errors", {}, "", ""}, 3},
                                {{"hits", {{"shard", "1"}}, "", ""}, 4'000},
                                {{"hits", {{"shard", "2"}}, "", ""}, 5'000},
                                {{"lookups", {}, "", ""}, 10'000}};
    return builder.build();
}

std::vector<budget_result> results_of(const std::string& text) {
    return dwell::check(served(), dwell::read_budgets(text));
}

budget_result only_result(const std::string& one_budget) {
    const std::vector<budget_result> results = results_of("{\"version\": 1,\n\"budgets\": [" + one_budget + "]}");
    REQUIRE(results.size() == 1);
    return results[0];
}

verdict answer_of_file(const std::string& one_budget) { return only_result(one_budget).answer(); }

// A process that holds so many bytes more each hour, for `hours`.
dwell::memory_growth growth_of(double bytes_per_hour, int hours) {
    dwell::memory_growth growth;
    for (int minute = 0; minute <= hours * 60; ++minute) {
        dwell::profile_builder builder;
        builder.parts().metadata.pid = 42;
        builder.parts().metadata.duration_ns = static_cast<std::uint64_t>(minute) * 60'000'000'000 + 1;
        builder.parts().memory.sizes = "requested";
        builder.parts().memory.outside.allocated_bytes = 1'000'000 +
                                                         static_cast<std::uint64_t>(bytes_per_hour * minute / 60) +
                                                         static_cast<std::uint64_t>(minute % 7);
        REQUIRE(growth.add(builder.build()) == dwell::window_status::added);
    }
    return growth;
}

}  // namespace

TEST_CASE("check_budget_file: each budget is an answer under its subject") {
    const std::vector<budget_result> results = results_of(R"({
    "version": 1,
    "budgets": [
        {"scope": "request", "p99": "12 ns", "max": "20 ns"},
        {"path": "request;parse", "p50": "8 ns", "note": "parsing was 5 ns in May"},
        {"scopes": "req*", "mean": "1 us"},
        {"counter": "errors", "at_most": 0},
        {"ratio": ["hits", "lookups"], "greater": 0.8}
    ]
})");
    REQUIRE(results.size() == 5);
    CHECK(results[0].subject == "request");
    CHECK(results[0].checks.size() == 2);
    CHECK(results[0].answer() == verdict::pass);
    CHECK(results[0].message().find("budgets.json") == std::string::npos);
    CHECK(results[1].subject == "request;parse");
    CHECK(results[1].message() ==
          "request;parse: FAIL\n"
          "  p50 <= 8 ns: 10.0 ns (10,000 calls): fail\n"
          "  note: budgets.json:5: budgets[1]\n"
          "  note: parsing was 5 ns in May");
    CHECK(results[2].subject == "req*");
    CHECK(results[2].answer() == verdict::pass);
    CHECK(results[3].message() ==
          "errors: FAIL\n"
          "  errors <= 0: 3, counted: fail\n"
          "  note: budgets.json:7: budgets[3]");
    CHECK(results[4].subject == "hits / lookups");
    CHECK(results[4].answer() == verdict::pass);
}

TEST_CASE("check_budget_file: a name that never ran is a failure with the file and the path") {
    const budget_result scope = only_result(R"({"scope": "requests", "p99": "1 h", "note": "why"})");
    CHECK(scope.failed());
    CHECK(scope.error ==
          "budgets.json:2: budgets[0] (scope \"requests\"): no scope of this name ran; did you mean \"request\"?");
    CHECK(scope.message().find("note: why") != std::string::npos);
    const budget_result path = only_result(R"({"path": "request;answer", "p99": "1 h"})");
    CHECK(path.failed());
    CHECK(path.error.find("budgets.json:2: budgets[0] (path \"request;answer\"): no such call path ran") == 0);
    const budget_result scopes = only_result(R"({"scopes": "index.*", "p99": "1 h"})");
    CHECK(scopes.failed());
    CHECK(scopes.error.find("budgets.json:2: budgets[0] (scopes \"index.*\"): no scope ran whose name begins") == 0);
    // Also a counter: 0 errors must have been counted.
    const budget_result counter = only_result(R"({"counter": "failures", "at_most": 0})");
    CHECK(counter.failed());
    CHECK(counter.message().find("\"failures\" was never counted") != std::string::npos);
    CHECK(counter.message().find("budgets.json:2: budgets[0]") != std::string::npos);
    CHECK(answer_of_file(R"({"ratio": ["hits", "looks"], "greater": 0})") == verdict::fail);
    CHECK(answer_of_file(R"({"ratio": ["hit", "lookups"], "at_least": 0})") == verdict::fail);
}

TEST_CASE("check_budget_file: each key holds its own limit") {
    for (const char* key : {"p50", "p95", "p99", "p999", "max", "mean"}) {
        INFO(key);
        CHECK(answer_of_file(std::string(R"({"scope": "request", ")") + key + R"(": "11 ns"})") == verdict::pass);
        const budget_result result = only_result(std::string(R"({"scope": "request", ")") + key + R"(": "9 ns"})");
        CHECK(result.answer() == verdict::fail);
        REQUIRE(result.checks.size() == 1);
        CHECK(result.checks[0].quantity == key);
    }
    for (const char* key : {"cpu_per_call", "allocations_per_call", "bytes_per_call"}) {
        INFO(key);
        const std::string limit = key == std::string("cpu_per_call") ? "\"1 s\"" : "1000";
        const budget_result result = only_result(std::string(R"({"scope": "request", ")") + key + "\": " + limit + "}");
        REQUIRE(result.checks.size() == 1);
        CHECK(result.checks[0].quantity == key);
        CHECK(result.answer() == verdict::fail);  // nobody counted them
        CHECK_FALSE(result.checks[0].reason.empty());
    }
    CHECK(answer_of_file(R"({"counter": "errors", "at_most": 3})") == verdict::pass);
    CHECK(answer_of_file(R"({"counter": "errors", "at_most": 2})") == verdict::fail);
    CHECK(answer_of_file(R"({"counter": "errors", "less": 3})") == verdict::fail);
    CHECK(answer_of_file(R"({"counter": "errors", "less": 4})") == verdict::pass);
    CHECK(answer_of_file(R"({"counter": "errors", "greater": 3})") == verdict::fail);
    CHECK(answer_of_file(R"({"counter": "errors", "greater": 2})") == verdict::pass);
    CHECK(answer_of_file(R"({"counter": "errors", "at_least": 3})") == verdict::pass);
    CHECK(answer_of_file(R"({"counter": "errors", "at_least": 4})") == verdict::fail);
    CHECK(answer_of_file(R"({"counter": "errors", "at_least": 4, "at_most": 10})") == verdict::fail);
    CHECK(answer_of_file(R"({"ratio": ["hits", "lookups"], "less": 0.95, "greater": 0.85})") == verdict::pass);
    CHECK(answer_of_file(R"({"ratio": ["hits", "lookups"], "greater": 0.95})") == verdict::fail);
    CHECK(answer_of_file(R"({"ratio": ["hits", "lookups"], "greater": 0.9})") == verdict::inconclusive);
}

TEST_CASE("check_budget_file: growth takes the snapshots of a process") {
    const std::string text = R"({"version": 1, "budgets": [{"process": true, "growth_per_hour": "10 MB"}]})";
    const dwell::budget_file file = dwell::read_budgets(text, "ci/budgets.json");
    REQUIRE(file.ok());
    const std::vector<budget_result> without = dwell::check(served(), file);
    REQUIRE(without.size() == 1);
    CHECK(without[0].failed());
    CHECK(without[0].error ==
          "ci/budgets.json:1: budgets[0] (process): growth takes snapshots over time: give check a "
          "memory_growth, too");
    const auto answer = [&](double bytes_per_hour, int hours) {
        const std::vector<budget_result> results = dwell::check(served(), growth_of(bytes_per_hour, hours), file);
        REQUIRE(results.size() == 1);
        INFO(results[0].message());
        CHECK(results[0].subject == "process");
        CHECK((results[0].passed() || results[0].message().find("ci/budgets.json:1: budgets[0]") != std::string::npos));
        return results[0].answer();
    };
    CHECK(answer(5e6, 8) == verdict::pass);
    CHECK(answer(20e6, 8) == verdict::fail);
    CHECK(answer(5e6, 0) == verdict::inconclusive);
}

TEST_CASE("check_budget_file: a file that was not read fails") {
    for (const char* text :
         {"", "{}", R"({"version": 1, "budgets": []})", R"({"version": 1, "budgets": [{"scope": "a"}]})"}) {
        INFO(text);
        const std::vector<budget_result> results = results_of(text);
        REQUIRE(results.size() == 1);
        CHECK(results[0].failed());
        CHECK(results[0].subject == "budgets.json");
        CHECK(results[0].error.find("budgets.json:1:") == 0);
    }
    const std::vector<budget_result> missing =
        dwell::check(served(), dwell::read_budgets_file("no such folder/b.json"));
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].message() == "no such folder/b.json: FAIL\n  no such folder/b.json: No such file or directory");
    // Nor does a value that nobody filled.
    const std::vector<budget_result> none = dwell::check(served(), dwell::budget_file());
    REQUIRE(none.size() == 1);
    CHECK(none[0].message() == "budgets: FAIL\n  budgets: no budgets");
}

TEST_CASE("check_budget_file: nothing ran at all") {
    const std::vector<budget_result> results =
        dwell::check(dwell::profile(), dwell::read_budgets(R"({"version": 1, "budgets": [
            {"scope": "a", "p99": "1 h"}, {"scopes": "*", "p99": "1 h"}, {"counter": "errors", "at_most": 1}]})"));
    REQUIRE(results.size() == 3);
    for (const budget_result& result : results) {
        CHECK(result.failed());
    }
}
