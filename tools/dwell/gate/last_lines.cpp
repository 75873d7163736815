// SPDX-License-Identifier: BSL-1.0
#include "gate/last_lines.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace dwell::tool {

std::string last_lines(const std::string& path, size_t count) {
    constexpr std::streamoff most = 8192;
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) {
        return {};
    }
    const std::streamoff size = file.tellg();
    file.seekg(std::max<std::streamoff>(0, size - most));
    std::ostringstream read;
    read << file.rdbuf();
    std::string text = read.str();
    text.erase(text.find_last_not_of(" \t\r\n") + 1);
    size_t begin = text.size();
    for (size_t i = 0; i < count && begin != 0; ++i) {
        const size_t newline = text.rfind('\n', begin - 1);
        begin = newline == std::string::npos ? 0 : newline;
    }
    text.erase(0, begin != 0 || (!text.empty() && text[0] == '\n') ? begin + 1 : 0);
    return text;
}

std::string indented(const std::string& lines) {
    std::string result;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);) {
        result += (result.empty() ? "    " : "\n    ") + line;
    }
    return result;
}

}  // namespace dwell::tool
