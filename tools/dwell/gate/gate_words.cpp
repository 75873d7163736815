// SPDX-License-Identifier: BSL-1.0
#include "gate/gate_words.hpp"

#include <dwell/export/human.hpp>
#include <dwell/stats/digits.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <cmath>

namespace dwell::tool {
namespace {

/// The median of the runs of one side, over all blocks of base against head.
double typical_value(const gate_report& report, size_t metric, bool is_head) {
    std::vector<double> values;
    const block_comparison_runs runs = runs_of_metric(report.record, metric);
    for (const comparison_block& block : runs.blocks) {
        const double(&side)[2] = is_head ? block.head : block.base;
        values.insert(values.end(), side, side + 2);
    }
    return values.empty() ? NAN : detail::arithmetic_median(detail::sorted_values(values));
}

std::string bounds_text(const ratio_summary& ratios) {
    return std::isnan(ratios.lower) ? "-" : change_text(ratios.lower) + " to " + change_text(ratios.upper);
}

}  // namespace

std::string change_text(double ratio) {
    if (!std::isfinite(ratio)) {
        return "-";
    }
    const std::string percent = detail::fixed_text(100 * (ratio - 1), 1);
    return (percent[0] == '-' ? "" : "+") + percent + " %";
}

std::string share_text(double share) { return std::isfinite(share) ? detail::three_digits(100 * share) + " %" : "-"; }

std::string verdict_words(const metric_judgement& judged) {
    return std::string(to_text(judged.verdict)) +
           (judged.verdict == gate_verdict::passed && judged.found.is_faster ? " (faster)" : "");
}

std::vector<std::vector<std::string>> metric_cells(const gate_report& report) {
    std::vector<std::vector<std::string>> rows{
        {"metric", "verdict", "base", "head", "change", "bounds", "confirmation", "control", "noise", "why"}};
    for (size_t metric = 0; metric < report.judgement.metrics.size(); ++metric) {
        const metric_judgement& judged = report.judgement.metrics[metric];
        const gate_metric& of = report.options.metrics[metric];
        const bool has_runs = judged.found.change.blocks != 0;
        rows.push_back({of.text, verdict_words(judged),
                        has_runs ? value_text(of, typical_value(report, metric, false)) : "-",
                        has_runs ? value_text(of, typical_value(report, metric, true)) : "-",
                        change_text(judged.found.change.median), bounds_text(judged.found.change),
                        change_text(judged.found.confirmation.median), change_text(judged.found.control.median),
                        share_text(judged.found.control.noise), judged.reason});
    }
    return rows;
}

std::string range_text(const allocation_range& range) {
    return detail::with_thousands(std::to_string(range.least)) +
           (range.most == range.least ? "" : " to " + detail::with_thousands(std::to_string(range.most)));
}

std::string increase_text(const allocation_increase& increase) {
    return "at least " + detail::with_thousands(std::to_string(increase.at_least())) + " more in a run";
}

std::vector<std::string> notes_of(const gate_report& report) {
    const gate_options& options = report.options;
    std::vector<std::string> notes;
    if (report.head.injected_factor != 1) {
        notes.push_back("self-test: nothing was slower; the head's values were multiplied by " +
                        detail::human_number(report.head.injected_factor) + " after they were measured");
    }
    if (!report.base.commit.empty() && report.base.commit == report.head.commit) {
        notes.push_back("base and head are the same commit: there was nothing to find");
    }
    notes.push_back(std::to_string(4 * report.record.blocks.size()) + " runs in " +
                    detail::human_duration(report.record.seconds * 1e9) + ", seed " + std::to_string(options.seed));
    if (report.record.blocks.size() >= options.comparison.blocks) {
        notes.push_back("the true change is below its bounds, or above them, with a probability of at most " +
                        share_text(options.comparison.largest_error) + " each");
    }
    for (size_t metric = 0; metric < report.judgement.metrics.size(); ++metric) {
        if (report.judgement.metrics[metric].found.by == block_ratio::fastest) {
            notes.push_back(options.metrics[metric].text +
                            ": of a block's two runs of each program, the faster one counts here, since something "
                            "disturbs the others");
        }
    }
    notes.push_back("threshold " + share_text(options.comparison.threshold) + ": the alarm is at a median above " +
                    change_text(1 + options.comparison.threshold / 2) + " with its lower bound above " +
                    change_text(1 + options.comparison.threshold / 10) + ", seen twice");
    if (options.metrics.size() > 1) {
        notes.push_back(std::to_string(options.metrics.size()) + " metrics of the same runs: where none has changed, " +
                        "the probability of any alarm is at most " +
                        share_text(false_alarm_bound(options.comparison, options.metrics.size())) +
                        " (if blocks are independent of each other)");
    }
    const allocation_ranges_of_both& total = report.record.allocations.total;
    if (total.base.runs != 0 && total.head.runs != 0) {
        notes.push_back("allocations in a run: base " + range_text(total.base) + ", head " + range_text(total.head));
    } else if (total.base.runs + total.head.runs != 0) {
        notes.push_back("allocations are counted in one of the two programs only: not compared");
    }
    return notes;
}

}  // namespace dwell::tool
