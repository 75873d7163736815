// SPDX-License-Identifier: BSL-1.0
// A library with a scope on a stream.
#include "hidden_library.hpp"

#include <dwell/ext/cuda.hpp>

#include <cuda_runtime_api.h>

void record_in_library() { TIMED_CUDA_SCOPE("library", cudaStream_t{}); }
