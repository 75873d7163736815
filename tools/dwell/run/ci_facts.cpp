// SPDX-License-Identifier: BSL-1.0
#include "run/ci_facts.hpp"

#include <cstdlib>

namespace dwell::tool {
namespace {

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

}  // namespace

std::optional<ci_facts> read_ci_facts() {
    if (variable("GITHUB_ACTIONS") == "true") {
        const std::string repository = variable("GITHUB_SERVER_URL") + "/" + variable("GITHUB_REPOSITORY");
        return ci_facts{"github",
                        variable("GITHUB_RUN_ID"),
                        variable("GITHUB_JOB"),
                        repository + "/actions/runs/" + variable("GITHUB_RUN_ID"),
                        variable("GITHUB_REF_NAME"),
                        variable("GITHUB_SHA")};
    }
    if (variable("GITLAB_CI") == "true") {
        return ci_facts{"gitlab",
                        variable("CI_PIPELINE_ID"),
                        variable("CI_JOB_NAME"),
                        variable("CI_JOB_URL"),
                        variable("CI_COMMIT_REF_NAME"),
                        variable("CI_COMMIT_SHA")};
    }
    if (!variable("JENKINS_URL").empty() || !variable("JENKINS_HOME").empty()) {
        return ci_facts{"jenkins",
                        variable("BUILD_ID"),
                        variable("JOB_NAME"),
                        variable("BUILD_URL"),
                        variable("GIT_BRANCH"),
                        variable("GIT_COMMIT")};
    }
    return std::nullopt;
}

}  // namespace dwell::tool
