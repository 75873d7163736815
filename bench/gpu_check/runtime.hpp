// SPDX-License-Identifier: BSL-1.0
// Streams and events of the CUDA runtime for checks: a call that fails ends the check with what it was.
#ifndef BENCH_GPU_CHECK_RUNTIME_HPP
#define BENCH_GPU_CHECK_RUNTIME_HPP

#include <cuda_runtime_api.h>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace gpu_check {

inline void must(cudaError_t result, const char* what) {
    if (result != cudaSuccess) {
        throw std::runtime_error(std::string(what) + ": " + cudaGetErrorString(result));
    }
}

/// That waits for no other one.
class stream {
public:
    stream() { must(cudaStreamCreateWithFlags(&handle_, cudaStreamNonBlocking), "cudaStreamCreate"); }
    ~stream() { (void)cudaStreamDestroy(handle_); }
    stream(const stream&) = delete;
    stream& operator=(const stream&) = delete;

    operator cudaStream_t() const { return handle_; }  // NOLINT(google-explicit-constructor): it is one
    void wait() const { must(cudaStreamSynchronize(handle_), "cudaStreamSynchronize"); }

private:
    cudaStream_t handle_ = nullptr;
};

/// Timing events, recorded by hand.
class events {
public:
    explicit events(std::size_t count) : all_(count) {
        for (cudaEvent_t& each : all_) {
            must(cudaEventCreate(&each), "cudaEventCreate");
        }
    }
    ~events() {
        for (cudaEvent_t each : all_) {
            (void)cudaEventDestroy(each);
        }
    }
    events(const events&) = delete;
    events& operator=(const events&) = delete;

    [[nodiscard]] std::size_t size() const { return all_.size(); }
    void record(std::size_t which, cudaStream_t on) { must(cudaEventRecord(all_[which], on), "cudaEventRecord"); }
    [[nodiscard]] cudaError_t query(std::size_t which) const { return cudaEventQuery(all_[which]); }
    [[nodiscard]] double nanoseconds(std::size_t from, std::size_t to) const {
        float milliseconds = 0;
        must(cudaEventElapsedTime(&milliseconds, all_[from], all_[to]), "cudaEventElapsedTime");
        return static_cast<double>(milliseconds) * 1e6;
    }

private:
    std::vector<cudaEvent_t> all_;
};

}  // namespace gpu_check

#endif
