// SPDX-License-Identifier: BSL-1.0
#include "preprocess.hpp"

#include <dwell/scope.hpp>

#include <algorithm>

namespace camera_pipeline {
namespace {

constexpr size_t frame_pixels = size_t{frame_width} * frame_height;
constexpr size_t input_pixels = size_t{input_width} * input_height;

uint8_t as_byte(int value) { return static_cast<uint8_t>(std::clamp(value, 0, 255)); }

/// ITU-R BT.601 with full range, in 256ths.
void convert_to_rgb(const std::vector<uint8_t>& yuyv, std::vector<uint8_t>& rgb) {
    TIMED_SCOPE("preprocess.convert");
    rgb.resize(3 * frame_pixels);
    uint8_t* const red = rgb.data();
    uint8_t* const green = red + frame_pixels;
    uint8_t* const blue = green + frame_pixels;
    for (size_t i = 0; i < frame_pixels; i += 2) {
        const uint8_t* const pair = yuyv.data() + 2 * i;
        const int u = pair[1] - 128;
        const int v = pair[3] - 128;
        for (size_t j = 0; j < 2; ++j) {
            const int y = pair[2 * j];
            red[i + j] = as_byte(y + 359 * v / 256);
            green[i + j] = as_byte(y - (88 * u + 183 * v) / 256);
            blue[i + j] = as_byte(y + 454 * u / 256);
        }
    }
}

void halve(const std::vector<uint8_t>& rgb, std::vector<uint8_t>& half_size) {
    TIMED_SCOPE("preprocess.resize");
    half_size.resize(input_size);
    uint8_t* to = half_size.data();
    for (size_t row = 0; row < size_t{input_channels} * input_height; ++row) {
        const uint8_t* const upper = rgb.data() + 2 * row * frame_width;
        const uint8_t* const lower = upper + frame_width;
        for (size_t x = 0; x < input_width; ++x) {
            *to++ = static_cast<uint8_t>((upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1] + 2) / 4);
        }
    }
}

void normalize(const std::vector<uint8_t>& half_size, std::vector<float>& input) {
    TIMED_SCOPE("preprocess.normalize");
    input.resize(input_size);
    static_assert(input_size == input_channels * input_pixels);
    for (size_t i = 0; i < input_size; ++i) {
        input[i] = (static_cast<float>(half_size[i]) - 100.0F) / 64.0F;
    }
}

}  // namespace

void preprocess(frame& taken) {
    TIMED_SCOPE("preprocess");
    convert_to_rgb(taken.yuyv, taken.rgb);
    halve(taken.rgb, taken.half_size);
    normalize(taken.half_size, taken.input);
}

}  // namespace camera_pipeline
