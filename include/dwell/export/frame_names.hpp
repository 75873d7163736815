// SPDX-License-Identifier: BSL-1.0
// The names of scopes as the frames of formats that have nothing but names.
#ifndef DWELL_EXPORT_FRAME_NAMES_HPP
#define DWELL_EXPORT_FRAME_NAMES_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

inline constexpr const char* sampled_mark = " (sampled)";

/// Which names have a call path that was sampled: the times they show are estimates, and say so.
class frame_names {
public:
    explicit frame_names(const profile& source, profile_value value = profile_value::time)
        : source_(source), is_sampled_(source.names().size(), false) {
        for (const call_path& path : source.paths()) {
            is_sampled_[path.name] =
                is_sampled_[path.name] || (value == profile_value::time && path.sampled.calls != 0);
        }
    }

    [[nodiscard]] bool is_sampled(uint32_t name) const { return is_sampled_[name]; }
    [[nodiscard]] std::string operator[](uint32_t name) const {
        return source_.names()[name].text + (is_sampled_[name] ? sampled_mark : "");
    }

private:
    const profile& source_;
    std::vector<bool> is_sampled_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
