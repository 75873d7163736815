// SPDX-License-Identifier: BSL-1.0
// A profile out of what a user names.
#ifndef DWELL_TOOL_PROFILES_PROFILE_FILE_HPP
#define DWELL_TOOL_PROFILES_PROFILE_FILE_HPP

#include <dwell/profile/profile.hpp>

#include <string>

namespace dwell::tool {

/// Reads a profile.json, or that of a folder: one that `save` wrote, a run of an archive, or an archive or a DWELL_OUT
/// with `latest` in it. Throws a `command_error` that names the file and the cause.
[[nodiscard]] profile load_profile(const std::string& path);

}  // namespace dwell::tool

#endif
