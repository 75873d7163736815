// SPDX-License-Identifier: BSL-1.0
// The wire format, byte by byte.
#include "support/catch.hpp"

#include <dwell/export/pprof_stack.hpp>
#include <dwell/export/protobuf_writer.hpp>
#include <dwell/export/sink.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace std::string_literals;

std::string varint(uint64_t value) {
    char bytes[dwell::detail::longest_varint];
    const char* const end = dwell::detail::put_varint(bytes, value);
    CHECK(static_cast<size_t>(end - bytes) == dwell::detail::varint_size(value));
    return std::string(bytes, static_cast<size_t>(end - bytes));
}

}  // namespace

TEST_CASE("a varint has seven bits a byte, the lowest first") {
    CHECK(varint(0) == "\0"s);
    CHECK(varint(1) == "\x01");
    CHECK(varint(127) == "\x7F");
    CHECK(varint(128) == "\x80\x01");
    CHECK(varint(150) == "\x96\x01");  // the example of the encoding's documentation
    CHECK(varint(16'383) == "\xFF\x7F");
    CHECK(varint(16'384) == "\x80\x80\x01");
    CHECK(varint(UINT64_MAX) == "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01");
}

TEST_CASE("fields of a protobuf message have a number and a kind") {
    dwell::detail::protobuf_message inner;
    inner.integer(1, 150);
    CHECK(inner.bytes() == "\x08\x96\x01");
    inner.integer(2, 0);
    CHECK(inner.bytes() == "\x08\x96\x01");
    dwell::detail::protobuf_message outer;
    outer.bytes(2, "testing");
    outer.message(3, inner);
    outer.integer(16, 1);
    CHECK(outer.bytes() == "\x12\x07testing\x1A\x03\x08\x96\x01\x80\x01\x01");
    inner.clear();
    outer.clear();
    outer.message(1, inner);
    CHECK(outer.bytes() == "\x0A\x00"s);
}

TEST_CASE("the outermost protobuf message passes a buffer of any size") {
    dwell::string_sink out;
    dwell::detail::text_writer buffer(out);
    dwell::detail::protobuf_writer writer(buffer);
    const std::string large(20'000, 'x');
    dwell::detail::protobuf_message fields;
    fields.integer(1, 5);
    writer.fields(fields);
    writer.bytes(2, large);
    writer.message(3, fields);
    REQUIRE(buffer.finish());
    CHECK(out.text() == "\x08\x05\x12\xA0\x9C\x01" + large + "\x1A\x02\x08\x05");
}

TEST_CASE("a stack of locations is packed with the innermost first") {
    dwell::detail::pprof_stack stack;
    CHECK(stack.packed().empty());
    std::string expected;
    for (uint64_t location = 1; location < 5'000; location += 7) {
        stack.push(location);
        expected.insert(0, varint(location));
    }
    CHECK(stack.packed() == expected);
    for (uint64_t location = 4'999; location > 1; location -= 7) {
        stack.pop(location);
    }
    CHECK(stack.packed() == "\x01");
    stack.push(300);
    CHECK(stack.packed() == "\xAC\x02\x01");
}
