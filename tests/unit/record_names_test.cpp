// SPDX-License-Identifier: BSL-1.0
// Names made at run time: what no format can carry is repaired, and each is kept once.
#include "support/catch.hpp"
#include "support/limits_guard.hpp"
#include "support/manual_recording.hpp"

#include <dwell/scope.hpp>

#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

std::string text_of(const dwell::interned_name& name) { return {name.record()->text.data, name.record()->text.size}; }

TEST_CASE("names: one text is one record, whoever made it") {
    std::string text = "record_names.one";
    const dwell::interned_name first = dwell::intern(text);
    text[0] = 'X';  // a copy is kept
    const dwell::interned_name second = dwell::intern(std::string_view("record_names.one"));
    CHECK(first.record() == second.record());
    CHECK(text_of(first) == "record_names.one");
    const auto from_source = [] { TIMED_SCOPE("record_names.one"); };
    from_source();
    { TIMED_SCOPE_DYNAMIC("record_names.one"); }
    { TIMED_SCOPE_DYNAMIC(first); }
    { TIMED_SCOPE_DYNAMIC(std::string("record_names.") + "one"); }
    const dwell::profile profile = dwell::snapshot();
    CHECK(test::path_of(profile, "record_names.one").calls == 4);
}

TEST_CASE("names: what no format can carry is replaced") {
    CHECK(text_of(dwell::intern("a;b")) == "a_b");
    CHECK(text_of(dwell::intern("tab\there\n")) == "tab_here_");
    CHECK(text_of(dwell::intern(std::string_view("nul\0inside", 10))) == "nul_inside");
    CHECK(text_of(dwell::intern("\x7f\x01\x1f")) == "___");
    CHECK(text_of(dwell::intern("")) == "(empty)");
    CHECK(text_of(dwell::intern(static_cast<const char*>(nullptr))) == "(empty)");
    CHECK(text_of(dwell::intern(std::string_view())) == "(empty)");
    CHECK(text_of(dwell::intern("gr\xC3\xBC\xC3\x9F")) == "gr\xC3\xBC\xC3\x9F");
    CHECK(text_of(dwell::intern(std::string(5000, 'x'))) == std::string(5000, 'x'));
    CHECK(dwell::intern("a;b").record() == dwell::intern("a_b").record());
    { TIMED_SCOPE_DYNAMIC("record_names;\x01"); }
    CHECK(test::has_path(dwell::snapshot(), "record_names__"));
}

TEST_CASE("names: many threads that intern the same names agree, and use up one place each") {
    constexpr int count = 200;
    const test::limits_guard limits(test::roomy_limits());
    std::vector<std::set<const void*>> records(4);
    std::vector<std::thread> threads;
    for (auto& mine : records) {
        threads.emplace_back([&mine] {
            for (int round = 0; round < 3; ++round) {
                for (int i = 0; i < count; ++i) {
                    mine.insert(dwell::intern("record_names.shared " + std::to_string(i)).record());
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const auto& mine : records) {
        CHECK(mine.size() == count);
        CHECK(mine == records[0]);
    }
}

TEST_CASE("names: the short macros and the long ones are the same") {
    { DWELL_TIMED_SCOPE("record_names.macro"); }
    { DWELL_TIMED_SCOPE_CPU("record_names.macro"); }
    { DWELL_TIMED_SCOPE_DYNAMIC("record_names.macro"); }
    { TIMED_SCOPE("record_names.macro"); }
    { TIMED_SCOPE_CPU("record_names.macro"); }
    { TIMED_SCOPE_DYNAMIC("record_names.macro"); }
    if (dwell::is_recording())
        TIMED_SCOPE("record_names.macro");  // one statement
    const dwell::profile profile = dwell::snapshot();
    CHECK(test::path_of(profile, "record_names.macro").calls == 7);
    CHECK(test::path_of(profile, "record_names.macro").cpu_calls == 2);
}

TEST_CASE("names: two scopes in one line, and names of the macros' own kind around them") {
    const int here = 1;
    const int site = 2;
    const int name = 3;
    {
        TIMED_SCOPE("record_names.first");
        TIMED_SCOPE("record_names.second");
        TIMED_FUNCTION();
    }  // clang-format off
    CHECK(here + site + name == 6);
    CHECK(test::has_path(dwell::snapshot(), "record_names.first;record_names.second"));
}  // clang-format on

}  // namespace
