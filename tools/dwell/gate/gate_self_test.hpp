// SPDX-License-Identifier: BSL-1.0
// Whether a gate does its work on this machine: equal programs must not alarm, and a slow-down must.
#ifndef DWELL_TOOL_GATE_GATE_SELF_TEST_HPP
#define DWELL_TOOL_GATE_GATE_SELF_TEST_HPP

#include "gate/gate_report.hpp"
#include "gate/gate_session.hpp"

#include <optional>
#include <string>

namespace dwell::tool {

struct gate_self_test {
    gate_report identical;
    /// Missing where the first was interrupted.
    std::optional<gate_report> slowed;
    /// How much slower, as a share.
    double slow_down = 0;
    /// passed: neither cried wolf nor slept; regression: one of the two was wrong.
    gate_verdict verdict = gate_verdict::inconclusive;
};

/// With a base, against itself, and against itself with its values multiplied. Without one, a built-in program that
/// does more work. Writes self-test.json and self-test.md into the output folder, where there is one.
[[nodiscard]] gate_self_test conduct_self_test(const gate_request& request, double slow_down, signal_guard& signals);

[[nodiscard]] nlohmann::ordered_json self_test_json(const gate_self_test& tested);
[[nodiscard]] std::string self_test_text(const gate_self_test& tested);

/// What the two gates together say.
[[nodiscard]] gate_verdict self_test_verdict(gate_verdict identical, gate_verdict slowed);

}  // namespace dwell::tool

#endif
