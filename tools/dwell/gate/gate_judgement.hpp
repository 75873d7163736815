// SPDX-License-Identifier: BSL-1.0
// What a gate's runs say, of each metric and in all.
#ifndef DWELL_TOOL_GATE_GATE_JUDGEMENT_HPP
#define DWELL_TOOL_GATE_GATE_JUDGEMENT_HPP

#include "gate/allocation_counts.hpp"
#include "gate/gate_record.hpp"

#include <dwell/stats/block_comparison.hpp>

#include <string>
#include <vector>

namespace dwell::tool {

enum class gate_verdict : uint8_t { passed, regression, inconclusive };

/// "passed", "regression" or "inconclusive".
[[nodiscard]] const char* to_text(gate_verdict verdict);

struct metric_judgement {
    gate_verdict verdict = gate_verdict::inconclusive;
    block_comparison found;
    /// For a person.
    std::string reason;
};

struct gate_judgement {
    /// A regression of any metric, or of allocations; else inconclusive where anything is; else passed. Inconclusive
    /// where the gate was interrupted.
    gate_verdict verdict = gate_verdict::inconclusive;
    /// One for each metric of the options.
    std::vector<metric_judgement> metrics;
    std::vector<allocation_increase> allocations;
    /// Where it is inconclusive: what to do about it.
    std::string advice;
};

[[nodiscard]] gate_judgement judge_gate(const gate_options& options, const gate_record& record);

/// An upper bound of the probability that a gate of equal programs ends in a regression of one of `metrics` metrics, if
/// blocks are independent: each has two looks, and the confirmation errs independently.
[[nodiscard]] double false_alarm_bound(const block_comparison_options& options, size_t metrics);

}  // namespace dwell::tool

#endif
