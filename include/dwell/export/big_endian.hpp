// SPDX-License-Identifier: BSL-1.0
// Integers as bytes, the most significant first, whatever the machine's own order.
#ifndef DWELL_EXPORT_BIG_ENDIAN_HPP
#define DWELL_EXPORT_BIG_ENDIAN_HPP

#include <dwell/core/config.hpp>

#include <cstring>
#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Appends all bytes of an unsigned integer.
template <typename Unsigned>
void append_big_endian(std::string& bytes, Unsigned value) {
    for (size_t shift = sizeof(Unsigned) * 8; shift != 0;) {
        shift -= 8;
        bytes += static_cast<char>(static_cast<unsigned char>(value >> shift));
    }
}

/// Appends the 64 bits of IEEE 754.
inline void append_big_endian(std::string& bytes, double value) {
    uint64_t bits = 0;
    static_assert(sizeof(bits) == sizeof(value));
    std::memcpy(&bits, &value, sizeof(bits));
    append_big_endian(bytes, bits);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
