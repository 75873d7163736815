// SPDX-License-Identifier: BSL-1.0
// The JSON scanner by itself: what it takes, what it refuses, and where it says the error is.
#include "support/catch.hpp"

#include <dwell/export/json_members.hpp>
#include <dwell/export/json_reader.hpp>

#include <string>
#include <vector>

using dwell::detail::json_reader;

namespace {

bool is_json(const std::string& text) {
    json_reader in(text);
    return in.skip() && in.end();
}

size_t error_offset(const std::string& text) {
    json_reader in(text);
    REQUIRE_FALSE((in.skip() && in.end()));
    REQUIRE_FALSE(in.error().empty());
    return in.offset();
}

std::string string_of(const std::string& text) {
    json_reader in(text);
    std::string result;
    REQUIRE(in.string(result));
    return result;
}

template <typename Integer>
bool reads(const std::string& text, Integer expected) {
    json_reader in(text);
    Integer value{};
    return in.integer(value) && in.end() && value == expected;
}

template <typename Integer>
bool refuses(const std::string& text) {
    json_reader in(text);
    Integer value{};
    return !(in.integer(value) && in.end());
}

}  // namespace

TEST_CASE("JSON is taken") {
    for (const char* text : {"0", "-0", "1", "-12.5e+3", "1E9", "0.001", "true", "false", "null", "\"\"", "[]", "{}",
                             " [ 1 , [ ] , { \"a\" : [ null ] } ]\r\n\t ", "{\"a\":{\"a\":1},\"b\":\"\"}"}) {
        INFO(text);
        CHECK(is_json(text));
    }
}

TEST_CASE("what is not JSON is refused") {
    for (const char* text : {"",
                             " ",
                             "01",
                             "-",
                             "+1",
                             "1.",
                             ".5",
                             "1e",
                             "1e+",
                             "0x10",
                             "NaN",
                             "Infinity",
                             "tru",
                             "True",
                             "nul",
                             "'a'",
                             "\"",
                             "\"\\\"",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\\u12g4\"",
                             "\"a\nb\"",
                             "\"\x01\"",
                             "\"\\ud800\"",
                             "\"\\udc00\"",
                             "\"\\ud800\\u0041\"",
                             "\"\xFF\"",
                             "\"\xC3\"",
                             "[",
                             "]",
                             "[1",
                             "[1,",
                             "[1,]",
                             "[,1]",
                             "[1 2]",
                             "[1}",
                             "{",
                             "{\"a\"",
                             "{\"a\":",
                             "{\"a\":1",
                             "{\"a\":1,",
                             "{\"a\":1,}",
                             "{a:1}",
                             "{1:1}",
                             "{\"a\" 1}",
                             "{\"a\":1]",
                             "1 1",
                             "{} x",
                             "/* */ 1",
                             "[1] // no"}) {
        INFO(text);
        CHECK_FALSE(is_json(text));
    }
    CHECK_FALSE(is_json(std::string("1\0", 2)));
    CHECK_FALSE(is_json(std::string("\"\0\"", 3)));
}

TEST_CASE("an error says where it is") {
    CHECK(error_offset("[1, 2, x]") == 7);
    CHECK(error_offset("{\"a\": 01}") == 6);
    CHECK(error_offset("\"ab\ncd\"") == 3);
    CHECK(error_offset("[1,2") == 4);
    CHECK(error_offset("[] []") == 3);
}

TEST_CASE("nesting is bounded") {
    CHECK(is_json(std::string(64, '[') + std::string(64, ']')));
    CHECK_FALSE(is_json(std::string(65, '[') + std::string(65, ']')));
    CHECK_FALSE(is_json(std::string(10'000'000, '[')));
    std::string objects;
    for (int i = 0; i < 1'000'000; ++i) {
        objects += "{\"a\":";
    }
    CHECK_FALSE(is_json(objects));
}

TEST_CASE("strings are decoded") {
    CHECK(string_of(R"("a\"\\\/\b\f\n\r\tz")") == "a\"\\/\b\f\n\r\tz");
    CHECK(string_of(R"("\u0041\u00fC\u4e16\ud83c\udf0d")") == "A\xC3\xBC\xE4\xB8\x96\xF0\x9F\x8C\x8D");
    CHECK(string_of(R"("\u0000")") == std::string(1, '\0'));
    CHECK(string_of("\"\xF0\x9F\x8C\x8D\"") == "\xF0\x9F\x8C\x8D");
}

TEST_CASE("integers are exact or refused") {
    CHECK(reads<uint64_t>("18446744073709551615", UINT64_MAX));
    CHECK(reads<uint64_t>(" 0 ", 0));
    CHECK(reads<int64_t>("-9223372036854775808", INT64_MIN));
    CHECK(reads<uint32_t>("4294967295", UINT32_MAX));
    CHECK(refuses<uint64_t>("18446744073709551616"));
    CHECK(refuses<uint64_t>(std::string(1'000'000, '9')));
    CHECK(refuses<uint64_t>("-1"));
    CHECK(refuses<uint64_t>("1.0"));
    CHECK(refuses<uint64_t>("1e3"));
    CHECK(refuses<uint64_t>("\"1\""));
    CHECK(refuses<uint64_t>("null"));
    CHECK(refuses<int64_t>("9223372036854775808"));
    CHECK(refuses<uint32_t>("4294967296"));
}

TEST_CASE("integers of 128 bits") {
    const auto wide = [](const std::string& text, uint64_t& high, uint64_t& low) {
        json_reader in(text);
        return in.wide_integer(high, low) && in.end();
    };
    uint64_t high = 1;
    uint64_t low = 1;
    REQUIRE(wide("0", high, low));
    CHECK((high == 0 && low == 0));
    REQUIRE(wide("18446744073709551616", high, low));
    CHECK((high == 1 && low == 0));
    REQUIRE(wide("340282366920938463463374607431768211455", high, low));
    CHECK((high == UINT64_MAX && low == UINT64_MAX));
    CHECK_FALSE(wide("340282366920938463463374607431768211456", high, low));
    CHECK_FALSE(wide(std::string(100'000, '1'), high, low));
    CHECK_FALSE(wide("-1", high, low));
    CHECK_FALSE(wide("1.5", high, low));
}

TEST_CASE("numbers that a double cannot hold are refused") {
    const auto number = [](const std::string& text) {
        json_reader in(text);
        double value = 0;
        return in.number(value) && in.end();
    };
    CHECK(number("1.7976931348623157e308"));
    CHECK(number("-0.25"));
    CHECK(number("12345678901234567890123456789"));
    CHECK_FALSE(number("1e999"));
    CHECK_FALSE(number("null"));
}

TEST_CASE("after an error nothing more is read") {
    json_reader in("[x, 1, 2, \"a\"]");
    uint64_t value = 7;
    CHECK_FALSE(in.array([&] { return in.integer(value); }));
    const size_t offset = in.offset();
    std::string text;
    CHECK_FALSE(in.string(text));
    CHECK_FALSE(in.integer(value));
    CHECK_FALSE(in.skip());
    CHECK_FALSE(in.end());
    CHECK_FALSE(in.take_null());
    CHECK(in.offset() == offset);
    CHECK(offset == 1);
    json_reader refused_by_its_caller("1");
    CHECK_FALSE(refused_by_its_caller.fail("too early"));
    CHECK_FALSE(refused_by_its_caller.integer(value));
    CHECK(refused_by_its_caller.error() == "too early");
}

TEST_CASE("members are read in any order, unknown ones skipped, repeated and missing ones refused") {
    const auto read = [](const std::string& text) {
        json_reader in(text);
        uint64_t a = 0;
        std::string b;
        const bool good =
            dwell::detail::read_members(in, {dwell::detail::required("a", a), dwell::detail::optional("b", b)});
        return good ? std::to_string(a) + b : in.error();
    };
    CHECK(read(R"({"a":1,"b":"x"})") == "1x");
    CHECK(read(R"({"b":"x","c":[{"a":5}],"a":2})") == "2x");
    CHECK(read(R"({"a":3})") == "3");
    CHECK(read(R"({"b":"x"})") == "no \"a\" in the object that ends here");
    CHECK(read(R"({"a":1,"a":1})") == "\"a\" twice in one object");
    CHECK(read(R"({"a":"1"})") == "expected an integer from 0 to 2^64 - 1");
    CHECK(read(R"([1])") == "expected an object");
}
