// SPDX-License-Identifier: BSL-1.0
// Saves a profile of two threads that put work on two streams of one simulated device, with known times:
// make_gpu_profile <folder>. gpu_profile.py has the times, and says what each file shows of them.
#include "support/expected_trace.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"
#include "support/timeline_recording.hpp"

#include <dwell/export/save.hpp>
#include <dwell/record/source.hpp>

#include <barrier>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>

namespace {

struct tag;
using host = test::manual_recording<tag>;
using gpu = test::device_recording<tag>;

constexpr std::uint64_t us = 1'000;
constexpr int frames = 4;

/// 300 us on the device, 100 us on the host.
void load(gpu::stream copies) {
    const host::scope submit{dwell::text_view("load.submit")};
    gpu::spend("upload", copies, 300 * us);
    host::advance(100 * us);
}

/// 500 us on the device, of which 400 are in two layers, and 50 us on the host.
void detect(gpu::stream work) {
    const host::scope submit{dwell::text_view("detect.submit")};
    {
        const gpu::scope whole("detect", work);
        gpu::device::run(work, 100 * us);
        gpu::spend("layer", work, 200 * us);
        gpu::spend("layer", work, 200 * us);
    }
    host::advance(50 * us);
}

/// The threads take turns, so that the clock, which stands at 1,000 us when it begins, is the same in every run.
void run(gpu::stream copies, gpu::stream work) {
    std::barrier turn(2);
    const auto work_as = [](const char* name) { host::recorder::set_thread_name(dwell::intern(name).record()); };
    std::thread loader([&] {
        work_as("loader");
        for (int frame = 0; frame < frames; ++frame) {
            if (frame == frames - 1) {
                host::advance(1'550 * us);  // until 3,000 us: both streams have run empty
            }
            load(copies);
            turn.arrive_and_wait();
            turn.arrive_and_wait();
        }
    });
    std::thread detector([&] {
        work_as("detector");
        for (int frame = 0; frame < frames; ++frame) {
            turn.arrive_and_wait();
            detect(work);
            turn.arrive_and_wait();
        }
    });
    loader.join();
    detector.join();
    host::advance(1'850 * us);  // until 5,000 us
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: make_gpu_profile <folder>\n");
        return 2;
    }
    const std::string folder = argv[1];
    using recorder = gpu::device_recorder;
    test::keep_timeline<gpu>();
    if (!dwell::detail::all_sources.add(recorder::key(), recorder::read)) {
        return 2;
    }
    const gpu::stream copies = gpu::device::new_stream();
    recorder::set_stream_name(copies, "copies");
    run(copies, gpu::device::new_stream());
    const dwell::profile profile = dwell::detail::take_snapshot(gpu::recorder::all(), true);
    const dwell::export_status saved = dwell::save(profile, folder, {.formats = "all"});
    if (!saved) {
        std::fprintf(stderr, "make_gpu_profile: %s\n", saved.message().c_str());
    }
    return saved && test::write_expected_trace(profile, folder + "/expected-trace.json") ? 0 : 2;
}
