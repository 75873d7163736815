// SPDX-License-Identifier: BSL-1.0
// What each thread records of all concurrent histograms: its own part of each, found by the histogram's number.
#ifndef DWELL_RECORD_HISTOGRAM_PARTS_HPP
#define DWELL_RECORD_HISTOGRAM_PARTS_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/live_totals.hpp>
#include <dwell/record/shared_histogram.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Buckets and totals that one thread has for itself: it records often.
struct own_part : constructed_in_place {
    live_totals totals;
    shared_histogram buckets;
};

/// Totals of a thread that records seldom: it counts in the buckets that such threads share.
struct guest_part : constructed_in_place {
    live_totals totals;
    uint32_t calls = 0;
};

/// What a thread has of one histogram. Written by the thread, read by any.
struct histogram_parts {
    atomic_cell<own_part*> own{};
    atomic_cell<guest_part*> guest{};
};

/// What one thread has of every histogram. It outlives its thread and goes on to the next one. Never freed.
class histogram_writer : public constructed_in_place {
public:
    static constexpr uint32_t parts_per_page = 256;
    static constexpr uint32_t page_count = 1024;
    static constexpr uint32_t capacity = parts_per_page * page_count;  ///< histograms of a process at any one time

    histogram_writer* next = nullptr;
    atomic_cell<uint32_t> in_use{};  ///< 1 while a thread has it

    /// What this thread has of a histogram; null where it has not recorded to this one or its neighbours.
    [[nodiscard]] histogram_parts* find(uint32_t number) const noexcept {
        histogram_parts* const page = pages_[number / parts_per_page].load_acquire();
        return page != nullptr ? page + number % parts_per_page : nullptr;
    }

    /// The same, made where it is missing; null where there is no memory. Only the thread itself calls it.
    histogram_parts* find_or_add(uint32_t number) noexcept {
        atomic_cell<histogram_parts*>& page = pages_[number / parts_per_page];
        if (page.load() == nullptr) {
            page.store_release(
                static_cast<histogram_parts*>(allocate_zeroed(parts_per_page * sizeof(histogram_parts))));
        }
        return find(number);
    }

private:
    atomic_cell<histogram_parts*> pages_[page_count]{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
