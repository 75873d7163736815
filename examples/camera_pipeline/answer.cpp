// SPDX-License-Identifier: BSL-1.0
#include "answer.hpp"

#include <dwell/scope.hpp>

#include <nlohmann/json.hpp>

#include <cmath>

namespace camera_pipeline {
namespace {

/// In tenths of a pixel.
double rounded(float value) { return std::round(static_cast<double>(value) * 10) / 10; }

}  // namespace

std::string answer_for(const frame& done) {
    TIMED_SCOPE("api.json");
    nlohmann::json things = nlohmann::json::array();
    for (const track& each : done.tracks) {
        things.push_back({{"id", each.id},
                          {"x", rounded(each.x)},
                          {"y", rounded(each.y)},
                          {"x_per_frame", rounded(each.x_per_frame)},
                          {"y_per_frame", rounded(each.y_per_frame)},
                          {"is_seen", each.unseen_frames == 0}});
    }
    return nlohmann::json{{"camera", done.camera}, {"frame", done.number}, {"things", std::move(things)}}.dump();
}

}  // namespace camera_pipeline
