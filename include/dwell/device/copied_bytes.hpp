// SPDX-License-Identifier: BSL-1.0
// What a scope on a stream says that it copies: how many bytes, and which way.
#ifndef DWELL_DEVICE_COPIED_BYTES_HPP
#define DWELL_DEVICE_COPIED_BYTES_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

enum class copy_direction : unsigned char {
    none,  ///< no copy
    to_device,
    to_host,
    on_device,  ///< within the device's own memory
    other,      ///< between devices, on the host, or not told
};

inline constexpr unsigned copy_directions = 4;
/// Of each but the first.
inline constexpr const char* copy_direction_names[copy_directions] = {"to device", "to host", "on device", "other"};

struct copied_bytes {
    uint64_t bytes = 0;
    copy_direction direction = copy_direction::none;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
