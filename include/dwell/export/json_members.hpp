// SPDX-License-Identifier: BSL-1.0
// Reads the members of a JSON object into variables that the caller lists.
#ifndef DWELL_EXPORT_JSON_MEMBERS_HPP
#define DWELL_EXPORT_JSON_MEMBERS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_reader.hpp>

#include <string>
#include <string_view>
#include <type_traits>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Marks a member that an object must have.
struct is_required {};
inline constexpr is_required required{};

/// Reads one value into a number, a string or a bool, or by a function that takes the reader.
template <typename Target>
bool read_value(json_reader& in, Target& target) {
    if constexpr (std::is_invocable_r_v<bool, Target&, json_reader&>) {
        return target(in);
    } else if constexpr (std::is_same_v<Target, std::string>) {
        return in.string(target);
    } else if constexpr (std::is_same_v<Target, bool>) {
        return in.boolean(target);
    } else if constexpr (std::is_same_v<Target, double>) {
        return in.number(target);
    } else {
        return in.integer(target);
    }
}

/// Reads an object in any order of its members. `list(visit)` calls `visit(key, target)` for each member that is known,
/// or `visit(key, target, required)`; at most 64. Others are skipped; one that is there twice, or is required and
/// missing, is an error.
template <typename List>
bool read_members(json_reader& in, const List& list) {
    uint64_t seen = 0;
    const bool was_read = in.object([&](std::string_view key) {
        uint64_t bit = 1;
        bool is_known = false;
        list([&](std::string_view name, auto&& target, const auto&...) {
            if (name == key && !is_known) {
                is_known = true;
                if ((seen & bit) != 0) {
                    in.fail("\"" + std::string(key) + "\" twice in one object");
                }
                seen |= bit;
                if (in.ok()) {
                    read_value(in, target);
                }
            }
            bit <<= 1U;
        });
        return is_known ? in.ok() : in.skip();
    });
    uint64_t bit = 1;
    list([&](std::string_view name, auto&&, const auto&... marks) {
        if ((std::is_same_v<std::decay_t<decltype(marks)>, is_required> || ...) && (seen & bit) == 0 && was_read) {
            in.fail("no \"" + std::string(name) + "\" in the object that ends here");
        }
        bit <<= 1U;
    });
    return in.ok();
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
