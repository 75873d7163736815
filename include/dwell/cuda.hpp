// SPDX-License-Identifier: BSL-1.0
// All of dwell for NVIDIA GPUs: scopes on streams, stages of graphs, the memory of the devices, and, where the toolkit
// has what they need, the scope in which Nsight collects and scopes as NVTX ranges. Needs the CUDA Toolkit to compile;
// no device and no driver to run. <dwell/dwell.hpp> does not have it; either may come first.
#ifndef DWELL_CUDA_HPP
#define DWELL_CUDA_HPP

#include <dwell/ext/cuda.hpp>
#include <dwell/ext/cuda_graph.hpp>
#include <dwell/ext/cuda_metrics.hpp>
#include <dwell/scope.hpp>
#if __has_include(<cuda_profiler_api.h>)
#include <dwell/ext/cuda_profiler.hpp>
#endif
#if __has_include(<nvtx3/nvToolsExt.h>)
#include <dwell/ext/nvtx.hpp>
#endif

#endif
