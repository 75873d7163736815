// SPDX-License-Identifier: BSL-1.0
// SplitMix64: random numbers out of one word of state. Light: no standard header.
#ifndef DWELL_STATS_SPLITMIX64_HPP
#define DWELL_STATS_SPLITMIX64_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The next 64 random bits, and `state` one step on: any state will do, and all 2^64 come before one comes again.
/// G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. O(1).
[[nodiscard]] inline uint64_t splitmix64(uint64_t& state) noexcept {
    state += 0x9E37'79B9'7F4A'7C15U;
    uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return mixed ^ (mixed >> 31U);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
