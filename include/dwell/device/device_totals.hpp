// SPDX-License-Identifier: BSL-1.0
// What a snapshot says of a device as a whole, for the life of the process, whatever becomes of its contexts.
#ifndef DWELL_DEVICE_DEVICE_TOTALS_HPP
#define DWELL_DEVICE_DEVICE_TOTALS_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/device/device_api.hpp>
#include <dwell/device/device_bandwidths.hpp>
#include <dwell/device/device_usage.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/record/source.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

template <event_api Api>
struct device_totals : constructed_in_place {
    explicit device_totals(uint32_t device) noexcept : number(static_cast<int>(device)) { label += uint64_t{device}; }

    void read_into(source_sink& sink) noexcept {
        usage.read_into(sink, label.text);
        bandwidths.read_into(sink, label.text);
    }

    const int number;
    device_text label;
    device_usage usage;
    device_bandwidths<Api> bandwidths;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
