// SPDX-License-Identifier: BSL-1.0
#include "gate/gate_self_test.hpp"

#include "output/json_document.hpp"
#include "output/output_file.hpp"

#include <cmath>
#include <filesystem>

namespace dwell::tool {
namespace {

std::string quoted_for_shell(const std::string& word) {
    std::string result = "'";
    for (const char c : word) {
        result += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return result + "'";
}

std::string built_in_program(double work) {
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    return quoted_for_shell(self) + " gate-workload " + std::to_string(std::lround(100 * work));
}

/// What the two programs of the second gate are.
void slow_down_head(gate_request& request, bool is_built_in, double slow_down) {
    if (is_built_in) {
        request.head.command = built_in_program(1 + slow_down);
    } else {
        request.head.injected_factor = 1 + slow_down;
    }
}

const char* words_of(gate_verdict verdict) {
    switch (verdict) {
        case gate_verdict::passed:
            return "the gate works here";
        case gate_verdict::regression:
            return "the gate is WRONG here";
        case gate_verdict::inconclusive:
            break;
    }
    return "this machine is too noisy to tell";
}

}  // namespace

gate_self_test conduct_self_test(const gate_request& request, double slow_down, signal_guard& signals) {
    gate_self_test result;
    result.slow_down = slow_down;
    gate_request each = request;
    each.output_folder.clear();
    const bool is_built_in = request.base.command.empty();
    if (is_built_in) {
        each.base.command = built_in_program(1);
        each.options.metrics = {parse_gate_metric("stdout")};
    }
    each.head = each.base;
    result.identical = conduct_gate(each, signals);
    if (result.identical.record.how != gate_record::ending::interrupted) {
        slow_down_head(each, is_built_in, slow_down);
        // Other orders, which the seed gives, too.
        each.options.seed = request.options.seed + 1;
        result.slowed = conduct_gate(each, signals);
        result.verdict = self_test_verdict(result.identical.judgement.verdict, result.slowed->judgement.verdict);
    }
    if (!request.output_folder.empty()) {
        write_text_file(request.output_folder, "self-test.json", json_document(self_test_json(result)));
        write_text_file(
            request.output_folder, "self-test.md",
            gate_markdown(result.identical) + (result.slowed ? "\n" + gate_markdown(*result.slowed) : std::string()));
    }
    return result;
}

gate_verdict self_test_verdict(gate_verdict identical, gate_verdict slowed) {
    if (identical == gate_verdict::regression || slowed == gate_verdict::passed) {
        return gate_verdict::regression;
    }
    return identical == gate_verdict::passed && slowed == gate_verdict::regression ? gate_verdict::passed
                                                                                   : gate_verdict::inconclusive;
}

nlohmann::ordered_json self_test_json(const gate_self_test& tested) {
    constexpr const char* verdicts[] = {"passed", "failed", "inconclusive"};
    return {{"schema", "dwell.gate.self-test/1"},
            {"verdict", verdicts[static_cast<size_t>(tested.verdict)]},
            {"slow_down", tested.slow_down},
            {"identical", gate_json(tested.identical)},
            {"slowed", tested.slowed ? gate_json(*tested.slowed) : nlohmann::ordered_json()}};
}

std::string self_test_text(const gate_self_test& tested) {
    std::string text = "a program against itself, which must not alarm\n" + gate_text(tested.identical);
    if (tested.slowed) {
        text += "\nagainst one that takes " + std::to_string(std::lround(100 * tested.slow_down)) +
                " % longer, which must alarm\n" + gate_text(*tested.slowed);
    }
    return text + "\nself-test: " + words_of(tested.verdict) + "\n";
}

}  // namespace dwell::tool
