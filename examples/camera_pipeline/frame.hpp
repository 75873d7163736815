// SPDX-License-Identifier: BSL-1.0
// One frame of one camera, on its way through the stages.
#ifndef CAMERA_PIPELINE_FRAME_HPP
#define CAMERA_PIPELINE_FRAME_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace camera_pipeline {

using steady_clock = std::chrono::steady_clock;

// What the cameras deliver, and what the detector takes: half of it each way.
inline constexpr int frame_width = 256;
inline constexpr int frame_height = 160;
inline constexpr int input_width = frame_width / 2;
inline constexpr int input_height = frame_height / 2;
inline constexpr int input_channels = 3;
inline constexpr size_t input_size = size_t{input_channels} * input_width * input_height;

/// Something that was found; positions in pixels of the camera's frame.
struct detection {
    float x = 0;
    float y = 0;
    float score = 0;
};

/// The same thing over several frames.
struct track {
    uint64_t id = 0;
    float x = 0;
    float y = 0;
    float x_per_frame = 0;
    float y_per_frame = 0;
    int unseen_frames = 0;  ///< in a row, until now
};

struct frame {
    size_t camera = 0;
    uint64_t number = 0;             ///< of this camera, from 0
    steady_clock::time_point due;    ///< when the camera had to take it: latencies count from here
    std::vector<uint8_t> yuyv;       ///< captured: 4:2:2, two bytes a pixel
    std::vector<uint8_t> rgb;        ///< preprocessed: the same size, in three planes
    std::vector<uint8_t> half_size;  ///< then half of it each way
    std::vector<float> input;        ///< and then what the detector takes: `input_size` values
    std::vector<detection> detections;
    std::vector<track> tracks;
};

}  // namespace camera_pipeline

#endif
