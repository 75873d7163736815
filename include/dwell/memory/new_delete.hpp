// SPDX-License-Identifier: BSL-1.0
// Replaces every global operator new and operator delete of a program by ones that count. Included by exactly one
// source file of the program, and by no other header.
#ifndef DWELL_MEMORY_NEW_DELETE_HPP
#define DWELL_MEMORY_NEW_DELETE_HPP

#include <dwell/core/config.hpp>
#include <dwell/memory/allocation_recorder.hpp>
#include <dwell/memory/system_heap.hpp>
#include <dwell/record/process_memory.hpp>

#include <new>

/// What is counted of a block: the bytes that were asked for (1, the default), or those that the allocator made of them
/// (0), which takes it a call for each allocation and each free, and is exact however a block is freed.
#ifndef DWELL_COUNT_REQUESTED_BYTES
#define DWELL_COUNT_REQUESTED_BYTES 1
#endif

// The sanitizers bring operators of their own, which find what these would hide from them.
#if defined(__SANITIZE_ADDRESS__)
#define DWELL_DETAIL_SANITIZER "AddressSanitizer"
#elif defined(__SANITIZE_THREAD__)
#define DWELL_DETAIL_SANITIZER "ThreadSanitizer"
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define DWELL_DETAIL_SANITIZER "AddressSanitizer"
#elif __has_feature(thread_sanitizer)
#define DWELL_DETAIL_SANITIZER "ThreadSanitizer"
#elif __has_feature(memory_sanitizer)
#define DWELL_DETAIL_SANITIZER "MemorySanitizer"
#endif
#endif

#if defined(DWELL_DETAIL_SANITIZER)

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A profile says why it has no allocations.
inline const bool sanitizer_is_noted = [] {
    const char* none = nullptr;
    all_memory.sizes.compare_exchange(none, "not counted under " DWELL_DETAIL_SANITIZER);
    return true;
}();

}  // namespace detail
DWELL_NAMESPACE_END

#else

DWELL_NAMESPACE_BEGIN
namespace detail {

/// One block of the system's heap for an `operator new`, or `operator delete`. See `allocation_recorder`.
///
/// Where requested bytes are counted, `operator delete` is told them by the compiler, but for arrays of what needs no
/// destructor, and but for compilers that never say (clang before 19, unless asked to): those blocks have their size
/// written into their last 8 bytes.
template <bool IsArray>
struct new_source {
#if DWELL_COUNT_REQUESTED_BYTES
    static constexpr const char* sizes = "requested";
#if defined(__cpp_sized_deallocation)
    static constexpr bool notes_size = IsArray;
#else
    static constexpr bool notes_size = true;
#endif
#else
    static constexpr const char* sizes = "usable";
    static constexpr bool notes_size = false;
#endif
    static constexpr size_t unknown = size_max;
    static constexpr size_t note_size = notes_size ? sizeof(uint64_t) : 0;

    size_t bytes;      ///< requested; unknown to some frees
    size_t alignment;  ///< 0 where none was asked for

    [[nodiscard]] DWELL_ALWAYS_INLINE void* obtain(size_t needed_alignment) const noexcept {
        if (bytes > size_max - note_size) {
            return nullptr;
        }
        // An address of its own, even for no byte at all.
        const size_t wanted = bytes + note_size + (bytes + note_size == 0 ? 1 : 0);
        void* const memory =
            needed_alignment == 0 ? allocate_from_system(wanted) : allocate_from_system(wanted, needed_alignment);
        if constexpr (notes_size) {
            if (memory != nullptr) {
                write_note(memory);
            }
        }
        return memory;
    }

    [[nodiscard]] DWELL_ALWAYS_INLINE uint64_t size_of(void* memory) const noexcept {
        if constexpr (!DWELL_COUNT_REQUESTED_BYTES) {
            return usable_size(memory, alignment);
        } else if (bytes != unknown) [[likely]] {
            return bytes;
        } else {
            return unknown_size(memory);
        }
    }

    DWELL_ALWAYS_INLINE void release(void* memory, bool is_moved) const noexcept {
        release_to_system(memory, is_moved || alignment != 0);
    }

private:
    [[nodiscard]] char* note_of(void* memory) const noexcept {
        return static_cast<char*>(memory) + usable_size(memory, alignment) - sizeof(uint64_t);
    }
    void write_note(void* memory) const noexcept {
        const uint64_t noted = bytes;
        copy_bytes(note_of(memory), reinterpret_cast<const char*>(&noted), sizeof(noted));
    }
    [[nodiscard]] DWELL_COLD uint64_t unknown_size(void* memory) const noexcept {
        const uint64_t usable = usable_size(memory, alignment);
        if constexpr (notes_size) {
            uint64_t noted = 0;
            copy_bytes(reinterpret_cast<char*>(&noted), note_of(memory), sizeof(noted));
            if (noted <= usable - sizeof(uint64_t)) {
                return noted;
            }
        }
        all_memory.frees_of_unknown_size.fetch_add(1);
        return usable;
    }
};

/// As the standard asks of `operator new`: the handler is called until there is memory, or no handler. Null then.
template <bool IsArray>
DWELL_COLD void* allocate_with_handler(size_t bytes, size_t alignment) {
    for (;;) {
        const std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) {
            all_memory.failed_allocations.fetch_add(1);
            return nullptr;
        }
        handler();
        if (void* const memory =
                allocation_recorder::allocate(new_source<IsArray>{bytes, alignment}, bytes, alignment)) {
            return memory;
        }
    }
}

template <bool IsArray>
DWELL_ALWAYS_INLINE void* allocate_or_throw(size_t bytes, size_t alignment) {
    void* memory = allocation_recorder::allocate(new_source<IsArray>{bytes, alignment}, bytes, alignment);
    if (memory == nullptr) [[unlikely]] {
        memory = allocate_with_handler<IsArray>(bytes, alignment);
        if (memory == nullptr) {
#if defined(__cpp_exceptions)
            throw std::bad_alloc();
#else
            write_to_stderr("dwell: operator new: no memory, and no exceptions to say so\n");
            std::abort();
#endif
        }
    }
    return memory;
}

template <bool IsArray>
DWELL_ALWAYS_INLINE void* allocate_or_null(size_t bytes, size_t alignment) noexcept {
    if (void* const memory = allocation_recorder::allocate(new_source<IsArray>{bytes, alignment}, bytes, alignment))
        [[likely]] {
        return memory;
    }
#if defined(__cpp_exceptions)
    // A handler may throw.
    try {
        return allocate_with_handler<IsArray>(bytes, alignment);
    } catch (...) {
        all_memory.failed_allocations.fetch_add(1);
        return nullptr;
    }
#else
    return allocate_with_handler<IsArray>(bytes, alignment);
#endif
}

template <bool IsArray>
DWELL_ALWAYS_INLINE void free_counted(void* memory, size_t bytes, size_t alignment) noexcept {
    allocation_recorder::free(new_source<IsArray>{bytes, alignment}, memory);
}

inline constexpr size_t unknown_bytes = new_source<false>::unknown;

/// Early in the start of the program: what is dwell's own is known from then on.
inline const bool hooks_are_noted = [] {
    all_memory.has_hooks.store(1);
    allocation_recorder::begin(new_source<false>::sizes);
    return true;
}();

}  // namespace detail
DWELL_NAMESPACE_END

// All of them, as [new.delete] lists them: what is not replaced would take memory from the library's own, and a free
// would then be counted whose allocation was not.

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-declarations"
#endif

void* operator new(std::size_t bytes) { return dwell::detail::allocate_or_throw<false>(bytes, 0); }
void* operator new[](std::size_t bytes) { return dwell::detail::allocate_or_throw<true>(bytes, 0); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return dwell::detail::allocate_or_throw<false>(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    return dwell::detail::allocate_or_throw<true>(bytes, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    return dwell::detail::allocate_or_null<false>(bytes, 0);
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
    return dwell::detail::allocate_or_null<true>(bytes, 0);
}
void* operator new(std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return dwell::detail::allocate_or_null<false>(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return dwell::detail::allocate_or_null<true>(bytes, static_cast<std::size_t>(alignment));
}

void operator delete(void* memory) noexcept {
    dwell::detail::free_counted<false>(memory, dwell::detail::unknown_bytes, 0);
}
void operator delete[](void* memory) noexcept {
    dwell::detail::free_counted<true>(memory, dwell::detail::unknown_bytes, 0);
}
void operator delete(void* memory, std::size_t bytes) noexcept { dwell::detail::free_counted<false>(memory, bytes, 0); }
void operator delete[](void* memory, std::size_t bytes) noexcept {
    dwell::detail::free_counted<true>(memory, bytes, 0);
}
void operator delete(void* memory, std::align_val_t alignment) noexcept {
    dwell::detail::free_counted<false>(memory, dwell::detail::unknown_bytes, static_cast<std::size_t>(alignment));
}
void operator delete[](void* memory, std::align_val_t alignment) noexcept {
    dwell::detail::free_counted<true>(memory, dwell::detail::unknown_bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory, std::size_t bytes, std::align_val_t alignment) noexcept {
    dwell::detail::free_counted<false>(memory, bytes, static_cast<std::size_t>(alignment));
}
void operator delete[](void* memory, std::size_t bytes, std::align_val_t alignment) noexcept {
    dwell::detail::free_counted<true>(memory, bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
    dwell::detail::free_counted<false>(memory, dwell::detail::unknown_bytes, 0);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
    dwell::detail::free_counted<true>(memory, dwell::detail::unknown_bytes, 0);
}
void operator delete(void* memory, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    dwell::detail::free_counted<false>(memory, dwell::detail::unknown_bytes, static_cast<std::size_t>(alignment));
}
void operator delete[](void* memory, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    dwell::detail::free_counted<true>(memory, dwell::detail::unknown_bytes, static_cast<std::size_t>(alignment));
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#endif

#endif
