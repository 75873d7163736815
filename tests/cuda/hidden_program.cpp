// SPDX-License-Identifier: BSL-1.0
// A program and a shared library of it, both with hidden visibility, that put scopes on streams: one recorder has both.
#include "hidden_library.hpp"

#include <dwell/ext/cuda.hpp>

#include <cuda_runtime_api.h>

#include <cstdio>

int main() {
    { TIMED_CUDA_SCOPE("program", cudaStream_t{}); }
    record_in_library();
    std::printf("opened: %d\n", static_cast<int>(dwell::detail::cuda_recorder::counts().opened()));
}
