// SPDX-License-Identifier: BSL-1.0
// From what a camera delivers to what the detector takes.
#ifndef CAMERA_PIPELINE_PREPROCESS_HPP
#define CAMERA_PIPELINE_PREPROCESS_HPP

#include "frame.hpp"

namespace camera_pipeline {

/// Converts `yuyv` to `rgb`, halves that, and fills `input` with values around 0.
void preprocess(frame& taken);

}  // namespace camera_pipeline

#endif
