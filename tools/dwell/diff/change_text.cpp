// SPDX-License-Identifier: BSL-1.0
#include "diff/change_text.hpp"

#include <dwell/export/human.hpp>

namespace dwell::tool {

std::string ratio_text(double before, double after, const change_signs& signs) {
    return before > 0 && after > 0 ? signs.times + detail::three_digits(after / before) : "";
}

std::string signed_duration(double ns) {
    return ns < 0 ? "-" + detail::human_duration(-ns) : "+" + detail::human_duration(ns);
}

std::string change_text(const quantity& of, const changed_scope& scope, const change_signs& signs) {
    const double before = of.value(scope.before);
    const double after = of.value(scope.after);
    const std::string before_text = scope.where == presence::is_new ? "-" : of.text(before);
    std::string after_text = scope.where == presence::is_gone ? "-" : of.text(after);
    if (before_text == after_text) {
        return after_text;
    }
    const std::string ratio = ratio_text(before, after, signs);
    return before_text + signs.arrow + after_text + (ratio.empty() ? "" : " " + ratio);
}

const char* presence_text(presence where) {
    return where == presence::is_new ? " (new)" : where == presence::is_gone ? " (gone)" : "";
}

std::string summary_text(const difference& changes, bool by_name, const change_signs& signs) {
    const std::string ratio = ratio_text(changes.self_before_ns, changes.self_after_ns, signs);
    return "in all scopes " + detail::human_duration(changes.self_before_ns) + signs.arrow +
           detail::human_duration(changes.self_after_ns) + (ratio.empty() ? "" : " " + ratio) + "; " +
           std::to_string(changes.in_both) + (by_name ? " scopes" : " call paths") + " in both, " +
           std::to_string(changes.are_new) + " new, " + std::to_string(changes.are_gone) + " gone";
}

}  // namespace dwell::tool
