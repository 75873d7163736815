// SPDX-License-Identifier: BSL-1.0
// What became of each frame that was due: answered in time, answered late, or dropped before some stage.
#ifndef CAMERA_PIPELINE_LEDGER_HPP
#define CAMERA_PIPELINE_LEDGER_HPP

#include <dwell/dwell.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

#include "frame.hpp"

namespace camera_pipeline {

enum class stage { capture, preprocess, detect, aggregate, api };
inline constexpr const char* stage_names[] = {"capture", "preprocess", "detect", "aggregate", "api"};

/// Of one camera. Any thread counts; one thread at a time writes `latency_ns`, and it is read when that has ended.
struct camera_record {
    std::atomic<uint64_t> due{0};
    std::atomic<uint64_t> answered{0};
    std::atomic<uint64_t> late{0};  ///< of those that were answered
    std::atomic<uint64_t> dropped{0};
    dwell::histogram latency_ns{};  ///< of those that were answered, from when they were due
    steady_clock::time_point last_answer{};
};

/// Each event is counted here, for the report, and as dwell's metrics, for every export.
class ledger {
public:
    ledger(size_t cameras, std::chrono::nanoseconds deadline);

    void note_due(size_t camera);
    /// `before` is the stage that the frame did not get to.
    void note_dropped(size_t camera, stage before);
    /// By one thread.
    void note_answered(const frame& done);

    [[nodiscard]] const std::deque<camera_record>& cameras() const { return cameras_; }

private:
    std::chrono::nanoseconds deadline_;
    std::deque<camera_record> cameras_;  // since a vector would want to move them
};

}  // namespace camera_pipeline

#endif
