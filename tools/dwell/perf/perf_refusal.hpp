// SPDX-License-Identifier: BSL-1.0
// Why perf does not record, with what helps.
#ifndef DWELL_TOOL_PERF_PERF_REFUSAL_HPP
#define DWELL_TOOL_PERF_PERF_REFUSAL_HPP

#include <string>
#include <string_view>

namespace dwell::tool {

/// It could not be started: `error` is an errno.
[[nodiscard]] std::string spawn_refusal(int error);

/// It ended before it recorded; `messages` is what it wrote.
[[nodiscard]] std::string refusal(std::string_view messages);

}  // namespace dwell::tool

#endif
