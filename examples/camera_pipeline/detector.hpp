// SPDX-License-Identifier: BSL-1.0
// What the detection stage asks of whoever does the work: the network on the CPU, or one on another device.
#ifndef CAMERA_PIPELINE_DETECTOR_HPP
#define CAMERA_PIPELINE_DETECTOR_HPP

#include <cstddef>
#include <span>

#include "frame.hpp"

namespace camera_pipeline {

class detector {
public:
    detector() = default;
    detector(const detector&) = delete;
    detector& operator=(const detector&) = delete;
    virtual ~detector() = default;

    /// Fills `detections` of each frame from its `input`. Returns when all are done. Called by one thread.
    virtual void detect(std::span<frame* const> batch) = 0;

    /// Where it runs, for the report.
    [[nodiscard]] virtual const char* device() const = 0;

    /// What a batch takes of another device's memory, of the largest batch until now.
    [[nodiscard]] virtual size_t device_bytes() const { return 0; }
};

}  // namespace camera_pipeline

#endif
