// SPDX-License-Identifier: BSL-1.0
// A zlib stream that compresses nothing: what every reader of zlib accepts, without our needing zlib.
#ifndef DWELL_EXPORT_ZLIB_STORED_HPP
#define DWELL_EXPORT_ZLIB_STORED_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/big_endian.hpp>
#include <dwell/stats/bounds.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The checksum of RFC 1950, section 8.2.
[[nodiscard]] constexpr uint32_t adler32(std::string_view bytes) noexcept {
    constexpr uint32_t modulus = 65521;
    uint32_t sum = 1;
    uint32_t sum_of_sums = 0;
    for (const char c : bytes) {
        sum = (sum + static_cast<unsigned char>(c)) % modulus;
        sum_of_sums = (sum_of_sums + sum) % modulus;
    }
    return (sum_of_sums << 16U) | sum;
}

/// Appends `bytes` as a zlib stream (RFC 1950) of stored blocks (RFC 1951, section 3.2.4): 5 bytes more for each 65,535
/// begun, and 6 for the whole.
inline void append_zlib_stored(std::string& stream, std::string_view bytes) {
    stream += '\x78';  // deflate, a window of 32 KiB
    stream += '\x01';  // no dictionary, the fastest level; makes the two a multiple of 31
    const uint32_t checksum = adler32(bytes);
    bool is_last = false;
    while (!is_last) {
        const auto size = static_cast<uint16_t>(smaller(bytes.size(), size_t{uint16_max}));
        is_last = size == bytes.size();
        stream += is_last ? '\x01' : '\x00';
        // Little endian, unlike all the rest: the size and its complement.
        for (const unsigned word : {unsigned{size}, ~unsigned{size}}) {
            stream += static_cast<char>(word & 0xFFU);
            stream += static_cast<char>((word >> 8U) & 0xFFU);
        }
        stream += bytes.substr(0, size);
        bytes.remove_prefix(size);
    }
    append_big_endian(stream, checksum);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
