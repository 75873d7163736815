// SPDX-License-Identifier: BSL-1.0
#include "gate/git_repository.hpp"

#include "command_error.hpp"
#include "process/captured_output.hpp"
#include "process/child_process.hpp"

#include <dwell/testing/similar_name.hpp>

#include <filesystem>
#include <sstream>

namespace dwell::tool {

std::vector<std::string> variables_of_a_repository() {
    return {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"};
}

git_repository::git_repository(const std::string& directory, signal_guard& signals)
    : directory_(directory), signals_(signals) {
    // Otherwise the error of starting git there would read as if git were missing.
    if (std::error_code error; !std::filesystem::is_directory(directory, error)) {
        throw command_error(directory + ": " + (error ? error.message() : "is not a folder"));
    }
    const answer found = try_git({"rev-parse", "--show-prefix"});
    if (!found.succeeded) {
        throw command_error(directory + ": is no git repository that can be used", found.error);
    }
    prefix_ = found.output;
}

git_repository::answer git_repository::try_git(const std::vector<std::string>& arguments) const {
    return try_git_in(directory_, arguments);
}

git_repository::answer git_repository::try_git_in(const std::string& directory,
                                                  const std::vector<std::string>& arguments) const {
    const captured_output output;
    const captured_output error;
    child_options options;
    // The user's hooks are for the user's own checkouts.
    options.command = {"git", "-c", "core.hooksPath=/dev/null"};
    options.command.insert(options.command.end(), arguments.begin(), arguments.end());
    for (const std::string& name : variables_of_a_repository()) {
        options.environment.emplace_back(name, std::nullopt);
    }
    // No password is asked for where nobody is there to give it, and the index is not refreshed by looking at it.
    options.environment.emplace_back("GIT_TERMINAL_PROMPT", "0");
    options.environment.emplace_back("GIT_OPTIONAL_LOCKS", "0");
    options.directory = directory;
    options.standard_output = output.path();
    options.standard_error = error.path();
    options.is_background = true;
    const child_result result = run_child(options, signals_);
    if (result.how == child_result::ending::not_started) {
        throw command_error("git " + result.words(options));
    }
    if (result.is_interrupted) {
        throw command_error(std::string("interrupted by ") + signal_name(signals_.interruption()));
    }
    return {result.succeeded(), output.text(), error.text()};
}

std::string git_repository::git(const std::string& purpose, const std::vector<std::string>& arguments) const {
    answer found = try_git(arguments);
    if (!found.succeeded) {
        throw command_error(directory_ + ": " + purpose, found.error);
    }
    return found.output;
}

std::string git_repository::commit_of(const std::string& revision) const {
    // What begins with a dash would be an option.
    if (!revision.empty() && revision[0] != '-') {
        if (answer found = try_git({"rev-parse", "--verify", "--quiet", revision + "^{commit}"}); found.succeeded) {
            return found.output;
        }
    }
    detail::similar_name similar(revision);
    std::istringstream names(git("cannot list the branches and tags", {"for-each-ref", "--format=%(refname:short)"}));
    for (std::string name; std::getline(names, name);) {
        similar.consider(name);
    }
    std::string advice;
    if (git("cannot tell whether the clone is shallow", {"rev-parse", "--is-shallow-repository"}) == "true") {
        advice =
            "The clone is shallow: `git fetch --unshallow` brings the rest; for actions/checkout, `fetch-depth: 0`";
    }
    throw command_error(directory_ + ": \"" + revision + "\" names no commit" + similar.question(), advice);
}

bool git_repository::has_uncommitted_changes() const {
    const answer changes = try_git({"status", "--porcelain", "--untracked-files=no"});
    return changes.succeeded && !changes.output.empty();
}

}  // namespace dwell::tool
