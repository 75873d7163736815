// SPDX-License-Identifier: BSL-1.0
// Options with a unit: times as 500ms, 90s, 5m, 2h, and shares as 10%.
#ifndef DWELL_TOOL_COMMANDS_OPTION_UNITS_HPP
#define DWELL_TOOL_COMMANDS_OPTION_UNITS_HPP

#include <CLI/CLI.hpp>

namespace dwell::tool {

/// Makes the text of an option for seconds out of a positive number with a unit.
[[nodiscard]] CLI::Validator time_in_seconds();

/// Makes the text of an option for a share out of a positive percentage: 0.1 of "10%". The example is for who leaves
/// the sign out; a literal.
[[nodiscard]] CLI::Validator percentage_as_share(const char* example);
/// The same, and 0 of "0%".
[[nodiscard]] CLI::Validator percentage_or_zero_as_share(const char* example);

/// Refuses an empty text, as of a variable that is not set.
[[nodiscard]] CLI::Validator not_empty();

}  // namespace dwell::tool

#endif
