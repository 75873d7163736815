// SPDX-License-Identifier: BSL-1.0
// The width of an integer, without <bit> (19 ms in every file that records).
#ifndef DWELL_CORE_BITS_HPP
#define DWELL_CORE_BITS_HPP

#include <dwell/core/config.hpp>

#if !defined(__GNUC__) && !defined(__clang__)
#include <bit>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Bits needed to write `value`, which must not be 0.
[[nodiscard]] constexpr unsigned bit_width_nonzero(uint64_t value) noexcept {
#if defined(__x86_64__) && !defined(__LZCNT__) && (defined(__GNUC__) || defined(__clang__))
    // `bsr` keeps its target for a 0, so it waits for whatever wrote the target last. The compilers give it a register
    // that the `bsr` of the round before wrote, and a loop then takes 6 cycles a value, not 4. Source as target avoids
    // it.
    if (!__builtin_is_constant_evaluated()) {
        __asm__("bsrq %0, %0" : "+r"(value) : : "cc");
        return static_cast<unsigned>(value) + 1U;
    }
#endif
#if defined(__GNUC__) || defined(__clang__)
    return 64U - static_cast<unsigned>(__builtin_clzll(value));
#else
    return static_cast<unsigned>(std::bit_width(value));
#endif
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
