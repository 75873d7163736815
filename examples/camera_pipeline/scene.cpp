// SPDX-License-Identifier: BSL-1.0
#include "scene.hpp"

#include <dwell/scope.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "random_numbers.hpp"

namespace camera_pipeline {
namespace {

constexpr uint8_t no_colour = 128;  // of both chroma values

/// A point that moves to and fro between two walls.
float reflected(float start, float per_frame, uint64_t number, float low, float high) {
    const float way = 2 * (high - low);
    float at = std::fmod(start - low + per_frame * static_cast<float>(number % 100'000), way);
    at = at < 0 ? at + way : at;
    return low + (std::min)(at, way - at);
}

}  // namespace

scene::scene(uint64_t seed, size_t camera) : seed_(seed * 1'000'003 + camera) {
    random_numbers random(seed_);
    for (int y = 0; y < frame_height; ++y) {
        for (int x = 0; x < frame_width; ++x) {
            const int brick = ((x / 32 + (y / 16) % 2) % 2) * 20;
            wall_.push_back(static_cast<uint8_t>(40 + brick + y / 4 + random.integer(0, 15)));
            wall_.push_back(static_cast<uint8_t>(no_colour + random.integer(-4, 4)));
        }
    }
    for (int i = 0; i < 4096; ++i) {
        noise_.push_back(static_cast<uint8_t>(random.integer(0, 7)));
    }
    const auto add = [&](bool is_disc) {
        const float speed = random.uniform(0.5F, 2.0F);
        const float angle = random.uniform(0, 6.2831853F);
        const auto luma = static_cast<uint8_t>(random.integer(110, 200));
        // Discs are orange to pink; boxes have the other colours, and less of them.
        const float hue = is_disc ? random.uniform(1.1F, 2.4F) : random.uniform(3.0F, 6.7F);
        const float saturation = is_disc ? 80 : random.uniform(0, 50);
        const auto chroma = [&](float part) { return static_cast<uint8_t>(no_colour + part * saturation); };
        bodies_.push_back({random.uniform(0, frame_width), random.uniform(0, frame_height), speed * std::cos(angle),
                           speed * std::sin(angle), random.integer(9, 14), luma, chroma(std::cos(hue)),
                           chroma(std::sin(hue)), is_disc});
    };
    for (int i = 0; i < 2; ++i) {
        add(false);
    }
    for (int i = 0; i < 3; ++i) {
        add(true);  // in front of the boxes
    }
}

position scene::centre_of(const body& which, uint64_t number) const {
    const auto margin = static_cast<float>(which.radius);
    return {reflected(which.x, which.x_per_frame, number, margin, frame_width - 1 - margin),
            reflected(which.y, which.y_per_frame, number, margin, frame_height - 1 - margin)};
}

std::vector<position> scene::discs_at(uint64_t number) const {
    std::vector<position> found;
    for (const body& each : bodies_) {
        if (each.is_disc) {
            found.push_back(centre_of(each, number));
        }
    }
    return found;
}

void scene::draw(const body& which, uint64_t number, std::vector<uint8_t>& yuyv) const {
    const position centre = centre_of(which, number);
    const int middle_x = static_cast<int>(centre.x);
    const int middle_y = static_cast<int>(centre.y);
    for (int dy = -which.radius; dy <= which.radius; ++dy) {
        const int half_width =
            which.is_disc ? static_cast<int>(std::sqrt(static_cast<float>(which.radius * which.radius - dy * dy)))
                          : which.radius;
        // Two pixels share their chroma, so a row begins and ends with a pair.
        const int first = (std::max)(0, middle_x - half_width) & ~1;
        const int end = (std::min)(frame_width, (middle_x + half_width) | 1);
        const int y = std::clamp(middle_y + dy, 0, frame_height - 1);
        uint8_t* at = yuyv.data() + ptrdiff_t{2} * (y * frame_width + first);
        for (int x = first; x < end; x += 2) {
            *at++ = which.luma;
            *at++ = which.blue;
            *at++ = which.luma;
            *at++ = which.red;
        }
    }
}

void scene::capture(uint64_t number, std::vector<uint8_t>& yuyv) const {
    TIMED_SCOPE("capture");
    yuyv = wall_;
    for (const body& each : bodies_) {
        draw(each, number, yuyv);
    }
    TIMED_SCOPE("capture.noise");
    size_t at = (number * 2'654'435'761U + seed_) % noise_.size();
    for (size_t i = 0; i < yuyv.size(); i += 2) {
        yuyv[i] = static_cast<uint8_t>(yuyv[i] + noise_[at]);
        at = at + 1 == noise_.size() ? 0 : at + 1;
    }
}

}  // namespace camera_pipeline
