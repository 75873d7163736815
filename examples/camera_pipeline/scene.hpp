// SPDX-License-Identifier: BSL-1.0
// What a camera sees: red discs, which are to be found, and other boxes, which are not, in front of a wall.
#ifndef CAMERA_PIPELINE_SCENE_HPP
#define CAMERA_PIPELINE_SCENE_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

#include "frame.hpp"

namespace camera_pipeline {

struct position {
    float x = 0;
    float y = 0;
};

/// The same frames for the same seed and camera. A frame depends on its number alone, so that cameras which drop some
/// see the others all the same.
class scene {
public:
    scene(uint64_t seed, size_t camera);

    /// Takes the frame of this number into `yuyv`.
    void capture(uint64_t number, std::vector<uint8_t>& yuyv) const;

    /// Where the centres of the discs are in that frame.
    [[nodiscard]] std::vector<position> discs_at(uint64_t number) const;

private:
    struct body {
        float x, y;  // of its centre, at frame 0
        float x_per_frame, y_per_frame;
        int radius;
        uint8_t luma, blue, red;
        bool is_disc;
    };

    [[nodiscard]] position centre_of(const body& which, uint64_t number) const;
    void draw(const body& which, uint64_t number, std::vector<uint8_t>& yuyv) const;

    uint64_t seed_;
    std::vector<uint8_t> wall_;   // a frame
    std::vector<uint8_t> noise_;  // what the sensor adds to luma, 0 to 7
    std::vector<body> bodies_;
};

}  // namespace camera_pipeline

#endif
