// SPDX-License-Identifier: BSL-1.0
// The one file of this program that replaces operator new, and a test of what no other file sees.
#include <dwell/memory/new_delete.hpp>

#include "support/catch.hpp"

#include <cstddef>

extern const bool counts_requested;  // of memory_support.hpp, which includes much more
const bool counts_requested = DWELL_COUNT_REQUESTED_BYTES != 0;

TEST_CASE("a size is found however much an allocator adds for an alignment", "[memory]") {
    using dwell::detail::size_note;
    alignas(4096) static unsigned char memory[16384];
    for (const std::size_t alignment : {16U, 128U, 4096U}) {
        // An address that is no multiple of more.
        unsigned char* const block = memory + (alignment == 4096 ? 0 : alignment);
        for (std::size_t bytes = 0; bytes < 2 * alignment; bytes += 7) {
            size_note::write(block, bytes);
            // jemalloc and tcmalloc round up to the alignment, mimalloc adds it.
            for (const std::size_t usable :
                 {size_note::with_note(bytes), (bytes + 2 * alignment) / alignment * alignment,
                  size_note::with_note(bytes) + alignment}) {
                REQUIRE(size_note::read(block, usable) == bytes);
            }
            size_note::wipe(block, bytes);
            REQUIRE(size_note::read(block, 2 * alignment + 64) == size_note::unknown);
        }
    }
}
