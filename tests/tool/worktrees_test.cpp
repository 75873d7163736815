// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/scratch_folder.hpp>

#include "command_error.hpp"
#include "gate/worktrees.hpp"
#include "process/captured_output.hpp"
#include "process/child_process.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

using dwell::tool::built_worktrees;
using dwell::tool::signal_guard;
using dwell::tool::worktree_options;
using test::content_of;
namespace fs = std::filesystem;

namespace {

/// A repository with two commits, tagged `before` and `after`, and beside it the folder that worktrees lie in.
class two_commits {
public:
    two_commits() {
        fs::create_directories(repository() / "sub" / "folder");
        fs::create_directories(parent());
        shell("git init -q -b trunk . && git config user.name nobody && git config user.email nobody@example.org");
        shell("echo one >file && echo deep >sub/folder/file && git add . && git commit -qm one && git tag before");
        shell("echo two >file && git commit -qam two && git tag after");
    }
    [[nodiscard]] const fs::path& top() const { return top_.path; }
    [[nodiscard]] fs::path repository() const { return top() / "the repository"; }
    [[nodiscard]] fs::path parent() const { return top() / "the worktrees"; }

    [[nodiscard]] worktree_options options(const std::string& build) const {
        worktree_options result;
        result.repository_directory = repository().string();
        result.base_ref = "before";
        result.head_ref = "after";
        result.build_command = build;
        result.parent_folder = parent().string();
        return result;
    }

    /// What a command in the repository prints; it must succeed.
    std::string shell(const std::string& command) const {
        signal_guard signals;
        const dwell::tool::captured_output output;
        dwell::tool::child_options options;
        options.command = {"sh", "-c", command};
        options.environment = {{"GIT_CONFIG_GLOBAL", "/dev/null"}};
        options.directory = repository().string();
        options.standard_output = output.path();
        options.standard_error = output.path();
        INFO(command);
        const auto result = run_child(options, signals);
        INFO(output.text());
        REQUIRE(result.succeeded());
        return output.text();
    }

    /// All that a gate must leave as it is.
    [[nodiscard]] std::string state() const {
        return shell(
            "GIT_OPTIONAL_LOCKS=0 git status --porcelain && git worktree list --porcelain && git for-each-ref && "
            "cat .git/HEAD .git/config && md5sum .git/index && ls .git && "
            "if [ -e .git/worktrees ]; then ls .git/worktrees; fi");
    }

private:
    test::scratch_folder top_;
};

/// The message of the error; empty where there is none.
std::string error_of(const worktree_options& options) {
    signal_guard signals;
    try {
        const built_worktrees built(options, signals);
    } catch (const dwell::tool::command_error& error) {
        return error.what();
    }
    return {};
}

void check_says(const std::string& text, const std::string& part) {
    INFO(text << "\nis to say: " << part);
    CHECK(text.find(part) != std::string::npos);
}

/// While one lives, git has this in its configuration.
class git_setting {
public:
    git_setting(const char* name, const char* value) {
        setenv("GIT_CONFIG_COUNT", "1", 1);
        setenv("GIT_CONFIG_KEY_0", name, 1);
        setenv("GIT_CONFIG_VALUE_0", value, 1);
    }
    ~git_setting() { unsetenv("GIT_CONFIG_COUNT"); }
    git_setting(const git_setting&) = delete;
    git_setting& operator=(const git_setting&) = delete;
};

}  // namespace

TEST_CASE("two versions are built in worktrees that leave no trace", "[tool][worktrees]") {
    const two_commits given;
    const std::string before = given.state();
    std::string kept;
    {
        signal_guard signals;
        const built_worktrees built(given.options("cat file >built && echo said && echo wrong >&2"), signals);
        CHECK(content_of(built.base_directory() + "/built") == "one\n");
        CHECK(content_of(built.head_directory() + "/built") == "two\n");
        CHECK(built.base_directory().size() == built.head_directory().size());
        CHECK(built.base_commit() == given.shell("git rev-parse before"));
        CHECK(built.head_commit() == given.shell("git rev-parse after"));
        CHECK_FALSE(fs::exists(given.repository() / "built"));
        CHECK(given.state() != before);
    }
    CHECK(given.state() == before);
    CHECK(fs::is_empty(given.parent()));
}

TEST_CASE("a gate in a folder of a repository runs in that folder of the worktrees", "[tool][worktrees]") {
    const two_commits given;
    worktree_options options = given.options("cat file >built");
    options.repository_directory = (given.repository() / "sub" / "folder").string();
    options.base_ref = "after";
    signal_guard signals;
    {
        const built_worktrees built(options, signals);
        CHECK(built.base_directory() != built.head_directory());
        CHECK(built.base_commit() == built.head_commit());
        CHECK(content_of(built.head_directory() + "/built") == "deep\n");
    }
    options.repository_directory = (given.repository() / "new").string();
    fs::create_directory(options.repository_directory);
    check_says(error_of(options), "has no folder new/");
    CHECK(fs::is_empty(given.parent()));
}

TEST_CASE("uncommitted changes and a branch stay where they are", "[tool][worktrees]") {
    const two_commits given;
    given.shell("echo changed >file && echo staged >sub/folder/file && git add sub && echo new >untracked");
    const std::string before = given.state();
    worktree_options options =
        given.options("test ! -e untracked && ! grep -q 'changed\\|staged' file sub/folder/file");
    options.head_ref = "trunk";
    CHECK(error_of(options) == "");
    CHECK(given.state() == before);
}

TEST_CASE("a version that is not there is named beside those that are like it", "[tool][worktrees]") {
    const two_commits given;
    worktree_options options = given.options("true");
    options.base_ref = "befroe";
    check_says(error_of(options), "\"befroe\" names no commit; did you mean \"before\"?");
    for (const char* const nothing : {"", "--help", "0123456789012345678901234567890123456789", "HEAD:file"}) {
        options.base_ref = nothing;
        check_says(error_of(options), "names no commit");
    }
    given.shell("git clone -q --depth 1 \"file://$PWD\" ../shallow");
    options.repository_directory = (given.top() / "shallow").string();
    options.base_ref = "HEAD~1";
    check_says(error_of(options), "fetch-depth: 0");
}

TEST_CASE("what is no repository is said to be none", "[tool][worktrees]") {
    const two_commits given;
    worktree_options options = given.options("true");
    options.repository_directory = given.parent().string();
    check_says(error_of(options), "is no git repository");
    options.repository_directory = (given.parent() / "nowhere").string();
    check_says(error_of(options), "nowhere: No such file or directory");
    options = given.options("true");
    options.parent_folder = (given.parent() / "nowhere").string();
    check_says(error_of(options), "nowhere: cannot make a folder in it: No such file or directory");
}

TEST_CASE("a gate without git says so", "[tool][worktrees]") {
    const two_commits given;
    const std::string path = std::getenv("PATH");
    setenv("PATH", given.parent().c_str(), 1);
    const std::string error = error_of(given.options("true"));
    setenv("PATH", path.c_str(), 1);
    check_says(error, "git cannot be started: No such file or directory");
}

TEST_CASE("a build that fails is shown by the end of its log", "[tool][worktrees]") {
    const two_commits given;
    const std::string before = given.state();
    worktree_options options = given.options("grep -q one file || { seq 1000; echo wrong >&2; exit 3; }");
    const std::string error = error_of(options);
    check_says(error, "head after (");
    check_says(error, "the build failed: exit status 3\n    982\n");
    check_says(error, "\n    1000\n    wrong\n");
    CHECK(given.state() == before);
    const std::string log = error.substr(error.rfind(": ") + 2);
    CHECK(content_of(log).substr(0, 4) == "1\n2\n");
    CHECK_FALSE(fs::exists(fs::path(log).parent_path() / "head"));

    options.log_folder = given.top().string();
    check_says(error_of(options), (given.top() / "head-build.log").string());
    options.time_limit_seconds = 0.1;
    options.build_command = "sleep 60 & sleep 60";
    check_says(error_of(options), "did not end within 0.1 s");
    CHECK(given.state() == before);
}

TEST_CASE("a build that is interrupted leaves no worktree", "[tool][worktrees]") {
    const two_commits given;
    const std::string before = given.state();
    check_says(error_of(given.options("kill -INT $PPID; sleep 60")), "interrupted by SIGINT");
    CHECK(given.state() == before);
    CHECK(fs::is_empty(given.parent()));
}

TEST_CASE("what a killed gate has left is removed by the next", "[tool][worktrees]") {
    const two_commits given;
    const std::string before = given.state();
    for (const bool is_folder_gone : {false, true}) {
        const pid_t child = fork();
        if (child == 0) {
            static_cast<void>(error_of(given.options("chmod a-w . && kill -9 $PPID && sleep 0.1")));
            _exit(1);
        }
        int status = 0;
        REQUIRE(waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));
        check_says(given.shell("git worktree list"), "dwell-worktrees-");
        if (is_folder_gone) {
            given.shell("rm -rf ../the*worktrees/*");
        }
        worktree_options options = given.options("true");
        CHECK(error_of(options) == "");
        CHECK(given.state() == before);
        CHECK(fs::is_empty(given.parent()));
    }
}

TEST_CASE("a gate leaves the worktrees of another that runs and of the user", "[tool][worktrees]") {
    const two_commits given;
    given.shell("git worktree add -q --detach ../mine before && git worktree add -q --detach ../lost before");
    fs::remove_all(given.top() / "lost");
    const std::string before = given.state();
    signal_guard signals;
    {
        const built_worktrees first(given.options("true"), signals);
        const std::string with_first = given.state();
        {
            const built_worktrees second(given.options("true"), signals);
            CHECK(first.base_directory() != second.base_directory());
        }
        CHECK(given.state() == with_first);
    }
    CHECK(given.state() == before);
}

TEST_CASE("worktrees are kept where that is asked for", "[tool][worktrees]") {
    const two_commits given;
    worktree_options options = given.options("touch built");
    options.keep = true;
    std::string kept;
    {
        signal_guard signals;
        kept = built_worktrees(options, signals).base_directory();
    }
    CHECK(fs::exists(kept + "/built"));
    CHECK(error_of(given.options("true")) == "");
    CHECK(fs::exists(kept + "/built"));
}

TEST_CASE("submodules are checked out too and the configuration stays", "[tool][worktrees]") {
    const two_commits given;
    const git_setting allow("protocol.file.allow", "always");
    given.shell(
        "git init -q -b trunk ../inner && cd ../inner && git config user.name n && git config user.email n@x.org && "
        "echo inner >file && git add . && git commit -qm inner");
    given.shell(
        "git submodule --quiet add \"$(dirname \"$PWD\")/inner\" part && git commit -qm three && git tag -f after");
    given.shell("git clone -q . ../clone");
    worktree_options options = given.options("if [ -e .gitmodules ]; then grep -q inner part/file; fi");
    options.repository_directory = (given.top() / "clone").string();
    const std::string before = content_of(given.top() / "clone/.git/config");
    CHECK(error_of(options) == "");
    CHECK(content_of(given.top() / "clone/.git/config") == before);
    CHECK_FALSE(fs::exists(given.top() / "clone/.git/worktrees"));

    fs::rename(given.top() / "inner", given.top() / "moved");
    check_says(error_of(options), "its submodules cannot be checked out");
    CHECK_FALSE(fs::exists(given.top() / "clone/.git/worktrees"));
}

TEST_CASE("hooks of the user do not run and do not mislead", "[tool][worktrees]") {
    const two_commits given;
    given.shell(
        "printf '#!/bin/sh\\ntouch %s/hooked\\n' \"'$PWD'\" >.git/hooks/post-checkout && "
        "chmod +x .git/hooks/post-checkout");
    setenv("GIT_DIR", "/nowhere", 1);
    setenv("GIT_INDEX_FILE", "/nowhere/index", 1);
    const std::string error = error_of(given.options("git rev-parse HEAD"));
    unsetenv("GIT_DIR");
    unsetenv("GIT_INDEX_FILE");
    CHECK(error.empty());
    CHECK_FALSE(fs::exists(given.repository() / "hooked"));
}

TEST_CASE("a full disk is named", "[tool][worktrees]") {
    const two_commits given;
    given.shell("seq 300000 >file && git commit -qam large && git tag -f after");
    if (mount("tmpfs", given.parent().c_str(), "tmpfs", 0, "size=1200k") != 0) {
        WARN("only root can mount a small file system");
        return;
    }
    const std::string before = given.state();
    check_says(error_of(given.options("true")), " MB are free in ");
    worktree_options options = given.options("head -c 3000000 /dev/zero >large || false");
    options.head_ref = options.base_ref;
    check_says(error_of(options), " MB are free in ");
    umount2(given.parent().c_str(), MNT_DETACH);
    CHECK(given.state() == before);
}
