// SPDX-License-Identifier: BSL-1.0
// What is not time: how often, how much now, how large. Labels make several series of one.
#include <dwell/dwell.hpp>

#include <cstdio>
#include <deque>
#include <string>

namespace {

struct request {
    std::string route;
    int status;
    int bytes;
    double load;
};

void handle(const request& incoming) {
    TIMED_SCOPE("http.handle");
    // A counter only goes up. One series for each route and status.
    dwell::counter<"http.requests">.with("route", incoming.route, "status", incoming.status).add(1);
    // A distribution keeps the percentiles, like those of a scope, in any unit.
    dwell::distribution<"http.response.size">.record(incoming.bytes);
    // Its values are whole numbers of a unit; for finer ones, say how many steps the unit has.
    dwell::distribution<"http.load", 1000>.record(incoming.load);
}

}  // namespace

int main() {
    // Said once, shown by every export.
    dwell::counter<"http.requests">.describe("Requests handled.", "requests");
    dwell::gauge<"http.queue.depth">.describe("Requests that wait.", "requests");
    dwell::distribution<"http.response.size">.describe("Size of a response.", "bytes");

    std::deque<request> queue;
    for (int i = 0; i < 1000; ++i) {
        queue.push_back({i % 3 == 0 ? "/login" : "/search", i % 50 == 0 ? 500 : 200, 100 + i, 0.001 * i});
    }
    while (!queue.empty()) {
        // A gauge goes up and down. The last write counts, on whichever thread.
        dwell::gauge<"http.queue.depth">.set(static_cast<double>(queue.size()));
        handle(queue.front());
        queue.pop_front();
    }

    const dwell::profile profile = dwell::snapshot();
    for (const dwell::counter_value& counter : profile.counters()) {
        std::printf("%s", counter.identity.name.c_str());
        for (const auto& [label, value] : counter.identity.labels) {
            std::printf(" %s=%s", label.c_str(), value.c_str());
        }
        std::printf(": %llu\n", static_cast<unsigned long long>(counter.value));
    }
    for (const dwell::distribution_value& distribution : profile.distributions()) {
        const auto steps = static_cast<double>(distribution.steps_per_unit);
        std::printf("%s: p50 %.4g, p99 %.4g %s\n", distribution.identity.name.c_str(),
                    distribution.values.percentile(50) / steps, distribution.values.percentile(99) / steps,
                    distribution.identity.unit.c_str());
    }
    return profile.counter_total("http.requests") == 1000 ? 0 : 1;
}
