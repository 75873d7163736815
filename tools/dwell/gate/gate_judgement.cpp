// SPDX-License-Identifier: BSL-1.0
#include "gate/gate_judgement.hpp"

#include <dwell/export/human.hpp>
#include <dwell/stats/order_statistics.hpp>

#include <algorithm>

namespace dwell::tool {
namespace {

std::string why_it_stopped(const gate_record& record) {
    switch (record.how) {
        case gate_record::ending::interrupted:
            return "interrupted";
        case gate_record::ending::out_of_time:
            // A head that hangs must not pass for a machine that is slow.
            return record.warm_up_seconds.size() == 1 ? "out of time in the head's first run, the base's took " +
                                                            detail::human_duration(record.warm_up_seconds[0] * 1e9)
                                                      : "out of time";
        case gate_record::ending::too_long:
            return "the first look needs about " + detail::human_duration(record.needed_seconds * 1e9) +
                   ", which is more than --max-time (the first runs: base " +
                   detail::human_duration(record.warm_up_seconds[0] * 1e9) + ", head " +
                   detail::human_duration(record.warm_up_seconds[1] * 1e9) + ")";
        case gate_record::ending::complete:
            break;
    }
    return "";
}

metric_judgement judge_metric(const gate_options& options, const gate_record& record, size_t metric) {
    metric_judgement result;
    result.found = compare_blocks(runs_of_metric(record, metric), options.comparison);
    result.reason = result.found.reason;
    switch (result.found.verdict) {
        case comparison_verdict::no_change:
            result.verdict = gate_verdict::passed;
            break;
        case comparison_verdict::regression:
            result.verdict = gate_verdict::regression;
            break;
        case comparison_verdict::needs_blocks:
            result.reason = why_it_stopped(record);
            break;
        case comparison_verdict::needs_confirmation:
            result.reason = "slower, and not confirmed: " + why_it_stopped(record);
            break;
        case comparison_verdict::inconclusive:
        case comparison_verdict::invalid:
            break;
    }
    return result;
}

std::string advice_for(const gate_record& record) {
    switch (record.how) {
        case gate_record::ending::interrupted:
            return "run it again";
        case gate_record::ending::out_of_time:
        case gate_record::ending::too_long:
            return "a longer --max-time, or a command that takes less time: a run of 10 ms is enough for what is timed "
                   "in batches of 1 ms";
        case gate_record::ending::complete:
            break;
    }
    return "the machine is too noisy for this metric: leave it to this gate alone, do more work in a run, or gate on a "
           "p50, a min, or allocations, which noise moves less; a rerun may see a quieter machine";
}

}  // namespace

const char* to_text(gate_verdict verdict) {
    switch (verdict) {
        case gate_verdict::passed:
            return "passed";
        case gate_verdict::regression:
            return "regression";
        case gate_verdict::inconclusive:
            break;
    }
    return "inconclusive";
}

gate_judgement judge_gate(const gate_options& options, const gate_record& record) {
    gate_judgement result;
    result.verdict = gate_verdict::passed;
    for (size_t metric = 0; metric < options.metrics.size(); ++metric) {
        result.metrics.push_back(judge_metric(options, record, metric));
        if (result.metrics.back().verdict == gate_verdict::inconclusive) {
            result.verdict = gate_verdict::inconclusive;
            result.advice = advice_for(record);
        }
    }
    result.allocations = allocation_increases(record.allocations, options.allocation_floor);
    const bool is_slower =
        std::any_of(result.metrics.begin(), result.metrics.end(),
                    [](const metric_judgement& metric) { return metric.verdict == gate_verdict::regression; });
    // Whoever interrupted it may have seen something: no verdict, but what there is is shown.
    if (record.how == gate_record::ending::interrupted) {
        result.verdict = gate_verdict::inconclusive;
    } else if (is_slower || !result.allocations.empty()) {
        result.verdict = gate_verdict::regression;
    }
    return result;
}

double false_alarm_bound(const block_comparison_options& options, size_t metrics) {
    const auto error_of = [&](size_t blocks) {
        const detail::trial_chance half(0.5);
        const uint64_t rank = detail::lower_rank(blocks, half, options.largest_error);
        return rank == 0 ? 1.0 : detail::binomial_at_most(rank - 1, blocks, half);
    };
    const double first = error_of(options.blocks);
    const double looks = first + (options.extended_blocks > options.blocks ? error_of(options.extended_blocks) : 0.0);
    // By either of the two ratios of a block, and again in the confirmation.
    return std::min(1.0, static_cast<double>(metrics) * 2 * looks * looks);
}

}  // namespace dwell::tool
