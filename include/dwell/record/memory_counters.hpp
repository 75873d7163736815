// SPDX-License-Identifier: BSL-1.0
// What a call path allocated and freed, as one thread counts it.
#ifndef DWELL_RECORD_MEMORY_COUNTERS_HPP
#define DWELL_RECORD_MEMORY_COUNTERS_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Written by one thread, but for those that say otherwise; read by any. Only ever grows.
struct memory_counters {
    atomic_cell<uint64_t> allocations{};
    atomic_cell<uint64_t> allocated_bytes{};
    atomic_cell<uint64_t> frees{};
    atomic_cell<uint64_t> freed_bytes{};

    DWELL_ALWAYS_INLINE void count_allocation(uint64_t bytes) noexcept {
        allocations.add(1);
        allocated_bytes.add(bytes);
    }
    DWELL_ALWAYS_INLINE void count_free(uint64_t bytes) noexcept {
        frees.add(1);
        freed_bytes.add(bytes);
    }

    /// The same two for numbers that several threads write.
    void count_shared_allocation(uint64_t bytes) noexcept {
        allocations.fetch_add(1);
        allocated_bytes.fetch_add(bytes);
    }
    void count_shared_free(uint64_t bytes) noexcept {
        frees.fetch_add(1);
        freed_bytes.fetch_add(bytes);
    }

    /// Nobody writes meanwhile.
    void restart() noexcept {
        allocations.store(0);
        allocated_bytes.store(0);
        frees.store(0);
        freed_bytes.store(0);
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
