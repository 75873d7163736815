// SPDX-License-Identifier: BSL-1.0
// Takes exemplars and timelines from one profile to another, whose call paths and clock are others.
#ifndef DWELL_PROFILE_TIMELINE_TRANSFER_HPP
#define DWELL_PROFILE_TIMELINE_TRANSFER_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/exemplar.hpp>
#include <dwell/profile/timeline.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Calls `visit(scope)` for each scope of an exemplar (const or not).
template <typename Exemplar, typename Visitor>
void visit_scopes_of_exemplar(Exemplar& slow, const Visitor& visit) {
    visit(slow.instance);
    for (auto& scope : slow.inside) {
        visit(scope);
    }
}

/// The same for a timeline.
template <typename Timeline, typename Visitor>
void visit_scopes_of_timeline(Timeline& recorded, const Visitor& visit) {
    for (auto& thread : recorded.threads) {
        for (auto& scope : thread.scopes) {
            visit(scope);
        }
        for (auto& scope : thread.overlapping) {
            visit(scope);
        }
    }
}

/// Ticks of one profile in those of another, and its call paths as those of the other.
class timeline_transfer {
public:
    /// `moved_to` has the other's call path of each, and outlives this. A tick is `factor` ticks of the other, which
    /// began to count `offset_ticks` of its own earlier.
    explicit timeline_transfer(const std::vector<uint32_t>& moved_to, double factor = 1, double offset_ticks = 0)
        : moved_to_(moved_to), factor_(factor), offset_ticks_(offset_ticks) {}

    [[nodiscard]] exemplar moved(exemplar slow) const {
        visit_scopes_of_exemplar(slow, [this](timeline_scope& scope) { move(scope); });
        return slow;
    }

    [[nodiscard]] timeline moved(timeline recorded) const {
        visit_scopes_of_timeline(recorded, [this](timeline_scope& scope) { move(scope); });
        recorded.end_ticks = moment(recorded.end_ticks);
        for (timeline_thread& thread : recorded.threads) {
            for (timeline_mark& mark : thread.marks) {
                mark.at_ticks = moment(mark.at_ticks);
            }
        }
        for (std::vector<timeline_series>* const group : {&recorded.counters, &recorded.gauges}) {
            for (timeline_series& series : *group) {
                for (timeline_value& value : series.values) {
                    value.at_ticks = moment(value.at_ticks);
                }
            }
        }
        return recorded;
    }

private:
    // Both ends of a scope, and not its duration: rounding never puts one scope across another's end then.
    void move(timeline_scope& scope) const {
        scope.path = moved_to_[scope.path];
        const uint64_t end_ticks = moment(scope.end_ticks());
        scope.start_ticks = moment(scope.start_ticks);
        scope.duration_ticks = end_ticks - scope.start_ticks;
    }

    [[nodiscard]] uint64_t moment(uint64_t ticks) const noexcept {
        if (factor_ == 1 && offset_ticks_ == 0) {
            return ticks;
        }
        const double converted = static_cast<double>(ticks) * factor_ + offset_ticks_ + 0.5;
        return converted < 18446744073709551615.0 ? static_cast<uint64_t>(converted) : uint64_max;
    }

    const std::vector<uint32_t>& moved_to_;
    double factor_;
    double offset_ticks_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
