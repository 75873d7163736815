// SPDX-License-Identifier: BSL-1.0
#include "choose_detector.hpp"

#include <dwell/scope.hpp>

#include <stdexcept>
#include <utility>

#include "cuda_detector.hpp"
#include "network.hpp"

namespace camera_pipeline {
namespace {

chosen_detector choose(device_choice wanted, size_t channels, uint64_t seed) {
    auto trained = std::make_unique<network>(channels, seed);
    chosen_detector chosen;
    if (wanted != device_choice::cpu) {
        chosen.finder = make_cuda_detector(*trained, chosen.why_not_cuda);
        chosen.is_cuda = chosen.finder != nullptr;
        if (wanted == device_choice::cuda && !chosen.is_cuda) {
            throw std::runtime_error("no CUDA device: " + chosen.why_not_cuda);
        }
    }
    if (!chosen.is_cuda) {
        chosen.finder = std::move(trained);
    }
    return chosen;
}

}  // namespace

chosen_detector choose_detector(device_choice wanted, size_t channels, uint64_t seed) {
    // Setting up runs the same layers, which are not to count.
    const bool was_recording = dwell::is_recording();
    dwell::set_recording(false);
    chosen_detector chosen = choose(wanted, channels, seed);
    dwell::set_recording(was_recording);
    return chosen;
}

}  // namespace camera_pipeline
