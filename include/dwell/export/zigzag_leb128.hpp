// SPDX-License-Identifier: BSL-1.0
// Integers in as few bytes as they need: what HdrHistogram's encoding V2 writes its counts in.
#ifndef DWELL_EXPORT_ZIGZAG_LEB128_HPP
#define DWELL_EXPORT_ZIGZAG_LEB128_HPP

#include <dwell/core/config.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Appends `value` in ZigZag LEB128-64b9B: zigzag puts the sign into the lowest bit; then 7 bits a byte, the least
/// significant first, with the top bit set where another byte follows; the ninth byte is the last and has 8 bits.
inline void append_zigzag_leb128(std::string& bytes, int64_t value) {
    const auto magnitude = static_cast<uint64_t>(value) << 1U;
    uint64_t left = value < 0 ? ~magnitude : magnitude;
    for (int i = 0; i < 8 && left > 0x7F; ++i) {
        bytes += static_cast<char>(static_cast<unsigned char>(left | 0x80U));
        left >>= 7U;
    }
    bytes += static_cast<char>(static_cast<unsigned char>(left));
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
