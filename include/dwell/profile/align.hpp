// SPDX-License-Identifier: BSL-1.0
// Two profiles with the same call paths, so that what happened to one of them in the other is at the same index.
#ifndef DWELL_PROFILE_ALIGN_HPP
#define DWELL_PROFILE_ALIGN_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/timeline_transfer.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// `source` with the names and call paths of `other` that it lacks: nothing was recorded of them. Without the timeline.
/// Whichever of two profiles this is done to, names and call paths are the same afterwards, in the same order. Linear
/// in the size of both, sorting aside.
[[nodiscard]] inline profile with_paths_of(const profile& source, const profile& other) {
    const own_work not_the_users;
    profile_builder builder;
    profile_parts& parts = builder.parts();
    parts = profile_parts(source.parts());
    parts.names.clear();
    parts.paths.clear();
    parts.exemplars = {};
    parts.timeline = {};
    std::vector<uint32_t> moved_to;
    moved_to.reserve(source.paths().size());
    const auto add_to = [&](std::vector<uint32_t>& indices, const profile& from, const call_path& path) {
        const scope_name& name = from.names()[path.name];
        const uint32_t parent = path.parent == call_path::no_parent ? path.parent : indices[path.parent];
        indices.push_back(builder.path(parent, builder.name(name.text, name.file, name.line)));
    };
    for (const scope_name& name : source.names()) {
        builder.name(name.text, name.file, name.line);
    }
    for (const call_path& path : source.paths()) {
        add_to(moved_to, source, path);
        call_path& added = builder.at(moved_to.back());
        const call_path place = std::exchange(added, path);
        added.name = place.name;
        added.parent = place.parent;
        added.depth = place.depth;
    }
    for (thread_profile& thread : parts.threads) {
        for (thread_path& path : thread.paths) {
            path.path = moved_to[path.path];
        }
    }
    const timeline_transfer transfer(moved_to);
    for (const exemplar& slow : source.exemplars()) {
        builder.add_exemplar(transfer.moved(slow));
    }
    for (const scope_name& name : other.names()) {
        builder.name(name.text, name.file, name.line);
    }
    std::vector<uint32_t> others;
    others.reserve(other.paths().size());
    for (const call_path& path : other.paths()) {
        add_to(others, other, path);
    }
    return builder.build();
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
