// SPDX-License-Identifier: BSL-1.0
// Which scopes of a profile a budget is about: those of a name, of a call path, or of a prefix.
#ifndef DWELL_TESTING_SCOPE_CHOICE_HPP
#define DWELL_TESTING_SCOPE_CHOICE_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/statistics.hpp>
#include <dwell/testing/similar_name.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What a budget is about, and why there is nothing where there is nothing.
struct scope_choice {
    std::optional<scope_statistics> statistics;
    std::vector<uint32_t> outermost{};  ///< call paths of these scopes that none of these scopes encloses
    bool is_prefix = false;
    std::string missing{};  ///< none ran, or none has ended
};

/// The index after the last call path below this one.
[[nodiscard]] inline uint32_t end_of_subtree(const profile& source, uint32_t path) noexcept {
    uint32_t end = path + 1;
    while (end < source.paths().size() && source.paths()[end].depth > source.paths()[path].depth) {
        ++end;
    }
    return end;
}

/// The call paths of a name, or of all that begin with it, without those below one of them. Linear in the paths.
[[nodiscard]] inline std::vector<uint32_t> outermost_paths(const profile& source, std::string_view name,
                                                           bool is_prefix) {
    std::vector<uint32_t> result;
    for (uint32_t i = 0; i < source.paths().size();) {
        const std::string_view here = source.name_of(source.paths()[i]);
        if ((is_prefix ? here.substr(0, name.size()) : here) == name) {
            result.push_back(i);
            i = end_of_subtree(source, i);
        } else {
            ++i;
        }
    }
    return result;
}

[[nodiscard]] inline std::string why_missing(const profile& source, std::string_view which) {
    if (source.paths().empty()) {
        return "no scope ran at all: is recording switched off (DWELL_PROFILING=0, DWELL_ENABLED=0)?";
    }
    similar_name similar(which);
    if (which.find(';') != std::string_view::npos) {
        for (size_t i = 0; i < source.paths().size(); ++i) {
            // A deep recursion has paths that are long each.
            if (source.paths()[i].depth < similar_name::longest) {
                similar.consider(source.path_string(i));
            }
        }
        return "no such call path ran" + similar.question();
    }
    const bool is_prefix = !which.empty() && which.back() == '*';
    for (const scope_name& name : source.names()) {
        similar.consider(name.text);
        for (size_t end = 0; is_prefix && end < name.text.size() && end < similar_name::longest; ++end) {
            if (name.text[end] == '.') {
                similar.consider(name.text.substr(0, end) + ".*");
            }
        }
    }
    return (is_prefix ? "no scope ran whose name begins like this" : "no scope of this name ran") + similar.question();
}

/// What `which` is: a name, wherever it is called from; else a call path, its names from the root separated by `;`;
/// else a prefix, `server.*`. Linear in the paths.
[[nodiscard]] inline scope_choice choose_scopes(const profile& source, std::string_view which) {
    scope_choice result{source.find(which)};
    if (result.statistics) {
        result.outermost = outermost_paths(source, which, false);
    } else if (const std::optional<size_t> path = source.find_path(which)) {
        result.statistics = source.statistics(*path);
        result.outermost = {static_cast<uint32_t>(*path)};
    } else if (!which.empty() && which.back() == '*') {
        result.statistics = source.roll_up(which);
        result.outermost = outermost_paths(source, which.substr(0, which.size() - 1), true);
        result.is_prefix = true;
    }
    if (!result.statistics) {
        result.missing = why_missing(source, which);
    } else if (result.statistics->calls() == 0) {
        const std::string open = std::to_string(result.statistics->open_calls());
        result.missing = "none of its calls has ended" + (open == "0" ? std::string() : " (" + open + " still run)");
        result.statistics.reset();
    }
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
