// SPDX-License-Identifier: BSL-1.0
#include "ledger.hpp"

namespace camera_pipeline {

ledger::ledger(size_t cameras, std::chrono::nanoseconds deadline) : deadline_(deadline), cameras_(cameras) {
    dwell::counter<"frames.due">.describe("Frames that cameras had to take.");
    dwell::counter<"frames.answered">.describe("Frames that were answered, in time or late.");
    dwell::counter<"frames.dropped">.describe("Frames that were dropped, by the stage they did not get to.");
    dwell::counter<"frames.missed">.describe("Frames that were dropped, or answered after the deadline.");
    dwell::distribution<"frame.latency">.describe("From when a frame was due to its answer.", "microseconds");
    dwell::counter<"frames.missed">.add(0);  // so that it is in the profile where no frame was
}

void ledger::note_due(size_t camera) {
    cameras_[camera].due.fetch_add(1);
    dwell::counter<"frames.due">.with("camera", camera).add(1);
}

void ledger::note_dropped(size_t camera, stage before) {
    cameras_[camera].dropped.fetch_add(1);
    dwell::counter<"frames.dropped">.with("camera", camera, "stage", stage_names[static_cast<size_t>(before)]).add(1);
    dwell::counter<"frames.missed">.add(1);
}

void ledger::note_answered(const frame& done) {
    camera_record& its = cameras_[done.camera];
    its.last_answer = steady_clock::now();
    const auto latency = its.last_answer - done.due;
    its.latency_ns.record(latency.count());
    its.answered.fetch_add(1);
    dwell::counter<"frames.answered">.with("camera", done.camera).add(1);
    dwell::distribution<"frame.latency">.with("camera", done.camera).record(latency.count() / 1000);
    if (latency > deadline_) {
        its.late.fetch_add(1);
        dwell::counter<"frames.missed">.add(1);
    }
}

}  // namespace camera_pipeline
