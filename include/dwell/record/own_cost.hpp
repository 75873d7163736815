// SPDX-License-Identifier: BSL-1.0
// What dwell itself adds to the times that it shows, measured in the process that it runs in.
#ifndef DWELL_RECORD_OWN_COST_HPP
#define DWELL_RECORD_OWN_COST_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/tsc_clock.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/sampled_node.hpp>
#include <dwell/record/site.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Of one kind of scope, in ticks a call.
struct scope_cost {
    double inside = 0;  ///< what an empty scope shows as its own time
    double around = 0;  ///< what it adds to its parent's time beyond that
};

struct own_cost {
    scope_cost scope;
    scope_cost sampled;  ///< a call of TIMED_SCOPE_SAMPLED that is timed
    double untimed = 0;  ///< what one that is not adds to its parent's time
};

/// The default clock, in a registry of its own: calibration does not show in the user's profile. Its log is handed back
/// here: calibration may run while a shared object is being closed, when nothing may be left to do at the thread's end.
struct DWELL_EXPORT calibration_clock {
    static constexpr bool hands_log_back_at_thread_end = false;
    DWELL_ALWAYS_INLINE static uint64_t now() noexcept { return tsc_clock::now(); }
    static const char* name() noexcept { return tsc_clock::name(); }
};

/// Measures what scopes cost, one kind after the other, in about 0.5 ms: of several rounds the cheapest, since
/// interruptions only add.
class cost_calibration {
    using calibrated = recorder<calibration_clock>;

public:
    [[nodiscard]] static own_cost measure() noexcept {
        static constinit site plain("inner", 5, "", 0);
        static constinit sampled_site timed("timed", 5, "", 0, 1);
        static constinit sampled_site untimed("untimed", 7, "", 0, 1);
        own_cost result;
        result.scope = measure_one(plain, &calibrated::leave, [](call_node&) {});
        result.sampled = measure_one(timed, &calibrated::leave_sampled, [](call_node&) {});
        // No call is the next one to be timed.
        const auto time_no_more = [](call_node& node) { static_cast<sampled_node&>(node).next_timed = uint64_max; };
        result.untimed = measure_one(untimed, &calibrated::leave_sampled, time_no_more).around;
        calibrated::hand_log_back();
        return result;
    }

private:
    static constexpr int rounds = 15;
    static constexpr int scopes = 500;

    // `prepare` sees the node once it is made.
    template <typename Site, typename Prepare>
    DWELL_ALWAYS_INLINE static scope_cost measure_one(Site& inner_site, void (*leave)(call_node*),
                                                      const Prepare& prepare) noexcept {
        static constinit site outer_site{"outer", 5, "", 0};  // nvcc 13.0 would not take parentheses
        scope_cost best;
        for (int round = 0; round < rounds; ++round) {
            call_node* const outer = calibrated::enter(outer_site);
            if (outer == nullptr) {
                return {};
            }
            call_node* inner = nullptr;
            uint64_t inner_before = 0;
            for (int i = 0; i <= scopes; ++i) {
                inner = calibrated::enter(inner_site);
                if (inner == nullptr) {
                    calibrated::leave(outer);
                    return {};
                }
                leave(inner);
                if (i == 0) {
                    // The first one made its node.
                    prepare(*inner);
                    inner_before = inner->total.load();
                    outer->open.store(calibration_clock::now());
                }
            }
            const uint64_t outer_ticks = calibration_clock::now() - outer->open.load();
            calibrated::leave(outer);
            const auto all = static_cast<double>(outer_ticks);
            const auto inside = static_cast<double>(inner->total.load() - inner_before);
            if (round == 0 || (all < (best.inside + best.around) * scopes && all >= inside)) {
                best = {inside / scopes, (all > inside ? all - inside : 0) / scopes};
            }
        }
        return best;
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
