// SPDX-License-Identifier: BSL-1.0
// Several threads of one name as one.
#ifndef DWELL_PROFILE_THREAD_GROUP_HPP
#define DWELL_PROFILE_THREAD_GROUP_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/call_path.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Adds `other` to a group. Its call paths are appended as they are: `sum_by_path` puts them right.
inline void absorb(thread_profile& group, const thread_profile& other) {
    group.started += other.started;
    group.running += other.running;
    group.cpu_ns += other.cpu_ns;
    for (const thread_path& path : other.paths) {
        group.paths.push_back(path);
    }
}

/// Puts call paths in ascending order, each once. Self times are added, too.
inline void sum_by_path(std::vector<thread_path>& paths) {
    std::vector<thread_path> summed;
    for (const uint32_t i :
         sorted_order(paths.size(), [&](uint32_t a, uint32_t b) { return paths[a].path < paths[b].path; })) {
        const thread_path& added = paths[i];
        if (summed.empty() || summed.back().path != added.path) {
            summed.push_back(added);
            continue;
        }
        thread_path& sum = summed.back();
        sum.calls += added.calls;
        sum.total_ticks += added.total_ticks;
        sum.self_ticks += added.self_ticks;
        sum.span_ticks += added.span_ticks;
    }
    paths.swap(summed);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
