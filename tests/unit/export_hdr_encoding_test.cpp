// SPDX-License-Identifier: BSL-1.0
// Base64, zlib streams, LEB128: the vectors of their specifications, and their edges.
#include "support/catch.hpp"

#include <dwell/export/base64.hpp>
#include <dwell/export/big_endian.hpp>
#include <dwell/export/zigzag_leb128.hpp>
#include <dwell/export/zlib_stored.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace {

std::string base64(const std::string& bytes) {
    std::string text;
    dwell::detail::append_base64(text, bytes);
    return text;
}

std::string hexadecimal(const std::string& bytes) {
    std::string text;
    for (const char c : bytes) {
        text += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
        text += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

std::string zlib(const std::string& bytes) {
    std::string stream;
    dwell::detail::append_zlib_stored(stream, bytes);
    return stream;
}

std::string leb128(int64_t value) {
    std::string bytes;
    dwell::detail::append_zigzag_leb128(bytes, value);
    return hexadecimal(bytes);
}

}  // namespace

TEST_CASE("Base64 is that of RFC 4648, section 10") {
    CHECK(base64("").empty());
    CHECK(base64("f") == "Zg==");
    CHECK(base64("fo") == "Zm8=");
    CHECK(base64("foo") == "Zm9v");
    CHECK(base64("foob") == "Zm9vYg==");
    CHECK(base64("fooba") == "Zm9vYmE=");
    CHECK(base64("foobar") == "Zm9vYmFy");
    CHECK(base64("\xFF\xFB\xBF") == "//u/");
    CHECK(base64(std::string("\0\x10\x83\xFA\xF0", 5)) == "ABCD+vA=");
}

TEST_CASE("integers and doubles have their most significant byte first") {
    std::string bytes;
    dwell::detail::append_big_endian(bytes, uint32_t{0x01020384});
    dwell::detail::append_big_endian(bytes, uint64_t{0x8102030405060708});
    dwell::detail::append_big_endian(bytes, 1.0);
    CHECK(hexadecimal(bytes) ==
          "010203848102030405060708"
          "3ff0000000000000");
}

TEST_CASE("Adler-32 is that of zlib") {
    // python3 -c 'import zlib; print(hex(zlib.adler32(b"Wikipedia")), hex(zlib.adler32(bytes([255]) * 100000)))'
    CHECK(dwell::detail::adler32("") == 1);
    CHECK(dwell::detail::adler32("Wikipedia") == 0x11e60398);
    CHECK(dwell::detail::adler32(std::string(100'000, '\xFF')) == 0x149a302c);
}

TEST_CASE("a zlib stream is stored blocks of 65,535 bytes") {
    CHECK(hexadecimal(zlib("")) ==
          "7801"
          "010000ffff"
          "00000001");
    CHECK(hexadecimal(zlib("Wikipedia")) ==
          "7801"
          "010900f6ff"
          "57696b697065646961"
          "11e60398");
    const std::string full = zlib(std::string(65'535, 'a'));
    CHECK(full.size() == 65'535 + 11);
    CHECK(hexadecimal(full.substr(2, 5)) == "01ffff0000");
    const std::string two = zlib(std::string(65'536, 'a'));
    CHECK(two.size() == 65'536 + 16);
    CHECK(hexadecimal(two.substr(2, 5)) == "00ffff0000");
    CHECK(hexadecimal(two.substr(7 + 65'535, 6)) == "010100feff61");
}

// HdrHistogram 2.1.11, whose ZigZagEncoding.putLong(ByteBuffer, long) gives these bytes.
TEST_CASE("LEB128 of 64 bits takes at most 9 bytes") {
    CHECK(leb128(0) == "00");
    CHECK(leb128(-1) == "01");
    CHECK(leb128(1) == "02");
    CHECK(leb128(63) == "7e");
    CHECK(leb128(-64) == "7f");
    CHECK(leb128(64) == "8001");
    CHECK(leb128(-7295) == "fd71");
    CHECK(leb128((int64_t{1} << 55) - 1) == "feffffffffffff7f");
    CHECK(leb128(int64_t{1} << 55) == "808080808080808001");
    CHECK(leb128(std::numeric_limits<int64_t>::max()) == "feffffffffffffffff");
    CHECK(leb128(std::numeric_limits<int64_t>::min()) == "ffffffffffffffffff");
}
