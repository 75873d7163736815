// SPDX-License-Identifier: BSL-1.0
// What the pipeline answers for a frame.
#ifndef CAMERA_PIPELINE_ANSWER_HPP
#define CAMERA_PIPELINE_ANSWER_HPP

#include <string>

#include "frame.hpp"

namespace camera_pipeline {

/// One JSON object: the camera, the frame's number, and what is tracked in it.
[[nodiscard]] std::string answer_for(const frame& done);

}  // namespace camera_pipeline

#endif
