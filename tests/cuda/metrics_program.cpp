// SPDX-License-Identifier: BSL-1.0
// Allocates 256 MiB on the first device, where there is one, and prints what the snapshots before and after say. With
// an argument it uses the runtime, takes no snapshot, and ends.
#include <dwell/dwell.hpp>
#include <dwell/ext/cuda_metrics.hpp>

#include <cuda_runtime_api.h>

#include <cstdio>
#include <string>

namespace {

void print_gauges(const char* when, const dwell::profile& profile) {
    for (const dwell::gauge_value& gauge : profile.gauges()) {
        if (gauge.identity.name.rfind("hw.gpu.", 0) == 0) {
            std::printf("%s %s %s %.0f\n", when, gauge.identity.labels.at(0).second.c_str(),
                        gauge.identity.name.c_str(), gauge.value);
        }
    }
}

}  // namespace

int main(int argc, char**) {
    if (argc > 1) {
        TIMED_SCOPE("use");
        (void)cudaFree(nullptr);
        return 0;
    }
    const cudaError_t before = cudaGetLastError();
    print_gauges("untouched", dwell::snapshot());
    TIMED_SCOPE("allocate");
    void* memory = nullptr;
    const bool has_device = cudaFree(nullptr) == cudaSuccess;  // sets the device up
    if (!has_device) {
        (void)cudaGetLastError();
    }
    dwell::cuda::note_memory();
    print_gauges("first", dwell::snapshot());
    if (has_device && cudaMalloc(&memory, std::size_t{256} << 20U) == cudaSuccess) {
        print_gauges("allocated", dwell::snapshot());
        cudaFree(memory);
    }
    print_gauges("last", dwell::snapshot());
    std::printf("devices: %s, errors of ours: %s\n", has_device ? "some" : "none",
                cudaGetLastError() == before ? "none" : "some");
}
