// SPDX-License-Identifier: BSL-1.0
// JSON with random mistakes, for readers that must refuse it or read it, and nothing else.
#ifndef DWELL_TESTS_SUPPORT_MUTATED_JSON_HPP
#define DWELL_TESTS_SUPPORT_MUTATED_JSON_HPP

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>

namespace test {

/// One to four changes at random places: bytes of JSON and others, pieces removed, repeated or moved, long numbers.
inline std::string mutated(std::string text, std::mt19937& random) {
    constexpr char alphabet[] = "0123456789-+.eE\"\\[]{},:tfnul \n\t;*\x80\xC3\xF0";
    const auto below = [&](size_t limit) { return random() % limit; };
    for (size_t changes = 1 + below(4); changes > 0; --changes) {
        const size_t at = below(text.size());
        const size_t length = (std::min)(1 + below(20), text.size() - at);
        switch (below(6)) {
            case 0:
                text[at] = alphabet[below(sizeof(alphabet) - 1)];
                break;
            case 1:
                text[at] = static_cast<char>(random());
                break;
            case 2:
                text.erase(at, length);
                break;
            case 3:
                text.insert(at, text.substr(below(text.size()), length));
                break;
            case 4:
                text.insert(at, std::to_string(random()) + std::to_string(random()));
                break;
            default:
                text.replace(at, length, text, below(text.size()), length);
                break;
        }
        if (text.empty()) {
            text = "{";
        }
    }
    return text;
}

}  // namespace test

#endif
