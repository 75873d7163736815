// SPDX-License-Identifier: BSL-1.0
// Small profiles written down by hand.
#ifndef DWELL_TESTS_SUPPORT_PROFILE_FIXTURE_HPP
#define DWELL_TESTS_SUPPORT_PROFILE_FIXTURE_HPP

#include <dwell/profile/builder.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace test {

struct path_entry {
    std::string names;  // root first, separated by ';'
    uint64_t calls;
    uint64_t total_ticks;
    uint64_t open_calls = 0;
};

inline uint32_t add_path(dwell::profile_builder& builder, const std::string& names) {
    uint32_t index = dwell::call_path::no_parent;
    for (size_t begin = 0; begin <= names.size();) {
        const size_t end = (std::min)(names.find(';', begin), names.size());
        index = builder.path(index, builder.name(names.substr(begin, end - begin)));
        begin = end + 1;
    }
    return index;
}

/// Every call took 10 ticks, whatever the totals say.
inline dwell::profile_builder builder_of(const std::vector<path_entry>& entries) {
    dwell::profile_builder builder;
    for (const path_entry& entry : entries) {
        dwell::call_path& path = builder.at(add_path(builder, entry.names));
        path.calls = entry.calls;
        path.total_ticks = entry.total_ticks;
        path.open_calls = entry.open_calls;
        path.durations.record(10, entry.calls);
    }
    return builder;
}

inline dwell::profile profile_of(const std::vector<path_entry>& entries) { return builder_of(entries).build(); }

inline dwell::thread_profile thread_of(std::string name, uint64_t started, uint64_t running, uint64_t cpu_ns,
                                       std::vector<dwell::thread_path> paths = {}) {
    return {std::move(name), started, running, cpu_ns, std::move(paths)};
}

}  // namespace test

#endif
