// SPDX-License-Identifier: BSL-1.0
#include "gate/worktree_folder.hpp"

#include "command_error.hpp"

#include <cerrno>
#include <cstdlib>
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

worktree_folder::worktree_folder(const std::string& parent) {
    std::error_code error;
    const fs::path folder = parent.empty() ? fs::temp_directory_path(error) : fs::path(parent);
    path_ = fs::canonical(folder, error).string();
    if (error) {
        throw command_error((parent.empty() ? std::string("TMPDIR") : parent) + ": " + error.message());
    }
    path_ += std::string("/") + folder_name + "XXXXXX";
    if (mkdtemp(path_.data()) == nullptr) {
        throw command_error(path_ + ": cannot make the folder: " + std::strerror(errno));
    }
    lock_ = open((path_ + "/" + lock_name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock_ < 0 || flock(lock_, LOCK_EX) != 0) {
        const int cause = errno;
        fs::remove_all(path_, error);
        throw command_error(path_ + ": cannot be locked: " + std::strerror(cause));
    }
}

worktree_folder::~worktree_folder() {
    std::error_code ignored;
    fs::remove(path_ + "/" + lock_name, ignored);
    close(lock_);
    fs::remove(path_, ignored);
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

bool remove_all_of(const std::string& folder) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (!error) {
        return true;
    }
    // Some package managers write-protect what they download.
    fs::recursive_directory_iterator entries(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
        std::error_code ignored;
        if (entries->is_directory(ignored) && !entries->is_symlink(ignored)) {
            fs::permissions(entries->path(), fs::perms::owner_all, fs::perm_options::add, ignored);
        }
    }
    fs::remove_all(folder, error);
    return !error;
}

}  // namespace dwell::tool
