// SPDX-License-Identifier: BSL-1.0
// What the processes of a run wrote, as one profile.
#ifndef DWELL_TOOL_ARCHIVE_COLLECT_PROFILES_HPP
#define DWELL_TOOL_ARCHIVE_COLLECT_PROFILES_HPP

#include <dwell/profile/profile.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace dwell::tool {

struct collected_profiles {
    size_t processes = 0;  ///< that wrote a profile
    profile whole;         ///< of all of them
    /// What could not be read, and stays as it is: paths from the run's folder on.
    std::vector<std::string> warnings;
};

/// The value of DWELL_OUT that sends each process to a folder of its own under `run`.
[[nodiscard]] std::string process_output(const std::string& run);

/// Whether one of the processes that have a folder under `run` runs still, and so may be saving.
[[nodiscard]] bool is_being_written(const std::string& run);

/// Takes what they wrote there: the files of the only process move to the top of the run, several are merged and saved
/// there, and stay under processes/ as `<program>-<pid>`. Of a process that saved several times the newest save counts;
/// older ones stay under processes/. May be called again after it was interrupted. Throws a `command_error` where
/// the merged profile cannot be saved.
[[nodiscard]] collected_profiles collect_profiles(const std::string& run, const std::string& formats);

}  // namespace dwell::tool

#endif
