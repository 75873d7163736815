// SPDX-License-Identifier: BSL-1.0
// Which files a list of formats means for a profile.
#ifndef DWELL_TOOL_CONVERT_FORMATS_HPP
#define DWELL_TOOL_CONVERT_FORMATS_HPP

#include <dwell/export/artefacts.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <vector>

namespace dwell::tool {

/// The files that `formats`, a list with commas, asks for, in the order of `detail::artefacts`. "default" and "all"
/// take what there is of the profile. Throws a `command_error` where a format does not exist, or was asked for by its
/// name and the profile, which `path` names, has nothing for it.
[[nodiscard]] std::vector<const detail::artefact*> chosen_files(const std::string& formats, const profile& source,
                                                                const std::string& path);

/// The formats that there are, with commas, for a help text.
[[nodiscard]] std::string list_of_formats();

}  // namespace dwell::tool

#endif
