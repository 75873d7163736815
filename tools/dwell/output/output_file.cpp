// SPDX-License-Identifier: BSL-1.0
#include "output/output_file.hpp"

#include "command_error.hpp"
#include "github/workflow_log.hpp"

#include <dwell/export/atomic_file.hpp>

#include <cstdio>
#include <cstring>
#include <filesystem>

#include <unistd.h>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

bool is_standard_output(const std::string& path) { return path.empty() || path == "-"; }

/// A stream of its own, so that closing it shows whether all was written.
std::FILE* open_standard_output() {
    const int copy = dup(STDOUT_FILENO);
    return copy < 0 ? nullptr : fdopen(copy, "wb");
}

void write_to(file_sink& out, const std::string& name, const write_function& write) {
    const export_status status = write(out);
    const bool is_closed = out.close();
    if (out.error() != 0 || !is_closed) {
        throw command_error(name + ": " + std::strerror(out.error()));
    }
    if (!status) {
        throw command_error(name + ": " + status.message());
    }
}

}  // namespace

void write_output(const std::string& path, const write_function& write) {
    if (is_standard_output(path)) {
        file_sink out(open_standard_output());
        write_to(out, "standard output", write);
        return;
    }
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) {
        throw command_error(path + ": is a directory");
    }
    if (fs::exists(path, ignored) && !fs::is_regular_file(path, ignored)) {
        file_sink out(path.c_str());
        write_to(out, path, write);
        return;
    }
    const fs::path target = fs::is_symlink(path, ignored) ? fs::weakly_canonical(path, ignored) : fs::path(path);
    const std::string folder = target.has_parent_path() ? target.parent_path().string() : ".";
    if (const export_status status = detail::write_whole_file(folder, target.filename().string(), write); !status) {
        throw command_error(status.message());
    }
}

void write_text(const std::string& path, std::string_view text) {
    const std::string written = is_standard_output(path) ? log_text(text) : std::string(text);
    write_output(path, [&](file_sink& out) {
        // What goes wrong is asked of the file afterwards.
        static_cast<void>(out.write(written.data(), written.size()));
        return export_status{};
    });
}

void print_text(std::string_view text) { write_text("", text); }

}  // namespace dwell::tool
