// SPDX-License-Identifier: BSL-1.0
// A whole file in memory.
#ifndef DWELL_EXPORT_READ_FILE_HPP
#define DWELL_EXPORT_READ_FILE_HPP

#include <dwell/core/config.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Reads a file of at most `largest` bytes, which is a whole number of MiB. Empty, or why it could not be read.
[[nodiscard]] inline std::string read_file(const char* path, size_t largest, std::string& text) {
    text.clear();
    errno = 0;
    std::FILE* const file = std::fopen(path, "rb");
    if (file == nullptr) {
        return std::strerror(errno);
    }
    char block[16384];
    size_t size = 0;
    do {
        size = std::fread(block, 1, sizeof(block), file);
        text.append(block, size);
    } while (size == sizeof(block) && text.size() <= largest);
    const int error = std::ferror(file) != 0 ? errno : 0;
    std::fclose(file);
    if (error != 0) {
        return std::strerror(error);
    }
    return text.size() > largest ? "larger than " + std::to_string(largest >> 20U) + " MiB" : "";
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
