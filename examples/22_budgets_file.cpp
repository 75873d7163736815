// SPDX-License-Identifier: BSL-1.0
// Budgets for a whole program, in a file that is reviewed as its code is: examples/budgets.json. The answers also go to
// a JUnit file, which CI servers show as tests. usage: 22_budgets_file <budgets.json> [<junit.xml>]

// In one source file of the program, and only there: allocations are counted.
#include <dwell/memory/new_delete.hpp>

// The rest of dwell, in a block of its own: the single header wants to know of the hooks first.
#include <dwell/dwell.hpp>
#include <dwell/testing/budget_file.hpp>
#include <dwell/testing/check_budget_file.hpp>
#include <dwell/testing/junit.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace {

// A server of pages, of which it keeps some.
class page_cache {
public:
    const std::string& page(int number) {
        TIMED_SCOPE("cache.lookup");
        dwell::counter<"cache.lookups">.add(1);
        std::string& kept = pages_[static_cast<size_t>(number) % pages_.size()];
        if (kept.empty()) {
            TIMED_SCOPE("cache.render");
            kept = std::string(1000, static_cast<char>('a' + number % 26));
        } else {
            dwell::counter<"cache.hits">.add(1);
        }
        return kept;
    }

private:
    std::vector<std::string> pages_ = std::vector<std::string>(100);
};

size_t answer_request(page_cache& cache, int number) {
    TIMED_SCOPE("server.request");
    dwell::counter<"server.errors">.add(number < 0 ? 1 : 0);
    return cache.page(number).size();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s <budgets.json> [<junit.xml>]\n", argv[0]);
        return 2;
    }
    page_cache cache;
    size_t bytes = 0;
    for (int i = 0; i < 10'000; ++i) {
        bytes += answer_request(cache, i);
    }
    std::printf("%zu bytes of pages\n", bytes);

    // A file that cannot be read is a result that fails, and says why.
    const std::vector<dwell::budget_result> results =
        dwell::check(dwell::snapshot(), dwell::read_budgets_file(argv[1]));
    dwell::budget_run run("server");
    for (const dwell::budget_result& result : results) {
        run.add(result);
    }
    if (argc > 2) {
        const dwell::junit_options options{.suite = "server", .inconclusive_fails = dwell::inconclusive_fails()};
        if (const dwell::export_status status = dwell::save_junit(argv[2], results, options); !status) {
            std::fprintf(stderr, "%s\n", status.message().c_str());
            return 1;
        }
    }
    // Under a sanitizer, which counts its own allocations, nobody knows: that is no failure.
    const int status = run.finish();
    return status == dwell::exit_status(dwell::verdict::inconclusive) ? 0 : status;
}
