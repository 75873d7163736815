// SPDX-License-Identifier: BSL-1.0
// timed<"name">(callable) returns what the callable returns.
#include "support/catch.hpp"
#include "support/manual_recording.hpp"

#include <dwell/scope.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace {

TEST_CASE("timed: returns values, references and nothing") {
    int number = 7;
    static_assert(std::is_same_v<decltype(dwell::timed<"t">([] { return 1; })), int>);
    static_assert(std::is_same_v<decltype(dwell::timed<"t">([&]() -> int& { return number; })), int&>);
    static_assert(std::is_same_v<decltype(dwell::timed<"t">([&]() -> const int& { return number; })), const int&>);
    static_assert(std::is_same_v<decltype(dwell::timed<"t">([&]() -> int&& { return std::move(number); })), int&&>);
    static_assert(std::is_void_v<decltype(dwell::timed<"t">([] {}))>);

    CHECK(dwell::timed<"record_timed.value">([] { return std::string("value"); }) == "value");
    int& reference = dwell::timed<"record_timed.reference">([&]() -> int& { return number; });
    CHECK(&reference == &number);
    bool was_called = false;
    dwell::timed<"record_timed.void">([&] { was_called = true; });
    CHECK(was_called);
    const std::unique_ptr<int> moved = dwell::timed<"record_timed.move only">([] { return std::make_unique<int>(3); });
    CHECK(*moved == 3);

    const dwell::profile profile = dwell::snapshot();
    for (const char* name : {"record_timed.value", "record_timed.reference", "record_timed.void"}) {
        CHECK(test::path_of(profile, name).calls == 1);
    }
}

TEST_CASE("timed: an exception passes, and ends the scope") {
    CHECK_THROWS_AS(dwell::timed<"record_timed.throws">([]() -> int { throw std::runtime_error("passes"); }),
                    std::runtime_error);
    const dwell::profile profile = dwell::snapshot();
    CHECK(test::path_of(profile, "record_timed.throws").calls == 1);
    CHECK(test::path_of(profile, "record_timed.throws").open_calls == 0);
    CHECK(profile.health().misnested_scopes == 0);
}

struct call_counter {
    int operator()() & { return ++calls; }
    int operator()() && { return -1; }
    int calls = 0;
};

TEST_CASE("timed: calls the callable as what it is") {
    call_counter counter;
    CHECK(dwell::timed<"record_timed.lvalue">(counter) == 1);
    CHECK(dwell::timed<"record_timed.lvalue">(counter) == 2);
    CHECK(dwell::timed<"record_timed.rvalue">(call_counter()) == -1);
    CHECK(dwell::timed<"record_timed.function">(+[] { return 5; }) == 5);
    CHECK(dwell::timed<"record_timed.outer">([] { return dwell::timed<"record_timed.inner">([] { return 6; }); }) == 6);
    CHECK(test::has_path(dwell::snapshot(), "record_timed.outer;record_timed.inner"));
}

}  // namespace
