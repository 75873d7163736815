// SPDX-License-Identifier: BSL-1.0
// The difference of two profiles, in the formats that have no exporter in the library.
#ifndef DWELL_TOOL_DIFF_WRITE_DIFFERENCE_HPP
#define DWELL_TOOL_DIFF_WRITE_DIFFERENCE_HPP

#include "diff/difference.hpp"
#include "output/terminal.hpp"

#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>
#include <dwell/profile/profile.hpp>

#include <string>

namespace dwell::tool {

/// Two profiles, and how the user has named them.
struct compared_profiles {
    const profile& before;
    const profile& after;
    std::string path_before;
    std::string path_after;
    bool by_name = false;
};

/// For a terminal.
[[nodiscard]] std::string difference_table(const difference& changes, const compared_profiles& profiles,
                                           text_layout layout);

/// GitHub Flavored Markdown, for a pull request.
[[nodiscard]] export_status write_difference_markdown(file_sink& out, const difference& changes,
                                                      const compared_profiles& profiles);

/// The schema dwell.diff/1: exact numbers, with their units in the names of members.
[[nodiscard]] export_status write_difference_json(file_sink& out, const difference& changes,
                                                  const compared_profiles& profiles);

}  // namespace dwell::tool

#endif
