// SPDX-License-Identifier: BSL-1.0
// Where a walk through a profile's tree of call paths stands.
#ifndef DWELL_EXPORT_PATH_CURSOR_HPP
#define DWELL_EXPORT_PATH_CURSOR_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/call_path.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A call path and those above it. Moving to each path in order costs O(1) a path that is entered, with no recursion,
/// so that a very deep tree needs no stack; paths in between may be left out.
class path_cursor {
public:
    /// `paths` outlives the cursor.
    explicit path_cursor(const std::vector<call_path>& paths) noexcept : paths_(paths) {}

    /// Moves to `path`, a later one than the last: calls `leave(index)` for each call path that does not lie above it,
    /// innermost first, then `enter(index)` for those that were not open yet, outermost first, itself included.
    template <typename Enter, typename Leave>
    void move_to(uint32_t path, const Enter& enter, const Leave& leave) {
        entering_.clear();
        while (path != call_path::no_parent && !is_open(path)) {
            entering_.push_back(path);
            path = paths_[path].parent;
        }
        const size_t kept = path == call_path::no_parent ? 0 : paths_[path].depth + size_t{1};
        for (; open_.size() > kept; open_.pop_back()) {
            leave(open_.back());
        }
        for (; !entering_.empty(); entering_.pop_back()) {
            open_.push_back(entering_.back());
            enter(open_.back());
        }
    }
    void move_to(uint32_t path) {
        move_to(
            path, [](uint32_t) {}, [](uint32_t) {});
    }

    /// The call paths from the root to where the cursor stands.
    [[nodiscard]] const std::vector<uint32_t>& open() const noexcept { return open_; }

private:
    [[nodiscard]] bool is_open(uint32_t path) const noexcept {
        return paths_[path].depth < open_.size() && open_[paths_[path].depth] == path;
    }

    const std::vector<call_path>& paths_;
    std::vector<uint32_t> open_;
    std::vector<uint32_t> entering_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
