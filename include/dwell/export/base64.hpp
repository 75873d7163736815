// SPDX-License-Identifier: BSL-1.0
// Base64, for bytes that have to stand in a line of text (RFC 4648, section 4).
#ifndef DWELL_EXPORT_BASE64_HPP
#define DWELL_EXPORT_BASE64_HPP

#include <dwell/core/config.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Appends `bytes` in Base64, padded with `=`, without line breaks.
inline void append_base64(std::string& text, std::string_view bytes) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto byte = [&](size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U; };
    for (size_t i = 0; i < bytes.size(); i += 3) {
        const uint32_t group = (byte(i) << 16U) | (byte(i + 1) << 8U) | byte(i + 2);
        text += digits[group >> 18U];
        text += digits[(group >> 12U) & 63U];
        text += i + 1 < bytes.size() ? digits[(group >> 6U) & 63U] : '=';
        text += i + 2 < bytes.size() ? digits[group & 63U] : '=';
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
