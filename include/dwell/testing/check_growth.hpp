// SPDX-License-Identifier: BSL-1.0
// A budget held against how fast memory grows.
#ifndef DWELL_TESTING_CHECK_GROWTH_HPP
#define DWELL_TESTING_CHECK_GROWTH_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/memory_growth.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/check_limits.hpp>
#include <dwell/testing/counter_limit.hpp>
#include <dwell/testing/verdict.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN

struct growth_check_options {
    double confidence = 0.99;  ///< of the interval
    /// From the first snapshot on, what is left out: warm-up is growth, too.
    double skip_hours = 0.0;
    double shortest_hours = 1.0;  ///< below which nothing is certain
};

namespace detail {

[[nodiscard]] inline limit_check check_growth_limit(const memory_growth& growth, const upper_limit& limit,
                                                    const growth_check_options& options, budget_result& result) {
    if (!growth.has(memory_series::heap) && !growth.has(memory_series::resident_set)) {
        return failed_limit(limit,
                            "no memory in the snapshots: include <dwell/memory/new_delete.hpp> or "
                            "<dwell/memory/process_metrics.hpp> in one source file");
    }
    const growth_check found =
        growth.check(limit.value, {options.confidence, options.skip_hours}, options.shortest_hours);
    const trend& rate = found.bytes_per_hour;
    measured_interval measured{rate.slope, rate.lower, rate.upper, growth.points()};
    std::string_view sentence = found.text;
    if (found.verdict == growth_verdict::too_short_to_tell) {
        constexpr std::string_view begin = "too short to tell: ";
        sentence.remove_prefix(sentence.substr(0, begin.size()) == begin ? begin.size() : 0);
        measured.reason = "too short to tell";
    }
    result.notes.emplace_back(sentence);
    return check_upper_limit(limit, measured);
}

/// Of the call paths whose memory surely grows, that which grows fastest, and its share of their growth.
[[nodiscard]] inline costliest_path fastest_growing(const memory_growth& growth, const growth_check_options& options) {
    costliest_path result;
    double fastest = 0.0;
    double all = 0.0;
    for (const growing_path& path : growth.growing_paths(0.001, {options.confidence, options.skip_hours})) {
        all += path.bytes_per_hour.slope;
        if (path.bytes_per_hour.slope > fastest) {
            fastest = path.bytes_per_hour.slope;
            result = {path.path, 0.0, "growth"};
        }
    }
    result.share = all > 0.0 ? fastest / all : 0.0;
    return result;
}

}  // namespace detail

/// Holds `growth_per_hour` against the memory of a run, as `memory_growth::check` does: inconclusive where the run is
/// too short to tell. Other limits fail: a memory_growth does not have them. Where no snapshot was added, that is a
/// failure. Some 0.1 ms a call path that holds memory.
[[nodiscard]] inline budget_result check(const memory_growth& growth, const budget& wanted,
                                         const growth_check_options& options = {}) {
    budget_result result;
    result.subject = "memory";
    if (growth.points() == 0) {
        result.error = "no snapshot was added";
        return result;
    }
    for (const upper_limit& limit : upper_limits(wanted)) {
        result.checks.push_back(limit.quantity == budget_quantity::growth_per_hour
                                    ? detail::check_growth_limit(growth, limit, options, result)
                                    : failed_limit(limit, "not of memory over time: check a profile or code"));
    }
    for (const counter_limit& limit : wanted.counters) {
        result.checks.push_back(
            detail::failed(check_limit(limit.subject(), limit.over.empty() ? limit_unit::count : limit_unit::ratio,
                                       limit.relation, limit.value, {}),
                           "not of memory over time: check a profile"));
    }
    result.costliest = detail::fastest_growing(growth, options);
    return result;
}

DWELL_NAMESPACE_END

#endif
