// SPDX-License-Identifier: BSL-1.0
// What a server scrapes of a program that runs: a counter that falls would have begun anew to it.
#include "support/catch.hpp"

#include <dwell/export/openmetrics.hpp>
#include <dwell/scope.hpp>
#include <dwell/snapshot.hpp>

#include <atomic>
#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

/// The series that Prometheus's `rate` is for, with their values.
std::map<std::string, double> counters(const dwell::profile& profile, double ns_per_tick) {
    dwell::openmetrics_options options;
    options.format = dwell::openmetrics_format::prometheus_text;
    options.ns_per_tick = ns_per_tick;
    dwell::string_sink out;
    REQUIRE(dwell::write_openmetrics(out, profile, options));
    std::map<std::string, double> found;
    std::istringstream lines(out.text());
    for (std::string line; std::getline(lines, line);) {
        const std::string name = line.substr(0, line.find_first_of("{ "));
        const size_t suffix = name.rfind('_');
        const std::string end = suffix == std::string::npos ? "" : name.substr(suffix);
        if (line[0] != '#' && (end == "_total" || end == "_bucket" || end == "_count" || end == "_sum")) {
            found[line.substr(0, line.rfind(' '))] = std::stod(line.substr(line.rfind(' ') + 1));
        }
    }
    return found;
}

}  // namespace

TEST_CASE("no counter falls from one scrape to the next while threads record") {
    std::atomic<bool> is_over{false};
    std::atomic<int> running{0};
    std::vector<std::thread> threads;
    // One waits inside a scope that is open all the time, whose parent's self time does not grow meanwhile.
    threads.emplace_back([&] {
        TIMED_SCOPE("worker");
        TIMED_SCOPE("waits");
        ++running;
        while (!is_over) {
            std::this_thread::yield();
        }
    });
    threads.emplace_back([&] {
        TIMED_SCOPE("busy");
        ++running;
        while (!is_over) {
            TIMED_SCOPE("step");
            TIMED_SCOPE("inner");
            dwell::counter<"steps">.add(1);
        }
    });
    while (running != 2) {
        std::this_thread::yield();
    }
    double ns_per_tick = 0;
    std::map<std::string, double> before;
    size_t grown = 0;
    for (int scrape = 0; scrape < 100; ++scrape) {
        const dwell::profile profile = dwell::snapshot();
        ns_per_tick = ns_per_tick == 0 ? profile.scale().ns_per_tick : ns_per_tick;
        const std::map<std::string, double> now = counters(profile, ns_per_tick);
        for (const auto& [series, value] : before) {
            INFO(series << " in scrape " << scrape);
            REQUIRE(now.count(series) == 1);
            if (now.at(series) < value) {
                FAIL(now.at(series) << " after " << value);
            }
            grown += now.at(series) > value ? 1 : 0;
        }
        before = now;
    }
    is_over = true;
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(before.count("dwell_scope_wall_seconds_total{scope=\"waits\"}") == 1);
    CHECK(before.count("dwell_scope_duration_seconds_bucket{scope=\"inner\",le=\"+Inf\"}") == 1);
    CHECK(grown > 100);
}
