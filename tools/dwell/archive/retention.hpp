// SPDX-License-Identifier: BSL-1.0
// Which runs an archive keeps.
#ifndef DWELL_TOOL_ARCHIVE_RETENTION_HPP
#define DWELL_TOOL_ARCHIVE_RETENTION_HPP

#include <cstdint>
#include <string>

namespace dwell::tool {

/// 0 is no limit.
struct retention_limits {
    uint64_t runs = 100;
    uint64_t bytes = 100'000'000;
};

/// Removes the oldest runs until the others are within the limits; how many that were. Never the newest one, nor the
/// one that `latest` leads to, nor `made`, the path of one that was made just now: it may have begun before others that
/// are whole since long, or by a clock that was set back. Those with a file `keep` are not removed and not counted.
/// Only runs are looked at (see `list_runs`), and no link is followed. A run loses its name in one step before its
/// files are removed; what a kill leaves half removed is removed by `remove_unnamed`. The caller holds the archive's
/// lock.
uint64_t remove_old_runs(const std::string& archive, const retention_limits& limits, const std::string& made = "");

/// Removes what is left of runs that were being removed. What cannot be removed does not keep the others; afterwards, a
/// `command_error` names the first.
void remove_unnamed(const std::string& archive);

}  // namespace dwell::tool

#endif
