// SPDX-License-Identifier: BSL-1.0
// Stages of a graph, in a file that nvcc compiles, without a warning.
#include <dwell/ext/cuda_graph.hpp>

void launch_by_nvcc(float* values, int count, cudaStream_t stream);

namespace {

__global__ void scale_again(float* values, int count) {
    const auto at = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (at < count) {
        values[at] *= 2;
    }
}

}  // namespace

void launch_by_nvcc(float* values, int count, cudaStream_t stream) {
    const dwell::cuda::graph_timers timers;
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
    (void)cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal);
    {
        TIMED_CUDA_GRAPH_SCOPE("scale", timers, stream);
        scale_again<<<static_cast<unsigned>((count + 255) / 256), 256, 0, stream>>>(values, count);
    }
    (void)cudaStreamEndCapture(stream, &graph);
    (void)cudaGraphInstantiate(&executable, graph, 0);
    TIMED_CUDA_GRAPH_LAUNCH("launch", timers, stream);
    (void)cudaGraphLaunch(executable, stream);
}
