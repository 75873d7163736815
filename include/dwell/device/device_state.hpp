// SPDX-License-Identifier: BSL-1.0
// A device: what is known of it for the life of the program, and of each context in which its events live.
#ifndef DWELL_DEVICE_DEVICE_STATE_HPP
#define DWELL_DEVICE_DEVICE_STATE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/device/device_api.hpp>
#include <dwell/device/device_bandwidths.hpp>
#include <dwell/device/device_clock.hpp>
#include <dwell/device/device_usage.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/device/event_pool.hpp>
#include <dwell/record/name_table.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

template <event_api Api>
struct device_record;

/// What the streams of a device share, until it is reset.
template <event_api Api>
struct device_state : constructed_in_place {
    device_state(device_record<Api>& device, const typename Api::context& here) noexcept : of(device), where(here) {}

    device_record<Api>& of;
    const typename Api::context where;
    atomic_cell<unsigned char> is_gone{};  ///< what lived there may not be touched any more
    device_state* former = nullptr;        ///< of the same device, in another context
    event_pool<Api> pool;
    device_clock<Api> clock;
};

/// What outlives that.
template <event_api Api>
struct device_record : constructed_in_place {
    const name_record* name = nullptr;
    device_text label;     ///< its number
    uint32_t streams = 0;  ///< so far; under the lock that adds them
    device_usage usage;
    device_bandwidths<Api> bandwidths;
    atomic_cell<device_state<Api>*> latest{};
};

/// Whether what lived in a context may not be touched any more. Asks the runtime until that is so.
template <event_api Api>
bool is_gone(device_state<Api>& device) noexcept {
    if (device.is_gone.load_acquire() == 0 && !typename Api::visit(device.where).is_there()) {
        device.is_gone.store_release(1);
    }
    return device.is_gone.load_acquire() != 0;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
