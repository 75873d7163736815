// SPDX-License-Identifier: BSL-1.0
// Looking at data several times while it comes in, without more false alarms than at a single look.
#ifndef DWELL_STATS_SEQUENTIAL_ERROR_HPP
#define DWELL_STATS_SEQUENTIAL_ERROR_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The confidence that an interval of the `look`-th look (from 1) must have, so that the probability of even one of all
/// looks' intervals missing the true value is at most 1 - `confidence`, however many looks there are and whatever
/// decides when to stop: look k may err with (1 - confidence) / (k (k + 1)), whose sum over all k is 1 - confidence
/// (Boole's inequality). With looks at n, 2 n, 4 n, … values, the tenth look's interval is 1.4 times as wide as a
/// single one's at 99 %.
[[nodiscard]] constexpr double confidence_of_look(double confidence, uint64_t look) noexcept {
    const auto k = static_cast<double>(look);
    return 1 - (1 - confidence) / (k * (k + 1));
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
