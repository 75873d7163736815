// SPDX-License-Identifier: BSL-1.0
// Where each call path stands in a flame graph.
#ifndef DWELL_EXPORT_FLAME_LAYOUT_HPP
#define DWELL_EXPORT_FLAME_LAYOUT_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/profile/profile.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The begin and the width of each call path's frame, in what `own_value` counts (ticks, blocks or bytes). A frame is
/// as wide as its own value and the frames inside it, which stand side by side from its begin on, siblings in order. So
/// all frames together are as wide as all own values: nothing is drawn twice.
///
/// Time of spans overlaps anything, and is in no other path's total: a path that has spans stands beside the tree that
/// it was called in, right of it and in its own row, with no frame above it, and with all that is below it.
///
/// Linear in the call paths, with no recursion. Widths are doubles, so that no sum of values near 2^64 wraps.
class flame_layout {
public:
    flame_layout(const profile& source, profile_value value)
        : paths_(source.paths()), is_time_(value == profile_value::time), frames_(source.paths().size()) {
        for (size_t i = frames_.size(); i-- > 0;) {
            frames_[i].width += static_cast<double>(own_value(value, paths_[i]));
            if (!stands_alone(i)) {
                frames_[paths_[i].parent].width += frames_[i].width;
            }
        }
        for (size_t i = 0; i < frames_.size(); ++i) {
            double& next = stands_alone(i) ? whole_ : frames_[paths_[i].parent].next;
            frames_[i].begin = next;
            frames_[i].next = next;
            next += frames_[i].width;
        }
    }

    [[nodiscard]] double begin(size_t path) const noexcept { return frames_[path].begin; }
    [[nodiscard]] double width(size_t path) const noexcept { return frames_[path].width; }
    /// All frames that have none above them, side by side.
    [[nodiscard]] double whole() const noexcept { return whole_; }
    /// Whether no frame encloses this one: it is a root, or has spans.
    [[nodiscard]] bool stands_alone(size_t path) const noexcept {
        return paths_[path].parent == call_path::no_parent || (is_time_ && paths_[path].span_ticks != 0);
    }

private:
    struct frame {
        double begin = 0;
        double width = 0;
        double next = 0;  // where the next frame inside begins
    };

    const std::vector<call_path>& paths_;
    bool is_time_;
    std::vector<frame> frames_;
    double whole_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
