// SPDX-License-Identifier: BSL-1.0
// Text that somebody else owns, without <string_view> (80 ms in every file that records).
#ifndef DWELL_CORE_TEXT_VIEW_HPP
#define DWELL_CORE_TEXT_VIEW_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>

DWELL_NAMESPACE_BEGIN

/// A pointer and a size. Made from a C string, or from anything with `data()` and `size()` such as std::string.
struct text_view {
    const char* data = "";
    size_t size = 0;

    constexpr text_view() noexcept = default;
    constexpr text_view(const char* text, size_t length) noexcept : data(text), size(length) {}
    /// A null pointer is empty text.
    text_view(const char* text) noexcept  // NOLINT(google-explicit-constructor)
        : data(text != nullptr ? text : ""), size(text != nullptr ? detail::text_size(text) : 0) {}
    template <typename Text>
    requires requires(const Text& text) {
        {static_cast<const char*>(text.data())};
        {static_cast<size_t>(text.size())};
    }
    constexpr text_view(const Text& text) noexcept  // NOLINT(google-explicit-constructor)
        : data(text.data() != nullptr ? text.data() : ""), size(text.size()) {}

    friend bool operator==(text_view a, text_view b) noexcept {
        return a.size == b.size && detail::same_bytes(a.data, b.data, a.size);
    }
};

namespace detail {

/// FNV-1a (Fowler, Noll, Vo), 64 bits; continue a hash by passing the one before.
[[nodiscard]] inline uint64_t hash_text(text_view text, uint64_t hash = 0xcbf29ce484222325U) noexcept {
    for (size_t i = 0; i < text.size; ++i) {
        hash = (hash ^ static_cast<unsigned char>(text.data[i])) * 0x100000001b3U;
    }
    return hash;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
