// SPDX-License-Identifier: BSL-1.0
// What a snapshot says of a simulated device beside call paths: metrics, each by its name and labels.
#ifndef DWELL_TESTS_SUPPORT_SOURCE_METRICS_HPP
#define DWELL_TESTS_SUPPORT_SOURCE_METRICS_HPP

#include <dwell/record/source.hpp>
#include <dwell/snapshot.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "support/catch.hpp"

namespace test {

/// Of the metric with this name, and these values of its first labels where it has any.
template <typename Values>
auto device_metric(const Values& all, std::string_view name, std::string_view label = {},
                   std::string_view second = {}) {
    const auto has_label = [](const auto& each, std::size_t at, std::string_view value) {
        return value.empty() || (each.identity.labels.size() > at && each.identity.labels[at].second == value);
    };
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) {
        return each.identity.name == name && has_label(each, 0, label) && has_label(each, 1, second);
    });
    INFO(name << " " << label << " " << second);
    REQUIRE(found != all.end());
    return *found;
}

/// `Recording` is a `device_recording`.
template <typename Recording>
dwell::profile snapshot_with_sources() {
    using recorder = typename Recording::device_recorder;
    REQUIRE(dwell::detail::all_sources.add(recorder::key(), recorder::read));
    dwell::profile profile = dwell::detail::take_snapshot(Recording::recorder::all(), true);
    dwell::detail::all_sources.remove(recorder::key(), recorder::read);
    return profile;
}

}  // namespace test

#endif
