// SPDX-License-Identifier: BSL-1.0
// How often the procedure of stats/block_comparison.hpp cries wolf, and how often it finds a slow-down, in simulated
// runs of machines of several kinds; with the 95 % bounds of Clopper and Pearson. scripts/gate-trials does the
// same with real processes. Exit status 1 where the bounds do not rule out that more than 1 % of the verdicts about
// equal programs are alarms, or that less than 95 % of the slow-downs by the threshold are found on the quiet machine;
// fewer than 400 gates cannot.
//
// usage: stats_compare_power [GATES]      default: 4000 of each kind, 5 s of CPU time
#include "support/sampling.hpp"
#include "support/share.hpp"

#include <dwell/stats/block_comparison.hpp>
#include <dwell/stats/mann_whitney.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

/// What makes the runs of one program differ. Shares of the duration, as standard deviations of its logarithm.
struct machine {
    const char* name;
    /// From one run to the next, independently.
    double independent;
    /// Slow waves: an autoregressive process, which keeps `persistence` of itself from one run to the next.
    double wave;
    double persistence;
    /// Growth over 100 runs, as heat or a filling disk cause it.
    double drift;
    /// The share of runs that something disturbs, by an exponential of mean 30 %.
    double disturbed;
};

constexpr machine machines[] = {
    {"quiet, 3 %", 0.03, 0.0, 0.0, 0.0, 0.0},       {"waves, 14 %", 0.02, 0.14, 0.98, 0.0, 0.0},
    {"fast waves, 8 %", 0.02, 0.08, 0.8, 0.0, 0.0}, {"drift, 20 % in 100 runs", 0.03, 0.0, 0.0, 0.2, 0.0},
    {"disturbed, 14 %", 0.03, 0.0, 0.0, 0.0, 0.1},  {"loud, 14 %", 0.14, 0.0, 0.0, 0.0, 0.0},
};

class simulated_runs {
public:
    simulated_runs(const machine& of, dwell::uint64_t seed)
        : machine_(of), random_(seed), orders_(~seed), waves_(of.persistence, random_.normal()) {}

    /// The next block; a head takes `ratio` times as long.
    [[nodiscard]] dwell::comparison_block next(double ratio) {
        const bool head_is_outside = orders_.below(2) != 0;
        dwell::comparison_block block;
        double* const outside = head_is_outside ? block.head : block.base;
        double* const inside = head_is_outside ? block.base : block.head;
        outside[0] = run();
        inside[0] = run();
        inside[1] = run();
        outside[1] = run();
        block.head[0] *= ratio;
        block.head[1] *= ratio;
        return block;
    }

private:
    double run() {
        ++runs_;
        const double wave = waves_.next(random_);
        const double hit = bench::disturbance(random_, machine_.disturbed, 0.3);
        return std::exp(machine_.independent * random_.normal() + machine_.wave * wave + machine_.drift * runs_ / 100 +
                        hit);
    }

    machine machine_;
    bench::sampler random_;
    dwell::random_generator orders_;
    bench::autoregressive waves_;
    double runs_ = 0.0;
};

/// One gate from the first block to the verdict: blocks of the two arms in turn.
dwell::comparison_verdict gate(simulated_runs& machine, double ratio) {
    dwell::block_comparison_runs runs;
    for (;;) {
        dwell::block_comparison found = dwell::compare_blocks(runs);
        if (found.blocks_wanted + found.control_wanted + found.confirmation_wanted == 0) {
            return found.verdict;
        }
        while (found.blocks_wanted + found.control_wanted + found.confirmation_wanted != 0) {
            if (found.blocks_wanted != 0) {
                runs.blocks.push_back(machine.next(ratio));
                --found.blocks_wanted;
            }
            if (found.control_wanted != 0) {
                runs.control.push_back(machine.next(1.0));
                --found.control_wanted;
            }
            if (found.confirmation_wanted != 0) {
                runs.confirmation.push_back(machine.next(ratio));
                --found.confirmation_wanted;
            }
        }
    }
}

/// Whether the rank test takes 40 runs of one program and 40 of its copy for different at 5 %.
bool rank_test_alarms(simulated_runs& machine, bool in_turn) {
    std::vector<double> base;
    std::vector<double> head;
    while (head.size() < 40) {
        const dwell::comparison_block block = machine.next(1.0);
        // Not in turn, the first ten blocks are all base, and the next ten all head.
        std::vector<double>& first = in_turn || base.size() < 40 ? base : head;
        std::vector<double>& second = in_turn || base.size() >= 40 ? head : base;
        first.insert(first.end(), block.base, block.base + 2);
        second.insert(second.end(), block.head, block.head + 2);
    }
    return dwell::mann_whitney(base, head).p_two_sided < 0.05;
}

struct tally {
    dwell::uint64_t gates = 0;
    dwell::uint64_t regressions = 0;
    dwell::uint64_t inconclusive = 0;
};

tally count_verdicts(const machine& of, double ratio, dwell::uint64_t gates) {
    tally result;
    for (dwell::uint64_t seed = 0; seed < gates; ++seed) {
        simulated_runs machine(of, seed);
        const dwell::comparison_verdict verdict = gate(machine, ratio);
        ++result.gates;
        result.regressions += verdict == dwell::comparison_verdict::regression ? 1 : 0;
        result.inconclusive += verdict == dwell::comparison_verdict::inconclusive ? 1 : 0;
    }
    return result;
}

}  // namespace

int main(int argc, char** argv) {
    const dwell::uint64_t gates = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 4000;
    if (gates == 0 || argc > 2) {
        std::fprintf(stderr, "usage: stats_compare_power [GATES]\n");
        return 2;
    }
    std::printf(
        "| machine | head | gates | regression, of all | inconclusive, of all |\n| --- | --- | --- | --- | --- |\n");
    bool passes = true;
    for (const machine& of : machines) {
        for (const double ratio : {1.0, 1.05, 1.1, 1.2}) {
            std::printf("| %s | +%.0f %% | %llu |", of.name, 100 * (ratio - 1), static_cast<unsigned long long>(gates));
            const tally found = count_verdicts(of, ratio, gates);
            const dwell::proportion_interval alarms = bench::print_share(found.regressions, found.gates, 2);
            bench::print_share(found.inconclusive, found.gates, 2);
            const bool cries_wolf = ratio == 1.0 && alarms.upper > 0.01;
            const bool misses = ratio == 1.1 && &of == &machines[0] && alarms.lower < 0.95;
            std::printf("%s\n", cries_wolf || misses ? " WRONG" : "");
            passes = passes && !cries_wolf && !misses;
        }
    }
    // For the record: what a rank test of the pooled runs makes of equal programs.
    std::printf("\n| machine | rank test, one program first | rank test, in turn |\n| --- | --- | --- |\n");
    for (const machine& of : machines) {
        dwell::uint64_t alarms[2] = {0, 0};
        for (dwell::uint64_t seed = 0; seed < gates; ++seed) {
            for (const bool in_turn : {false, true}) {
                simulated_runs machine(of, seed);
                alarms[in_turn ? 1 : 0] += rank_test_alarms(machine, in_turn) ? 1 : 0;
            }
        }
        std::printf("| %s |", of.name);
        bench::print_share(alarms[0], gates, 2);
        bench::print_share(alarms[1], gates, 2);
        std::printf("\n");
    }
    return passes ? 0 : 1;
}
