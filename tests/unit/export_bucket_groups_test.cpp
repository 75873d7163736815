// SPDX-License-Identifier: BSL-1.0
// A histogram in a few groups of buckets: none lost, none too many, in order.
#include "support/catch.hpp"

#include <dwell/export/bucket_groups.hpp>

#include <vector>

namespace {

constexpr size_t most_groups = 60;

/// Groups ascend, hold all values, and enclose the extremes.
void check_groups(const dwell::histogram& values) {
    const std::vector<dwell::detail::bucket_group> groups = dwell::detail::grouped_buckets(values, most_groups);
    REQUIRE(!groups.empty());
    CHECK(groups.size() <= most_groups);
    uint64_t count = 0;
    double end = -1;
    for (const dwell::detail::bucket_group& group : groups) {
        CHECK(group.from >= end);
        CHECK(group.to > group.from);
        CHECK(group.count > 0);
        count += group.count;
        end = group.to;
    }
    CHECK(count == values.count());
    CHECK(groups.front().from <= static_cast<double>((values.min)()));
    CHECK(groups.back().to >= static_cast<double>((values.max)()));
}

}  // namespace

TEST_CASE("few buckets are a group each") {
    dwell::histogram values;
    CHECK(dwell::detail::grouped_buckets(values, most_groups).empty());
    values.record(0);
    values.record(7, 3);
    values.record(59);
    const auto groups = dwell::detail::grouped_buckets(values, most_groups);
    REQUIRE(groups.size() == 3);
    CHECK(groups[1].from == 7);
    CHECK(groups[1].to == 8);
    CHECK(groups[1].count == 3);
    check_groups(values);
}

TEST_CASE("groups are as fine as they can be") {
    dwell::histogram values;
    for (uint64_t value = 0; value < 60; ++value) {
        values.record(value);
    }
    CHECK(dwell::detail::grouped_buckets(values, most_groups).size() == 60);
    values.record(60);
    CHECK(dwell::detail::grouped_buckets(values, most_groups).size() == 31);
    check_groups(values);
}

TEST_CASE("any range of values has room in the groups") {
    dwell::histogram all;
    for (unsigned shift = 0; shift < 64; ++shift) {
        dwell::histogram values;
        for (uint64_t step = 0; step < 500; ++step) {
            values.record((uint64_t{1} << shift) + step * ((uint64_t{1} << shift) / 100));
        }
        check_groups(values);
        all.merge(values);
    }
    all.record(0);
    all.record(UINT64_MAX, 5);
    check_groups(all);
    const auto groups = dwell::detail::grouped_buckets(all, most_groups);
    CHECK(groups.size() >= 58);
    CHECK(groups.back().to == 18446744073709551616.0);
}
