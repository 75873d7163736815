// SPDX-License-Identifier: BSL-1.0
// The statistics of every name of a profile at once.
#ifndef DWELL_EXPORT_SCOPE_TOTALS_HPP
#define DWELL_EXPORT_SCOPE_TOTALS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/path_cursor.hpp>
#include <dwell/profile/profile.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What `profile::find` gives for each name, in the order of `profile::names()`, in one pass over the call paths.
[[nodiscard]] inline std::vector<scope_statistics> totals_by_name(const profile& source) {
    std::vector<scope_statistics> totals;
    totals.reserve(source.names().size());
    for (const scope_name& name : source.names()) {
        totals.emplace_back(name.text, source.scale(), source.memory().sample_interval_bytes);
    }
    const std::vector<call_path>& paths = source.paths();
    // How many scopes of each name the cursor is inside: one that runs inside another of its name adds no total.
    std::vector<uint32_t> open(source.names().size(), 0);
    path_cursor cursor(paths);
    for (uint32_t i = 0; i < paths.size(); ++i) {
        cursor.move_to(
            i, [&](uint32_t entered) { ++open[paths[entered].name]; },
            [&](uint32_t left) { --open[paths[left].name]; });
        totals[paths[i].name].add(paths[i], open[paths[i].name] > 1);
    }
    return totals;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
