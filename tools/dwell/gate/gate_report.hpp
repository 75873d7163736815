// SPDX-License-Identifier: BSL-1.0
// All that a gate has to say, and the forms in which it says it.
#ifndef DWELL_TOOL_GATE_GATE_REPORT_HPP
#define DWELL_TOOL_GATE_GATE_REPORT_HPP

#include "gate/gate_judgement.hpp"
#include "gate/gate_program.hpp"
#include "gate/gate_record.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace dwell::tool {

struct gate_report {
    gate_options options;
    gate_program base;
    gate_program head;
    gate_record record;
    gate_judgement judgement;
    /// Nanoseconds since 1970.
    int64_t started_unix_ns = 0;
    /// Why there is no verdict; empty where there is one.
    std::string error;
};

/// Everything, with the values of every run: schema dwell.gate/1.
[[nodiscard]] nlohmann::ordered_json gate_json(const gate_report& report);

/// For a terminal or a log.
[[nodiscard]] std::string gate_text(const gate_report& report);

/// For a person, in the summary of a CI job. Nothing in a name or command is taken for Markdown.
[[nodiscard]] std::string gate_markdown(const gate_report& report);

/// One line for each thing that a reviewer should see, as GitHub's workflow commands.
[[nodiscard]] std::string gate_annotations(const gate_report& report, bool are_warnings);

}  // namespace dwell::tool

#endif
