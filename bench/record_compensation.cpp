// SPDX-License-Identifier: BSL-1.0
// What compensation makes of the time of a scope with many small ones in it, against the same loop without those.
//
// usage: record_compensation [ROUNDS]      default: 50, about 2 s
#include <dwell/profile/compensate.hpp>
#include <dwell/scope.hpp>
#include <dwell/snapshot.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

// Few enough that some rounds of each are not interrupted.
constexpr int calls = 5'000;
constexpr int lengths[] = {0, 5, 10, 20, 40, 80, 160};

/// Multiplications that wait for one another: the processor has room for the scope's work meanwhile.
struct dependent_work {
    static constexpr const char* name = "dependent";
    static inline volatile dwell::uint64_t result = 1;
    static void run(int length) {
        dwell::uint64_t value = result;
        for (int i = 0; i < length; ++i) {
            value = (value ^ (value >> 32U)) * 0x9e3779b97f4a7c15U;
        }
        result = value;
    }
};

/// Chains side by side, which leave little room.
struct independent_work {
    static constexpr const char* name = "independent";
    static inline volatile dwell::uint64_t result = 1;
    static void run(int length) {
        dwell::uint64_t chains[4] = {result, 2, 3, 4};
        for (int i = 0; i < length; ++i) {
            for (dwell::uint64_t& chain : chains) {
                chain ^= chain << 13U;
                chain ^= chain >> 7U;
            }
        }
        result = chains[0] ^ chains[1] ^ chains[2] ^ chains[3];
    }
};

/// Branches that no processor foresees: it begins again at each, and what it had begun of a scope with it.
struct unpredictable_work {
    static constexpr const char* name = "unpredictable";
    static inline volatile dwell::uint64_t result = 1;
    static void run(int length) {
        dwell::uint64_t state = result;
        for (int i = 0; i < length; ++i) {
            state ^= state << 13U;
            state ^= state >> 7U;
            state ^= state << 17U;
            if ((state & 1) != 0) {
                result = state;
            }
        }
        result = state;
    }
};

struct without {
    static constexpr const char* name = "without";
};
struct plain {
    static constexpr const char* name = "TIMED_SCOPE";
};
struct sampled {
    static constexpr const char* name = "TIMED_SCOPE_SAMPLED(…, 64)";
};

template <typename Work>
DWELL_NOINLINE void loop(without, int length) {
    for (int i = 0; i < calls; ++i) {
        Work::run(length);
    }
}

template <typename Work>
DWELL_NOINLINE void loop(plain, int length) {
    for (int i = 0; i < calls; ++i) {
        DWELL_TIMED_SCOPE("part");
        Work::run(length);
    }
}

template <typename Work>
DWELL_NOINLINE void loop(sampled, int length) {
    for (int i = 0; i < calls; ++i) {
        DWELL_TIMED_SCOPE_SAMPLED("part", 64);
        Work::run(length);
    }
}

template <typename Work, typename Kind>
std::string name_of(int length, int round) {
    return std::string(Work::name) + ' ' + Kind::name + ' ' + std::to_string(length) + ' ' + std::to_string(round);
}

template <typename Work, typename Kind>
void record(int length, int round) {
    const std::string name = name_of<Work, Kind>(length, round);
    DWELL_TIMED_SCOPE_DYNAMIC(dwell::text_view(name.data(), name.size()));
    loop<Work>(Kind{}, length);
}

/// In nanoseconds a call of the loop.
struct times {
    double measured;
    double compensated;
    double self;
    double compensated_self;
};

/// Of the round that took least, since interruptions only add.
template <typename Work, typename Kind>
times best(const dwell::profile& measured, const dwell::profile& compensated, int length, int rounds) {
    std::string least;
    double least_ns = 0;
    for (int round = 0; round < rounds; ++round) {
        const std::string name = name_of<Work, Kind>(length, round);
        const double ns = measured.find(name)->total_ns();
        if (round == 0 || ns < least_ns) {
            least = name;
            least_ns = ns;
        }
    }
    const dwell::scope_statistics before = *measured.find(least);
    const dwell::scope_statistics after = *compensated.find(least);
    return {before.total_ns() / calls, after.total_ns() / calls, before.self_ns() / calls, after.self_ns() / calls};
}

template <typename Work, typename Kind>
void print(const dwell::profile& measured, const dwell::profile& compensated, int rounds) {
    for (const int length : lengths) {
        const double truth = best<Work, without>(measured, compensated, length, rounds).measured;
        const times found = best<Work, Kind>(measured, compensated, length, rounds);
        std::printf("| %s | %s | %.1f | %.1f | %.1f | %+.1f | %.1f | %.1f |\n", Kind::name, Work::name, truth,
                    found.measured, found.compensated, found.compensated - truth, found.self, found.compensated_self);
    }
}

template <typename Kind>
void print_all(const dwell::profile& measured, const dwell::profile& compensated, int rounds) {
    print<dependent_work, Kind>(measured, compensated, rounds);
    print<independent_work, Kind>(measured, compensated, rounds);
    print<unpredictable_work, Kind>(measured, compensated, rounds);
}

template <typename Work>
void record_all(int round) {
    for (const int length : lengths) {
        record<Work, without>(length, round);
        record<Work, plain>(length, round);
        record<Work, sampled>(length, round);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 50;
    if (rounds < 1 || rounds > 60 || argc > 2) {
        std::fprintf(stderr, "usage: record_compensation [ROUNDS]\n");
        return 2;
    }
    // The first one is to warm up.
    for (int round = -1; round < rounds; ++round) {
        record_all<dependent_work>(round);
        record_all<independent_work>(round);
        record_all<unpredictable_work>(round);
    }
    const dwell::profile measured = dwell::snapshot();
    const dwell::profile compensated = dwell::compensated(measured);
    const dwell::profile_metadata& costs = measured.metadata();
    std::printf("A scope: %.2f ns itself, %.2f its parent. Sampled: %.2f and %.2f, not timed %.2f.\n\n",
                costs.scope_cost_ns, costs.scope_parent_cost_ns, costs.sampled_scope_cost_ns,
                costs.sampled_scope_parent_cost_ns, costs.untimed_scope_cost_ns);
    std::printf("In ns a call, of the scope around the loop:\n\n");
    std::printf("| scopes in the loop | work | without | measured | compensated | error | self | compensated self |\n");
    std::printf("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    print_all<plain>(measured, compensated, rounds);
    print_all<sampled>(measured, compensated, rounds);
    return 0;
}
