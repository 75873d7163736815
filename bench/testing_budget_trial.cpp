// SPDX-License-Identifier: BSL-1.0
// One trial of a budget, for scripts/budget-trials: a fresh process that holds a piece of work against a limit, or
// measures it without one. Prints one line of JSON; times are in ns.
//
// usage: testing_budget_trial WORKLOAD measure SECONDS            p50, p99 and cpu_per_call of a call
//        testing_budget_trial WORKLOAD QUANTITY NS SECONDS        the answer to a limit of this many ns, after at most
//                                                                 so many seconds
// WORKLOAD is compute, allocate or look_up; QUANTITY is p50, p99 or cpu_per_call.
#include <dwell/testing/check_calls.hpp>
#include <dwell/testing/measure.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <string>
#include <unordered_map>

namespace {

using dwell::uint64_t;

uint64_t mixed(uint64_t state) { return (state ^ (state >> 29)) * 0xbf58476d1ce4e5b9; }

/// A chain of multiplications and shifts, about 1 us: one core, no memory.
uint64_t compute() {
    uint64_t state = 1;
    dwell::do_not_optimize(state);
    for (int i = 0; i < 700; ++i) {
        state = mixed(state);
    }
    return state;
}

/// A list of strings that is made, walked and freed: 40 allocations, about 1 us.
size_t allocate() {
    std::list<std::string> texts;
    for (size_t i = 0; i < 20; ++i) {
        texts.emplace_back(20 + i, 'x');
    }
    size_t total = 0;
    for (const std::string& text : texts) {
        total += text.size();
    }
    return total;
}

/// Look-ups in a hash table of a few MiB, keys at random: what the caches do not hold.
class look_up {
public:
    look_up() {
        for (uint64_t i = 0; i < keys; ++i) {
            values_[mixed(i)] = i;
        }
    }

    uint64_t operator()() {
        uint64_t sum = 0;
        for (int i = 0; i < 20; ++i) {
            state_ = mixed(state_ + 1);
            sum += values_.find(mixed(state_ % keys))->second;
        }
        return sum;
    }

private:
    static constexpr uint64_t keys = 100'000;

    std::unordered_map<uint64_t, uint64_t> values_;
    uint64_t state_ = 1;
};

void print_number(const char* name, double value) {
    if (std::isfinite(value)) {
        std::printf("\"%s\": %.9g, ", name, value);
    } else {
        std::printf("\"%s\": null, ", name);
    }
}

void print_machine(const dwell::machine_condition& machine, double seconds) {
    print_number("seconds", seconds);
    print_number("jitter", machine.jitter);
    print_number("waiting", machine.waiting);
    std::printf("\"preemptions\": %llu, \"machine\": \"%s\"}\n", static_cast<unsigned long long>(machine.preemptions),
                to_text(machine.verdict).data());
}

template <typename Work>
int measure_only(Work& work, double seconds) {
    // No interval is so narrow: it takes the whole time.
    const dwell::measurement measured = dwell::measure(
        work, {.most_time = dwell::time_limit::from_ns(seconds * 1e9), .precision = 0, .process_variation = 0});
    std::printf("{");
    print_number("p50", measured.p50().estimate);
    print_number("p99", measured.percentile(99).estimate);
    print_number("cpu_per_call", measured.cpu_per_call().estimate);
    print_machine(measured.machine(), measured.seconds());
    return 0;
}

template <typename Work>
int hold_against(Work& work, const dwell::budget& limits, double seconds) {
    const dwell::budget_result result =
        dwell::check(work, limits, {.most_time = dwell::time_limit::from_ns(seconds * 1e9)});
    const dwell::limit_check& check = result.checks.front();
    std::printf("{\"answer\": \"%s\", ", to_text(result.answer()).data());
    print_number("estimate", check.estimate);
    print_number("lower", check.lower);
    print_number("upper", check.upper);
    std::printf("\"samples\": %llu, ", static_cast<unsigned long long>(check.samples));
    print_machine(result.machine, result.seconds);
    return 0;
}

int refuse() {
    std::fprintf(stderr,
                 "usage: testing_budget_trial compute|allocate|look_up measure SECONDS\n"
                 "       testing_budget_trial compute|allocate|look_up p50|p99|cpu_per_call NS SECONDS\n");
    return 2;
}

template <typename Work>
int run(Work&& work, int count, char** arguments) {
    const std::string quantity = arguments[2];
    const double seconds = std::atof(arguments[count - 1]);
    if (!(seconds > 0)) {
        return refuse();
    }
    if (quantity == "measure") {
        return count == 4 ? measure_only(work, seconds) : refuse();
    }
    const double limit = std::atof(arguments[3]);
    dwell::budget limits;
    dwell::time_limit* const chosen = quantity == "p50"            ? &limits.p50
                                      : quantity == "p99"          ? &limits.p99
                                      : quantity == "cpu_per_call" ? &limits.cpu_per_call
                                                                   : nullptr;
    if (chosen == nullptr || count != 5 || !(limit > 0)) {
        return refuse();
    }
    *chosen = dwell::time_limit::from_ns(limit);
    return hold_against(work, limits, seconds);
}

}  // namespace

int main(int count, char** arguments) {
    const std::string workload = count > 3 ? arguments[1] : "";
    return workload == "compute"    ? run(compute, count, arguments)
           : workload == "allocate" ? run(allocate, count, arguments)
           : workload == "look_up"  ? run(look_up(), count, arguments)
                                    : refuse();
}
