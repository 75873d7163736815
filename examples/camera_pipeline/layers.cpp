// SPDX-License-Identifier: BSL-1.0
#include "layers.hpp"

#include <algorithm>
#include <cmath>

namespace camera_pipeline {
namespace {

/// Adds one input plane, under one filter, to an output plane.
void add_filtered(const tensor& in, const float* from, const float* filter, const kernel& shape, tensor& out,
                  float* to) {
    if (shape.size == 1 && shape.stride == 1) {
        const float weight = *filter;
        for (size_t i = 0; i < in.plane_size(); ++i) {
            to[i] += weight * from[i];
        }
        return;
    }
    const size_t pad = shape.size / 2;
    for (size_t row = 0; row < out.height; ++row) {
        for (size_t filter_row = 0; filter_row < shape.size; ++filter_row) {
            const size_t padded_row = row * shape.stride + filter_row;
            if (padded_row < pad || padded_row - pad >= in.height) {
                continue;
            }
            for (size_t column = 0; column < shape.size; ++column) {
                const float weight = filter[filter_row * shape.size + column];
                // The output columns whose input column, stride * x + column - pad, is inside.
                const size_t first = column < pad ? (pad - column + shape.stride - 1) / shape.stride : 0;
                const size_t beyond = in.width + pad > column ? in.width + pad - column : 0;
                const size_t end = (std::min)(out.width, (beyond + shape.stride - 1) / shape.stride);
                const size_t count = end > first ? end - first : 0;
                const float* const input = from + (padded_row - pad) * in.width + (first * shape.stride + column - pad);
                float* const output = to + row * out.width + first;
                if (shape.stride == 1) {
                    for (size_t x = 0; x < count; ++x) {
                        output[x] += weight * input[x];
                    }
                } else {
                    for (size_t x = 0; x < count; ++x) {
                        output[x] += weight * input[x * shape.stride];
                    }
                }
            }
        }
    }
}

void shape_output(const tensor& in, const kernel& shape, tensor& out) {
    out.reshape(in.images, shape.biases.size(), (in.height + shape.stride - 1) / shape.stride,
                (in.width + shape.stride - 1) / shape.stride);
}

float* biased_plane(tensor& out, size_t image, size_t channel, const kernel& shape) {
    float* const plane = out.plane(image, channel);
    std::fill(plane, plane + out.plane_size(), shape.biases[channel]);
    return plane;
}

template <typename Function>
void for_each_value(const tensor& in, tensor& out, const Function& function) {
    out.reshape(in.images, in.channels, in.height, in.width);
    std::transform(in.values.begin(), in.values.end(), out.values.begin(), function);
}

}  // namespace

void convolution::run(const tensor& in, tensor& out) const {
    shape_output(in, kernel_, out);
    const size_t filter_size = kernel_.size * kernel_.size;
    for (size_t image = 0; image < in.images; ++image) {
        for (size_t channel = 0; channel < out.channels; ++channel) {
            float* const to = biased_plane(out, image, channel, kernel_);
            for (size_t source = 0; source < in.channels; ++source) {
                add_filtered(in, in.plane(image, source),
                             kernel_.weights.data() + (channel * in.channels + source) * filter_size, kernel_, out, to);
            }
        }
    }
}

void depthwise_convolution::run(const tensor& in, tensor& out) const {
    shape_output(in, kernel_, out);
    const size_t filter_size = kernel_.size * kernel_.size;
    for (size_t image = 0; image < in.images; ++image) {
        for (size_t channel = 0; channel < out.channels; ++channel) {
            add_filtered(in, in.plane(image, channel), kernel_.weights.data() + channel * filter_size, kernel_, out,
                         biased_plane(out, image, channel, kernel_));
        }
    }
}

void rectifier::run(const tensor& in, tensor& out) const {
    for_each_value(in, out, [](float value) { return value > 0 ? value : 0.0F; });
}

void sigmoid::run(const tensor& in, tensor& out) const {
    for_each_value(in, out, [](float value) { return 1 / (1 + std::exp(-value)); });
}

void suppression::run(const tensor& in, tensor& out) const {
    out.reshape(in.images, in.channels, in.height, in.width);
    for (size_t plane = 0; plane < in.images * in.channels; ++plane) {
        const float* const from = in.values.data() + plane * in.plane_size();
        float* const to = out.values.data() + plane * in.plane_size();
        for (size_t y = 0; y < in.height; ++y) {
            for (size_t x = 0; x < in.width; ++x) {
                float largest = 0;
                for (size_t v = y - (y > 0); v <= (std::min)(y + 1, in.height - 1); ++v) {
                    const float* const row = from + v * in.width;
                    largest =
                        (std::max)(largest, *std::max_element(row + x - (x > 0), row + (std::min)(x + 2, in.width)));
                }
                const float value = from[y * in.width + x];
                to[y * in.width + x] = value >= largest ? value : 0.0F;
            }
        }
    }
}

}  // namespace camera_pipeline
