// SPDX-License-Identifier: BSL-1.0
// TIMED_CUDA_GRAPH_SCOPE and TIMED_CUDA_GRAPH_LAUNCH: what the stages of a CUDA graph take, each time that it is
// launched. Needs and promises what ext/cuda.hpp does.
#ifndef DWELL_EXT_CUDA_GRAPH_HPP
#define DWELL_EXT_CUDA_GRAPH_HPP

#include <dwell/core/config.hpp>
#include <dwell/device/graph_timers.hpp>
#include <dwell/ext/cuda.hpp>
#include <dwell/macros.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

using cuda_graph_stage = basic_graph_stage<cuda_recorder>;
using cuda_graph_launch = basic_graph_launch<cuda_recorder>;

}  // namespace detail
#endif

namespace cuda {
#if DWELL_ENABLED
inline namespace on {

/// The events of one graph's stages. Keep it as long as the graph, and all that was instantiated from it. `clear()`
/// forgets the stages, for another capture. One thread at a time; about 80 KB, and two events for each stage.
using graph_timers = detail::basic_graph_timers<detail::cuda_recorder>;

}  // namespace on
#else
inline namespace off {

class graph_timers {
public:
    void clear() noexcept {}
};

}  // namespace off
#endif
}  // namespace cuda
DWELL_NAMESPACE_END

#if DWELL_ENABLED

/// A stage of the graph that `stream` captures, from here to the end of the block, inside the stages that are open.
/// Where the stream does not capture it is a TIMED_CUDA_SCOPE. The name is a string literal.
#define DWELL_TIMED_CUDA_GRAPH_SCOPE(name, timers, stream)                                                          \
    const ::dwell::detail::cuda_graph_stage DWELL_DETAIL_CONCAT(dwell_scope_, __COUNTER__)(DWELL_DETAIL_SITE(name), \
                                                                                           (timers), (stream))

/// Put around one cudaGraphLaunch: a TIMED_CUDA_SCOPE, that has the stages of this launch inside.
#define DWELL_TIMED_CUDA_GRAPH_LAUNCH(name, timers, stream)                                                          \
    const ::dwell::detail::cuda_graph_launch DWELL_DETAIL_CONCAT(dwell_scope_, __COUNTER__)(DWELL_DETAIL_SITE(name), \
                                                                                            (timers), (stream))

#else

#define DWELL_TIMED_CUDA_GRAPH_SCOPE(name, timers, stream) static_assert(sizeof(timers) != 0 && sizeof(stream) != 0, "")
#define DWELL_TIMED_CUDA_GRAPH_LAUNCH(name, timers, stream) \
    static_assert(sizeof(timers) != 0 && sizeof(stream) != 0, "")

#endif

#if !defined(DWELL_NO_SHORT_MACROS)
#if !defined(TIMED_CUDA_GRAPH_SCOPE)
#define TIMED_CUDA_GRAPH_SCOPE(name, timers, stream) DWELL_TIMED_CUDA_GRAPH_SCOPE(name, timers, stream)
#endif
#if !defined(TIMED_CUDA_GRAPH_LAUNCH)
#define TIMED_CUDA_GRAPH_LAUNCH(name, timers, stream) DWELL_TIMED_CUDA_GRAPH_LAUNCH(name, timers, stream)
#endif
#endif

#endif
