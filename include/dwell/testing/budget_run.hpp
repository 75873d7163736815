// SPDX-License-Identifier: BSL-1.0
// A test program without a test framework: checks budgets, prints the answers, and says what to exit with.
#ifndef DWELL_TESTING_BUDGET_RUN_HPP
#define DWELL_TESTING_BUDGET_RUN_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/status.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/check_calls.hpp>
#include <dwell/testing/inconclusive.hpp>
#include <dwell/testing/junit.hpp>
#include <dwell/testing/measure_options.hpp>
#include <dwell/testing/measured_calls.hpp>
#include <dwell/testing/verdict.hpp>

#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// The budgets of one program, in the order in which it checks them. Not thread-safe.
///
///     dwell::budget_run run("parser");
///     run.check("parse", [&] { parse(text); }, {.p99 = 5ms, .allocations_per_call = 0});
///     return run.finish();
class budget_run {
public:
    /// `name` is that of the test suite in a JUnit file. `junit_file` is where `finish` writes that file; DWELL_JUNIT
    /// in the environment goes before it, and without either there is none.
    explicit budget_run(std::string name, std::string junit_file = {})
        : name_(std::move(name)),
          junit_file_(std::move(junit_file)),
          began_unix_ns_(static_cast<int64_t>(detail::unix_time_ns())) {
        if (const char* const file = detail::environment("DWELL_JUNIT")) {
            junit_file_ = file;
        }
    }

    /// Prints a result to standard output, where it passes only the first line of its message, and counts it.
    verdict add(budget_result result) {
        const verdict answer = result.answer();
        const std::string text = detail::failure_text(result);
        const std::string_view shown =
            answer == verdict::pass ? std::string_view(text).substr(0, text.find('\n')) : text;
        std::printf("%.*s\n", static_cast<int>(shown.size()), shown.data());
        std::fflush(stdout);  // the next one may take its time
        results_.push_back(std::move(result));
        return answer;
    }

    /// Measures code until the answer is certain or the time is up, as `dwell::check` does, and adds the result under
    /// `name`.
    template <measurable Code>
    verdict check(std::string name, Code&& code, const budget& limits, measure_options options = {}) {
        options.name = std::move(name);
        return add(dwell::check(code, limits, options));
    }

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] const std::vector<budget_result>& results() const noexcept { return results_; }

    /// 1 where a budget fails or none was checked; else 3 where one is inconclusive, or 1 if DWELL_INCONCLUSIVE=fail;
    /// else 0.
    [[nodiscard]] int exit_status() const {
        verdict worst = results_.empty() ? verdict::fail : verdict::pass;
        for (const budget_result& result : results_) {
            worst = worse_of(worst, result.answer());
        }
        return dwell::exit_status(worst == verdict::inconclusive && inconclusive_fails() ? verdict::fail : worst);
    }

    /// Prints how many passed, writes the JUnit file, and returns `exit_status()`, or 1 where that file cannot be
    /// written, which it says on standard error.
    [[nodiscard]] int finish() const {
        if (results_.empty()) {
            std::printf("%s: no budget was checked\n", detail::printable(name_).c_str());
        } else {
            size_t counts[3] = {};
            for (const budget_result& result : results_) {
                ++counts[static_cast<uint8_t>(result.answer())];
            }
            std::printf("%s: %zu passed, %zu failed, %zu inconclusive\n", detail::printable(name_).c_str(),
                        counts[static_cast<uint8_t>(verdict::pass)], counts[static_cast<uint8_t>(verdict::fail)],
                        counts[static_cast<uint8_t>(verdict::inconclusive)]);
        }
        if (!junit_file_.empty()) {
            const export_status saved =
                save_junit(junit_file_, results_, {name_, began_unix_ns_, inconclusive_fails()});
            if (!saved) {
                std::fprintf(stderr, "dwell: JUnit: %s\n", saved.message().c_str());
                return dwell::exit_status(verdict::fail);
            }
        }
        return exit_status();
    }

private:
    std::string name_;
    std::string junit_file_;
    int64_t began_unix_ns_;
    std::vector<budget_result> results_;
};

DWELL_NAMESPACE_END

#endif
