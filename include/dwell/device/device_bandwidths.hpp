// SPDX-License-Identifier: BSL-1.0
// How fast a device's link and memory can be: asked once of the runtime, or told by the user.
#ifndef DWELL_DEVICE_DEVICE_BANDWIDTHS_HPP
#define DWELL_DEVICE_DEVICE_BANDWIDTHS_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/record/source.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// In bytes a second; 0 is not known. Any thread.
template <event_api Api>
class device_bandwidths {
public:
    void ask(int device) noexcept {
        unsigned char nobody = 0;
        if (is_asked_.compare_exchange(nobody, 1)) {
            link_.store_release(Api::link_bandwidth(device));
            memory_.store_release(Api::memory_bandwidth(device));
        }
    }

    /// In place of what the runtime says.
    void set_link(uint64_t bytes_per_second) noexcept { users_link_.store_release(bytes_per_second); }

    void read_into(source_sink& sink, const char* device) const {
        const uint64_t users = users_link_.load_acquire();
        const auto gauge = [&](const char* name, const char* help, uint64_t value) {
            if (value != 0) {
                sink.gauge({name, "By/s", help, "device", device}, static_cast<double>(value));
            }
        };
        gauge("gpu.link.bandwidth", "What the link to the host can carry, each way.",
              users != 0 ? users : link_.load_acquire());
        gauge("gpu.memory.bandwidth", "What the memory of the device can transfer.", memory_.load_acquire());
    }

private:
    atomic_cell<unsigned char> is_asked_{};
    atomic_cell<uint64_t> link_{};
    atomic_cell<uint64_t> memory_{};
    atomic_cell<uint64_t> users_link_{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
