// SPDX-License-Identifier: BSL-1.0
// How fast the link and the memory of a CUDA device can be, from what the runtime and the system say.
#ifndef DWELL_EXT_CUDA_BANDWIDTH_HPP
#define DWELL_EXT_CUDA_BANDWIDTH_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/device/pci_link.hpp>

#include <cuda_runtime_api.h>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// In bytes a second, each way; 0 where the system does not say.
inline uint64_t cuda_link_bandwidth([[maybe_unused]] int device) noexcept {
#if defined(__linux__)
    char address[32] = {};
    if (cudaDeviceGetPCIBusId(address, sizeof address, device) == cudaSuccess) {
        return pci_link_bandwidth("/sys/bus/pci/devices", address);
    }
#endif
    return 0;
}

/// Twice for each cycle of its clock, as wide as it is; 0 where the runtime does not say.
inline uint64_t cuda_memory_bandwidth(int device) noexcept {
    int kilohertz = 0;
    int bits = 0;
    if (cudaDeviceGetAttribute(&kilohertz, cudaDevAttrMemoryClockRate, device) != cudaSuccess ||
        cudaDeviceGetAttribute(&bits, cudaDevAttrGlobalMemoryBusWidth, device) != cudaSuccess || kilohertz < 0 ||
        bits < 0) {
        return 0;
    }
    return 2 * static_cast<uint64_t>(kilohertz) * 1000 * static_cast<uint64_t>(bits) / 8;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
