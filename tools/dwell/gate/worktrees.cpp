// SPDX-License-Identifier: BSL-1.0
#include "gate/worktrees.hpp"

#include "command_error.hpp"
#include "gate/last_lines.hpp"
#include "output/message.hpp"
#include "process/child_process.hpp"
#include "process/temporary_folder.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

/// Advice where a disk that is almost full may be the cause. Git removes what it could not check out whole, and does
/// not say why it could not, so there is some space again.
std::string remark_on_space(const std::string& folder) {
    std::error_code error;
    const fs::space_info space = fs::space(folder, error);
    if (error || space.available >= 100'000'000) {
        return {};
    }
    char text[32];
    std::snprintf(text, sizeof(text), "%.1f MB", static_cast<double>(space.available) * 1e-6);
    return std::string("Only ") + text + " are free in " + folder + ": TMPDIR names another folder";
}

}  // namespace

std::string built_worktrees::version::version_text() const {
    const std::string beginning = commit.substr(0, 12);
    return ref == commit ? beginning : ref + " (" + beginning + ")";
}

built_worktrees::built_worktrees(const worktree_options& options, signal_guard& signals)
    : options_(options),
      signals_(signals),
      repository_(options.repository_directory, signals),
      folder_(options.parent_folder),
      base_{"base", options.base_ref, repository_.commit_of(options.base_ref), {}, {}, {}},
      head_{"head", options.head_ref, repository_.commit_of(options.head_ref), {}, {}, {}} {
    remove_abandoned();
    if (repository_.has_uncommitted_changes()) {
        print_note("neither version has the changes of " + options_.repository_directory + " that are not committed");
    }
    try {
        for (version* const which : {&base_, &head_}) {
            check_out(*which);
            check_out_submodules(*which);
        }
        for (const version* const which : {&base_, &head_}) {
            build(*which);
        }
    } catch (...) {
        remove_both();
        throw;
    }
    remove_logs();
}

built_worktrees::~built_worktrees() { remove_both(); }

void built_worktrees::check_out(version& which) {
    which.worktree = folder_.path() + "/" + which.name;
    const git_repository::answer added =
        repository_.try_git({"worktree", "add", "--detach", which.worktree, which.commit});
    if (!added.succeeded) {
        fail(which.words() + ": cannot be checked out into " + which.worktree, added.error);
    }
    which.directory = which.worktree;
    if (!repository_.prefix().empty()) {
        // git ends it with a slash.
        which.directory += "/" + repository_.prefix().substr(0, repository_.prefix().size() - 1);
        if (std::error_code ignored; !fs::is_directory(which.directory, ignored)) {
            fail(which.words() + ": has no folder " + repository_.prefix());
        }
    }
    // Absolute: the build runs elsewhere.
    const fs::path logs = options_.log_folder.empty() ? fs::path(folder_.path()) : fs::absolute(options_.log_folder);
    which.log = (logs / (which.name + "-build.log")).string();
}

void built_worktrees::check_out_submodules(const version& which) {
    if (std::error_code ignored; !fs::exists(which.worktree + "/.gitmodules", ignored)) {
        return;
    }
    // `--init` would note them in the configuration, which all worktrees share.
    const git_repository::answer updated =
        repository_.try_git_in(which.worktree, {"-c", "submodule.active=.", "submodule", "update", "--recursive"});
    if (!updated.succeeded) {
        fail(which.words() + ": its submodules cannot be checked out", updated.error);
    }
}

void built_worktrees::build(const version& which) {
    if (options_.build_command.empty()) {
        return;
    }
    print_message("building " + which.words() + ":", indented(options_.build_command));
    child_options build;
    build.command = {"sh", "-c", options_.build_command};
    for (const std::string& name : variables_of_a_repository()) {
        build.environment.emplace_back(name, std::nullopt);
    }
    build.directory = which.directory;
    build.standard_output = which.log;
    build.standard_error = which.log;
    build.is_background = true;
    build.time_limit_seconds = options_.time_limit_seconds;
    const child_result result = run_child(build, signals_);
    if (result.is_interrupted) {
        remove_logs();
        fail("interrupted by " + std::string(signal_name(signals_.interruption())) + " while " + which.words() +
             " was built");
    }
    if (!result.succeeded()) {
        const std::string written = last_lines(which.log, 20);
        fail(which.words() + ": the build failed: " + result.words(build),
             written.empty() ? "It has written nothing"
                             : indented(written) + "\nAll that the build wrote: " + which.log);
    }
}

void built_worktrees::remove_logs() const {
    if (options_.keep || !options_.log_folder.empty()) {
        return;
    }
    for (const version* const which : {&base_, &head_}) {
        std::remove(which->log.c_str());
    }
}

void built_worktrees::fail(const std::string& message, std::string details) const {
    const std::string remark = remark_on_space(folder_.path());
    details += (details.empty() || remark.empty() ? "" : "\n") + remark;
    throw command_error(message, details);
}

void built_worktrees::remove_abandoned() {
    constexpr std::string_view key = "worktree ";
    std::istringstream lines(repository_.git("cannot list the worktrees", {"worktree", "list", "--porcelain"}));
    for (std::string line; std::getline(lines, line);) {
        const std::string worktree = line.rfind(key, 0) == 0 ? line.substr(key.size()) : "";
        if (!worktree.empty() && is_abandoned(worktree)) {
            print_note("removing " + worktree + ", which a gate that was killed has left");
            remove(worktree);
            remove_all_of(fs::path(worktree).parent_path().string());
        }
    }
}

void built_worktrees::remove(const std::string& worktree) {
    std::string entry;
    if (std::ifstream link(worktree + "/.git"); std::getline(link, entry)) {
        entry.erase(0, std::string_view("gitdir: ").size());
    }
    try {
        // Twice: also one that somebody has locked.
        static_cast<void>(repository_.try_git({"worktree", "remove", "--force", "--force", worktree}));
    } catch (const command_error&) {
        // A second signal, and git has ended. What it has left goes below.
    }
    if (!remove_all_of(worktree)) {
        print_warning("cannot remove all of " + worktree);
    }
    if (fs::path(entry).parent_path().filename() == "worktrees") {
        remove_all_of(entry);
    }
}

void built_worktrees::remove_both() {
    for (const version* const which : {&base_, &head_}) {
        std::error_code ignored;
        if (!fs::exists(which->worktree, ignored)) {
            continue;
        }
        if (options_.keep) {
            print_note(which->words() + " is kept in " + which->worktree);
        } else {
            remove(which->worktree);
        }
    }
}

}  // namespace dwell::tool
