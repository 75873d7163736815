// SPDX-License-Identifier: BSL-1.0
// JSON as text: escapes, numbers, layout; and UTF-8, which the escapes stand on.
#include "support/catch.hpp"

#include <dwell/export/json_writer.hpp>
#include <dwell/export/utf8.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace {

template <typename Write>
std::string written_json(Write&& write) {
    dwell::string_sink out;
    dwell::detail::text_writer writer(out);
    dwell::detail::json_writer json(writer);
    write(json);
    REQUIRE(writer.finish());
    return out.text();
}

std::string quoted_in_page(const std::string& text) {
    dwell::string_sink out;
    dwell::detail::text_writer writer(out);
    dwell::detail::json_writer json(writer, dwell::detail::json_place::page);
    json.value(text);
    REQUIRE(writer.finish());
    return out.text();
}

std::string quoted(const std::string& text) {
    return written_json([&](auto& json) { json.value(text); });
}

}  // namespace

TEST_CASE("strings are escaped") {
    CHECK(quoted("plain") == "\"plain\"");
    CHECK(quoted("") == "\"\"");
    CHECK(quoted("a\"b\\c/d") == R"("a\"b\\c/d")");
    CHECK(quoted(std::string("\0\x01\n\t\x1f\x7f", 6)) == R"("\u0000\u0001\u000a\u0009\u001f\u007f")");
    CHECK(quoted("</script>") == "\"</script>\"");
    CHECK(quoted("gr\xC3\xBC\xC3\x9F \xF0\x9F\x8C\x8D") == "\"gr\xC3\xBC\xC3\x9F \xF0\x9F\x8C\x8D\"");
}

TEST_CASE("in a page nothing in a string can be markup or end a line") {
    CHECK(quoted_in_page("plain ' / = ` {}") == "\"plain ' / = ` {}\"");
    CHECK(quoted_in_page("a</script>&\"") == R"("a\u003c/script\u003e\u0026\"")");
    CHECK(quoted_in_page("\xE2\x80\xA8|\xE2\x80\xA9|\xE2\x80\xA7|\xE2\x80\xAA") ==
          "\"\\u2028|\\u2029|\xE2\x80\xA7|\xE2\x80\xAA\"");
    CHECK(quoted_in_page("\xE2\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    CHECK(quoted("\xE2\x80\xA8&") == "\"\xE2\x80\xA8&\"");
}

TEST_CASE("bytes that are not UTF-8 become U+FFFD, each") {
    CHECK(quoted("a\xFF"
                 "b") ==
          "\"a\xEF\xBF\xBD"
          "b\"");
    CHECK(quoted("\xC3") == "\"\xEF\xBF\xBD\"");
    CHECK(quoted("\xE4\xB8") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    CHECK(dwell::detail::to_utf8("\x80ok\xC0\xAF") == "\xEF\xBF\xBDok\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("UTF-8 is told from what only looks like it") {
    using dwell::detail::code_point_length;
    CHECK(code_point_length("a") == 1);
    CHECK(code_point_length("\xC2\x80") == 2);
    CHECK(code_point_length("\xE0\xA0\x80") == 3);
    CHECK(code_point_length("\xF4\x8F\xBF\xBF") == 4);
    CHECK(code_point_length("\x80") == 0);
    CHECK(code_point_length("\xC1\xBF") == 0);          // overlong
    CHECK(code_point_length("\xE0\x9F\xBF") == 0);      // overlong
    CHECK(code_point_length("\xF0\x8F\xBF\xBF") == 0);  // overlong
    CHECK(code_point_length("\xED\xA0\x80") == 0);      // a surrogate
    CHECK(code_point_length("\xF4\x90\x80\x80") == 0);  // above U+10FFFF
    CHECK(code_point_length("\xF5\x80\x80\x80") == 0);
    CHECK(code_point_length("\xC3") == 0);  // cut off
    CHECK(code_point_length("\xF0\x9F\x8C") == 0);
    CHECK(dwell::detail::count_code_points("gr\xC3\xBC\xC3\x9F\xFF") == 5);
    CHECK(dwell::detail::bytes_of_code_points("\xC3\xBC\xC3\x9Fx", 2) == 4);
    CHECK(dwell::detail::bytes_of_code_points("ab", 9) == 2);
}

TEST_CASE("numbers are whole, and what JSON has no number for is null") {
    CHECK(written_json([](auto& json) { json.value(UINT64_MAX); }) == "18446744073709551615");
    CHECK(written_json([](auto& json) { json.value(std::numeric_limits<int64_t>::min()); }) == "-9223372036854775808");
    CHECK(written_json([](auto& json) { json.value(0.1); }) == "0.1");
    CHECK(written_json([](auto& json) { json.value(std::nan("")); }) == "null");
    CHECK(written_json([](auto& json) { json.value(-std::numeric_limits<double>::infinity(), 3); }) == "null");
    CHECK(written_json([](auto& json) { json.value(true); }) == "true");
}

TEST_CASE("the outer two levels take a line an element") {
    const std::string text = written_json([](auto& json) {
        json.begin_object();
        json.member("a", 1);
        json.key("list");
        json.begin_array();
        json.begin_object();
        json.member("x", "y");
        json.key("none");
        json.begin_array();
        json.end_array();
        json.key("deep");
        json.begin_array();
        json.value(1);
        json.null();
        json.end_array();
        json.end_object();
        json.value(2);
        json.end_array();
        json.key("empty");
        json.begin_object();
        json.end_object();
        json.end_object();
    });
    CHECK(text ==
          "{\n"
          " \"a\":1,\n"
          " \"list\":[\n"
          "  {\"x\":\"y\",\"none\":[],\"deep\":[1,null]},\n"
          "  2\n"
          " ],\n"
          " \"empty\":{}\n"
          "}\n");
}
