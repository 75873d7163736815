// SPDX-License-Identifier: BSL-1.0
// Blocks of the C library's heap for operator new, and how many bytes of each are counted.
#ifndef DWELL_MEMORY_NEW_SOURCE_HPP
#define DWELL_MEMORY_NEW_SOURCE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/memory/system_heap.hpp>
#include <dwell/record/process_memory.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The requested size of a block, written behind it. `operator delete` is mostly told the size by the compiler; but not
/// for arrays of what needs no destructor, not by clang before version 19, and not by the C++ library where it was
/// compiled for an older standard: it frees many strings.
///
/// The note stands at the first multiple of 8 behind the bytes that were asked for. Who does not know those looks for
/// it from the end of what the allocator made of the block: what is found there is a note if it says that it stands
/// where it does. Anything else passes for one with a probability of 2^-61. The note of a block that is freed is wiped
/// out: the next block at that address may be a shorter one.
class size_note {
public:
    static constexpr size_t size = sizeof(uint64_t);
    static constexpr size_t unknown = size_max;

    /// What to allocate for a block of `bytes` with a note; 0 where that is more than there are addresses.
    [[nodiscard]] static size_t with_note(size_t bytes) noexcept {
        return bytes <= size_max - 2 * size ? position(bytes) + size : 0;
    }

    static void write(void* block, size_t bytes) noexcept {
        const uint64_t note = bytes ^ key_of(block);
        copy_bytes(static_cast<char*>(block) + position(bytes), reinterpret_cast<const char*>(&note), size);
    }

    static void wipe(void* block, size_t bytes) noexcept {
        // Volatile: a compiler leaves out what is written to memory that is freed next.
        *reinterpret_cast<volatile uint64_t*>(static_cast<char*>(block) + position(bytes)) = 0;
    }

    /// `unknown` where there is none: another `operator new` made the block. Linear in what the allocator added.
    [[nodiscard]] DWELL_COLD static size_t read(const void* block, size_t usable) noexcept {
        // No allocator adds more than that: some make a small block as large as the alignment that it was asked for.
        const auto address = reinterpret_cast<uintptr_t>(block);
        const uintptr_t most_added = usable / 2 + 64 + (address & (~address + 1));
        const size_t first = usable > most_added ? static_cast<size_t>(usable - most_added) : 0;
        for (size_t at = usable / size * size; at >= first + size; at -= size) {
            uint64_t note = 0;
            copy_bytes(reinterpret_cast<char*>(&note), static_cast<const char*>(block) + at - size, size);
            const uint64_t bytes = note ^ key_of(block);
            if (bytes <= usable && position(static_cast<size_t>(bytes)) == at - size) {
                return static_cast<size_t>(bytes);
            }
        }
        return unknown;
    }

private:
    static size_t position(size_t bytes) noexcept { return (bytes + size - 1) / size * size; }
    static uint64_t key_of(const void* block) noexcept {
        return static_cast<uint64_t>(reinterpret_cast<uintptr_t>(block)) * 0x9E37'79B9'7F4A'7C15U;
    }
};

/// One block for an `operator new`, or `operator delete`: see `allocation_recorder`. Counts the bytes that were asked
/// for.
struct requested_source {
    static constexpr const char* sizes = "requested";
    static constexpr bool may_move = true;

    size_t bytes;      ///< `size_note::unknown` to some frees
    size_t alignment;  ///< 0 where none was asked for

    static void prepare() noexcept { prepare_usable_size(); }

    [[nodiscard]] DWELL_ALWAYS_INLINE void* obtain(size_t needed_alignment) const noexcept {
        const size_t wanted = size_note::with_note(bytes);
        if (wanted == 0) [[unlikely]] {
            return nullptr;
        }
        void* const memory =
            needed_alignment == 0 ? allocate_from_system(wanted) : allocate_from_system(wanted, needed_alignment);
        if (memory != nullptr) [[likely]] {
            size_note::write(memory, bytes);
        }
        return memory;
    }
    [[nodiscard]] DWELL_ALWAYS_INLINE uint64_t size_of(void* memory) const noexcept {
        return bytes != size_note::unknown ? bytes : take_noted_size(memory);
    }
    DWELL_ALWAYS_INLINE void release(void* memory, bool is_moved) const noexcept {
        if (bytes != size_note::unknown) {
            size_note::wipe(memory, bytes);
        }
        release_to_system(memory, is_moved || alignment != 0);
    }

private:
    [[nodiscard]] DWELL_NOINLINE uint64_t take_noted_size(void* memory) const noexcept {
        const size_t usable = usable_size(memory, alignment);
        const size_t noted = size_note::read(memory, usable);
        if (noted == size_note::unknown) {
            all_memory.frees_of_unknown_size.fetch_add(1);
            return usable;
        }
        size_note::wipe(memory, noted);
        return noted;
    }
};

/// The same, counting what the allocator made of it.
struct usable_source {
    static constexpr const char* sizes = "usable";
    static constexpr bool may_move = true;

    size_t bytes;
    size_t alignment;  ///< 0 where none was asked for

    static void prepare() noexcept { prepare_usable_size(); }

    [[nodiscard]] DWELL_ALWAYS_INLINE void* obtain(size_t needed_alignment) const noexcept {
        // An address of its own, even for no byte at all.
        const size_t wanted = bytes + (bytes == 0 ? 1 : 0);
        return needed_alignment == 0 ? allocate_from_system(wanted) : allocate_from_system(wanted, needed_alignment);
    }
    [[nodiscard]] DWELL_ALWAYS_INLINE uint64_t size_of(void* memory) const noexcept {
        return usable_size(memory, alignment);
    }
    DWELL_ALWAYS_INLINE void release(void* memory, bool is_moved) const noexcept {
        release_to_system(memory, is_moved || alignment != 0);
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
