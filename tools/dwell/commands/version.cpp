// SPDX-License-Identifier: BSL-1.0
#include "commands/version.hpp"

#include <dwell/core/version.hpp>

namespace dwell::tool {

std::string version_text() {
    std::string text = "dwell " DWELL_VERSION_STRING;
#if defined(DWELL_GIT_COMMIT)
    const std::string commit = DWELL_GIT_COMMIT;
    const size_t end = commit.find('-');
    text += " (" + commit.substr(0, 12) + (end == std::string::npos ? "" : commit.substr(end)) + ")";
#endif
    return text;
}

}  // namespace dwell::tool
