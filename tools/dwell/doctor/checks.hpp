// SPDX-License-Identifier: BSL-1.0
// The checks of `dwell doctor`: each looks at one part of the machine or of the environment.
#ifndef DWELL_TOOL_DOCTOR_CHECKS_HPP
#define DWELL_TOOL_DOCTOR_CHECKS_HPP

#include "doctor/finding.hpp"
#include "doctor/system_files.hpp"

#include <string>
#include <vector>

namespace dwell::tool {

struct doctor_options {
    system_files system;
    std::string archive;  ///< where runs are kept
};

/// All of them, in the order in which they are shown.
[[nodiscard]] std::vector<finding> examine(const doctor_options& options);

// Each adds its findings. What cannot be found out is a note, or nothing where it does not matter.
using findings = std::vector<finding>;
void check_clock(const doctor_options& options, findings& found);
void check_processors(const doctor_options& options, findings& found);
void check_frequency(const doctor_options& options, findings& found);
void check_load(const doctor_options& options, findings& found);
void check_memory(const doctor_options& options, findings& found);
void check_perf(const doctor_options& options, findings& found);
void check_gpu(const doctor_options& options, findings& found);
void check_archive(const doctor_options& options, findings& found);
void check_environment(const doctor_options& options, findings& found);
void check_tools(const doctor_options& options, findings& found);

}  // namespace dwell::tool

#endif
