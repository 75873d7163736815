// SPDX-License-Identifier: BSL-1.0
// Where a command writes: a file that is there whole or not at all, or standard output.
#ifndef DWELL_TOOL_OUTPUT_OUTPUT_FILE_HPP
#define DWELL_TOOL_OUTPUT_OUTPUT_FILE_HPP

#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace dwell::tool {

using write_function = std::function<export_status(file_sink& out)>;

/// Calls `write` with the file `path`, which gets its name once it is complete, or with standard output where `path` is
/// empty or "-". A link stays, and what it leads to is replaced; what is no regular file, such as /dev/null, is written
/// to. Throws a `command_error` that names the file and the cause; an older file is as it was then.
void write_output(const std::string& path, const write_function& write);

/// Writes a text as `write_output` does. On standard output it is for people: in a step of GitHub Actions it holds no
/// command.
void write_text(const std::string& path, std::string_view text);

/// `write_text` to standard output.
void print_text(std::string_view text);

}  // namespace dwell::tool

#endif
