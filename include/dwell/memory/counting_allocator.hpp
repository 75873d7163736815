// SPDX-License-Identifier: BSL-1.0
// An allocator for containers that counts what they allocate, in a program without the hooks of new_delete.hpp.
#ifndef DWELL_MEMORY_COUNTING_ALLOCATOR_HPP
#define DWELL_MEMORY_COUNTING_ALLOCATOR_HPP

#include <dwell/core/config.hpp>
#include <dwell/memory/allocation_recorder.hpp>
#include <dwell/record/process_memory.hpp>

#include <new>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// `operator new` as a source of `allocation_recorder`.
struct operator_new_source {
    static constexpr const char* sizes = "requested";
    static constexpr bool may_move = true;
    size_t bytes;
    size_t own_alignment;

    static void prepare() noexcept {}
    [[nodiscard]] void* obtain(size_t alignment) const {
        return is_over_aligned(alignment) ? ::operator new (bytes, std::align_val_t{alignment}) : ::operator new(bytes);
    }
    [[nodiscard]] uint64_t size_of(void*) const noexcept { return bytes; }
    void release(void* memory, bool is_moved) const noexcept {
        const size_t alignment = is_moved ? live_heap::alignment : own_alignment;
        if (is_over_aligned(alignment)) {
            ::operator delete (memory, std::align_val_t{alignment});
        } else {
            ::operator delete(memory);
        }
    }

private:
    static bool is_over_aligned(size_t alignment) noexcept { return alignment > __STDCPP_DEFAULT_NEW_ALIGNMENT__; }
};

}  // namespace detail

/// `std::allocator` that counts on the call path that is open, as the hooks of <dwell/memory/new_delete.hpp> would.
/// In a program that has those it leaves the counting to them: nothing counts twice. Stateless; any thread.
template <typename T>
class counting_allocator {
public:
    using value_type = T;

    constexpr counting_allocator() noexcept = default;
    template <typename Other>
    constexpr counting_allocator(const counting_allocator<Other>&) noexcept {}

    /// Throws std::bad_array_new_length where `count` objects have more bytes than there are addresses, and what
    /// `operator new` throws.
    [[nodiscard]] T* allocate(size_t count) {
        if (count > size_max / sizeof(T)) {
            refuse_length();
        }
        const detail::operator_new_source source{count * sizeof(T), alignof(T)};
        return static_cast<T*>(counts_here() ? detail::allocation_recorder::allocate(source, source.bytes, alignof(T))
                                             : source.obtain(alignof(T)));
    }

    void deallocate(T* memory, size_t count) noexcept {
        const detail::operator_new_source source{count * sizeof(T), alignof(T)};
        if (counts_here()) {
            detail::allocation_recorder::free(source, memory);
        } else {
            source.release(memory, false);
        }
    }

    template <typename Other>
    friend constexpr bool operator==(const counting_allocator&, const counting_allocator<Other>&) noexcept {
        return true;
    }

private:
    static bool counts_here() noexcept { return detail::all_memory.has_hooks.load() == 0; }

    [[noreturn]] static void refuse_length() {
#if defined(__cpp_exceptions)
        throw std::bad_array_new_length();
#else
        (void)::operator new(size_max);  // ends the program as the library does
        __builtin_unreachable();
#endif
    }
};

DWELL_NAMESPACE_END

#endif
