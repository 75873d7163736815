// SPDX-License-Identifier: BSL-1.0
// A run that is being written: a hidden folder, which gets the run's name once it is whole.
#ifndef DWELL_TOOL_ARCHIVE_PARTIAL_RUN_HPP
#define DWELL_TOOL_ARCHIVE_PARTIAL_RUN_HPP

#include "archive/file_lock.hpp"
#include "archive/run_folder.hpp"

#include <memory>
#include <optional>
#include <string>

namespace dwell::tool {

/// The folder `.<name>.partial` of an archive. It is locked while its writer lives; what a killed one leaves is dealt
/// with by `finish_stale_runs`.
class partial_run {
public:
    /// Makes the folder for the first number of `name` that is free. The caller holds the archive's lock.
    partial_run(std::string archive, run_name name);

    /// The folder of `name`, which its writer left, under the next number where there is a run of that name; nothing
    /// where the writer lives. The caller holds the archive's lock.
    [[nodiscard]] static std::optional<partial_run> take_over(const std::string& archive, const run_name& name);

    [[nodiscard]] const run_name& name() const noexcept { return name_; }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

    /// Gives the folder its name, and returns its path. The caller holds the archive's lock.
    [[nodiscard]] std::string publish();
    [[nodiscard]] bool is_published() const noexcept { return is_published_; }
    /// Removes it.
    void discard();

private:
    partial_run(std::string archive, run_name name, std::unique_ptr<file_lock> lock);
    void leave_taken_name();

    std::string archive_;
    run_name name_;
    std::string path_;
    std::unique_ptr<file_lock> lock_;
    bool is_published_ = false;
};

/// Lets `latest` lead to the newest run. The caller holds the archive's lock.
void point_latest_to_newest(const std::string& archive);

}  // namespace dwell::tool

#endif
