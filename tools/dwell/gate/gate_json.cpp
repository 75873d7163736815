// SPDX-License-Identifier: BSL-1.0
// gate.json: what a gate has measured, run by run, and what it made of that.
#include "gate/gate_report.hpp"
#include "output/json_document.hpp"

#include <dwell/core/machine.hpp>
#include <dwell/core/version.hpp>
#include <dwell/export/utc_time.hpp>

namespace dwell::tool {
namespace {

using nlohmann::ordered_json;

ordered_json json_of(const gate_program& program) {
    return {{"command", program.command},
            {"directory", program.directory},
            {"version", text_or_null(program.version)},
            {"commit", text_or_null(program.commit)},
            {"injected_factor", program.injected_factor}};
}

ordered_json json_of(const ratio_summary& ratios) {
    return {{"blocks", ratios.blocks}, {"median", ratios.median}, {"lower", ratios.lower},
            {"upper", ratios.upper},   {"error", ratios.error},   {"noise", ratios.noise}};
}

ordered_json json_of(const allocation_range& range) {
    return {{"least", range.least}, {"most", range.most}, {"runs", range.runs}};
}

ordered_json json_of(const gate_options& options) {
    return {{"threshold", options.comparison.threshold},
            {"blocks", options.comparison.blocks},
            {"extended_blocks", options.comparison.extended_blocks},
            {"largest_error", options.comparison.largest_error},
            {"max_seconds", options.max_seconds},
            {"allocation_floor", options.allocation_floor},
            {"seed", options.seed}};
}

ordered_json json_of(const gate_block& block) {
    constexpr const char* arms[] = {"comparison", "control", "confirmation"};
    ordered_json values = ordered_json::array();
    for (size_t metric = 0; metric < block.runs[0].values.size(); ++metric) {
        ordered_json each = ordered_json::array();
        for (const gate_run& run : block.runs) {
            each.push_back(run.values[metric]);
        }
        values.push_back(std::move(each));
    }
    ordered_json result{{"arm", arms[static_cast<size_t>(block.arm)]},
                        {"order", block.order == block_order::abba ? "abba" : "baab"},
                        {"started_seconds", block.started_seconds},
                        {"run_seconds", block.run_seconds},
                        {"values", std::move(values)}};
    if (block.runs[0].allocations) {
        ordered_json allocations = ordered_json::array();
        for (const gate_run& run : block.runs) {
            allocations.push_back(run.allocations ? ordered_json(run.allocations->total) : ordered_json());
        }
        result["allocations"] = std::move(allocations);
    }
    return result;
}

ordered_json metrics_of(const gate_report& report) {
    ordered_json metrics = ordered_json::array();
    for (size_t metric = 0; metric < report.options.metrics.size(); ++metric) {
        ordered_json each{{"metric", report.options.metrics[metric].text}};
        if (metric < report.judgement.metrics.size()) {
            const metric_judgement& judged = report.judgement.metrics[metric];
            each.update({{"verdict", to_text(judged.verdict)},
                         {"reason", judged.reason},
                         {"is_faster", judged.found.is_faster},
                         {"by", judged.found.by == block_ratio::mean ? "mean" : "fastest"},
                         {"is_noisy", judged.found.is_noisy},
                         {"control_differs", judged.found.control_differs},
                         {"change", json_of(judged.found.change)},
                         {"control", json_of(judged.found.control)},
                         {"confirmation", json_of(judged.found.confirmation)}});
        }
        metrics.push_back(std::move(each));
    }
    return metrics;
}

ordered_json allocations_of(const gate_report& report) {
    const allocation_ranges& ranges = report.record.allocations;
    ordered_json increases = ordered_json::array();
    for (const allocation_increase& each : report.judgement.allocations) {
        increases.push_back(
            {{"scope", text_or_null(each.scope)}, {"base", json_of(each.base)}, {"head", json_of(each.head)}});
    }
    ordered_json scopes = ordered_json::object();
    for (const auto& [name, both] : ranges.scopes) {
        scopes[name] = {{"base", json_of(both.base)}, {"head", json_of(both.head)}};
    }
    return {{"base", json_of(ranges.total.base)},
            {"head", json_of(ranges.total.head)},
            {"scopes", std::move(scopes)},
            {"regressions", std::move(increases)}};
}

}  // namespace

ordered_json gate_json(const gate_report& report) {
    constexpr const char* endings[] = {"complete", "interrupted", "out_of_time", "too_long"};
    ordered_json blocks = ordered_json::array();
    for (const gate_block& block : report.record.blocks) {
        blocks.push_back(json_of(block));
    }
    const bool has_failed = !report.error.empty();
    return {{"schema", "dwell.gate/1"},
            {"dwell_version", DWELL_VERSION_STRING},
            {"started", detail::utc_time(report.started_unix_ns)},
            {"seconds", report.record.seconds},
            {"verdict", has_failed ? "error" : to_text(report.judgement.verdict)},
            {"error", text_or_null(report.error)},
            {"ended", has_failed ? "error" : endings[static_cast<size_t>(report.record.how)]},
            {"advice", report.judgement.advice},
            {"base", json_of(report.base)},
            {"head", json_of(report.head)},
            {"machine",
             {{"host", detail::host_name()},
              {"cpu_model", detail::cpu_model()},
              {"cpu_count", detail::usable_cpu_count()},
              {"operating_system", detail::operating_system()}}},
            {"options", json_of(report.options)},
            {"metrics", metrics_of(report)},
            {"allocations", allocations_of(report)},
            {"blocks", std::move(blocks)}};
}

}  // namespace dwell::tool
