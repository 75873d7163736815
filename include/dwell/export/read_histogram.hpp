// SPDX-License-Identifier: BSL-1.0
// Reads a histogram as `write_json` writes it.
#ifndef DWELL_EXPORT_READ_HISTOGRAM_HPP
#define DWELL_EXPORT_READ_HISTOGRAM_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_members.hpp>
#include <dwell/export/json_reader.hpp>
#include <dwell/stats/histogram.hpp>

#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Reads [[index, count], ...], ascending by index, into an empty histogram.
inline bool read_buckets(json_reader& in, histogram& values) {
    uint64_t next_index = 0;
    return in.array([&] {
        const size_t begin = in.offset();
        uint64_t pair[2] = {0, 0};
        size_t size = 0;
        constexpr const char* wrong_shape = "a bucket is not [index, count]";
        if (!in.array([&] { return size < 2 ? in.integer(pair[size++]) : in.fail(wrong_shape); })) {
            return false;
        }
        if (size < 2) {
            return in.fail_at(begin, wrong_shape);
        }
        const auto [index, count] = std::pair(pair[0], pair[1]);
        if (index < next_index || index >= histogram::layout::count) {
            return in.fail_at(begin, "a bucket's index is out of order or too large");
        }
        if (count == 0 || count > uint64_max - values.count()) {
            return in.fail_at(begin, "a bucket's count is 0, or all counts together pass 2^64 - 1");
        }
        next_index = index + 1;
        return values.add_bucket(static_cast<size_t>(index), count);
    });
}

inline bool read_histogram(json_reader& in, histogram& result) {
    histogram values;
    uint64_t smallest = 0;
    uint64_t largest = 0;
    bool bounds_are_exact = true;
    uint64_t sum[2] = {0, 0};
    uint64_t refused = 0;
    uint64_t over_range = 0;
    bool saturated = false;
    const bool was_read = read_members(
        in, {optional("min", smallest), optional("max", largest), optional("bounds_are_exact", bounds_are_exact),
             required("sum", [&] { return in.wide_integer(sum[0], sum[1]); }), optional("refused", refused),
             optional("over_range", over_range), optional("saturated", saturated),
             required("buckets", [&] { return read_buckets(in, values); })});
    if (!was_read) {
        return false;
    }
    if (!values.empty() && !values.set_extremes(smallest, largest, bounds_are_exact)) {
        return in.fail("\"min\" or \"max\" is not in the first or the last bucket");
    }
    values.add_to_sum(sum[1], sum[0]);
    values.add_misfits(refused, over_range);
    if (saturated) {
        values.set_saturated();
    }
    result = values;  // a copy has no room to grow: a profile has very many of these
    return true;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
