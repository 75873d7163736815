// SPDX-License-Identifier: BSL-1.0
// Sorting by index: the order of elements of any type, with no code compiled again for each type.
#ifndef DWELL_STATS_SORTED_ORDER_HPP
#define DWELL_STATS_SORTED_ORDER_HPP

#include <dwell/core/config.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Whether the element of one index stands before that of another. Refers to a function object, which must outlive it.
class index_order {
public:
    template <typename IsBefore>
    explicit index_order(const IsBefore& is_before) noexcept
        : context_(&is_before), call_([](const void* context, uint32_t a, uint32_t b) -> bool {
              return (*static_cast<const IsBefore*>(context))(a, b);
          }) {}

    [[nodiscard]] bool operator()(uint32_t a, uint32_t b) const { return call_(context_, a, b); }

private:
    const void* context_;
    bool (*call_)(const void* context, uint32_t a, uint32_t b);
};

/// Merges two runs of `from`, [first, middle) and [middle, last), into the same places of `to`.
inline void merge_runs(const std::vector<uint32_t>& from, std::vector<uint32_t>& to, size_t first, size_t middle,
                       size_t last, const index_order& order) {
    size_t left = first;
    size_t right = middle;
    for (size_t at = first; at < last; ++at) {
        const bool takes_right = left == middle || (right != last && order(from[right], from[left]));
        to[at] = takes_right ? from[right++] : from[left++];
    }
}

/// The indices 0 to `count - 1`, ascending by `order`; those of equal elements stay ascending. A merge sort, since
/// <algorithm> costs 30 ms and each std::stable_sort 5 ms more. O(count * log(count)), and O(count) where all are in
/// order.
[[nodiscard]] inline std::vector<uint32_t> sorted_order(size_t count, const index_order& order) {
    std::vector<uint32_t> sorted(count);
    bool is_sorted = true;
    for (uint32_t i = 0; i < count; ++i) {
        sorted[i] = i;
        is_sorted = is_sorted && (i == 0 || !order(i, i - 1));
    }
    if (is_sorted) {
        return sorted;
    }
    std::vector<uint32_t> merged(count);
    for (size_t length = 1; length < count; length *= 2) {
        for (size_t first = 0; first < count; first += 2 * length) {
            const size_t middle = first + length < count ? first + length : count;
            const size_t last = middle + length < count ? middle + length : count;
            merge_runs(sorted, merged, first, middle, last, order);
        }
        sorted.swap(merged);
    }
    return sorted;
}

template <typename IsBefore>
[[nodiscard]] std::vector<uint32_t> sorted_order(size_t count, const IsBefore& is_before) {
    return sorted_order(count, index_order(is_before));
}

/// The indices of the `most` largest amounts, or of all where `most` is 0, the largest first; equal ones ascending.
[[nodiscard]] inline std::vector<uint32_t> largest_first(const std::vector<double>& amounts, size_t most) {
    std::vector<uint32_t> order =
        sorted_order(amounts.size(), [&](uint32_t a, uint32_t b) { return amounts[a] > amounts[b]; });
    if (most != 0 && most < order.size()) {
        order.resize(most);
    }
    return order;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
