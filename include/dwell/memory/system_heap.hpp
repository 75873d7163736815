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

#if defined(_WIN32)

// Windows has no `free` for aligned memory, and its own functions for that do not say everywhere how large a block is:
// here an aligned block lies inside a plain one, whose address stands in front of it.
[[nodiscard]] inline void*& plain_block_of(void* aligned) noexcept { return static_cast<void**>(aligned)[-1]; }

[[nodiscard]] inline void* allocate_from_system(size_t bytes, size_t alignment) noexcept {
    const size_t extra = alignment + sizeof(void*);
    void* const plain = bytes <= size_max - extra ? malloc(bytes + extra) : nullptr;
    if (plain == nullptr) {
        return nullptr;
    }
    const auto begin = reinterpret_cast<uintptr_t>(plain) + sizeof(void*);
    void* const aligned = reinterpret_cast<void*>((begin + alignment - 1) & ~static_cast<uintptr_t>(alignment - 1));
    plain_block_of(aligned) = plain;
    return aligned;
}
DWELL_ALWAYS_INLINE void release_to_system(void* memory, bool is_aligned) noexcept {
    free(is_aligned ? plain_block_of(memory) : memory);
}
[[nodiscard]] inline size_t usable_size(void* memory, size_t alignment) noexcept {
    if (alignment == 0) {
        return _msize(memory);
    }
    char* const plain = static_cast<char*>(plain_block_of(memory));
    return _msize(plain) - static_cast<size_t>(static_cast<char*>(memory) - plain);
}

#else

/// `alignment` is a power of two, at least that of a pointer. Null where there is no memory.
[[nodiscard]] inline void* allocate_from_system(size_t bytes, size_t alignment) noexcept {
    void* memory = nullptr;
    return posix_memalign(&memory, alignment, bytes) == 0 ? memory : nullptr;
}

/// `is_aligned` for what was allocated with an alignment.
DWELL_ALWAYS_INLINE void release_to_system(void* memory, bool) noexcept { free(memory); }

/// Bytes of a block that its owner may use: what was asked for, or more. `alignment` is 0 for what has the default one.
[[nodiscard]] DWELL_ALWAYS_INLINE size_t usable_size(void* memory, size_t) noexcept {
#if defined(__APPLE__)
    return malloc_size(memory);
#else
    return malloc_usable_size(memory);
#endif
}

#endif

/// Called once, before `usable_size`, when what `operator new` is asked for is not counted: tcmalloc makes an object of
/// its own with it as soon as it is asked for a size.
inline void prepare_usable_size() noexcept {
    if (void* const memory = allocate_from_system(1)) {
        (void)usable_size(memory, 0);
        release_to_system(memory, false);
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
