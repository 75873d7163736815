// SPDX-License-Identifier: BSL-1.0
// Ten cameras with 30 frames a second each, and a pipeline that has to answer for every frame within 33 ms: who keeps
// up, which stage and which layer take how long, what waits where, whether memory grows. docs/cameras.md reads a run.
#include <dwell/dwell.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <string>
#include <thread>

#include "budgets.hpp"
#include "choose_detector.hpp"
#include "options.hpp"
#include "pipeline.hpp"
#include "report.hpp"

namespace {

using namespace camera_pipeline;

/// A snapshot every now and then: 120 in a run, but none sooner than 100 ms after another.
dwell::memory_growth watch_memory(const options& wanted, const pipeline& running) {
    dwell::memory_growth growth;
    const auto interval = std::chrono::duration_cast<steady_clock::duration>(
        std::chrono::duration<double>((std::max)(0.1, wanted.seconds / 120)));
    for (auto next = running.begin() + interval; next <= running.end(); next += interval) {
        std::this_thread::sleep_until(next);
        if (const auto status = growth.add(dwell::snapshot()); status != dwell::window_status::added) {
            std::fprintf(stderr, "camera_pipeline: %s\n", message(status));
        }
    }
    return growth;
}

/// Writes the profile, and what the API answers now, a line for each camera.
bool save(const options& wanted, const pipeline& finished, const dwell::profile& recorded) {
    if (const auto saved = dwell::save(recorded, wanted.out, {.formats = wanted.formats}); !saved) {
        std::fprintf(stderr, "camera_pipeline: %s\n", saved.message().c_str());
        return false;
    }
    std::ofstream answers(wanted.out + "/answers.jsonl", std::ios::binary);
    for (const std::string& each : finished.last_answers()) {
        answers << each << (each.empty() ? "" : "\n");
    }
    answers.close();
    if (!answers) {
        std::fprintf(stderr, "camera_pipeline: cannot write %s/answers.jsonl\n", wanted.out.c_str());
        return false;
    }
    std::printf("\nprofile.html (open it first), profile.trace.json, profile.folded and the others are in %s\n",
                wanted.out.c_str());
    return true;
}

int run(options wanted) {
    dwell::set_thread_name("main");
    // Of each thread the last 16,000 scopes or so, for the trace and the slowest frames.
    dwell::set_timeline({.bytes = uint64_t{512} << 10U});
    const chosen_detector chosen = choose_detector(wanted.device, wanted.channels, wanted.seed);
    if (chosen.is_cuda && !wanted.detect_limit_ms) {
        wanted.detect_limit_ms = cuda_detect_limit_ms;
    }
    if (!chosen.why_not_cuda.empty()) {
        std::printf("no CUDA device: %s\n", chosen.why_not_cuda.c_str());
    }
    std::printf("%zu cameras at %g frames per second for %g s; detection on the %s, in batches of up to %zu\n\n",
                wanted.cameras, wanted.fps, wanted.seconds, chosen.finder->device(), wanted.batch);
    std::fflush(stdout);
    pipeline running(wanted, *chosen.finder);
    const dwell::memory_growth growth = watch_memory(wanted, running);
    running.finish();

    const dwell::profile recorded = dwell::snapshot();
    print_cameras(wanted, running);
    print_stages(wanted, recorded);
    print_batches(recorded);
    // The first tenth is warm-up: frames and queues get their memory.
    const dwell::growth_check_options growth_options{.skip_hours = wanted.seconds / 3600 / 10, .shortest_hours = 0};
    std::printf("\nmemory: %s\n", growth
                                      .check(wanted.growth_mb_per_hour.value_or(10) * 1e6,
                                             {growth_options.confidence, growth_options.skip_hours}, 0)
                                      .text.c_str());
    const bool is_saved = save(wanted, running, recorded);
    std::printf("\n");
    const int status = check_budgets(wanted, running.frames(), recorded, growth, growth_options);
    return is_saved ? status : 2;
}

}  // namespace

int main(int argc, char** argv) {
    int status = 0;
    const auto wanted = parse(argc, argv, status);
    if (!wanted.has_value()) {
        return status;
    }
    try {
        return run(*wanted);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "camera_pipeline: %s\n", error.what());
        return 2;
    }
}
