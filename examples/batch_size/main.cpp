// SPDX-License-Identifier: BSL-1.0
// How many frames the detector of examples/camera_pipeline should work on at a time: the gain over one at a time, what
// it costs in latency and in memory. Any other work is a function of a batch size in the place of `detection`.
#include <dwell/dwell.hpp>

#include <CLI/CLI.hpp>

#include <camera_pipeline/choose_detector.hpp>
#include <camera_pipeline/preprocess.hpp>
#include <camera_pipeline/scene.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "batch_search.hpp"

namespace {

using namespace batch_size;
using camera_pipeline::frame;
using camera_pipeline::steady_clock;

struct options {
    size_t largest = 64;
    size_t channels = 8;
    camera_pipeline::device_choice device = camera_pipeline::device_choice::any;
    double longest_ms = 1e6;
    measurement_limits limits;
};

/// Frames of as many cameras as fit into a batch, and a detector that has not seen a batch yet.
class detection {
public:
    detection(size_t batch, const options& wanted)
        : chosen_(camera_pipeline::choose_detector(wanted.device, wanted.channels, 1)), frames_(batch) {
        for (size_t camera = 0; camera < batch; ++camera) {
            camera_pipeline::scene(1, camera).capture(0, frames_[camera].yuyv);
            camera_pipeline::preprocess(frames_[camera]);
            batch_.push_back(&frames_[camera]);
        }
    }

    std::chrono::nanoseconds run() {
        const auto begin = steady_clock::now();
        chosen_.finder->detect(batch_);
        return steady_clock::now() - begin;
    }

    [[nodiscard]] const camera_pipeline::detector& finder() const { return *chosen_.finder; }

private:
    camera_pipeline::chosen_detector chosen_;
    std::vector<frame> frames_;
    std::vector<frame*> batch_;
};

batch_measurement measure_detection(size_t batch, const options& wanted) {
    detection work(batch, wanted);
    // Of the first call, which gets what the others use again, beside what the detector has for one frame.
    const size_t device_bytes = work.finder().device_bytes();
    const dwell::allocation_count memory = dwell::allocations([&] { static_cast<void>(work.run()); });
    const auto series = dwell::distribution<"batch.time">.with("batch", batch);
    batch_measurement result = measure_batch(batch, wanted.limits, [&](size_t) {
        const std::chrono::nanoseconds took = work.run();
        series.record(took.count() / 1000);
        return took;
    });
    result.peak_bytes =
        memory.peak == dwell::unknown_allocations ? 0 : memory.peak + work.finder().device_bytes() - device_bytes;
    return result;
}

void print(const std::vector<batch_measurement>& measured, size_t best) {
    std::printf("%5s %7s %9s %9s %10s %6s %9s\n", "batch", "calls", "p50 ms", "p99 ms", "frames/s", "gain", "more MB");
    const double alone = measured.front().items_per_second();
    for (const batch_measurement& each : measured) {
        std::printf("%5zu %7llu %9.3f %9.3f %10.0f %6.2f ", each.batch,
                    static_cast<unsigned long long>(each.durations_ns.count()), each.durations_ns.percentile(50) / 1e6,
                    each.durations_ns.percentile(99) / 1e6, each.items_per_second(), each.items_per_second() / alone);
        if (each.peak_bytes == 0) {
            std::printf("%9s\n", "unknown");
        } else {
            std::printf("%9.2f\n", static_cast<double>(each.peak_bytes) / 1e6);
        }
    }
    std::printf("best: %zu at a time, %.2f times as many frames per second as one at a time\n", measured[best].batch,
                measured[best].items_per_second() / alone);
}

int run(int argc, char** argv) {
    options wanted;
    double seconds = 2;
    CLI::App app("Finds the batch size with which the detector does most frames per second.");
    app.add_option("--largest", wanted.largest, "The largest batch size")
        ->check(CLI::Range(size_t{1}, size_t{1024}))
        ->capture_default_str();
    app.add_option("--longest", wanted.longest_ms, "Milliseconds that p99 of a batch may take")
        ->check(CLI::Range(1e-3, 1e6))
        ->capture_default_str();
    app.add_option("--device", wanted.device, "Where it runs: any is a CUDA device where there is one")
        ->transform(CLI::CheckedTransformer(camera_pipeline::device_choices).description("any, cpu, cuda"))
        ->default_str("any");
    app.add_option("--channels", wanted.channels, "The load: channels of the detector's first layer")
        ->check(CLI::Range(size_t{1}, size_t{256}))
        ->capture_default_str();
    app.add_option("--calls", wanted.limits.calls, "Batches of each size, at most")
        ->check(CLI::Range(uint64_t{1}, uint64_t{1'000'000}))
        ->capture_default_str();
    app.add_option("--seconds", seconds, "Seconds for each size, about, at most")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    using std::chrono::duration_cast;
    using std::chrono::nanoseconds;
    wanted.limits.time = duration_cast<nanoseconds>(std::chrono::duration<double>(seconds));
    const auto longest = duration_cast<nanoseconds>(std::chrono::duration<double, std::milli>(wanted.longest_ms));
    dwell::distribution<"batch.time">.describe("Detection of a batch, by its size.", "microseconds");

    {
        const auto chosen = camera_pipeline::choose_detector(wanted.device, wanted.channels, 1);
        if (!chosen.why_not_cuda.empty()) {
            std::printf("no CUDA device: %s\n", chosen.why_not_cuda.c_str());
        }
        std::printf("detection on the %s\n", chosen.finder->device());
    }
    const std::vector<batch_measurement> measured =
        search_batches(wanted.largest, longest, [&](size_t batch) { return measure_detection(batch, wanted); });
    print(measured, index_of_best(measured, longest));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "batch_size: %s\n", error.what());
        return 2;
    }
}
