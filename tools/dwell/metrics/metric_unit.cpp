// SPDX-License-Identifier: BSL-1.0
#include "metrics/metric_unit.hpp"

#include <dwell/export/human.hpp>

namespace dwell::tool {

const char* unit_name(metric_unit unit) {
    return unit == metric_unit::nanoseconds ? "ns" : unit == metric_unit::bytes ? "bytes" : "count";
}

std::string amount_text(double amount, metric_unit unit) {
    switch (unit) {
        case metric_unit::nanoseconds:
            return detail::human_duration(amount);
        case metric_unit::bytes:
            return detail::human_bytes(amount);
        case metric_unit::count:
            break;
    }
    return detail::human_number(amount);
}

}  // namespace dwell::tool
