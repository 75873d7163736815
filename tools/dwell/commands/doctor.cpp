// SPDX-License-Identifier: BSL-1.0
// dwell doctor: how well this machine measures, and what is missing.
#include "commands/command.hpp"
#include "doctor/checks.hpp"
#include "output/json_document.hpp"
#include "output/output_file.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>

namespace dwell::tool {
namespace {

/// What is as it should be takes a line; the rest says what it means, and the command that helps.
std::string text_of(const findings& all) {
    std::string text;
    std::string group;
    size_t counts[3] = {};
    for (const finding& one : all) {
        ++counts[static_cast<size_t>(one.state)];
        if (one.group != group) {
            text += (group.empty() ? "" : "\n") + one.group + "\n";
            group = one.group;
        }
        std::string state(to_text(one.state));
        state.resize(8, ' ');
        std::string subject = one.subject;
        subject.resize(std::max<size_t>(subject.size(), 13), ' ');
        text += "  " + state + subject + " " + one.found + "\n";
        if (one.state != finding_state::ok) {
            text += one.meaning.empty() ? "" : std::string(24, ' ') + one.meaning + "\n";
            text += one.fix.empty() ? "" : std::string(24, ' ') + "$ " + one.fix + "\n";
        }
    }
    const auto count = [&](finding_state state) { return std::to_string(counts[static_cast<size_t>(state)]); };
    return text + "\n" + count(finding_state::problem) + " problems, " + count(finding_state::note) + " notes, " +
           count(finding_state::ok) + " ok\n";
}

nlohmann::ordered_json json_of(const findings& all, bool can_record) {
    nlohmann::ordered_json document = {
        {"schema", "dwell.doctor/1"}, {"can_record", can_record}, {"findings", nlohmann::ordered_json::array()}};
    for (const finding& one : all) {
        document["findings"].push_back({{"group", one.group},
                                        {"subject", one.subject},
                                        {"state", to_text(one.state)},
                                        {"found", one.found},
                                        {"meaning", one.meaning},
                                        {"fix", one.fix},
                                        {"stops_recording", one.stops_recording}});
    }
    return document;
}

}  // namespace

void add_doctor(CLI::App& program, int& status) {
    CLI::App* const doctor =
        program.add_subcommand("doctor", "Say how well this machine measures, and what is missing");
    const auto options = std::make_shared<doctor_options>();
    const auto is_json = std::make_shared<bool>(false);
    options->archive = "dwell-runs";
    doctor->add_option("--out", options->archive, "Where runs are kept")->type_name("DIR")->capture_default_str();
    doctor->add_flag("--json", *is_json, "Print JSON");
    doctor->callback([options, is_json, &status] {
        const findings all = examine(*options);
        const bool can_record =
            std::none_of(all.begin(), all.end(), [](const finding& one) { return one.stops_recording; });
        if (*is_json) {
            std::cout << json_document(json_of(all, can_record));
        } else {
            print_text(text_of(all));
        }
        status = can_record ? exit_passed : exit_failed;
    });
}

}  // namespace dwell::tool
