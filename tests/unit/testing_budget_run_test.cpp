// SPDX-License-Identifier: BSL-1.0
// What inconclusive budgets mean, and what a test program without a framework exits with. What it prints, and what the
// frameworks make of a budget, is tested in tests/frameworks.
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <dwell/testing/budget_run.hpp>
#include <dwell/testing/inconclusive.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>

namespace {

// Sets an environment variable, or takes it away, for a scope.
class environment_guard {
public:
    environment_guard(const char* name, const char* value) : name_(name) {
        if (const char* const before = std::getenv(name)) {
            had_value_ = true;
            before_ = before;
        }
        set(value);
    }
    ~environment_guard() { set(had_value_ ? before_.c_str() : nullptr); }
    environment_guard(const environment_guard&) = delete;
    environment_guard& operator=(const environment_guard&) = delete;

private:
    void set(const char* value) const {
        if (value != nullptr) {
            setenv(name_, value, 1);
        } else {
            unsetenv(name_);
        }
    }

    const char* name_;
    bool had_value_ = false;
    std::string before_;
};

dwell::budget_result answered(dwell::verdict answer) {
    dwell::limit_check check;
    check.quantity = "p99";
    check.answer = answer;
    dwell::budget_result result;
    result.checks.push_back(check);
    return result;
}

int status_of(std::initializer_list<dwell::verdict> answers) {
    dwell::budget_run run("sample");
    for (const dwell::verdict answer : answers) {
        CHECK(run.add(answered(answer)) == answer);
    }
    CHECK(run.results().size() == answers.size());
    CHECK(run.finish() == run.exit_status());
    return run.exit_status();
}

TEST_CASE("inconclusive: a failure only where the environment says so") {
    using dwell::verdict;
    for (const char* const wish : {"", "warn", "fail", "Fail", "1", static_cast<const char*>(nullptr)}) {
        const environment_guard guard("DWELL_INCONCLUSIVE", wish);
        const bool fails = wish != nullptr && std::string(wish) == "fail";
        CHECK(dwell::inconclusive_fails() == fails);
        CHECK(dwell::is_acceptable(verdict::pass));
        CHECK(dwell::is_acceptable(verdict::inconclusive) == !fails);
        CHECK_FALSE(dwell::is_acceptable(verdict::fail));
    }
}

TEST_CASE("budget_run: what a program exits with") {
    using dwell::verdict;
    const environment_guard nowhere("DWELL_JUNIT", nullptr);
    for (const char* const wish : {"warn", "fail"}) {
        const environment_guard guard("DWELL_INCONCLUSIVE", wish);
        const int uncertain = std::string(wish) == "fail" ? 1 : 3;
        CHECK(status_of({verdict::pass, verdict::pass}) == 0);
        CHECK(status_of({verdict::pass, verdict::inconclusive, verdict::pass}) == uncertain);
        CHECK(status_of({verdict::fail, verdict::inconclusive, verdict::pass}) == 1);
        CHECK(status_of({}) == 1);
    }
}

TEST_CASE("budget_run: checks code under its name") {
    const environment_guard nowhere("DWELL_JUNIT", nullptr);
    dwell::budget_run run("sample");
    int calls = 0;
    CHECK(run.check("count up", [&] { ++calls; }, {.p50 = std::chrono::hours(1)}, {.name = "not this", .threads = 1}) !=
          dwell::verdict::fail);
    CHECK(calls > 0);
    CHECK(run.name() == "sample");
    CHECK(run.results().front().subject == "count up");
}

TEST_CASE("budget_run: its JUnit file") {
    const test::scratch_folder folder;
    const std::filesystem::path named = folder.path / "named.xml";
    const std::filesystem::path wished = folder.path / "results" / "wished.xml";
    const environment_guard guard("DWELL_JUNIT", wished.c_str());
    dwell::budget_run run("sample", named.string());
    run.add(answered(dwell::verdict::pass));
    CHECK(run.finish() == 0);
    CHECK(test::content_of(wished).find("<testsuite name=\"sample\" tests=\"1\"") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(named));

    const environment_guard unset("DWELL_JUNIT", nullptr);
    dwell::budget_run second("second", named.string());
    second.add(answered(dwell::verdict::pass));
    CHECK(second.finish() == 0);
    CHECK(test::content_of(named).find("<testsuite name=\"second\"") != std::string::npos);

    // A folder stands where the file is to be: nobody must wait for it in vain.
    dwell::budget_run lost("lost", folder.path.string());
    lost.add(answered(dwell::verdict::pass));
    CHECK(lost.exit_status() == 0);
    CHECK(lost.finish() == 1);
}

}  // namespace
