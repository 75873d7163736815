// SPDX-License-Identifier: BSL-1.0
// A test program without a framework, for budget_run_test.py. Its arguments are the budgets that it checks; after
// `message`, the sample whose message it prints, with which other tests compare what their framework shows.
#include "frameworks/sample_results.hpp"
#include "frameworks/sample_work.hpp"

#include <dwell/testing/budget_run.hpp>

#include <chrono>
#include <cstdio>
#include <string_view>

namespace {

using namespace std::chrono_literals;

dwell::budget_result sample_named(std::string_view name) {
    return name == "passing"        ? sample::passing()
           : name == "failing"      ? sample::failing()
           : name == "inconclusive" ? sample::inconclusive()
                                    : sample::never_ran();
}

void check(dwell::budget_run& run, std::string_view what) {
    if (what == "callable_passing") {
        run.check("sample.spin", [] { sample::spin(); }, {.p50 = 10s, .allocations_per_call = 0}, {.most_time = 60s});
    } else if (what == "callable_slow") {
        run.check("sample.spin", [] { sample::spin(); }, {.p50 = 0ns});
    } else if (what == "callable_allocating") {
        run.check("sample.allocate", [] { sample::allocate(); }, {.allocations_per_call = 0});
    } else {
        run.add(sample_named(what));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "message") {
        std::fputs(sample_named(argv[2]).message().c_str(), stdout);
        return 0;
    }
    // Where the test says so: a file that the program names itself.
    const bool names_file = argc > 1 && std::string_view(argv[1]) == "junit";
    dwell::budget_run run("sample <\"&'>", names_file ? "given/run.xml" : "");
    for (int i = names_file ? 2 : 1; i < argc; ++i) {
        check(run, argv[i]);
    }
    return run.finish();
}
