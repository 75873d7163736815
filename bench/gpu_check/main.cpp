// SPDX-License-Identifier: BSL-1.0
// Runs one check of scopes on the first CUDA device: gpu_check CHECK. scripts/gpu-check runs all. Exit status 0: its
// rows are printed, whether they pass or not, 1: it could not go on, 2: there is no such check, 3: there is no device.
#include "gpu_check/checks.hpp"
#include "gpu_check/rows.hpp"

#include <cuda_runtime_api.h>

#include <cstdio>
#include <exception>
#include <string_view>

namespace {

struct check {
    std::string_view name;
    void (*run)();
};

constexpr check checks[] = {
    {"device-time", gpu_check::check_device_time},
    {"graph-launch", gpu_check::check_graph_launch},
    {"moments", gpu_check::check_moments},
    {"host-cost", gpu_check::check_host_cost},
    {"throughput", gpu_check::check_throughput},
    {"elapsed-sign", gpu_check::check_elapsed_sign},
    {"clock-drift", gpu_check::check_clock_drift},
    {"capture", gpu_check::check_capture},
    {"reset", gpu_check::check_reset},
    {"until-exit", gpu_check::run_until_exit},
    {"kernels", gpu_check::run_kernels},
};

}  // namespace

int main(int argc, char** argv) {
    const std::string_view wanted = argc == 2 ? argv[1] : "";
    for (const check& each : checks) {
        if (each.name != wanted) {
            continue;
        }
        int devices = 0;
        if (const cudaError_t result = cudaGetDeviceCount(&devices); result != cudaSuccess || devices == 0) {
            std::fprintf(stderr, "gpu_check: no device: %s\n", cudaGetErrorString(result));
            return 3;
        }
        try {
            each.run();
        } catch (const std::exception& problem) {
            gpu_check::print_row(false, argv[1], problem.what(), "no error");
            return 1;
        }
        return 0;
    }
    std::fprintf(stderr, "usage: gpu_check CHECK, which is one of:\n");
    for (const check& each : checks) {
        std::fprintf(stderr, "  %.*s\n", static_cast<int>(each.name.size()), each.name.data());
    }
    return 2;
}
