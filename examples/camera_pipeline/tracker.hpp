// SPDX-License-Identifier: BSL-1.0
// Which detection is the same thing as one in the frame before.
#ifndef CAMERA_PIPELINE_TRACKER_HPP
#define CAMERA_PIPELINE_TRACKER_HPP

#include <cstdint>
#include <vector>

#include "frame.hpp"

namespace camera_pipeline {

/// Of one camera, whose frames come in order.
class tracker {
public:
    /// Fills `tracks` from `detections`: each detection goes to the nearest track that it can be of, or begins one.
    void follow(frame& seen);

private:
    void predict(uint64_t frames);
    void associate(const std::vector<detection>& found);

    std::vector<track> tracks_;
    uint64_t next_id_ = 1;
    uint64_t next_number_ = 0;  // of the frame after the last one
};

}  // namespace camera_pipeline

#endif
