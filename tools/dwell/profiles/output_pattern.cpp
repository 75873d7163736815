// SPDX-License-Identifier: BSL-1.0
#include "profiles/output_pattern.hpp"

namespace dwell::tool {

std::string as_output_pattern(const std::string& folder) {
    std::string pattern;
    for (const char c : folder) {
        pattern += c == '%' ? "%%" : std::string(1, c);
    }
    return pattern;
}

}  // namespace dwell::tool
