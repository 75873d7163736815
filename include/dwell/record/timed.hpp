// SPDX-License-Identifier: BSL-1.0
// timed<"name">(callable): a scope around a call.
#ifndef DWELL_RECORD_TIMED_HPP
#define DWELL_RECORD_TIMED_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/record/scope.hpp>
#include <dwell/record/site.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

// Not inside `timed`: nvcc 13.0 takes a static variable of a function template for one that is not constant.
template <fixed_string Name>
inline constinit site timed_site{Name.text, Name.size(), "", 0};

}  // namespace detail

inline namespace on {

/// Runs `callable()` in a scope of this name, and returns what it returns (a reference stays one). Exceptions pass.
template <fixed_string Name, typename Callable>
decltype(auto) timed(Callable&& callable) {
    static_assert(is_valid_name(Name.text),
                  "dwell: a scope's name must not be empty, and must not hold ';' or a control character");
    const detail::timed_scope scope(detail::timed_site<Name>);
    return static_cast<Callable&&>(callable)();
}

}  // namespace on
#else
inline namespace off {

template <fixed_string Name, typename Callable>
decltype(auto) timed(Callable&& callable) {
    return static_cast<Callable&&>(callable)();
}

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
