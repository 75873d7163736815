// SPDX-License-Identifier: BSL-1.0
// What the compiler and the platform offer, under names of our own. Light: included by every recording file.
#ifndef DWELL_CORE_CONFIG_HPP
#define DWELL_CORE_CONFIG_HPP

#if defined(_MSVC_LANG)
#if _MSVC_LANG < 202002L
#error "dwell needs C++20: compile with /std:c++20 or later"
#endif
#elif !defined(__cplusplus) || __cplusplus < 202002L
#error "dwell needs C++20: compile with -std=c++20 or later"
#endif

#if !defined(__GNUC__) && !defined(__clang__)
#include <stddef.h>
#include <stdint.h>
#endif

#include <dwell/core/version.hpp>

/// Set to 0 for a file (or the whole program) to compile every recording macro to nothing.
#ifndef DWELL_ENABLED
#define DWELL_ENABLED 1
#endif

#if defined(__GNUC__) || defined(__clang__)
#define DWELL_NOINLINE [[gnu::noinline]]
#define DWELL_ALWAYS_INLINE [[gnu::always_inline]] inline
#define DWELL_COLD [[gnu::noinline, gnu::cold]]
#if defined(_WIN32)
#define DWELL_EXPORT
#else
// The registry and the thread-local state stay visible under -fvisibility=hidden: an executable and its shared
// libraries share one registry wherever the linker can merge them.
#define DWELL_EXPORT [[gnu::visibility("default")]]
#endif
#else
#define DWELL_NOINLINE __declspec(noinline)
#define DWELL_ALWAYS_INLINE __forceinline
#define DWELL_COLD __declspec(noinline)
#define DWELL_EXPORT
#endif

#define DWELL_DETAIL_CONCAT_(a, b) a##b
#define DWELL_DETAIL_CONCAT(a, b) DWELL_DETAIL_CONCAT_(a, b)

DWELL_NAMESPACE_BEGIN

// The types of <stdint.h>, as the compiler itself names them: that header costs 1.4 ms in every file that records.
#if defined(__GNUC__) || defined(__clang__)
using int32_t = __INT32_TYPE__;
using int64_t = __INT64_TYPE__;
using uint8_t = __UINT8_TYPE__;
using uint16_t = __UINT16_TYPE__;
using uint32_t = __UINT32_TYPE__;
using uint64_t = __UINT64_TYPE__;
using uintptr_t = __UINTPTR_TYPE__;
using size_t = __SIZE_TYPE__;
#endif

inline constexpr uint16_t uint16_max = static_cast<uint16_t>(-1);
inline constexpr uint32_t uint32_max = static_cast<uint32_t>(-1);
inline constexpr uint64_t uint64_max = static_cast<uint64_t>(-1);
inline constexpr size_t size_max = static_cast<size_t>(-1);

DWELL_NAMESPACE_END

#endif
