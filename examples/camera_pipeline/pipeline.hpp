// SPDX-License-Identifier: BSL-1.0
// The stages and their threads: one for each camera, and one for each stage after that.
#ifndef CAMERA_PIPELINE_PIPELINE_HPP
#define CAMERA_PIPELINE_PIPELINE_HPP

#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "camera_clock.hpp"
#include "detector.hpp"
#include "frame_pool.hpp"
#include "frame_queue.hpp"
#include "ledger.hpp"
#include "options.hpp"
#include "tracker.hpp"

namespace camera_pipeline {

class pipeline {
public:
    /// Starts at once; `finder` must live as long.
    pipeline(const options& wanted, detector& finder);
    pipeline(const pipeline&) = delete;
    pipeline& operator=(const pipeline&) = delete;
    ~pipeline() { join(); }

    /// When the first frame is due, and when the last has had its time.
    [[nodiscard]] steady_clock::time_point begin() const { return begin_; }
    [[nodiscard]] steady_clock::time_point end() const;

    /// Waits until each frame was answered or dropped. Throws what the detector threw, which is no answer for the rest.
    void finish();

    // When it has finished:
    [[nodiscard]] const ledger& frames() const { return ledger_; }
    /// The last answer of each camera; empty where there was none.
    [[nodiscard]] const std::vector<std::string>& last_answers() const { return last_answers_; }

private:
    void join();
    void run_camera(size_t camera);
    /// Lets `work` have what waits in `from`, `most` frames at a time, and passes it on to `to`.
    template <typename Work>
    void run_stage(stage which, frame_queue& from, size_t most, frame_queue& to, const Work& work);
    void run_api();
    void run_detect();
    void detect(const std::vector<frame_pointer>& batch);
    void pass_on(frame_pointer& done, frame_queue& to, stage next);

    const options options_;
    detector& finder_;
    std::exception_ptr failure_;
    ledger ledger_;
    frame_pool pool_;
    frame_queue to_preprocess_;
    frame_queue to_detect_;
    frame_queue to_aggregate_;
    frame_queue to_api_;
    std::vector<tracker> trackers_;
    std::vector<std::string> last_answers_;
    const steady_clock::time_point begin_;
    std::vector<std::thread> cameras_;
    std::vector<std::thread> stages_;
};

}  // namespace camera_pipeline

#endif
