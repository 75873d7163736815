// SPDX-License-Identifier: BSL-1.0
// A limit of allocations, held against what was counted: nothing passes where nothing counts.
#ifndef DWELL_TESTING_CHECK_MEMORY_HPP
#define DWELL_TESTING_CHECK_MEMORY_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/testing/check_limits.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Holds a limit against the mean of `calls` calls, in a program whose profile is `source`. Fails where the program has
/// no hooks, and is inconclusive where a sanitizer has its own: the same test counts in another build.
[[nodiscard]] inline limit_check check_memory(const upper_limit& limit, const profile& source, double each,
                                              uint64_t calls) {
    const std::string& sizes = source.memory().sizes;
    if (sizes == "requested" || sizes == "usable") {
        return check_upper_limit(limit, measured_interval::exactly(each, calls));
    }
    if (sizes.empty()) {
        return failed_limit(limit,
                            "no allocation is counted: include <dwell/memory/new_delete.hpp> in one source file");
    }
    if (sizes.substr(0, 17) == "not counted under") {
        measured_interval unknown;
        unknown.reason = "allocations are " + sizes;
        return check_upper_limit(limit, unknown);
    }
    return failed_limit(limit, "allocations are " + sizes);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
