// SPDX-License-Identifier: BSL-1.0
// Which call paths of a very large profile a page has room for.
#ifndef DWELL_EXPORT_PATH_CHOICE_HPP
#define DWELL_EXPORT_PATH_CHOICE_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// At most `most` call paths, in their order: those with the largest totals (of `earlier`, which has the same call
/// paths, too, where it is not null), and those of exemplars before any other. A path is left out only with all below
/// it. O(paths), and O(paths * log(paths)) where some are left out.
class path_choice {
public:
    static constexpr uint32_t none = uint32_max;

    path_choice(const profile& source, const profile* earlier, size_t most) : position_(source.paths().size(), none) {
        const size_t size = source.paths().size();
        if (size <= most) {
            for (uint32_t i = 0; i < size; ++i) {
                keep(i);
            }
            return;
        }
        const std::vector<double> weight = weights(source, earlier);
        // Equal ones are ascending: a parent, which weighs no less than its children, stands before them.
        std::vector<bool> is_chosen(size, false);
        for (const uint32_t i : most == 0 ? std::vector<uint32_t>() : largest_first(weight, most)) {
            is_chosen[i] = true;
        }
        for (uint32_t i = 0; i < size; ++i) {
            const uint32_t parent = source.paths()[i].parent;
            if (is_chosen[i] && (parent == call_path::no_parent || position_[parent] != none)) {
                keep(i);
            }
        }
    }

    /// Indices of call paths, ascending.
    [[nodiscard]] const std::vector<uint32_t>& kept() const noexcept { return kept_; }
    /// Where a call path is in `kept`, or `none`.
    [[nodiscard]] uint32_t position_of(uint32_t path) const noexcept { return position_[path]; }
    [[nodiscard]] size_t left_out() const noexcept { return position_.size() - kept_.size(); }

private:
    static std::vector<double> weights(const profile& source, const profile* earlier) {
        std::vector<double> weight;
        weight.reserve(source.paths().size());
        for (size_t i = 0; i < source.paths().size(); ++i) {
            const double before = earlier == nullptr ? 0.0 : earlier->scale().to_ns(earlier->paths()[i].total_ticks);
            weight.push_back(larger(source.scale().to_ns(source.paths()[i].total_ticks), before));
        }
        for (const exemplar& slow : source.exemplars()) {
            weight[slow.instance.path] = infinity;
            for (const timeline_scope& scope : slow.inside) {
                weight[scope.path] = infinity;
            }
        }
        for (size_t i = weight.size(); i-- > 0;) {
            const uint32_t parent = source.paths()[i].parent;
            if (parent != call_path::no_parent) {
                weight[parent] = larger(weight[parent], weight[i]);
            }
        }
        return weight;
    }

    void keep(uint32_t path) {
        position_[path] = static_cast<uint32_t>(kept_.size());
        kept_.push_back(path);
    }

    std::vector<uint32_t> kept_;
    std::vector<uint32_t> position_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
