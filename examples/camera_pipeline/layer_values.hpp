// SPDX-License-Identifier: BSL-1.0
// One output value of a layer at a time, as each thread of a CUDA device computes one; the host can, too, so that tests
// see these functions on any machine.
#ifndef CAMERA_PIPELINE_LAYER_VALUES_HPP
#define CAMERA_PIPELINE_LAYER_VALUES_HPP

#include <cmath>
#include <cstddef>

#if defined(__CUDACC__)
#define CAMERA_PIPELINE_ON_BOTH __host__ __device__
#else
#define CAMERA_PIPELINE_ON_BOTH
#endif

namespace camera_pipeline {

/// Of each image of a batch.
struct image_shape {
    size_t channels = 0;
    size_t height = 0;
    size_t width = 0;

    [[nodiscard]] CAMERA_PIPELINE_ON_BOTH size_t size() const { return channels * height * width; }
};

/// A convolution, whether each output channel looks at all input channels or at the one of its number.
struct convolved_value {
    image_shape in;
    image_shape out;
    size_t size;  ///< of the filter, each way
    size_t stride;
    bool is_depthwise;
    const float* values;
    const float* weights;
    const float* biases;

    [[nodiscard]] CAMERA_PIPELINE_ON_BOTH float operator()(size_t index) const {
        const size_t column = index % out.width;
        const size_t row = index / out.width % out.height;
        const size_t channel = index / (out.width * out.height) % out.channels;
        const size_t filter_size = size * size;
        const float* const image = values + index / out.size() * in.size();
        const size_t sources = is_depthwise ? 1 : in.channels;
        const size_t first_source = is_depthwise ? channel : 0;
        const float* filter = weights + channel * sources * filter_size;
        float sum = biases[channel];
        for (size_t source = 0; source < sources; ++source, filter += filter_size) {
            sum += filtered(image + (first_source + source) * in.height * in.width, filter, row, column);
        }
        return sum;
    }

private:
    /// One input plane under one filter. A row or column before the first wraps around, and is beyond the last.
    [[nodiscard]] CAMERA_PIPELINE_ON_BOTH float filtered(const float* plane, const float* filter, size_t row,
                                                         size_t column) const {
        float sum = 0;
        for (size_t v = 0; v < size; ++v) {
            const size_t y = row * stride + v - size / 2;
            for (size_t u = 0; u < size && y < in.height; ++u) {
                const size_t x = column * stride + u - size / 2;
                if (x < in.width) {
                    sum += filter[v * size + u] * plane[y * in.width + x];
                }
            }
        }
        return sum;
    }
};

struct rectified_value {
    const float* values;

    [[nodiscard]] CAMERA_PIPELINE_ON_BOTH float operator()(size_t index) const {
        return values[index] > 0 ? values[index] : 0.0F;
    }
};

struct sigmoid_value {
    const float* values;

    [[nodiscard]] CAMERA_PIPELINE_ON_BOTH float operator()(size_t index) const {
        return 1 / (1 + std::exp(-values[index]));
    }
};

struct suppressed_value {
    image_shape shape;
    const float* values;

    [[nodiscard]] CAMERA_PIPELINE_ON_BOTH float operator()(size_t index) const {
        const size_t column = index % shape.width;
        const size_t row = index / shape.width % shape.height;
        const float* const plane = values + (index - row * shape.width - column);
        for (size_t y = row - (row > 0); y < shape.height && y <= row + 1; ++y) {
            for (size_t x = column - (column > 0); x < shape.width && x <= column + 1; ++x) {
                if (plane[y * shape.width + x] > values[index]) {
                    return 0;
                }
            }
        }
        return values[index] > 0 ? values[index] : 0.0F;
    }
};

}  // namespace camera_pipeline

#endif
