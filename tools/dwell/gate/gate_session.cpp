// SPDX-License-Identifier: BSL-1.0
#include "gate/gate_session.hpp"

#include "command_error.hpp"
#include "gate/gate_engine.hpp"
#include "gate/gate_progress.hpp"
#include "gate/program_runner.hpp"
#include "output/json_document.hpp"
#include "output/output_file.hpp"

#include <dwell/core/system.hpp>

#include <chrono>
#include <filesystem>

namespace dwell::tool {
namespace {

void write_reports(const std::string& folder, const gate_report& report) {
    if (!folder.empty()) {
        write_text(folder + "/gate.json", json_document(gate_json(report)));
        write_text(folder + "/gate.md", gate_markdown(report));
    }
}

gate_report begun(const gate_request& request) {
    gate_report report;
    report.options = request.options;
    report.base = request.base;
    report.head = request.head;
    report.started_unix_ns = static_cast<int64_t>(detail::unix_time_ns());
    return report;
}

}  // namespace

gate_report conduct_gate(const gate_request& request, signal_guard& signals) {
    gate_report report = begun(request);
    using clock = std::chrono::steady_clock;
    const clock::time_point start = clock::now();
    const auto seconds = [start] { return std::chrono::duration<double>(clock::now() - start).count(); };
    try {
        program_runner programs(request.base, request.head,
                                {request.options.metrics, request.with_allocations, request.time_limit_seconds},
                                signals);
        gate_progress progress;
        const gate_surroundings surroundings{
            [&](gate_side side, const std::string& which, double left) { return programs.run(side, which, left); },
            seconds,
            [&](const gate_record& record, const wanted_blocks& left) {
                progress.show(report.options, record, left, seconds());
            }};
        run_gate(report.options, surroundings, report.record);
    } catch (const command_error& error) {
        report.record.seconds = seconds();
        report.error = error.what();
        write_reports(request.output_folder, report);
        throw;
    }
    report.judgement = judge_gate(report.options, report.record);
    write_reports(request.output_folder, report);
    return report;
}

void report_error(const gate_request& request, const std::string& error) {
    gate_report report = begun(request);
    report.error = error;
    write_reports(request.output_folder, report);
}

void make_output_folder(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) {
        throw command_error(folder + ": cannot make the folder: " + error.message());
    }
    for (const char* const name : {"gate.json", "gate.md", "self-test.json", "self-test.md"}) {
        const std::filesystem::path file = std::filesystem::path(folder) / name;
        std::filesystem::remove(file, error);
        if (error) {
            throw command_error(file.string() + ": cannot be removed: " + error.message());
        }
    }
}

}  // namespace dwell::tool
