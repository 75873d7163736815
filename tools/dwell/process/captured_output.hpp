// SPDX-License-Identifier: BSL-1.0
// What a child writes, in memory.
#ifndef DWELL_TOOL_PROCESS_CAPTURED_OUTPUT_HPP
#define DWELL_TOOL_PROCESS_CAPTURED_OUTPUT_HPP

#include <string>

namespace dwell::tool {

/// A file without a name, for `child_options::standard_output` or `standard_error`.
class captured_output {
public:
    /// Throws a `command_error`.
    captured_output();
    ~captured_output();
    captured_output(const captured_output&) = delete;
    captured_output& operator=(const captured_output&) = delete;

    /// What a child of this process opens it by.
    [[nodiscard]] std::string path() const;
    /// All of it, without the line ends behind it.
    [[nodiscard]] std::string text() const;

private:
    int file_;
};

}  // namespace dwell::tool

#endif
