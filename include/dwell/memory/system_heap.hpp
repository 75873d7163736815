// SPDX-License-Identifier: BSL-1.0
// The C library's heap: what `operator new` takes memory from.
#ifndef DWELL_MEMORY_SYSTEM_HEAP_HPP
#define DWELL_MEMORY_SYSTEM_HEAP_HPP

#include <dwell/core/config.hpp>

#include <stdlib.h>
#if defined(__APPLE__)
#include <malloc/malloc.h>
#else
#include <malloc.h>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Aligned for every type that is not over-aligned. Null where there is no memory.
[[nodiscard]] DWELL_ALWAYS_INLINE void* allocate_from_system(size_t bytes) noexcept { return malloc(bytes); }

/// `alignment` is a power of two, at least that of a pointer. Null where there is no memory.
[[nodiscard]] inline void* allocate_from_system(size_t bytes, size_t alignment) noexcept {
#if defined(_WIN32)
    return _aligned_malloc(bytes, alignment);
#else
    void* memory = nullptr;
    return posix_memalign(&memory, alignment, bytes) == 0 ? memory : nullptr;
#endif
}

/// `is_aligned` for what was allocated with an alignment.
DWELL_ALWAYS_INLINE void release_to_system(void* memory, [[maybe_unused]] bool is_aligned) noexcept {
#if defined(_WIN32)
    if (is_aligned) {
        _aligned_free(memory);
        return;
    }
#endif
    free(memory);
}

/// Bytes of a block that its owner may use: what was asked for, or more. `alignment` is 0 for what has the default one.
[[nodiscard]] DWELL_ALWAYS_INLINE size_t usable_size(void* memory, [[maybe_unused]] size_t alignment) noexcept {
#if defined(_WIN32)
    return alignment != 0 ? _aligned_msize(memory, alignment, 0) : _msize(memory);
#elif defined(__APPLE__)
    return malloc_size(memory);
#else
    return malloc_usable_size(memory);
#endif
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
