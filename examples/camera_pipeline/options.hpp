// SPDX-License-Identifier: BSL-1.0
// The command line.
#ifndef CAMERA_PIPELINE_OPTIONS_HPP
#define CAMERA_PIPELINE_OPTIONS_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "choose_detector.hpp"

namespace camera_pipeline {

/// What p99 of detecting a batch is held to on a CUDA device, where nobody said.
inline constexpr double cuda_detect_limit_ms = 50;

struct options {
    size_t cameras = 10;
    double fps = 30;  ///< of each camera
    double seconds = 10;
    bool is_staggered = false;  ///< otherwise all cameras take their frames at the same moment
    size_t batch = 10;          ///< frames that are detected together, at most
    size_t queue = 20;          ///< frames that wait for a stage, at most
    size_t channels = 8;        ///< of the detector's first layer
    uint64_t seed = 1;
    device_choice device = device_choice::any;  ///< for detection
    double deadline_ms = 33;
    std::optional<double> detect_limit_ms;
    std::optional<double> growth_mb_per_hour;
    std::string out = "camera-pipeline";
    std::string formats;

    /// How many frames each camera takes.
    [[nodiscard]] uint64_t frames_per_camera() const { return static_cast<uint64_t>(seconds * fps + 0.5); }
};

/// What the command line says; otherwise the exit status, a message having been printed.
[[nodiscard]] std::optional<options> parse(int argc, char** argv, int& exit_status);

}  // namespace camera_pipeline

#endif
