// SPDX-License-Identifier: BSL-1.0
#include "run/start_advice.hpp"

#include "process/installed_program.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include <unistd.h>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

/// The first of its name in PATH, executable or not; empty: none.
std::string find_program(const std::string& program) {
    std::error_code error;
    if (program.find('/') != std::string::npos) {
        return fs::exists(program, error) ? program : "";
    }
    const std::vector<std::string> files = files_in_path(program);
    return files.empty() ? "" : files.front();
}

/// What stands behind #!, without its argument; empty: it is no such script.
std::string interpreter_of(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    if (!line.starts_with("#!")) {
        return "";
    }
    std::istringstream words(line.substr(2));
    std::string interpreter;
    words >> interpreter;
    return interpreter;
}

std::string advice(const std::string& program) {
    const std::string file = find_program(program);
    std::error_code error;
    if (file.empty()) {
        return program.find('/') == std::string::npos && fs::is_regular_file(program, error)
                   ? "it is not in PATH; for the file in this folder: ./" + program
                   : "there is no such program";
    }
    if (fs::is_directory(file, error)) {
        return "it is a folder";
    }
    if (access(file.c_str(), X_OK) != 0) {
        return file + " is there but not executable: chmod +x '" + file + "'";
    }
    const std::string interpreter = interpreter_of(file);
    if (!interpreter.empty() && !fs::exists(interpreter, error)) {
        return file + " is a script for " + interpreter + ", which is not there";
    }
    return interpreter.empty() ? "is it a program of another machine, or of a C library that is not installed?" : "";
}

}  // namespace

command_error start_error(const std::string& program, const std::string& error) {
    return command_error("'" + program + "': cannot be started: " + error, advice(program));
}

}  // namespace dwell::tool
