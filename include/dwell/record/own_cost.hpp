// SPDX-License-Identifier: BSL-1.0
// What dwell itself adds to the times that it shows, measured in the process that it runs in.
#ifndef DWELL_RECORD_OWN_COST_HPP
#define DWELL_RECORD_OWN_COST_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/tsc_clock.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/scope.hpp>
#include <dwell/record/site.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// In ticks a scope.
struct own_cost {
    double inside = 0;  ///< what an empty scope shows as its own time
    double around = 0;  ///< what it adds to its parent's time beyond that
};

/// The default clock, in a registry of its own: calibration does not show in the user's profile. Its log is handed back
/// here: calibration may run while a shared object is being closed, when nothing may be left to do at the thread's end.
struct DWELL_EXPORT calibration_clock {
    static constexpr bool hands_log_back_at_thread_end = false;
    DWELL_ALWAYS_INLINE static uint64_t now() noexcept { return tsc_clock::now(); }
    static const char* name() noexcept { return tsc_clock::name(); }
};

/// Measured once a process, in about 0.3 ms: of several rounds the cheapest, since interruptions only add.
inline own_cost measure_own_cost() noexcept {
    using calibrated = recorder<calibration_clock>;
    constexpr int rounds = 15;
    constexpr int scopes = 500;
    static constinit site outer_site("outer", 5, "", 0);
    static constinit site inner_site("inner", 5, "", 0);
    own_cost best;
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
            calibrated::leave(inner);
            if (i == 0) {
                // The first one made its node.
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
    calibrated::hand_log_back();
    return best;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
