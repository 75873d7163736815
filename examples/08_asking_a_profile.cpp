// SPDX-License-Identifier: BSL-1.0
// What a profile answers: by name, by module, and how sure its percentiles are.
#include <dwell/dwell.hpp>

#include <chrono>
#include <cstdio>
#include <thread>

namespace {

void handle_request() {
    TIMED_SCOPE("server.request");
    { TIMED_SCOPE("server.parse"); }
    TIMED_SCOPE("server.answer");
    std::this_thread::sleep_for(std::chrono::microseconds(100));
}

}  // namespace

int main() {
    handle_request();  // the first one is not typical: it makes the call paths
    const dwell::profile before = dwell::snapshot();
    for (int i = 0; i < 200; ++i) {
        handle_request();
    }
    const dwell::profile profile = dwell::delta(dwell::snapshot(), before);

    // All scopes of one name, wherever they were called from.
    const auto request = profile.find("server.request");
    // All of a module: each nanosecond once, though the scopes run inside one another.
    const auto server = profile.roll_up("server.*");
    if (!request || !server) {
        return 1;
    }
    std::printf("a request: mean %.3f ms, p99 %.3f ms, of which itself %.0f %%\n", request->mean_ns() / 1e6,
                request->percentile_ns(99) / 1e6, 100 * request->self_ns() / request->total_ns());
    std::printf("the whole server: %.3f s\n", server->total_ns() / 1e9);

    const dwell::quantile_interval median = request->percentile_interval_ns(50);
    if (median.is_defined()) {
        std::printf("p50 %.3f ms (%.3f to %.3f)\n", median.estimate / 1e6, median.lower / 1e6, median.upper / 1e6);
    }
    // The farther out the percentile, the more calls it takes: 368 for p99, and here are 200.
    if (request->percentile_interval_ns(99).status == dwell::interval_status::too_few_samples) {
        std::printf("p99 is sure from %llu calls on\n",
                    static_cast<unsigned long long>(dwell::samples_for_percentile_interval(99)));
    }
    return median.is_defined() && request->calls() == 200 ? 0 : 1;
}
