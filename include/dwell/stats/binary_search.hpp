// SPDX-License-Identifier: BSL-1.0
// Binary search, without <algorithm> (30 ms in every file that reports).
#ifndef DWELL_STATS_BINARY_SEARCH_HPP
#define DWELL_STATS_BINARY_SEARCH_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The first index below `count` for which `is_before(index)` is false, or `count`. Where it is false it stays false
/// for all that follow.
template <typename IsBefore>
[[nodiscard]] size_t partition_point(size_t count, const IsBefore& is_before) noexcept {
    size_t first = 0;
    while (first < count) {
        const size_t middle = first + (count - first) / 2;
        if (is_before(middle)) {
            first = middle + 1;
        } else {
            count = middle;
        }
    }
    return first;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
