// SPDX-License-Identifier: BSL-1.0
// What the end of a scope around a graph's launch carries.
#ifndef DWELL_DEVICE_GRAPH_RUN_HPP
#define DWELL_DEVICE_GRAPH_RUN_HPP

#include <dwell/core/config.hpp>
#include <dwell/device/event_api.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

template <event_api Api>
class graph_stages;

/// One launch of a graph with stages. Ends in `record` or `drop` of the stages, once.
template <event_api Api>
struct graph_run {
    graph_stages<Api>* stages = nullptr;  ///< null where the scope is around no such launch
    uint32_t number = 0;                  ///< of the launch; 0 for one whose times cannot be told from another's
    uint32_t count = 0;                   ///< of stages
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
