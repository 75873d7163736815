// SPDX-License-Identifier: BSL-1.0
#include "pipeline.hpp"

#include <chrono>
#include <utility>

#include "answer.hpp"
#include "preprocess.hpp"
#include "scene.hpp"

namespace camera_pipeline {
namespace {

// A camera has two buffers: what is still in one when a third frame is due is overwritten.
constexpr uint64_t camera_buffers = 2;

std::chrono::nanoseconds milliseconds(double count) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double, std::milli>(count));
}

}  // namespace

pipeline::pipeline(const options& wanted, detector& finder)
    : options_(wanted),
      finder_(finder),
      ledger_(wanted.cameras, milliseconds(wanted.deadline_ms)),
      to_preprocess_("queue.preprocess", wanted.queue),
      to_detect_("queue.detect", wanted.queue),
      to_aggregate_("queue.aggregate", wanted.queue),
      to_api_("queue.api", wanted.queue),
      trackers_(wanted.cameras),
      last_answers_(wanted.cameras),
      begin_(steady_clock::now() + milliseconds(100)) {  // when all threads are there
    dwell::distribution<"detect.batch.size">.describe("Frames that were detected together.", "frames");
    dwell::distribution<"detect.batch.time">.describe("Detection of a batch, by its size.", "microseconds");
    stages_.emplace_back([this] {
        run_stage(stage::preprocess, to_preprocess_, 1, to_detect_,
                  [](const std::vector<frame_pointer>& batch) { preprocess(*batch.front()); });
    });
    stages_.emplace_back([this] { run_detect(); });
    stages_.emplace_back([this] {
        run_stage(stage::aggregate, to_aggregate_, 1, to_api_, [this](const std::vector<frame_pointer>& batch) {
            trackers_[batch.front()->camera].follow(*batch.front());
        });
    });
    stages_.emplace_back([this] { run_api(); });
    for (size_t camera = 0; camera < options_.cameras; ++camera) {
        cameras_.emplace_back([this, camera] { run_camera(camera); });
    }
}

steady_clock::time_point pipeline::end() const {
    return camera_clock(begin_, options_.fps).due(options_.frames_per_camera());
}

void pipeline::finish() {
    join();
    if (failure_ != nullptr) {
        std::rethrow_exception(std::exchange(failure_, nullptr));
    }
}

void pipeline::join() {
    for (std::thread& camera : std::exchange(cameras_, {})) {
        camera.join();
    }
    to_preprocess_.close();  // and each stage closes the next
    for (std::thread& stage : std::exchange(stages_, {})) {
        stage.join();
    }
}

void pipeline::run_camera(size_t camera) {
    dwell::set_thread_name("camera " + std::to_string(camera));
    const double share = static_cast<double>(camera) / static_cast<double>(options_.cameras);
    const camera_clock clock(begin_ + milliseconds(options_.is_staggered ? share * 1000 / options_.fps : 0.0),
                             options_.fps);
    const scene watched(options_.seed, camera);
    for (uint64_t number = 0; number < options_.frames_per_camera(); ++number) {
        std::this_thread::sleep_until(clock.due(number));
        ledger_.note_due(camera);
        if (steady_clock::now() >= clock.due(number + camera_buffers)) {
            ledger_.note_dropped(camera, stage::capture);
            continue;
        }
        frame_pointer taken = pool_.take();
        taken->camera = camera;
        taken->number = number;
        taken->due = clock.due(number);
        watched.capture(number, taken->yuyv);
        pass_on(taken, to_preprocess_, stage::preprocess);
    }
}

template <typename Work>
void pipeline::run_stage(stage which, frame_queue& from, size_t most, frame_queue& to, const Work& work) {
    dwell::set_thread_name(stage_names[static_cast<size_t>(which)]);
    std::vector<frame_pointer> batch;
    while (from.pop(batch, most)) {
        work(batch);
        for (frame_pointer& done : batch) {
            pass_on(done, to, static_cast<stage>(static_cast<int>(which) + 1));
        }
    }
    to.close();
}

void pipeline::run_detect() {
    try {
        run_stage(stage::detect, to_detect_, options_.batch, to_aggregate_,
                  [this](const std::vector<frame_pointer>& batch) { detect(batch); });
    } catch (...) {
        failure_ = std::current_exception();
        to_aggregate_.close();  // no more comes; what comes to this stage waits until its queue is full
    }
}

void pipeline::pass_on(frame_pointer& done, frame_queue& to, stage next) {
    if (!to.push(done)) {
        ledger_.note_dropped(done->camera, next);
        pool_.give_back(std::move(done));
    }
}

void pipeline::detect(const std::vector<frame_pointer>& batch) {
    std::vector<frame*> frames;
    frames.reserve(batch.size());
    for (const frame_pointer& each : batch) {
        frames.push_back(each.get());
    }
    const auto begin = steady_clock::now();
    finder_.detect(frames);
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - begin);
    dwell::distribution<"detect.batch.size">.record(batch.size());
    dwell::distribution<"detect.batch.time">.with("batch", batch.size()).record(took.count());
}

void pipeline::run_api() {
    dwell::set_thread_name("api");
    std::vector<frame_pointer> batch;
    while (to_api_.pop(batch, 1)) {
        frame_pointer& done = batch.front();
        {
            TIMED_SCOPE("api");
            last_answers_[done->camera] = answer_for(*done);
        }
        ledger_.note_answered(*done);
        pool_.give_back(std::move(done));
    }
}

}  // namespace camera_pipeline
