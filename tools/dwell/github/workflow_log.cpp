// SPDX-License-Identifier: BSL-1.0
#include "github/workflow_log.hpp"

#include <cstdlib>

namespace dwell::tool {

bool is_in_github_step() {
    const char* const value = std::getenv("GITHUB_ACTIONS");
    return value != nullptr && std::string_view(value) == "true";
}

std::string without_commands(std::string_view text) {
    std::string result;
    bool is_line_begin = true;
    for (size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (is_line_begin && rest.substr(0, 2) == "::") {
            result += '\\';
        }
        const auto byte = static_cast<unsigned char>(text[i]);
        // The runner looks for the first `::` after white space; what of Unicode that is, is not repeated here.
        is_line_begin = byte == '\n' || byte == '\r' || (is_line_begin && (byte <= 0x20 || byte >= 0x7f));
        if (rest.substr(0, 3) == "##[") {
            result += "##\\[";
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

std::string log_text(std::string_view text) { return is_in_github_step() ? without_commands(text) : std::string(text); }

}  // namespace dwell::tool
