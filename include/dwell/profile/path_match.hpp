// SPDX-License-Identifier: BSL-1.0
// Which call path of one profile is which of another.
#ifndef DWELL_PROFILE_PATH_MATCH_HPP
#define DWELL_PROFILE_PATH_MATCH_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/hash_index.hpp>
#include <dwell/profile/profile.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// For each call path of `from`, the index of the one with the same names in `to`, or `call_path::no_parent`.
/// Ascending, since both are in the same order. Linear in the paths.
[[nodiscard]] inline std::vector<uint32_t> match_paths(const profile& from, const profile& to) {
    constexpr uint32_t none = call_path::no_parent;
    std::vector<uint32_t> name_in_to(from.names().size(), none);
    for (size_t i = 0, j = 0; i < from.names().size() && j < to.names().size();) {
        const int order = from.names()[i].text.compare(to.names()[j].text);
        if (order == 0) {
            name_in_to[i] = static_cast<uint32_t>(j);
        }
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
    }
    hash_index index;
    for (uint32_t i = 0; i < to.paths().size(); ++i) {
        index.insert(hash_of(to.paths()[i].parent, to.paths()[i].name), i);
    }
    std::vector<uint32_t> matched(from.paths().size(), none);
    for (size_t i = 0; i < from.paths().size(); ++i) {
        const call_path& path = from.paths()[i];
        const bool is_root = path.parent == none;
        if (name_in_to[path.name] == none || (!is_root && matched[path.parent] == none)) {
            continue;
        }
        const uint32_t parent = is_root ? none : matched[path.parent];
        const uint32_t name = name_in_to[path.name];
        matched[i] = index.find(hash_of(parent, name), [&](uint32_t candidate) {
            return to.paths()[candidate].parent == parent && to.paths()[candidate].name == name;
        });
    }
    return matched;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
