// SPDX-License-Identifier: BSL-1.0
// Device time beside host time: what two streams of a GPU take for each batch, in the same profile as the host's
// scopes. Plain C++; without a device it runs all the same, and says that there is none.
#include <dwell/dwell.hpp>
#include <dwell/ext/cuda.hpp>

#include <cuda_runtime_api.h>

#include <cstdio>
#include <vector>

namespace {

/// Two streams, and memory on both sides; nothing where there is no device.
class pipeline {
public:
    pipeline() {
        has_device_ = cudaStreamCreate(&copies_) == cudaSuccess && cudaStreamCreate(&work_) == cudaSuccess &&
                      cudaMalloc(&on_device_, on_host_.size()) == cudaSuccess;
        dwell::cuda::set_stream_name(copies_, "copies");
        dwell::cuda::set_stream_name(work_, "work");
    }
    ~pipeline() {
        if (has_device_) {
            cudaFree(on_device_);
            cudaStreamDestroy(work_);
            cudaStreamDestroy(copies_);
        }
    }
    pipeline(const pipeline&) = delete;
    pipeline& operator=(const pipeline&) = delete;

    void run_batch() {
        TIMED_SCOPE("batch.submit");  // the host: it does not wait
        upload();
        compute();
    }

    /// The user's to wait for, never dwell's.
    void wait() const {
        if (has_device_) {
            cudaStreamSynchronize(copies_);
            cudaStreamSynchronize(work_);
        }
    }

private:
    void upload() {
        TIMED_CUDA_SCOPE("batch.upload", copies_);
        if (has_device_) {
            cudaMemcpyAsync(on_device_, on_host_.data(), on_host_.size(), cudaMemcpyHostToDevice, copies_);
        }
    }

    void compute() {
        TIMED_CUDA_SCOPE("batch.compute", work_);
        for (int layer = 0; layer < 3; ++layer) {
            TIMED_CUDA_SCOPE("layer", work_);
            if (has_device_) {
                cudaMemsetAsync(on_device_, layer, on_host_.size(), work_);  // a kernel<<<...>>> in a file for nvcc
            }
        }
    }

    cudaStream_t copies_ = nullptr;
    cudaStream_t work_ = nullptr;
    void* on_device_ = nullptr;
    std::vector<char> on_host_ = std::vector<char>(1U << 20U);
    bool has_device_ = false;
};

}  // namespace

int main() {
    pipeline batches;
    for (int batch = 0; batch < 100; ++batch) {
        batches.run_batch();
    }
    batches.wait();

    const dwell::profile profile = dwell::snapshot();
    for (const auto& [key, value] : profile.metadata().extra) {
        std::printf("%s: %s\n", key.c_str(), value.c_str());
    }
    for (const dwell::thread_profile& thread : profile.threads()) {
        for (const dwell::thread_path& path : thread.paths) {
            std::printf("%s: %llu x %s, %.3f ms\n", thread.name.c_str(), static_cast<unsigned long long>(path.calls),
                        profile.path_string(path.path).c_str(), profile.scale().to_ns(path.total_ticks) / 1e6);
        }
    }
    for (const dwell::gauge_value& gauge : profile.gauges()) {
        if (gauge.identity.name == "gpu.stream.utilization") {
            std::printf("%s was busy for %.1f %% of its time\n", gauge.identity.labels[0].second.c_str(),
                        gauge.value * 100);
        }
    }
}
