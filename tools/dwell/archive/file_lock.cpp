// SPDX-License-Identifier: BSL-1.0
#include "archive/file_lock.hpp"

#include "command_error.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace dwell::tool {

file_lock::file_lock(const std::string& path, where_taken behaviour)
    : file_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666)) {
    if (file_ < 0) {
        throw command_error(path + ": cannot make the lock: " + std::strerror(errno));
    }
    int failed = 0;
    do {
        failed = flock(file_, LOCK_EX | (behaviour == where_taken::give_up ? LOCK_NB : 0));
    } while (failed != 0 && errno == EINTR);
    is_held_ = failed == 0;
    if (!is_held_ && errno != EWOULDBLOCK) {
        const std::string reason = std::strerror(errno);
        close(file_);
        throw command_error(path + ": cannot lock the file: " + reason);
    }
}

file_lock::~file_lock() { close(file_); }

file_lock lock_archive(const std::string& archive) {
    return file_lock(archive + "/.lock", file_lock::where_taken::wait);
}

}  // namespace dwell::tool
