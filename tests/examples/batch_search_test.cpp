// SPDX-License-Identifier: BSL-1.0
// The search for the best batch size, on work whose best batch size is known.
#include <batch_size/batch_search.hpp>
#include <camera_pipeline/random_numbers.hpp>
#include <support/catch.hpp>

#include <chrono>
#include <cmath>
#include <vector>

namespace {

using namespace batch_size;
using namespace std::chrono_literals;

constexpr std::chrono::nanoseconds any_time = 1h;

/// Finds the best batch size up to `largest` for work that takes `cost_ms(batch)`.
template <typename Cost>
std::vector<batch_measurement> search_simulated(size_t largest, std::chrono::nanoseconds longest, const Cost& cost_ms) {
    return search_batches(largest, longest, [&](size_t batch) {
        return measure_batch(batch, {.calls = 50}, [&](size_t size) {
            return std::chrono::nanoseconds(static_cast<long>(1e6 * cost_ms(static_cast<double>(size))));
        });
    });
}

template <typename Cost>
size_t best_simulated(size_t largest, const Cost& cost_ms) {
    const std::vector<batch_measurement> measured = search_simulated(largest, any_time, cost_ms);
    return measured[index_of_best(measured, any_time)].batch;
}

/// The more is done at a time, the less the start counts, and the more what grows with the square: `best` is best.
auto cost_with_optimum(double best) {
    return [best](double batch) { return 4 + 0.2 * batch + 4 * batch * batch / (best * best); };
}

}  // namespace

TEST_CASE("the search finds a known best batch size") {
    // A histogram tells apart 0.8 %, so neighbours of the best one may be taken for it.
    for (const int best : {1, 2, 3, 8, 17, 23, 32, 47, 63, 64}) {
        CAPTURE(best);
        const auto cost = cost_with_optimum(best);
        const size_t found = best_simulated(64, cost);
        const double lost = static_cast<double>(found) / cost(static_cast<double>(found)) / (best / cost(best));
        CHECK(lost > 0.99);
        CHECK(lost <= 1.0);
    }
}

TEST_CASE("the gain over a batch of one is that of the simulated work") {
    const auto cost = cost_with_optimum(16);
    const std::vector<batch_measurement> measured = search_simulated(64, any_time, cost);
    const batch_measurement& best = measured[index_of_best(measured, any_time)];
    const double gain = best.items_per_second() / measured.front().items_per_second();
    CHECK(gain > 2);
    CHECK(std::fabs(gain - 16 / cost(16) * cost(1)) < 0.02 * gain);
    CHECK(measured.size() <= 20);  // and not all 64
    CHECK(best.durations_ns.count() == 50);
}

TEST_CASE("the search finds a cliff and either end") {
    // Where memory runs out after 32, everything takes three times as long.
    CHECK(best_simulated(64, [](double batch) { return (1 + 0.1 * batch) * (batch > 32 ? 3 : 1); }) == 32);
    CHECK(best_simulated(64, [](double batch) { return (1 + 0.1 * batch) * (batch > 41 ? 3 : 1); }) == 41);
    CHECK(best_simulated(64, [](double batch) { return 10 + 0.01 * batch; }) == 64);
    CHECK(best_simulated(50, [](double batch) { return 10 + 0.01 * batch; }) == 50);
    CHECK(best_simulated(64, [](double batch) { return batch * batch; }) == 1);
    CHECK(best_simulated(1, [](double) { return 1.0; }) == 1);
}

TEST_CASE("the search comes near where calls vary") {
    camera_pipeline::random_numbers random(3);
    const auto cost = cost_with_optimum(20);
    const size_t found =
        best_simulated(64, [&](double batch) { return cost(batch) * static_cast<double>(random.uniform(0.9F, 1.4F)); });
    CHECK(static_cast<double>(found) / cost(static_cast<double>(found)) > 0.9 * 20 / cost(20));
}

TEST_CASE("a limit of latency goes before throughput") {
    const auto cost = [](double batch) { return 1 + 0.5 * batch; };
    const std::vector<batch_measurement> measured = search_simulated(64, 11ms, cost);
    const batch_measurement& best = measured[index_of_best(measured, 11ms)];
    CHECK(best.batch >= 19);
    CHECK(best.batch <= 20);
    // None is fast enough: the fastest.
    const std::vector<batch_measurement> slow = search_simulated(8, 1ms, cost);
    CHECK(slow[index_of_best(slow, 1ms)].batch == 1);
}

TEST_CASE("measuring a batch ends by calls or by time") {
    int calls = 0;
    const auto run = [&](size_t) {
        ++calls;
        return 1ms;
    };
    CHECK(measure_batch(4, {.calls = 7}, run).durations_ns.count() == 7);
    CHECK(calls == 8);
    CHECK(measure_batch(4, {.calls = 1000, .time = 20ms}, run).durations_ns.count() == 20);
    CHECK(measure_batch(4, {.calls = 1000, .time = 0ms}, run).durations_ns.count() == 1);
}
