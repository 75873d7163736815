// SPDX-License-Identifier: BSL-1.0
#include "tracker.hpp"

#include <dwell/scope.hpp>

#include <algorithm>

namespace camera_pipeline {
namespace {

constexpr float farthest = 24;  // pixels from where a track should be
constexpr int most_unseen_frames = 5;

float squared_distance(const track& known, const detection& found) {
    return (known.x - found.x) * (known.x - found.x) + (known.y - found.y) * (known.y - found.y);
}

}  // namespace

void tracker::predict(uint64_t frames) {
    TIMED_SCOPE("aggregate.predict");
    const auto count = static_cast<float>((std::min)(frames, uint64_t{most_unseen_frames}));
    for (track& each : tracks_) {
        each.x += each.x_per_frame * count;
        each.y += each.y_per_frame * count;
        ++each.unseen_frames;  // until it is seen
    }
}

void tracker::associate(const std::vector<detection>& found) {
    TIMED_SCOPE("aggregate.associate");
    const size_t known = tracks_.size();
    std::vector<char> is_taken(known);
    for (const detection& each : found) {
        size_t nearest = known;
        for (size_t i = 0; i < known; ++i) {
            const float distance = squared_distance(tracks_[i], each);
            if (is_taken[i] == 0 && distance <= farthest * farthest &&
                (nearest == known || distance < squared_distance(tracks_[nearest], each))) {
                nearest = i;
            }
        }
        if (nearest == known) {
            tracks_.push_back({next_id_++, each.x, each.y, 0, 0, 0});
            continue;
        }
        is_taken[nearest] = 1;
        // An alpha-beta filter: a part of how far off the prediction was goes into the position and into the speed.
        track& same = tracks_[nearest];
        same.x_per_frame += 0.1F * (each.x - same.x);
        same.y_per_frame += 0.1F * (each.y - same.y);
        same.x += 0.4F * (each.x - same.x);
        same.y += 0.4F * (each.y - same.y);
        same.unseen_frames = 0;
    }
}

void tracker::follow(frame& seen) {
    TIMED_SCOPE("aggregate");
    predict(seen.number + 1 - next_number_);
    next_number_ = seen.number + 1;
    associate(seen.detections);
    std::erase_if(tracks_, [](const track& each) { return each.unseen_frames > most_unseen_frames; });
    seen.tracks = tracks_;
}

}  // namespace camera_pipeline
