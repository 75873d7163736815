// SPDX-License-Identifier: BSL-1.0
// What a gate was asked to do, and what it has measured: the blocks in the order in which they ran.
#ifndef DWELL_TOOL_GATE_GATE_RECORD_HPP
#define DWELL_TOOL_GATE_GATE_RECORD_HPP

#include "gate/allocation_counts.hpp"
#include "gate/gate_metric.hpp"
#include "gate/gate_run.hpp"

#include <dwell/stats/block_comparison.hpp>

#include <cstdint>
#include <vector>

namespace dwell::tool {

struct gate_options {
    std::vector<gate_metric> metrics{gate_metric{}};
    block_comparison_options comparison;
    /// Of the orders of the runs.
    uint64_t seed = 0;
    /// Of everything; the gate ends in time, whatever it has.
    double max_seconds = 1800;
    /// So many allocations more are no regression.
    uint64_t allocation_floor = 10;
};

enum class gate_arm : uint8_t {
    comparison,    ///< base against head
    control,       ///< base against itself
    confirmation,  ///< base against head, once a slow-down was seen
};

/// Four runs in the order in which they ran.
struct gate_block {
    gate_arm arm = gate_arm::comparison;
    block_order order = block_order::abba;
    double started_seconds = 0;  ///< since the gate began
    double run_seconds[4] = {0, 0, 0, 0};
    gate_run runs[4];

    /// Whether the run is one of the second side: the head, or, in the control arm, the base once more.
    [[nodiscard]] bool is_second(size_t run) const { return (order == block_order::abba) == (run == 1 || run == 2); }
};

struct gate_record {
    std::vector<gate_block> blocks;
    allocation_ranges allocations;
    double seconds = 0;
    enum class ending {
        complete,
        interrupted,
        out_of_time,
        too_long,  ///< the first look alone would not have fitted
    };
    ending how = ending::complete;
    /// Where it would not have fitted: what the first look takes.
    double needed_seconds = 0;
    /// Of the warm-up runs, base first; missing where a run did not end in time.
    std::vector<double> warm_up_seconds;
};

/// The runs of a metric as the statistics want them.
[[nodiscard]] block_comparison_runs runs_of_metric(const gate_record& record, size_t metric);

}  // namespace dwell::tool

#endif
