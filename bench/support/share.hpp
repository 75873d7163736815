// SPDX-License-Identifier: BSL-1.0
// How often something happened in a simulation, as a cell of a Markdown table.
#ifndef DWELL_BENCH_SUPPORT_SHARE_HPP
#define DWELL_BENCH_SUPPORT_SHARE_HPP

#include <dwell/stats/clopper_pearson.hpp>

#include <cstdio>

namespace bench {

/// Prints `events` of `trials` in percent, with the 95 % bounds of Clopper and Pearson, and returns them.
inline dwell::proportion_interval print_share(dwell::uint64_t events, dwell::uint64_t trials, int decimals) {
    const dwell::proportion_interval share = dwell::clopper_pearson(events, trials);
    std::printf(" %.*f %% (%.*f to %.*f) |", decimals, 100 * share.estimate, decimals, 100 * share.lower, decimals,
                100 * share.upper);
    return share;
}

}  // namespace bench

#endif
