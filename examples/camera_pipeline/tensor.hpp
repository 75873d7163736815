// SPDX-License-Identifier: BSL-1.0
// Numbers in four dimensions: images of a batch, channels, rows, columns.
#ifndef CAMERA_PIPELINE_TENSOR_HPP
#define CAMERA_PIPELINE_TENSOR_HPP

#include <cstddef>
#include <vector>

namespace camera_pipeline {

struct tensor {
    size_t images = 0;
    size_t channels = 0;
    size_t height = 0;
    size_t width = 0;
    std::vector<float> values{};

    /// Gives it another shape. What it holds is undefined then; memory is kept for the next batch.
    void reshape(size_t new_images, size_t new_channels, size_t new_height, size_t new_width) {
        images = new_images;
        channels = new_channels;
        height = new_height;
        width = new_width;
        values.resize(images * channels * plane_size());
    }

    [[nodiscard]] size_t plane_size() const { return height * width; }
    [[nodiscard]] float* plane(size_t image, size_t channel) {
        return values.data() + (image * channels + channel) * plane_size();
    }
    [[nodiscard]] const float* plane(size_t image, size_t channel) const {
        return values.data() + (image * channels + channel) * plane_size();
    }
};

}  // namespace camera_pipeline

#endif
