// SPDX-License-Identifier: BSL-1.0
// What dwell takes for granted of the device's clock: the sign of elapsed times, and how far it is from the host's.
#include "gpu_check/checks.hpp"
#include "gpu_check/device_work.hpp"
#include "gpu_check/rows.hpp"
#include "gpu_check/runtime.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

namespace gpu_check {
namespace {

double host_nanoseconds() {
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct bracket {
    double middle = 0;
    double half = std::numeric_limits<double>::infinity();
};

/// Records an event on an idle stream: between which moments of the host it was.
bracket record_between(events& all, std::size_t which, const stream& idle) {
    const double before = host_nanoseconds();
    all.record(which, idle);
    cudaError_t state = cudaErrorNotReady;
    while (state == cudaErrorNotReady) {
        state = all.query(which);
    }
    must(state, "cudaEventQuery");
    const double half = (host_nanoseconds() - before) / 2;
    return {before + half, half};
}

}  // namespace

void check_elapsed_sign() {
    const stream work;
    events both(2);
    both.record(0, work);
    spin(work, 1'000'000);
    both.record(1, work);
    work.wait();
    const double forward = both.nanoseconds(0, 1);
    const double back = both.nanoseconds(1, 0);
    print_row(forward > 0 && std::fabs(forward + back) <= 1000, "elapsed time with the events swapped is negative",
              text("%+.2f us, forward %+.2f us", back / 1e3, forward / 1e3), "the same, with a minus");
}

void check_clock_drift() {
    constexpr int seconds = 6;
    constexpr int at_once = 5;  // as dwell does
    constexpr int anchors = 100;
    const stream idle;
    events all(2 + seconds);
    std::vector<double> errors;
    bracket first;
    for (int i = 0; i < anchors; ++i) {
        bracket shortest;
        for (int attempt = 0; attempt < at_once; ++attempt) {
            const bracket one = record_between(all, 0, idle);
            shortest = one.half < shortest.half ? one : shortest;
        }
        errors.push_back(shortest.half);
    }
    const double worst = *std::max_element(errors.begin(), errors.end());
    print_row(worst <= 20e3, "what an anchor knows a moment to",
              text("+-%.2f us, at worst of %d +-%.2f us", median(errors) / 1e3, anchors, worst / 1e3), "<= 20 us");

    std::vector<bracket> moments;
    for (std::size_t i = 0; i <= seconds; ++i) {
        moments.push_back(record_between(all, i, idle));
        std::this_thread::sleep_for(std::chrono::seconds(i < seconds ? 1 : 0));
    }
    const bracket& from = moments.front();
    const bracket& to = moments.back();
    const double drift = all.nanoseconds(0, seconds) / (to.middle - from.middle) - 1;
    const double known_to = (from.half + to.half) / (to.middle - from.middle);
    print_row(std::fabs(drift) <= 200e-6, "drift of the device's clock against the host's",
              text("%+.2f us a second, +-%.2f, over %d s", drift * 1e6, known_to * 1e6, seconds), "<= 200 us a second");
}

}  // namespace gpu_check
