// SPDX-License-Identifier: BSL-1.0
#include "run/run_record.hpp"

#include "output/json_document.hpp"
#include "output/output_file.hpp"
#include "run/ci_facts.hpp"

#include <dwell/core/machine.hpp>
#include <dwell/core/version.hpp>
#include <dwell/export/utc_time.hpp>

#include <filesystem>
#include <fstream>

namespace dwell::tool {
namespace {

run_record git_member(const std::optional<git_facts>& git) {
    if (!git) {
        return nullptr;
    }
    return {{"commit", git->commit},
            {"branch", text_or_null(git->branch)},
            {"describe", text_or_null(git->describe)},
            {"dirty", git->is_dirty}};
}

run_record ci_member() {
    const std::optional<ci_facts> ci = read_ci_facts();
    if (!ci) {
        return nullptr;
    }
    return {{"provider", ci->provider},     {"run_id", text_or_null(ci->run_id)}, {"job", text_or_null(ci->job)},
            {"url", text_or_null(ci->url)}, {"branch", text_or_null(ci->branch)}, {"commit", text_or_null(ci->commit)}};
}

int64_t nanoseconds(double seconds) { return static_cast<int64_t>(seconds * 1e9); }

}  // namespace

run_record blank_record(const run_name& name) {
    run_record record;
    record["schema"] = "dwell.run/1";
    record["name"] = name.text();
    for (const char* const member :
         {"started", "started_unix_ns",  "duration_ns", "user_ns",   "system_ns", "largest_resident_bytes",
          "command", "directory",        "exit_status", "signal",    "timed_out", "git",
          "host",    "operating_system", "cpu_model",   "cpu_count", "compiler",  "dwell_version",
          "ci",      "profiles",         "perf"}) {
        record[member] = nullptr;
    }
    return record;
}

run_record make_record(const run_name& name, int64_t started_unix_ns, const std::vector<std::string>& command,
                       const std::optional<git_facts>& git) {
    std::error_code error;
    run_record record = blank_record(name);
    record["started"] = detail::utc_time(started_unix_ns);
    record["started_unix_ns"] = started_unix_ns;
    record["command"] = command;
    record["directory"] = std::filesystem::current_path(error).string();
    record["git"] = git_member(git);
    record["host"] = detail::host_name();
    record["operating_system"] = detail::operating_system();
    record["cpu_model"] = text_or_null(detail::cpu_model());
    record["cpu_count"] = detail::usable_cpu_count();
    record["dwell_version"] = DWELL_VERSION_STRING;
    record["ci"] = ci_member();
    return record;
}

void set_ending(run_record& record, const child_result& result) {
    record["duration_ns"] = nanoseconds(result.wall_seconds);
    record["user_ns"] = nanoseconds(result.user_seconds);
    record["system_ns"] = nanoseconds(result.system_seconds);
    record["largest_resident_bytes"] = result.largest_resident_bytes;
    if (result.how == child_result::ending::exited) {
        record["exit_status"] = result.status;
    } else {
        record["signal"] = signal_name(result.status);
    }
    record["timed_out"] = result.is_timed_out;
}

void set_profiles(run_record& record, const collected_profiles& profiles) {
    record["profiles"] = profiles.processes;
    record["compiler"] = text_or_null(profiles.whole.metadata().compiler);
}

void set_perf(run_record& record, const perf_outcome& outcome) {
    record["perf"] = {{"state", outcome.is_recorded ? "recorded" : "unavailable"},
                      {"reason", text_or_null(outcome.reason)}};
}

std::string record_text(const run_record& record) { return json_document(record); }

void write_record(const std::string& folder, const run_record& record) {
    write_text_file(folder, "run.json", record_text(record));
}

std::optional<run_record> read_record(const std::string& folder) {
    std::ifstream file(folder + "/run.json");
    run_record record = run_record::parse(file, nullptr, false);
    return record.is_object() ? std::optional<run_record>(std::move(record)) : std::nullopt;
}

}  // namespace dwell::tool
