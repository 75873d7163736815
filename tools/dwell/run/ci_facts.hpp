// SPDX-License-Identifier: BSL-1.0
// Which job of which CI a run belongs to, from the variables that the CI sets.
#ifndef DWELL_TOOL_RUN_CI_FACTS_HPP
#define DWELL_TOOL_RUN_CI_FACTS_HPP

#include <optional>
#include <string>

namespace dwell::tool {

/// Empty: not known.
struct ci_facts {
    std::string provider;  ///< "github", "gitlab", "jenkins"
    std::string run_id;
    std::string job;
    std::string url;
    std::string branch;
    std::string commit;
};

/// Nothing outside the CIs that it knows.
[[nodiscard]] std::optional<ci_facts> read_ci_facts();

}  // namespace dwell::tool

#endif
