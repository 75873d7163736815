// SPDX-License-Identifier: BSL-1.0
// Runs two programs in blocks for as long as the statistics want more of them.
#ifndef DWELL_TOOL_GATE_GATE_ENGINE_HPP
#define DWELL_TOOL_GATE_GATE_ENGINE_HPP

#include "gate/gate_record.hpp"
#include "gate/gate_run.hpp"

#include <functional>

namespace dwell::tool {

/// How many blocks are still to run before the next look.
struct wanted_blocks {
    size_t comparison = 0;
    size_t control = 0;
    size_t confirmation = 0;

    [[nodiscard]] size_t all() const { return comparison + control + confirmation; }
};

/// What the metrics together want next. All look at the same runs; a confirmation comes once no metric wants more of
/// the first blocks, since with those it may no longer want any.
[[nodiscard]] wanted_blocks blocks_wanted(const gate_options& options, const gate_record& record);

/// What the engine is given besides the programs.
struct gate_surroundings {
    gate_runner run;
    /// Seconds since the gate began.
    std::function<double()> seconds;
    /// Called after each block, with how many are left until the next look.
    std::function<void(const gate_record& record, const wanted_blocks& left)> progress;
};

/// Fills `record`, which keeps what was measured where this throws: whole blocks. A warm-up run of each program comes
/// first, which is not measured.
void run_gate(const gate_options& options, const gate_surroundings& surroundings, gate_record& record);

}  // namespace dwell::tool

#endif
