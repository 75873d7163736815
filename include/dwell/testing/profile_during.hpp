// SPDX-License-Identifier: BSL-1.0
// The profile of a piece of a program's run.
#ifndef DWELL_TESTING_PROFILE_DURING_HPP
#define DWELL_TESTING_PROFILE_DURING_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/snapshot.hpp>

#include <utility>

DWELL_NAMESPACE_BEGIN

/// Runs `f` and gives what was recorded meanwhile, by all threads: the `delta` of a snapshot after it and one before
/// it. What `f` throws is passed on. A scope that is open around it is in the profile, too, with the time that passed.
template <typename Callable>
[[nodiscard]] profile profile_during(Callable&& f, const snapshot_options& options = {}) {
    const profile before = snapshot(options);
    std::forward<Callable>(f)();
    return delta(snapshot(options), before);
}

DWELL_NAMESPACE_END

#endif
