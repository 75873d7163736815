// SPDX-License-Identifier: BSL-1.0
// Random numbers that are the same with every standard library, which its distributions are not.
#ifndef CAMERA_PIPELINE_RANDOM_NUMBERS_HPP
#define CAMERA_PIPELINE_RANDOM_NUMBERS_HPP

#include <cstdint>
#include <random>

namespace camera_pipeline {

class random_numbers {
public:
    explicit random_numbers(uint64_t seed) : engine_(seed) {}

    [[nodiscard]] float uniform(float low, float high) {
        return low + (high - low) * static_cast<float>(engine_() >> 40U) * 0x1p-24F;
    }
    /// From `low` to `high`, both included.
    [[nodiscard]] int integer(int low, int high) {
        return low + static_cast<int>(engine_() % static_cast<uint64_t>(high - low + 1));
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace camera_pipeline

#endif
