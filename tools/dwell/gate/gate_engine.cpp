// SPDX-License-Identifier: BSL-1.0
#include "gate/gate_engine.hpp"

#include <dwell/stats/random.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace dwell::tool {
namespace {

const char* words_of(gate_arm arm) {
    switch (arm) {
        case gate_arm::control:
            return "control";
        case gate_arm::confirmation:
            return "confirmation";
        case gate_arm::comparison:
            break;
    }
    return "comparison";
}

class engine {
public:
    engine(const gate_options& options, const gate_surroundings& surroundings, gate_record& record)
        : options_(options), surroundings_(surroundings), record_(record), orders_(options.seed) {}

    void run() {
        if (!warm_up()) {
            return;
        }
        for (wanted_blocks wanted = blocks_wanted(options_, record_); wanted.all() != 0;
             wanted = blocks_wanted(options_, record_)) {
            if (!run_blocks(wanted)) {
                return;
            }
        }
    }

private:
    bool warm_up() {
        const double start = surroundings_.seconds();
        for (const gate_side side : {gate_side::base, gate_side::head}) {
            const double begin = surroundings_.seconds();
            if (!run_once(side, "warm-up run")) {
                return false;
            }
            record_.warm_up_seconds.push_back(surroundings_.seconds() - begin);
        }
        const double now = surroundings_.seconds();
        // The first look is both arms, four runs a block.
        const double first_look = (now - start) / 2 * 8 * static_cast<double>(options_.comparison.blocks);
        if (now + first_look > options_.max_seconds) {
            record_.how = gate_record::ending::too_long;
            record_.needed_seconds = now + first_look;
            return false;
        }
        return true;
    }

    /// The arms in turn, so that they see the same machine.
    bool run_blocks(wanted_blocks left) {
        while (left.all() != 0) {
            for (const auto& [arm, count] :
                 {std::pair{gate_arm::comparison, &left.comparison}, std::pair{gate_arm::control, &left.control},
                  std::pair{gate_arm::confirmation, &left.confirmation}}) {
                if (*count == 0) {
                    continue;
                }
                if (!run_block(arm)) {
                    return false;
                }
                --*count;
                surroundings_.progress(record_, left);
            }
        }
        return true;
    }

    bool run_block(gate_arm arm) {
        gate_block block;
        block.arm = arm;
        block.order = orders_.below(2) == 0 ? block_order::abba : block_order::baab;
        block.started_seconds = surroundings_.seconds();
        for (size_t run = 0; run < 4; ++run) {
            const bool is_head = block.is_second(run) && arm != gate_arm::control;
            const double start = surroundings_.seconds();
            if (!run_once(is_head ? gate_side::head : gate_side::base,
                          std::string("run ") + std::to_string(run + 1) + " of block " +
                              std::to_string(record_.blocks.size() + 1) + " (" + words_of(arm) + ")")) {
                return false;
            }
            block.run_seconds[run] = surroundings_.seconds() - start;
            block.runs[run] = std::move(last_);
        }
        for (size_t run = 0; run < 4; ++run) {
            if (auto& counts = block.runs[run].allocations) {
                record_.allocations.add(block.is_second(run) && arm != gate_arm::control, *counts);
                // Only their ranges are asked for, and there may be thousands.
                counts->scopes.clear();
            }
        }
        record_.blocks.push_back(std::move(block));
        return true;
    }

    /// Into `last_`; false where there is nothing to go on with.
    bool run_once(gate_side side, const std::string& which) {
        const double left = options_.max_seconds - surroundings_.seconds();
        gate_run_outcome outcome;
        outcome.how = gate_run_outcome::ending::out_of_time;
        if (left > 0) {
            outcome = surroundings_.run(side, which, left);
        }
        switch (outcome.how) {
            case gate_run_outcome::ending::interrupted:
                record_.how = gate_record::ending::interrupted;
                return false;
            case gate_run_outcome::ending::out_of_time:
                record_.how = gate_record::ending::out_of_time;
                return false;
            case gate_run_outcome::ending::finished:
                break;
        }
        last_ = std::move(outcome.run);
        return true;
    }

    const gate_options& options_;
    const gate_surroundings& surroundings_;
    gate_record& record_;
    random_generator orders_;
    gate_run last_;
};

}  // namespace

wanted_blocks blocks_wanted(const gate_options& options, const gate_record& record) {
    wanted_blocks result;
    for (size_t metric = 0; metric < options.metrics.size(); ++metric) {
        const block_comparison found = compare_blocks(runs_of_metric(record, metric), options.comparison);
        result.comparison = std::max(result.comparison, found.blocks_wanted);
        result.control = std::max(result.control, found.control_wanted);
        result.confirmation = std::max(result.confirmation, found.confirmation_wanted);
    }
    if (result.comparison + result.control != 0) {
        result.confirmation = 0;
    }
    return result;
}

void run_gate(const gate_options& options, const gate_surroundings& surroundings, gate_record& record) {
    engine(options, surroundings, record).run();
    record.seconds = surroundings.seconds();
}

}  // namespace dwell::tool
