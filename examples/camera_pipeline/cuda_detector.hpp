// SPDX-License-Identifier: BSL-1.0
// The same network on a CUDA device, each layer a kernel, and timed there under its name.
#ifndef CAMERA_PIPELINE_CUDA_DETECTOR_HPP
#define CAMERA_PIPELINE_CUDA_DETECTOR_HPP

#include <memory>
#include <string>

#include "detector.hpp"
#include "network.hpp"

namespace camera_pipeline {

/// With the weights of `trained`, which is not needed afterwards. Null where there is no device, or none that works:
/// `problem` says why. Its `detect` throws where the device fails.
[[nodiscard]] std::unique_ptr<detector> make_cuda_detector(const network& trained, std::string& problem);

}  // namespace camera_pipeline

#endif
