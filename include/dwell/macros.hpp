// SPDX-License-Identifier: BSL-1.0
// Every public macro of dwell. Each is one declaration, which names a scope object that lives to the end of the block;
// DWELL_MARK is a statement.
#ifndef DWELL_MACROS_HPP
#define DWELL_MACROS_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/record/function_name.hpp>
#include <dwell/record/mark.hpp>
#include <dwell/record/scope.hpp>
#include <dwell/record/site.hpp>

#if DWELL_ENABLED

// The site of a literal name. A lambda, so that the macro stays one declaration with the check inside it.
#define DWELL_DETAIL_SITE(name)                                                                                 \
    []() noexcept -> ::dwell::detail::site& {                                                                   \
        static_assert(::dwell::is_valid_name(name),                                                             \
                      "dwell: a scope's name must not be empty, and must not hold ';' or a control character"); \
        static constinit ::dwell::detail::site dwell_site(name, sizeof(name) - 1, __FILE__, __LINE__);          \
        return dwell_site;                                                                                      \
    }()

/// Times from here to the end of the block, under a name known at compile time (a string literal).
#define DWELL_TIMED_SCOPE(name) \
    const ::dwell::detail::timed_scope DWELL_DETAIL_CONCAT(dwell_scope_, __COUNTER__)(DWELL_DETAIL_SITE(name))

/// For the innermost loop: counts every call, and times one in `calls` (2 to 65536), drawn at random, which stands for
/// the others. Total, self time and percentiles are unbiased estimates with an interval, and every export says so.
#define DWELL_TIMED_SCOPE_SAMPLED(name, calls)                             \
    const ::dwell::detail::sampled_scope DWELL_DETAIL_CONCAT(dwell_scope_, \
                                                             __COUNTER__)(DWELL_DETAIL_SAMPLED_SITE(name, calls))

#define DWELL_DETAIL_SAMPLED_SITE(name, calls)                                                                        \
    []() noexcept -> ::dwell::detail::sampled_site& {                                                                 \
        static_assert(::dwell::is_valid_name(name),                                                                   \
                      "dwell: a scope's name must not be empty, and must not hold ';' or a control character");       \
        static_assert((calls) >= 2 && (calls) <= 65536, "dwell: one call in 2 to 65536 can be timed");                \
        static constinit ::dwell::detail::sampled_site dwell_site(name, sizeof(name) - 1, __FILE__, __LINE__, calls); \
        return dwell_site;                                                                                            \
    }()

/// Like DWELL_TIMED_SCOPE, with the thread's CPU time beside the wall time; about 800 ns more.
#define DWELL_TIMED_SCOPE_CPU(name) \
    const ::dwell::detail::timed_cpu_scope DWELL_DETAIL_CONCAT(dwell_scope_, __COUNTER__)(DWELL_DETAIL_SITE(name))

/// Like DWELL_TIMED_SCOPE, under a name made at run time: text, or the result of `dwell::intern`.
#define DWELL_TIMED_SCOPE_DYNAMIC(name) \
    const ::dwell::detail::timed_scope DWELL_DETAIL_CONCAT(dwell_scope_, __COUNTER__)(name)

/// Marks this moment on the calling thread's timeline, where one is kept: see `dwell::set_timeline`.
#define DWELL_MARK(name) \
    ::dwell::detail::note_mark<::dwell::detail::default_recorder>(DWELL_DETAIL_SITE(name).resolve())

/// DWELL_TIMED_SCOPE under the name of the function that it stands in.
#define DWELL_TIMED_FUNCTION() DWELL_DETAIL_TIMED_FUNCTION(__COUNTER__)

// Numbered, so that a lambda inside a timed function shadows nothing.
#define DWELL_DETAIL_TIMED_FUNCTION(number)                                                                     \
    static constexpr auto DWELL_DETAIL_CONCAT(dwell_name_, number) =                                            \
        ::dwell::detail::function_name(DWELL_DETAIL_SIGNATURE);                                                 \
    static constinit ::dwell::detail::site DWELL_DETAIL_CONCAT(dwell_site_, number)(                            \
        DWELL_DETAIL_CONCAT(dwell_name_, number).text, DWELL_DETAIL_CONCAT(dwell_name_, number).size, __FILE__, \
        __LINE__);                                                                                              \
    const ::dwell::detail::timed_scope DWELL_DETAIL_CONCAT(dwell_scope_,                                        \
                                                           number)(DWELL_DETAIL_CONCAT(dwell_site_, number))

#if defined(_MSC_VER) && !defined(__clang__)
#define DWELL_DETAIL_SIGNATURE __FUNCSIG__
#else
#define DWELL_DETAIL_SIGNATURE __PRETTY_FUNCTION__
#endif

#else

#define DWELL_TIMED_SCOPE(name) static_assert(true, "")
#define DWELL_TIMED_SCOPE_SAMPLED(name, calls) static_assert(true, "")
#define DWELL_TIMED_SCOPE_CPU(name) static_assert(true, "")
#define DWELL_TIMED_SCOPE_DYNAMIC(name) static_assert(true, "")
#define DWELL_TIMED_FUNCTION() static_assert(true, "")
#define DWELL_MARK(name) static_assert(true, "")

#endif

// The short names give way: to a macro of that name that is there already, and to DWELL_NO_SHORT_MACROS.
#if !defined(DWELL_NO_SHORT_MACROS)
#if !defined(TIMED_SCOPE)
#define TIMED_SCOPE(name) DWELL_TIMED_SCOPE(name)
#endif
#if !defined(TIMED_SCOPE_SAMPLED)
#define TIMED_SCOPE_SAMPLED(name, calls) DWELL_TIMED_SCOPE_SAMPLED(name, calls)
#endif
#if !defined(TIMED_SCOPE_CPU)
#define TIMED_SCOPE_CPU(name) DWELL_TIMED_SCOPE_CPU(name)
#endif
#if !defined(TIMED_SCOPE_DYNAMIC)
#define TIMED_SCOPE_DYNAMIC(name) DWELL_TIMED_SCOPE_DYNAMIC(name)
#endif
#if !defined(TIMED_FUNCTION)
#define TIMED_FUNCTION() DWELL_TIMED_FUNCTION()
#endif
#endif

#endif
