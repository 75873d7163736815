// SPDX-License-Identifier: BSL-1.0
// When a camera takes its frames: at fixed moments, whoever keeps up or does not.
#ifndef CAMERA_PIPELINE_CAMERA_CLOCK_HPP
#define CAMERA_PIPELINE_CAMERA_CLOCK_HPP

#include <chrono>
#include <cstdint>

#include "frame.hpp"

namespace camera_pipeline {

class camera_clock {
public:
    /// The first frame is due at `first`.
    camera_clock(steady_clock::time_point first, double frames_per_second)
        : first_(first), period_(1 / frames_per_second) {}

    /// From the first frame on, not from the one before: errors do not add up.
    [[nodiscard]] steady_clock::time_point due(uint64_t number) const {
        return first_ + std::chrono::duration_cast<steady_clock::duration>(period_ * static_cast<double>(number));
    }

private:
    steady_clock::time_point first_;
    std::chrono::duration<double> period_;
};

}  // namespace camera_pipeline

#endif
