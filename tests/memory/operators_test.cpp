// SPDX-License-Identifier: BSL-1.0
// Every form of operator new and operator delete that the standard lists, and what it asks of them.
#include "memory_support.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <limits>
#include <new>

namespace {

constexpr std::align_val_t page{4096};

// As a compiler calls it that says how large a block is; clang before version 19 does not even declare these.
void free_sized(void* memory, std::size_t bytes) {
#if defined(__cpp_sized_deallocation)
    ::operator delete(memory, bytes);
#else
    (void)bytes;
    ::operator delete(memory);
#endif
}
void free_sized(void* memory, std::size_t bytes, std::align_val_t alignment) {
#if defined(__cpp_sized_deallocation)
    ::operator delete(memory, bytes, alignment);
#else
    (void)bytes;
    ::operator delete(memory, alignment);
#endif
}
void free_sized_array(void* memory, std::size_t bytes) {
#if defined(__cpp_sized_deallocation)
    ::operator delete[](memory, bytes);
#else
    (void)bytes;
    ::operator delete[](memory);
#endif
}
void free_sized_array(void* memory, std::size_t bytes, std::align_val_t alignment) {
#if defined(__cpp_sized_deallocation)
    ::operator delete[](memory, bytes, alignment);
#else
    (void)bytes;
    ::operator delete[](memory, alignment);
#endif
}

bool is_aligned(const void* memory, std::size_t alignment) {
    return reinterpret_cast<std::uintptr_t>(memory) % alignment == 0;
}

// More than any allocator gives, and not so much that the compiler refuses it.
std::size_t too_much() {
    volatile std::size_t bytes = std::numeric_limits<std::size_t>::max() / 2;
    return bytes;
}

int handler_calls = 0;
void give_up() {
    ++handler_calls;
    std::set_new_handler(nullptr);
}
void throw_from_handler() { throw std::bad_alloc(); }

}  // namespace

TEST_CASE("each form allocates, and is counted once with each form that frees", "[memory]") {
    RETURN_UNLESS_COUNTED();
    {
        TIMED_SCOPE("operators");
        free_sized(opaque(::operator new(24)), 24);
        free_sized_array(opaque(::operator new[](24)), 24);
        ::operator delete[](opaque(::operator new[](24)));
        free_sized(opaque(::operator new(24, std::nothrow)), 24);
        ::operator delete[](opaque(::operator new[](24, std::nothrow)), std::nothrow);
        free_sized(opaque(::operator new(24, page)), 24, page);
        ::operator delete[](opaque(::operator new[](24, page)), page);
        free_sized_array(opaque(::operator new[](24, page)), 24, page);
        free_sized(opaque(::operator new(24, page, std::nothrow)), 24, page);
        ::operator delete[](opaque(::operator new[](24, page, std::nothrow)), page, std::nothrow);
    }
    const dwell::memory_counts counts = self_memory(dwell::snapshot(), "operators");
    CHECK(counts.allocations == 10);
    CHECK(counts.frees == 10);
    CHECK(counts.allocated_bytes == counts.freed_bytes);
    if (counts_requested) {
        CHECK(counts.allocated_bytes == 240);
    }
}

TEST_CASE("alignments are what was asked for, whether or not a block is followed", "[memory]") {
    for (const std::uint64_t interval : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{100}}) {
        dwell::set_heap_interval(interval);
        for (std::size_t alignment = 16; alignment <= 65536; alignment *= 2) {
            for (std::size_t size = 0; size < 2000; size += 333) {
                void* const memory = opaque(::operator new (size, std::align_val_t{alignment}));
                REQUIRE(is_aligned(memory, alignment));
                ::operator delete (memory, std::align_val_t{alignment});
                char* const array = static_cast<char*>(opaque(::operator new[](size, std::align_val_t{alignment})));
                REQUIRE(is_aligned(array, alignment));
                for (std::size_t i = 0; i < size; ++i) {
                    array[i] = 'x';
                }
                ::operator delete[](array, std::align_val_t{alignment});
            }
        }
    }
}

TEST_CASE("no byte at all has an address of its own", "[memory]") {
    void* const first = opaque(::operator new(0));
    void* const second = opaque(::operator new(0));
    CHECK(first != nullptr);
    CHECK(second != nullptr);
    CHECK(first != second);
    free_sized(first, 0);
    free_sized(second, 0);
    ::operator delete(nullptr);
    ::operator delete[](nullptr);
}

TEST_CASE("where there is no memory, bad_alloc or null comes back, the handler is asked first, and it is counted",
          "[memory]") {
    RETURN_UNLESS_COUNTED();
    const std::uint64_t before = dwell::snapshot().memory().failed_allocations;
    {
        TIMED_SCOPE("too much");
        CHECK_THROWS_AS((void)opaque(::operator new(too_much())), std::bad_alloc);
        CHECK_THROWS_AS((void)opaque(::operator new[](too_much())), std::bad_alloc);
        CHECK_THROWS_AS((void)opaque(::operator new(too_much(), page)), std::bad_alloc);
        CHECK(opaque(::operator new(too_much(), std::nothrow)) == nullptr);
        CHECK(opaque(::operator new[](2 * too_much() + 1, std::nothrow)) == nullptr);  // no room for a note behind it
        CHECK(opaque(::operator new(too_much(), page, std::nothrow)) == nullptr);
        std::set_new_handler(give_up);
        CHECK(opaque(::operator new(too_much(), std::nothrow)) == nullptr);
        CHECK(handler_calls == 1);
        std::set_new_handler(throw_from_handler);
        CHECK(opaque(::operator new(too_much(), std::nothrow)) == nullptr);
        CHECK_THROWS_AS((void)opaque(::operator new(too_much())), std::bad_alloc);
        std::set_new_handler(nullptr);
        volatile std::size_t count = std::numeric_limits<std::size_t>::max() / 2;
        // std::bad_array_new_length, which is one; clang 14 asks for 2^64 - 1 bytes instead.
        CHECK_THROWS_AS((void)opaque(new int[count]), std::bad_alloc);
    }
    CHECK(dwell::snapshot().memory().failed_allocations >= before + 7);
}
