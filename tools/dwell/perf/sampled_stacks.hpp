// SPDX-License-Identifier: BSL-1.0
// The stacks that perf sampled, as a profile: what draws a profile draws them.
#ifndef DWELL_TOOL_PERF_SAMPLED_STACKS_HPP
#define DWELL_TOOL_PERF_SAMPLED_STACKS_HPP

#include <dwell/profile/profile.hpp>

#include <cstdint>
#include <istream>
#include <string>

namespace dwell::tool {

struct sampled_stacks {
    /// A call path for each stack: the thread's name, then the functions, the outermost first. `calls` is how many
    /// samples ended there, and the time is the samples times the time between two.
    profile stacks;
    uint64_t samples = 0;
};

/// Reads what `perf script -F comm,period,ip,sym,dso` prints. A function without a name is `[its file]`, or
/// `[unknown]`.
[[nodiscard]] sampled_stacks read_perf_script(std::istream& in, uint64_t frequency);

}  // namespace dwell::tool

#endif
