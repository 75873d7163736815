// SPDX-License-Identifier: BSL-1.0
// Two profiles with the same call paths, so that what happened to one of them in the other is at the same index.
#ifndef DWELL_PROFILE_ALIGN_HPP
#define DWELL_PROFILE_ALIGN_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>

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
    // Those of `source` first, in their order: what refers to them by their index stays right.
    for (const profile* const from : {&source, &other}) {
        for (const scope_name& name : from->names()) {
            builder.name(name.text, name.file, name.line);
        }
    }
    for (const call_path& path : source.paths()) {
        builder.at(builder.path(path.parent, path.name)) = path;
    }
    for (const exemplar& slow : source.exemplars()) {
        builder.add_exemplar(slow);
    }
    std::vector<uint32_t> added;
    added.reserve(other.paths().size());
    for (const call_path& path : other.paths()) {
        const uint32_t parent = path.parent == call_path::no_parent ? path.parent : added[path.parent];
        added.push_back(builder.path(parent, builder.name(other.name_of(path))));
    }
    return builder.build();
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
