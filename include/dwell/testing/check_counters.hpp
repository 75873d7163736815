// SPDX-License-Identifier: BSL-1.0
// Limits of counters and of their ratios, held against a profile.
#ifndef DWELL_TESTING_CHECK_COUNTERS_HPP
#define DWELL_TESTING_CHECK_COUNTERS_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/metric.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/clopper_pearson.hpp>
#include <dwell/testing/check_limits.hpp>
#include <dwell/testing/counter_limit.hpp>
#include <dwell/testing/limit_check.hpp>
#include <dwell/testing/similar_name.hpp>
#include <dwell/testing/verdict.hpp>

#include <string>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Why a counter is not there; empty where it is.
[[nodiscard]] inline std::string why_not_counted(const profile& source, const std::string& counter) {
    similar_name similar(counter);
    for (const counter_value& known : source.counters()) {
        if (known.identity.name == counter) {
            return {};
        }
        similar.consider(known.identity.name);
    }
    const std::string question = similar.question();
    // A program that never got to count is told from a wrong name only by a count of 0.
    const std::string zero = "; where 0 is right, count 0 once: counter<\"" + counter + "\">.add(0)";
    return "\"" + counter + "\" was never counted" + (question.empty() ? zero : question);
}

/// Events over trials, or one count over another that does not hold it.
[[nodiscard]] inline measured_interval ratio_of(uint64_t events, uint64_t over, double confidence) noexcept {
    const double ratio = static_cast<double>(events) / static_cast<double>(over);
    if (events > over) {
        return measured_interval::exactly(ratio, over);
    }
    const proportion_interval share = clopper_pearson(events, over, confidence);
    return {ratio, share.lower, share.upper, over};
}

[[nodiscard]] inline limit_check check_counter(const profile& source, const counter_limit& limit, double confidence) {
    const bool is_ratio = !limit.over.empty();
    std::string reason = why_not_counted(source, limit.counter);
    if (reason.empty() && is_ratio) {
        reason = why_not_counted(source, limit.over);
    }
    measured_interval measured;
    if (reason.empty()) {
        const uint64_t count = source.counter_total(limit.counter);
        const uint64_t over = is_ratio ? source.counter_total(limit.over) : 0;
        if (!is_ratio) {
            measured = measured_interval::exactly(static_cast<double>(count), 0);
        } else if (over != 0) {
            measured = ratio_of(count, over, confidence);
        } else {
            reason = "\"" + limit.over + "\" counted nothing";
        }
    }
    limit_check result = check_limit(limit.subject(), is_ratio ? limit_unit::ratio : limit_unit::count, limit.relation,
                                     limit.value, measured);
    return reason.empty() ? with_samples_wanted(std::move(result)) : failed(std::move(result), std::move(reason));
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
