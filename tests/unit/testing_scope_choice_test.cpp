// SPDX-License-Identifier: BSL-1.0
// Which scopes a budget is about: those of a name, of a call path, of a prefix, and none.
#include <dwell/profile/builder.hpp>
#include <dwell/testing/check_profile.hpp>

#include <cstdint>
#include <string>

#include "support/budget_fixture.hpp"
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

namespace {

using dwell::budget;
using dwell::verdict;
using test::ns;
using test::only_check;

}  // namespace

TEST_CASE("scope_choice: a name a call path and a prefix") {
    const dwell::profile profile = test::server_builder().build();
    CHECK(dwell::check(profile, "server.parse", {.p50 = ns(11)}).message() ==
          "server.parse: PASS\n"
          "  p50 <= 11 ns: 10.0 ns (1,500 calls): pass\n"
          "  most time: tokens (78 %)");
    CHECK(dwell::check(profile, "server.request;server.parse", {.p50 = ns(9)}).message() ==
          "server.request;server.parse: FAIL\n"
          "  p50 <= 9 ns: 10.0 ns (1,000 calls): fail\n"
          "  most time: tokens (75 %)");
    const dwell::budget_result by_prefix = dwell::check(profile, "server.*", {.p50 = ns(9)});
    CHECK(only_check(by_prefix).samples == 3'500);
    CHECK(by_prefix.costliest.path == "server.request;server.parse;tokens");
    CHECK(by_prefix.costliest.share == 9.0 / 26);
    // The first name of a path is a call path like any other where no scope bears it.
    CHECK(dwell::check(profile, "tokens", {.p50 = ns(10)}).passed());
    CHECK(dwell::check(profile, "tokens", {.p50 = ns(10)}).costliest.path.empty());
}

TEST_CASE("scope_choice: a name that looks like a path or a prefix is a name where a scope bears it") {
    dwell::profile_builder builder = test::builder_of({{"a", 5, 50}, {"a;b", 5, 50}, {"a.x", 5, 50}});
    for (const char* name : {"a;b", "a.*"}) {
        dwell::call_path& path = builder.at(builder.path(dwell::call_path::no_parent, builder.name(name)));
        path.calls = 70;
        path.durations.record(99, 70);
    }
    const dwell::profile profile = builder.build();
    CHECK(only_check(dwell::check(profile, "a;b", {.max = ns(1)})).samples == 70);
    CHECK(only_check(dwell::check(profile, "a.*", {.max = ns(1)})).samples == 70);
    CHECK(only_check(dwell::check(profile, "a*", {.max = ns(1)})).samples == 155 - 5);  // without b
}

TEST_CASE("scope_choice: what never ran fails and says what may have been meant") {
    const dwell::profile profile = test::server_builder().build();
    const auto message = [&](const char* which) {
        const dwell::budget_result result = dwell::check(profile, which, {.p50 = ns(1e18)});
        CHECK(result.failed());
        CHECK(result.checks.empty());
        return result.message();
    };
    CHECK(message("server.prase") == "server.prase: FAIL\n  no scope of this name ran; did you mean \"server.parse\"?");
    CHECK(message("parse") == "parse: FAIL\n  no scope of this name ran; did you mean \"server.parse\"?");
    CHECK(message("database") == "database: FAIL\n  no scope of this name ran");
    CHECK(message("") == "budget: FAIL\n  no scope of this name ran");
    CHECK(message("test;server.pars;tokens") ==
          "test;server.pars;tokens: FAIL\n  no such call path ran; did you mean \"test;server.parse;tokens\"?");
    CHECK(message("test;server.answer") == "test;server.answer: FAIL\n  no such call path ran");
    CHECK(message("sever.*") ==
          "sever.*: FAIL\n  no scope ran whose name begins like this; did you mean \"server.*\"?");
    CHECK(message("client.*") == "client.*: FAIL\n  no scope ran whose name begins like this");
    CHECK(message("test") == "test: FAIL\n  none of its calls has ended (1 still run)");
    CHECK(dwell::check(dwell::profile(), "work", {.p50 = ns(1)}).message() ==
          "work: FAIL\n  no scope ran at all: is recording switched off (DWELL_PROFILING=0, DWELL_ENABLED=0)?");
    CHECK(dwell::check(test::profile_of({{"idle", 0, 0}}), "idle", {.p50 = ns(1)}).message() ==
          "idle: FAIL\n  none of its calls has ended");
    CHECK(dwell::check(profile, "tokens", {}).message() == "tokens: FAIL\n  the budget has no limit");
}

TEST_CASE("scope_choice: hostile names are found and shown on one line and none that is missing passes") {
    const dwell::profile profile = sample::with_memory(sample::full_profile());
    const budget wanted{.p50 = ns(1e18), .max = ns(1e18), .bytes_per_call = 1e300};
    for (const std::string& name : sample::hostile_names()) {
        const dwell::budget_result found = dwell::check(profile, name, wanted);
        CAPTURE(name);
        CHECK(found.error.empty());
        CHECK(found.checks.size() == 3);
        CHECK(found.checks[2].answer == verdict::pass);
        const dwell::budget_result by_path = dwell::check(profile, "root;" + name + ";leaf", wanted);
        CHECK(by_path.error.empty());
        for (const std::string& missing : {name + "\n", "\x1b[2J" + name, name + ";no", "no;" + name, name + ".*"}) {
            const dwell::budget_result result = dwell::check(profile, missing, wanted);
            CHECK(result.failed());
            CHECK_FALSE(result.error.empty());
            CHECK(test::occurrences(result.message(), "\n") == 1);
            CHECK_FALSE(test::contains(result.message(), "\x1b"));
        }
    }
}

TEST_CASE("scope_choice: a hundred thousand call paths deep") {
    constexpr uint32_t depth = 100'000;
    dwell::profile_builder builder;
    uint32_t parent = dwell::call_path::no_parent;
    for (uint32_t i = 0; i < depth; ++i) {
        parent = builder.path(parent, builder.name(i % 2 == 0 ? "even" : "odd"));
        builder.at(parent).calls = 1;
        builder.at(parent).total_ticks = depth - i;
        builder.at(parent).durations.record(depth - i);
    }
    const dwell::profile profile = builder.build();
    const dwell::budget_result found = dwell::check(profile, "odd", {.max = ns(1)});
    CHECK(found.failed());
    CHECK(found.costliest.share == Approx(1.0 / (depth - 1)));
    CHECK(dwell::check(profile, "odds", {.max = ns(1)}).error == "no scope of this name ran; did you mean \"odd\"?");
    CHECK(dwell::check(profile, "even;odd;evens", {.max = ns(1)}).error ==
          "no such call path ran; did you mean \"even;odd;even\"?");
}
