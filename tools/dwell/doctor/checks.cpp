// SPDX-License-Identifier: BSL-1.0
#include "doctor/checks.hpp"

namespace dwell::tool {

std::vector<finding> examine(const doctor_options& options) {
    findings found;
    for (const auto check : {check_clock, check_processors, check_frequency, check_load, check_memory, check_perf,
                             check_gpu, check_archive, check_environment, check_tools}) {
        check(options, found);
    }
    return found;
}

}  // namespace dwell::tool
