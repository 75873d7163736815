// SPDX-License-Identifier: BSL-1.0
// Names as template arguments, and which names every export format can carry.
#include <dwell/core/fixed_string.hpp>

#include <cstring>
#include <string>

#include "support/catch.hpp"

namespace {

template <dwell::fixed_string Name>
struct named {
    static constexpr auto name = Name;
};

template <typename A, typename B>
inline constexpr bool is_same = false;
template <typename A>
inline constexpr bool is_same<A, A> = true;

static_assert(is_same<named<"parse">, named<"parse">>);
static_assert(!is_same<named<"parse">, named<"parser">>);
static_assert(named<"parse">::name.size() == 5);
static_assert(named<"">::name.size() == 0);

static_assert(dwell::is_valid_name("orchestrator.step"));
static_assert(dwell::is_valid_name("std::vector<int>::push_back"));
static_assert(dwell::is_valid_name(" "));
static_assert(!dwell::is_valid_name(""));
static_assert(!dwell::is_valid_name("a;b"));
static_assert(!dwell::is_valid_name("a\nb"));
static_assert(!dwell::is_valid_name("a\tb"));
static_assert(!dwell::is_valid_name("a\0b"));
static_assert(!dwell::is_valid_name("a\x7f"));

}  // namespace

TEST_CASE("a fixed_string keeps the text and its terminator", "[core]") {
    CHECK(std::strcmp(named<"parse">::name.c_str(), "parse") == 0);
    CHECK(std::strcmp(named<"grün">::name.c_str(), "grün") == 0);
    CHECK(std::strlen(named<"">::name.c_str()) == 0);
}

TEST_CASE("a name is valid but for a semicolon and control characters, byte for byte", "[core]") {
    for (int byte = 0; byte < 256; ++byte) {
        const std::string name{'a', static_cast<char>(byte), 'b'};
        const bool can_be_carried = byte >= 0x20 && byte != 0x7f && byte != ';';
        INFO("byte " << byte);
        CHECK(dwell::is_valid_name(name.data(), name.size()) == can_be_carried);
        CHECK(dwell::is_valid_name(name.data() + 1, 1) == can_be_carried);
    }
}

TEST_CASE("only the given size of a name is looked at", "[core]") {
    const char text[] = "ok;no";
    CHECK(dwell::is_valid_name(text, 2));
    CHECK_FALSE(dwell::is_valid_name(text, 3));
    CHECK_FALSE(dwell::is_valid_name(text, 0));
}
