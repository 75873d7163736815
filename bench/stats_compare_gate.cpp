// SPDX-License-Identifier: BSL-1.0
// Judges the runs of a gate, for scripts/gate-figures. From standard input, one line for each
// block:
//
//     blocks|control|confirmation BASE BASE HEAD HEAD        to standard output: VERDICT BLOCKS CONTROL CONFIRMATION
//                                                            CHANGE NOISE, the verdict, how many blocks it wants of
//                                                            each arm, the median ratio and the noise of the control
//     proportion EVENTS TRIALS [CONFIDENCE]                  ESTIMATE LOWER UPPER (0.95, Clopper and Pearson)
#include <dwell/stats/block_comparison.hpp>
#include <dwell/stats/clopper_pearson.hpp>

#include <iostream>
#include <sstream>
#include <string>

namespace {

const char* name_of(dwell::comparison_verdict verdict) {
    switch (verdict) {
        case dwell::comparison_verdict::invalid:
            return "invalid";
        case dwell::comparison_verdict::needs_blocks:
            return "needs_blocks";
        case dwell::comparison_verdict::needs_confirmation:
            return "needs_confirmation";
        case dwell::comparison_verdict::no_change:
            return "no_change";
        case dwell::comparison_verdict::regression:
            return "regression";
        case dwell::comparison_verdict::inconclusive:
            return "inconclusive";
    }
    return "invalid";
}

int refuse(const std::string& line) {
    std::cerr << "stats_compare_gate: not understood: " << line << '\n';
    return 2;
}

}  // namespace

int main() {
    dwell::block_comparison_runs runs;
    std::string line;
    while (std::getline(std::cin, line)) {
        std::istringstream words(line);
        std::string arm;
        words >> arm;
        if (arm == "proportion") {
            dwell::uint64_t events = 0;
            dwell::uint64_t trials = 0;
            if (!(words >> events >> trials)) {
                return refuse(line);
            }
            double confidence = 0.95;
            if (!words.eof() && !(words >> confidence)) {
                return refuse(line);
            }
            const dwell::proportion_interval found = dwell::clopper_pearson(events, trials, confidence);
            std::cout << found.estimate << ' ' << found.lower << ' ' << found.upper << '\n';
            return 0;
        }
        dwell::comparison_block block;
        if (!(words >> block.base[0] >> block.base[1] >> block.head[0] >> block.head[1])) {
            return refuse(line);
        }
        if (arm == "blocks") {
            runs.blocks.push_back(block);
        } else if (arm == "control") {
            runs.control.push_back(block);
        } else if (arm == "confirmation") {
            runs.confirmation.push_back(block);
        } else {
            return refuse(line);
        }
    }
    const dwell::block_comparison found = dwell::compare_blocks(runs);
    std::cout << name_of(found.verdict) << ' ' << found.blocks_wanted << ' ' << found.control_wanted << ' '
              << found.confirmation_wanted << ' ' << found.change.median << ' ' << found.control.noise << '\n';
    return found.verdict == dwell::comparison_verdict::invalid ? 2 : 0;
}
