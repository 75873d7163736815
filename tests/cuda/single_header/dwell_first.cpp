// SPDX-License-Identifier: BSL-1.0
// dwell.hpp, then cuda.hpp. The file with main is examples/gpu/main.cpp, where they come the other way round.
#include <dwell/dwell.hpp>
// Not sorted: the order is what is tested.
#include <dwell/cuda.hpp>

namespace {

bool record() {
    TIMED_CUDA_SCOPE("dwell_first", cudaStream_t{});
    return true;
}

[[maybe_unused]] const bool has_recorded = record();

}  // namespace
