// SPDX-License-Identifier: BSL-1.0
// cuda.hpp alone, in a file for the host's compiler or for nvcc; uses all that is in it, before main.
#include <dwell/cuda.hpp>

namespace {

bool record() {
    const dwell::cuda::profiler_scope collect;
    TIMED_SCOPE("only.submit");
    TIMED_CUDA_SCOPE("only", cudaStream_t{});
    dwell::cuda::note_memory();
    return dwell::set_nvtx_ranges(false);
}

[[maybe_unused]] const bool has_recorded = record();

}  // namespace
