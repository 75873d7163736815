// SPDX-License-Identifier: BSL-1.0
// Keys with their texts, and their order: the labels of a metric, whatever else metadata has.
#ifndef DWELL_PROFILE_TEXT_PAIRS_HPP
#define DWELL_PROFILE_TEXT_PAIRS_HPP

#include <dwell/core/config.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

using text_pair = std::pair<std::string, std::string>;

// Below 0, 0 or above 0, as std::string::compare has it. The operators of std::pair and std::vector mean the same, and
// cost 15 ms to compile.

[[nodiscard]] inline int compare(const text_pair& a, const text_pair& b) noexcept {
    const int order = a.first.compare(b.first);
    return order != 0 ? order : a.second.compare(b.second);
}

/// Pair by pair; what ends first is less.
[[nodiscard]] inline int compare(const std::vector<text_pair>& a, const std::vector<text_pair>& b) noexcept {
    for (size_t i = 0; i < a.size() && i < b.size(); ++i) {
        const int order = compare(a[i], b[i]);
        if (order != 0) {
            return order;
        }
    }
    return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
