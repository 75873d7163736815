// SPDX-License-Identifier: BSL-1.0
// A histogram with few enough buckets to be drawn.
#ifndef DWELL_EXPORT_BUCKET_GROUPS_HPP
#define DWELL_EXPORT_BUCKET_GROUPS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/histogram.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Neighbouring buckets as one. In the histogram's unit.
struct bucket_group {
    double from = 0;
    double to = 0;  ///< the first value that is above all of these
    uint64_t count = 0;
};

/// The buckets of `values` as at most `most` groups (at least 58), ascending, without those that hold nothing: 2^k
/// buckets each, with the smallest k for which all from the first to the last have room. So all are about equally wide
/// on a logarithmic scale, where values are not below 256. Counts are exact. O(buckets).
[[nodiscard]] inline std::vector<bucket_group> grouped_buckets(const histogram& values, size_t most) {
    using layout = histogram::layout;
    std::vector<bucket_group> groups;
    const size_t first = layout::index((values.min)());
    const size_t last = layout::index((values.max)());
    unsigned shift = 0;
    while ((last >> shift) - (first >> shift) >= most && shift < layout::sub_bucket_bits) {
        ++shift;
    }
    size_t group_of_last = layout::count;
    values.for_each_bucket([&](size_t index, uint64_t, uint64_t, uint64_t count) {
        const size_t group = index >> shift;
        if (group != group_of_last) {
            const size_t end = smaller((group + 1) << shift, layout::count);
            groups.push_back({static_cast<double>(layout::lower(group << shift)),
                              static_cast<double>(layout::upper(end - 1)) + 1, 0});
            group_of_last = group;
        }
        groups.back().count += count;
    });
    return groups;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
