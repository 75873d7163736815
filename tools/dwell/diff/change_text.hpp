// SPDX-License-Identifier: BSL-1.0
// Two numbers and how they relate, for a person.
#ifndef DWELL_TOOL_DIFF_CHANGE_TEXT_HPP
#define DWELL_TOOL_DIFF_CHANGE_TEXT_HPP

#include "diff/difference.hpp"
#include "top/quantity.hpp"

#include <string>

namespace dwell::tool {

/// What stands between two numbers, and before their ratio.
struct change_signs {
    const char* arrow;
    const char* times;
};
inline constexpr change_signs plain_signs = {" -> ", "x"};
inline constexpr change_signs typographic_signs = {" → ", "×"};

/// "1.20 ms -> 1.80 ms x1.50"; the number alone where it has not changed, and "-" where a scope was not there.
[[nodiscard]] std::string change_text(const quantity& of, const changed_scope& scope, const change_signs& signs);

/// "x1.50", "x0.04"; nothing where one of the two is not above 0.
[[nodiscard]] std::string ratio_text(double before, double after, const change_signs& signs);

/// "+600 us", "-1.20 ms".
[[nodiscard]] std::string signed_duration(double ns);

/// " (new)", " (gone)", or nothing.
[[nodiscard]] const char* presence_text(presence where);

/// What all kinds of text begin with: how much in all, and how many scopes.
[[nodiscard]] std::string summary_text(const difference& changes, bool by_name, const change_signs& signs);

/// That this is no gate.
inline constexpr const char* no_gate =
    "Each side is what was measured once: a difference may be chance. `dwell gate` runs both versions in turn and "
    "says which differences are real.";

}  // namespace dwell::tool

#endif
