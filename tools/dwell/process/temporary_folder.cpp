// SPDX-License-Identifier: BSL-1.0
#include "process/temporary_folder.hpp"

#include "command_error.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

}  // namespace

temporary_folder::temporary_folder(const std::string& name, const std::string& parent) {
    const char* const wish = std::getenv("TMPDIR");
    const bool is_wish = parent.empty() && wish != nullptr && *wish != '\0';
    const std::string folder = !parent.empty() ? parent : is_wish ? wish : "/tmp";
    std::error_code error;
    path_ = fs::canonical(folder, error).string() + "/" + name + "XXXXXX";
    if (error || mkdtemp(path_.data()) == nullptr) {
        throw command_error((is_wish ? "TMPDIR: " : "") + folder +
                            ": cannot make a folder in it: " + (error ? error.message() : std::strerror(errno)));
    }
}

temporary_folder::~temporary_folder() {
    if (is_kept_) {
        std::error_code not_empty;
        fs::remove(path_, not_empty);
    } else {
        remove_all_of(path_);
    }
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
