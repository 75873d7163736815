// SPDX-License-Identifier: BSL-1.0
// What stands in a text, and how often.
#ifndef DWELL_TESTS_SUPPORT_TEXT_SEARCH_HPP
#define DWELL_TESTS_SUPPORT_TEXT_SEARCH_HPP

#include <cstddef>
#include <string>

namespace test {

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// How often `part` stands in `text`, without overlap.
inline size_t occurrences(const std::string& text, const std::string& part) {
    size_t found = 0;
    for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
        ++found;
    }
    return found;
}

}  // namespace test

#endif
