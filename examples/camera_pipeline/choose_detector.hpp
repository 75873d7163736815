// SPDX-License-Identifier: BSL-1.0
// Where detection runs: on a CUDA device where there is one, otherwise on the CPU.
#ifndef CAMERA_PIPELINE_CHOOSE_DETECTOR_HPP
#define CAMERA_PIPELINE_CHOOSE_DETECTOR_HPP

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "detector.hpp"

namespace camera_pipeline {

enum class device_choice { any, cpu, cuda };
/// As the command lines spell it.
inline const std::map<std::string, device_choice> device_choices{
    {"any", device_choice::any}, {"cpu", device_choice::cpu}, {"cuda", device_choice::cuda}};

struct chosen_detector {
    std::unique_ptr<detector> finder;
    bool is_cuda = false;
    std::string why_not_cuda{};  ///< where it was to be, if it could
};

/// Throws where it has to be CUDA and cannot. Runs the detector a few times, without recording that.
[[nodiscard]] chosen_detector choose_detector(device_choice wanted, size_t channels, uint64_t seed);

}  // namespace camera_pipeline

#endif
