// SPDX-License-Identifier: BSL-1.0
// A string literal as a template argument, and the rule for what a name may hold.
#ifndef DWELL_CORE_FIXED_STRING_HPP
#define DWELL_CORE_FIXED_STRING_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN

/// A string literal that can be a template argument: `timed<"parse">(f)`.
template <size_t SizeWithNul>
struct fixed_string {
    char text[SizeWithNul]{};

    // Not explicit: a literal in a template argument list converts to it.
    constexpr fixed_string(const char (&literal)[SizeWithNul]) noexcept {  // NOLINT(google-explicit-constructor)
        for (size_t i = 0; i < SizeWithNul; ++i) {
            text[i] = literal[i];
        }
    }

    [[nodiscard]] static constexpr size_t size() noexcept { return SizeWithNul - 1; }
    [[nodiscard]] constexpr const char* c_str() const noexcept { return text; }
};

/// Whether every export format can carry `name`: not empty, no `;` (which separates the frames of a folded stack)
/// and no control character. UTF-8 is fine.
[[nodiscard]] constexpr bool is_valid_name(const char* name, size_t size) noexcept {
    if (size == 0) {
        return false;
    }
    for (size_t i = 0; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(name[i]);
        if (byte < 0x20 || byte == 0x7f || byte == ';') {
            return false;
        }
    }
    return true;
}

/// The same for a string literal.
template <size_t SizeWithNul>
[[nodiscard]] constexpr bool is_valid_name(const char (&literal)[SizeWithNul]) noexcept {
    return is_valid_name(literal, SizeWithNul - 1);
}

DWELL_NAMESPACE_END

#endif
