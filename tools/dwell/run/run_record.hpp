// SPDX-License-Identifier: BSL-1.0
// run.json: what is known of a run.
#ifndef DWELL_TOOL_RUN_RUN_RECORD_HPP
#define DWELL_TOOL_RUN_RUN_RECORD_HPP

#include "archive/collect_profiles.hpp"
#include "archive/run_folder.hpp"
#include "perf/perf_outcome.hpp"
#include "process/child_process.hpp"
#include "run/git_facts.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dwell::tool {

using run_record = nlohmann::ordered_json;

/// Every member is there, and null.
[[nodiscard]] run_record blank_record(const run_name& name);

/// Before the program starts: what its end will tell is null.
[[nodiscard]] run_record make_record(const run_name& name, int64_t started_unix_ns,
                                     const std::vector<std::string>& command, const std::optional<git_facts>& git);

void set_ending(run_record& record, const child_result& result);
void set_profiles(run_record& record, const collected_profiles& profiles);
void set_perf(run_record& record, const perf_outcome& outcome);

/// As text. Bytes that are no UTF-8, which a command may have, become U+FFFD.
[[nodiscard]] std::string record_text(const run_record& record);

/// Writes `folder`/run.json, whole or not at all; throws a `command_error`.
void write_record(const std::string& folder, const run_record& record);
/// Nothing where there is none that can be read.
[[nodiscard]] std::optional<run_record> read_record(const std::string& folder);

}  // namespace dwell::tool

#endif
