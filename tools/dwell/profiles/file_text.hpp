// SPDX-License-Identifier: BSL-1.0
// The text of a file in memory that is given back piece by piece while it is read.
#ifndef DWELL_TOOL_PROFILES_FILE_TEXT_HPP
#define DWELL_TOOL_PROFILES_FILE_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>

namespace dwell::tool {

/// A regular file or a pipe, read to its end. A copy and no mapping: another program that cuts the file short meanwhile
/// cannot end this one. Not copyable.
class file_text {
public:
    /// Throws a `command_error` that names the file and the cause: there is none, it may not be read, it is a folder, a
    /// device or a FIFO that nobody writes to, or it has more than `largest` bytes.
    file_text(const std::string& path, size_t largest);
    ~file_text();
    file_text(const file_text&) = delete;
    file_text& operator=(const file_text&) = delete;

    [[nodiscard]] std::string_view text() const noexcept { return {memory_, size_}; }
    /// Gives back the memory of what stands before `offset`, which must not be read again.
    void forget_until(size_t offset) noexcept;

private:
    void reserve(size_t capacity);
    void give_back() noexcept;

    char* memory_ = nullptr;
    size_t capacity_ = 0;
    size_t size_ = 0;
    size_t forgotten_ = 0;
};

}  // namespace dwell::tool

#endif
