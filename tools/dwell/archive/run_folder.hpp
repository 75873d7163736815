// SPDX-License-Identifier: BSL-1.0
// The folder of a run in an archive: its name says when it began and of which commit it is.
#ifndef DWELL_TOOL_ARCHIVE_RUN_FOLDER_HPP
#define DWELL_TOOL_ARCHIVE_RUN_FOLDER_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dwell::tool {

/// What the name of a run says: `20261122T124409Z-ac4e845d1c2f`, without the commit where there is none, and with `.2`,
/// `.3`, … where a run of the same second and commit was there before.
struct run_name {
    std::string time;    ///< "20261122T124409Z", UTC
    std::string commit;  ///< 7 to 40 hexadecimal digits; empty: none
    uint32_t number = 1;

    [[nodiscard]] std::string text() const;
    /// By time, then number, then commit.
    friend bool operator<(const run_name& a, const run_name& b);
};

/// Nothing where it is no name of a run.
[[nodiscard]] std::optional<run_name> parse_run_name(std::string_view text);

/// The run of a moment, in seconds since 1970.
[[nodiscard]] std::string run_time(int64_t unix_seconds);

struct run_folder {
    run_name name;
    std::string path;
};

/// The runs of an archive that are whole, the oldest first: folders, not links, with the name of a run and a run.json
/// in them. Empty where the archive is not there; throws a `command_error` where it cannot be read.
[[nodiscard]] std::vector<run_folder> list_runs(const std::string& archive);

}  // namespace dwell::tool

#endif
