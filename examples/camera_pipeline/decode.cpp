// SPDX-License-Identifier: BSL-1.0
#include "decode.hpp"

namespace camera_pipeline {
namespace {

constexpr float pixels_per_cell = 16;
constexpr float least_score = 0.5F;

}  // namespace

detection centre_of_cell(size_t cell) {
    const size_t row = cell / cells_per_row;
    return {pixels_per_cell * static_cast<float>(cell % cells_per_row), pixels_per_cell * static_cast<float>(row)};
}

void decode(std::span<const float> scores, std::vector<detection>& found) {
    found.clear();
    for (size_t cell = 0; cell < scores.size(); ++cell) {
        if (scores[cell] >= least_score) {
            found.push_back(centre_of_cell(cell));
            found.back().score = scores[cell];
        }
    }
}

}  // namespace camera_pipeline
