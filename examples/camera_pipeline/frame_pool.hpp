// SPDX-License-Identifier: BSL-1.0
// Frames that are used again, so that memory does not come and go with each of them.
#ifndef CAMERA_PIPELINE_FRAME_POOL_HPP
#define CAMERA_PIPELINE_FRAME_POOL_HPP

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "frame.hpp"

namespace camera_pipeline {

using frame_pointer = std::unique_ptr<frame>;

/// Grows to as many frames as were ever on their way at a time, which the queues bound.
class frame_pool {
public:
    [[nodiscard]] frame_pointer take() {
        const std::lock_guard lock(mutex_);
        if (free_.empty()) {
            return std::make_unique<frame>();
        }
        frame_pointer taken = std::move(free_.back());
        free_.pop_back();
        return taken;
    }

    void give_back(frame_pointer used) {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(used));
    }

private:
    std::mutex mutex_;
    std::vector<frame_pointer> free_;
};

}  // namespace camera_pipeline

#endif
