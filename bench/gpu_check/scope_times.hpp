// SPDX-License-Identifier: BSL-1.0
// What dwell has recorded of the scopes on the first device.
#ifndef BENCH_GPU_CHECK_SCOPE_TIMES_HPP
#define BENCH_GPU_CHECK_SCOPE_TIMES_HPP

#include <dwell/cuda.hpp>
#include <dwell/dwell.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

namespace gpu_check {

/// The mean of all calls of an outermost scope, of which there are to be so many.
inline double mean_nanoseconds(const dwell::profile& profile, const std::string& name, std::uint64_t calls) {
    const auto found = profile.find_path("GPU 0;" + name);
    const std::uint64_t recorded = found ? profile.paths()[*found].calls : 0;
    if (recorded != calls) {
        throw std::runtime_error(std::to_string(recorded) + " of " + std::to_string(calls) + " scopes " + name +
                                 " were recorded");
    }
    return profile.scale().to_ns(profile.paths()[*found].total_ticks) / static_cast<double>(calls);
}

/// Of scopes, for a reason.
inline std::uint64_t dropped(const dwell::profile& profile, const std::string& reason) {
    for (const dwell::counter_value& each : profile.counters()) {
        if (each.identity.name == "gpu.scope.dropped" && each.identity.labels.at(0).second == reason) {
            return each.value;
        }
    }
    return 0;
}

}  // namespace gpu_check

#endif
