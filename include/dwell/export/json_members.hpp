// SPDX-License-Identifier: BSL-1.0
// Reads the members of a JSON object into variables that the caller lists.
#ifndef DWELL_EXPORT_JSON_MEMBERS_HPP
#define DWELL_EXPORT_JSON_MEMBERS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_reader.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Where the value of a member goes. Without the type of its target, so that reading an object is not compiled again
/// for every list of members.
struct json_member {
    std::string_view key;
    bool is_required = false;
    void* target = nullptr;
    bool (*read)(json_reader& in, void* target) = nullptr;
};

/// Reads one value into a number, a string or a bool, or by calling a function object.
template <typename Target>
bool read_value(json_reader& in, Target& target) {
    if constexpr (std::is_invocable_r_v<bool, Target&>) {
        return target();
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

/// A member that may be missing. `target` is a variable, or a function object that reads the value and returns whether
/// it could; both must live until the object is read.
template <typename Target>
[[nodiscard]] json_member optional(std::string_view key, Target&& target) noexcept {
    using object = std::remove_reference_t<Target>;
    return {key, false, const_cast<void*>(static_cast<const void*>(&target)),
            [](json_reader& in, void* address) { return read_value(in, *static_cast<object*>(address)); }};
}

/// A member that must be there.
template <typename Target>
[[nodiscard]] json_member required(std::string_view key, Target&& target) noexcept {
    json_member member = optional(key, target);
    member.is_required = true;
    return member;
}

/// Reads an object whose members are in any order, at most 64 of them listed. Others are skipped; one that is listed
/// and there twice, or is required and missing, is an error.
inline bool read_members(json_reader& in, const json_member* members, size_t count) {
    uint64_t seen = 0;
    const bool was_read = in.object([&](std::string_view key) {
        size_t which = 0;
        while (which < count && key != members[which].key) {
            ++which;
        }
        if (which == count) {
            return in.skip();
        }
        if (((seen >> which) & 1U) != 0) {
            return in.fail(std::string("\"").append(key) + "\" twice in one object");
        }
        seen |= uint64_t{1} << which;
        return members[which].read(in, members[which].target);
    });
    for (size_t which = 0; was_read && which < count; ++which) {
        if (members[which].is_required && ((seen >> which) & 1U) == 0) {
            return in.fail(std::string("no \"").append(members[which].key) + "\" in the object that ends here");
        }
    }
    return was_read;
}
inline bool read_members(json_reader& in, std::initializer_list<json_member> members) {
    return read_members(in, members.begin(), members.size());
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
