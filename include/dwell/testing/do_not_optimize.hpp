// SPDX-License-Identifier: BSL-1.0
// What keeps a compiler from leaving out work whose result nobody uses, in a test or a benchmark of it.
#ifndef DWELL_TESTING_DO_NOT_OPTIMIZE_HPP
#define DWELL_TESTING_DO_NOT_OPTIMIZE_HPP

#include <dwell/core/config.hpp>

#include <type_traits>

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

DWELL_NAMESPACE_BEGIN

#if defined(__GNUC__) || defined(__clang__)

namespace detail {

/// What a register holds. Of anything else an operand must lie in memory: g++ refuses a structure in a register.
template <typename T>
inline constexpr bool fits_register = std::is_scalar_v<T> && sizeof(T) <= sizeof(void*);

}  // namespace detail

/// Makes the compiler believe that memory is read and written here, so that what was stored before is stored, and what
/// is loaded after is loaded. Costs no instruction.
DWELL_ALWAYS_INLINE void clobber_memory() noexcept { asm volatile("" : : : "memory"); }

/// Makes the compiler believe that `value` is used here, so that it must have been computed; and `clobber_memory`. Of a
/// large object, or a pointer's target, every byte. Costs no instruction but what puts a value into a register or into
/// memory. It does not keep the compiler from computing the value once, before a loop: for that, hide what it is
/// computed from, with the overload for what is not const.
template <typename T>
DWELL_ALWAYS_INLINE void do_not_optimize(const T& value) noexcept {
    if constexpr (detail::fits_register<T>) {
        asm volatile("" : : "r"(value) : "memory");
    } else {
        asm volatile("" : : "m"(value) : "memory");
    }
}

/// The same, and makes the compiler believe that `value` is another one from here on: what was computed from it before
/// is computed again.
template <typename T>
DWELL_ALWAYS_INLINE void do_not_optimize(T& value) noexcept {
    if constexpr (detail::fits_register<T>) {
        asm volatile("" : "+r"(value) : : "memory");
    } else {
        asm volatile("" : "+m"(value) : : "memory");
    }
}

#else

namespace detail {

/// A volatile store of its address lets a value be reached by whoever reads memory later. An instruction or two.
inline const volatile void* volatile value_in_use = nullptr;

}  // namespace detail

DWELL_ALWAYS_INLINE void clobber_memory() noexcept {
#if defined(_MSC_VER)
    _ReadWriteBarrier();
#else
    detail::value_in_use = nullptr;
#endif
}

template <typename T>
DWELL_ALWAYS_INLINE void do_not_optimize(const T& value) noexcept {
    detail::value_in_use = &reinterpret_cast<const volatile char&>(value);
    clobber_memory();
}

template <typename T>
DWELL_ALWAYS_INLINE void do_not_optimize(T& value) noexcept {
    detail::value_in_use = &reinterpret_cast<const volatile char&>(value);
    clobber_memory();
}

#endif

DWELL_NAMESPACE_END

#endif
