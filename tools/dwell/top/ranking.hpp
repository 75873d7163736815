// SPDX-License-Identifier: BSL-1.0
// The scopes of a profile that have most of something.
#ifndef DWELL_TOOL_TOP_RANKING_HPP
#define DWELL_TOOL_TOP_RANKING_HPP

#include "top/quantity.hpp"

#include <dwell/profile/profile.hpp>

#include <optional>
#include <string>
#include <vector>

namespace dwell::tool {

struct ranked_scope {
    std::string label;  ///< a name, or a call path
    scope_statistics statistics;
    double amount = 0;  ///< what it is sorted by
};

struct ranking {
    std::vector<ranked_scope> scopes;  ///< the largest first; what is not known comes last
    size_t left_out = 0;
    std::optional<double> whole;  ///< of the profile, where the amounts are shares of it
};

/// `most` scopes, or all for 0: each name, or each call path where `by_path`.
[[nodiscard]] ranking rank(const profile& source, const quantity& by, bool by_path, size_t most);

}  // namespace dwell::tool

#endif
