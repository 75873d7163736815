// SPDX-License-Identifier: BSL-1.0
// Several threads of one name as one.
#ifndef DWELL_PROFILE_THREAD_GROUP_HPP
#define DWELL_PROFILE_THREAD_GROUP_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/call_path.hpp>

#include <algorithm>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Adds `other` to a group. Its call paths are appended as they are: `sum_by_path` puts them right.
inline void absorb(thread_profile& group, const thread_profile& other) {
    group.started += other.started;
    group.running += other.running;
    group.cpu_ns += other.cpu_ns;
    group.paths.insert(group.paths.end(), other.paths.begin(), other.paths.end());
}

/// Puts call paths in ascending order, each once. Self times are added, too.
inline void sum_by_path(std::vector<thread_path>& paths) {
    std::sort(paths.begin(), paths.end(), [](const thread_path& a, const thread_path& b) { return a.path < b.path; });
    size_t kept = 0;
    for (size_t i = 1; i < paths.size(); ++i) {
        if (paths[i].path == paths[kept].path) {
            paths[kept].calls += paths[i].calls;
            paths[kept].total_ticks += paths[i].total_ticks;
            paths[kept].self_ticks += paths[i].self_ticks;
            paths[kept].span_ticks += paths[i].span_ticks;
        } else {
            paths[++kept] = paths[i];
        }
    }
    if (!paths.empty()) {
        paths.resize(kept + 1);
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
