// SPDX-License-Identifier: BSL-1.0
#include "process/captured_output.hpp"

#include "command_error.hpp"

#include <cerrno>
#include <cstring>

#include <sys/mman.h>
#include <unistd.h>

namespace dwell::tool {

captured_output::captured_output() : file_(memfd_create("dwell output", MFD_CLOEXEC)) {
    if (file_ < 0) {
        throw command_error(std::string("cannot make a file in memory: ") + std::strerror(errno));
    }
}

captured_output::~captured_output() { close(file_); }

// The child opens it before it is another program, and so before the descriptor is closed.
std::string captured_output::path() const { return "/proc/self/fd/" + std::to_string(file_); }

std::string captured_output::text() const {
    std::string text;
    char part[4096];
    while (true) {
        const ssize_t size = pread(file_, part, sizeof(part), static_cast<off_t>(text.size()));
        if (size <= 0) {
            break;
        }
        text.append(part, static_cast<size_t>(size));
    }
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    return text;
}

}  // namespace dwell::tool
