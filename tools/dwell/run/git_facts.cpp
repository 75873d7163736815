// SPDX-License-Identifier: BSL-1.0
#include "run/git_facts.hpp"

#include <cstdio>

namespace dwell::tool {
namespace {

/// What a command of git prints, without the end of its last line; nothing where it fails.
std::optional<std::string> git(const std::string& arguments) {
    // Without locks: another git may be at work here.
    std::FILE* const pipe = popen(("git --no-optional-locks " + arguments + " 2>/dev/null").c_str(), "re");
    if (pipe == nullptr) {
        return std::nullopt;
    }
    std::string text;
    char buffer[4096];
    for (size_t size = 0; (size = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) {
        text.append(buffer, size);
    }
    if (pclose(pipe) != 0) {
        return std::nullopt;
    }
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    return text;
}

}  // namespace

std::optional<git_facts> read_git_facts() {
    const std::optional<std::string> commit = git("rev-parse --verify HEAD");
    if (!commit) {
        return std::nullopt;
    }
    git_facts facts;
    facts.commit = *commit;
    facts.branch = git("symbolic-ref --short -q HEAD").value_or("");
    facts.describe = git("describe --tags --always --dirty").value_or("");
    facts.is_dirty = !git("status --porcelain --untracked-files=no").value_or("").empty();
    return facts;
}

}  // namespace dwell::tool
