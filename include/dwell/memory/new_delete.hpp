// SPDX-License-Identifier: BSL-1.0
// Replaces every global operator new and operator delete of a program by ones that count. Included by exactly one
// source file of the program, and by no other header.
#ifndef DWELL_MEMORY_NEW_DELETE_HPP
#define DWELL_MEMORY_NEW_DELETE_HPP

#include <dwell/core/config.hpp>
#include <dwell/memory/allocation_recorder.hpp>
#include <dwell/memory/new_source.hpp>
#include <dwell/record/process_memory.hpp>

#include <new>

/// What is counted of a block: the bytes that were asked for (1, the default), which adds a note of 8 bytes to each, or
/// those that the allocator made of them (0), which it is asked for at each allocation and each free.
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

#if DWELL_COUNT_REQUESTED_BYTES
using new_source = requested_source;
#else
using new_source = usable_source;
#endif

/// As the standard asks of `operator new`: the handler is called until there is memory, or no handler. Null then.
DWELL_COLD inline void* allocate_with_handler(size_t bytes, size_t alignment) {
    for (;;) {
        const std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) {
            all_memory.failed_allocations.fetch_add(1);
            return nullptr;
        }
        handler();
        if (void* const memory = allocation_recorder::allocate(new_source{bytes, alignment}, bytes, alignment)) {
            return memory;
        }
    }
}

DWELL_ALWAYS_INLINE void* allocate_or_throw(size_t bytes, size_t alignment) {
    void* memory = allocation_recorder::allocate(new_source{bytes, alignment}, bytes, alignment);
    if (memory == nullptr) [[unlikely]] {
        memory = allocate_with_handler(bytes, alignment);
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

DWELL_ALWAYS_INLINE void* allocate_or_null(size_t bytes, size_t alignment) noexcept {
    if (void* const memory = allocation_recorder::allocate(new_source{bytes, alignment}, bytes, alignment)) [[likely]] {
        return memory;
    }
#if defined(__cpp_exceptions)
    // A handler may throw.
    try {
        return allocate_with_handler(bytes, alignment);
    } catch (...) {
        all_memory.failed_allocations.fetch_add(1);
        return nullptr;
    }
#else
    return allocate_with_handler(bytes, alignment);
#endif
}

DWELL_ALWAYS_INLINE void free_counted(void* memory, size_t bytes, size_t alignment) noexcept {
    allocation_recorder::free(new_source{bytes, alignment}, memory);
}

/// Early in the start of the program: what is dwell's own is known from then on. Valgrind puts operators of its own in
/// the place of these: a test that asks for no allocations must not pass for that.
inline const bool hooks_are_noted = [] {
    // By their addresses, which is what others replace; volatile, so that the compiler calls nothing else.
    static void* (*volatile allocate)(std::size_t) = &::operator new;
    void (*volatile release)(void*) = &::operator delete;
    void* memory = nullptr;
    const bool is_reached = allocation_recorder::is_reached_by([]() -> void* { return allocate(1); }, memory);
    if (!is_reached) {
        const char* none = nullptr;
        all_memory.sizes.compare_exchange(none, "not counted: another operator new is in use");
        release(memory);
        return false;
    }
    new_source{1, 0}.release(memory, false);
    all_memory.has_hooks.store(1);
    allocation_recorder::begin<new_source>();
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

void* operator new(std::size_t bytes) { return dwell::detail::allocate_or_throw(bytes, 0); }
void* operator new[](std::size_t bytes) { return dwell::detail::allocate_or_throw(bytes, 0); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return dwell::detail::allocate_or_throw(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    return dwell::detail::allocate_or_throw(bytes, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    return dwell::detail::allocate_or_null(bytes, 0);
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
    return dwell::detail::allocate_or_null(bytes, 0);
}
void* operator new(std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return dwell::detail::allocate_or_null(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return dwell::detail::allocate_or_null(bytes, static_cast<std::size_t>(alignment));
}

void operator delete(void* memory) noexcept {
    dwell::detail::free_counted(memory, dwell::detail::size_note::unknown, 0);
}
void operator delete[](void* memory) noexcept {
    dwell::detail::free_counted(memory, dwell::detail::size_note::unknown, 0);
}
void operator delete(void* memory, std::size_t bytes) noexcept { dwell::detail::free_counted(memory, bytes, 0); }
void operator delete[](void* memory, std::size_t bytes) noexcept { dwell::detail::free_counted(memory, bytes, 0); }
void operator delete(void* memory, std::align_val_t alignment) noexcept {
    dwell::detail::free_counted(memory, dwell::detail::size_note::unknown, static_cast<std::size_t>(alignment));
}
void operator delete[](void* memory, std::align_val_t alignment) noexcept {
    dwell::detail::free_counted(memory, dwell::detail::size_note::unknown, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory, std::size_t bytes, std::align_val_t alignment) noexcept {
    dwell::detail::free_counted(memory, bytes, static_cast<std::size_t>(alignment));
}
void operator delete[](void* memory, std::size_t bytes, std::align_val_t alignment) noexcept {
    dwell::detail::free_counted(memory, bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
    dwell::detail::free_counted(memory, dwell::detail::size_note::unknown, 0);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
    dwell::detail::free_counted(memory, dwell::detail::size_note::unknown, 0);
}
void operator delete(void* memory, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    dwell::detail::free_counted(memory, dwell::detail::size_note::unknown, static_cast<std::size_t>(alignment));
}
void operator delete[](void* memory, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    dwell::detail::free_counted(memory, dwell::detail::size_note::unknown, static_cast<std::size_t>(alignment));
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#endif

#endif
