// SPDX-License-Identifier: BSL-1.0
// What the program ends with.
#ifndef DWELL_TOOL_EXIT_STATUS_HPP
#define DWELL_TOOL_EXIT_STATUS_HPP

namespace dwell::tool {

/// The same for every subcommand but `run`, which passes on what its program ended with.
enum exit_status : int {
    exit_passed = 0,
    exit_failed = 1,  ///< a regression, a budget that is not kept, or a machine that cannot record
    exit_error = 2,   ///< the command line, a file, or a program that does not do what it should
    exit_inconclusive = 3,
};

}  // namespace dwell::tool

#endif
