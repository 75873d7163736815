// SPDX-License-Identifier: BSL-1.0
// From the network's scores, one for each cell of the image, to what was found.
#ifndef CAMERA_PIPELINE_DECODE_HPP
#define CAMERA_PIPELINE_DECODE_HPP

#include <cstddef>
#include <span>
#include <vector>

#include "frame.hpp"

namespace camera_pipeline {

/// Of the network's output: a cell is 16 * 16 pixels of the camera's frame.
inline constexpr size_t cells_per_row = frame_width / 16;
inline constexpr size_t cells_per_frame = cells_per_row * (frame_height / 16);

/// At the middle of what a cell looks at, with score 0.
[[nodiscard]] detection centre_of_cell(size_t cell);

/// `scores` are those of one frame.
void decode(std::span<const float> scores, std::vector<detection>& found);

}  // namespace camera_pipeline

#endif
