// SPDX-License-Identifier: BSL-1.0
// The parts of a gate's report that every form of it has: ratios, verdicts and notes as text.
#ifndef DWELL_TOOL_GATE_GATE_WORDS_HPP
#define DWELL_TOOL_GATE_GATE_WORDS_HPP

#include "gate/gate_report.hpp"

#include <string>
#include <vector>

namespace dwell::tool {

/// "+10.3 %"; "-" where there is none.
[[nodiscard]] std::string change_text(double ratio);

/// "10 %": a share.
[[nodiscard]] std::string share_text(double share);

/// "regression", "passed (faster)".
[[nodiscard]] std::string verdict_words(const metric_judgement& judged);

/// The table of metrics: first the names of its columns.
[[nodiscard]] std::vector<std::vector<std::string>> metric_cells(const gate_report& report);

/// "12 to 13", "12" where all runs are alike.
[[nodiscard]] std::string range_text(const allocation_range& range);

/// "at least 80 more in a run".
[[nodiscard]] std::string increase_text(const allocation_increase& increase);

/// How many runs, how long, which threshold, and how often such a gate cries wolf; whether anything was injected.
[[nodiscard]] std::vector<std::string> notes_of(const gate_report& report);

}  // namespace dwell::tool

#endif
