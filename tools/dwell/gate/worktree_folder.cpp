// SPDX-License-Identifier: BSL-1.0
#include "gate/worktree_folder.hpp"

#include "command_error.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

constexpr const char* folder_name = "dwell-worktrees-";
constexpr const char* lock_name = "lock";

}  // namespace

worktree_folder::worktree_folder(const std::string& parent) : folder_(folder_name, parent) {
    lock_ = open((path() + "/" + lock_name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0 || flock(lock_, LOCK_EX) != 0) {
        throw command_error(path() + ": cannot be locked: " + std::strerror(errno));
    }
    folder_.keep_what_is_in_it();
}

worktree_folder::~worktree_folder() {
    std::error_code ignored;
    fs::remove(path() + "/" + lock_name, ignored);
    close(lock_);
}

bool is_abandoned(const std::string& worktree) {
    const fs::path folder = fs::path(worktree).parent_path();
    if (folder.filename().string().rfind(folder_name, 0) != 0) {
        return false;
    }
    if (std::error_code ignored; !fs::exists(folder, ignored)) {
        return true;
    }
    const int lock = open((folder / lock_name).c_str(), O_RDWR | O_CLOEXEC);
    if (lock < 0) {
        return false;
    }
    const bool is_free = flock(lock, LOCK_EX | LOCK_NB) == 0;
    close(lock);
    return is_free;
}

}  // namespace dwell::tool
