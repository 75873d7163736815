// SPDX-License-Identifier: BSL-1.0
// A piece of work that is no block of code: it may begin on one thread and end on another.
#ifndef DWELL_RECORD_SPAN_HPP
#define DWELL_RECORD_SPAN_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/site.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
inline namespace on {

/// Times from its construction to `end()` or its destruction, on whichever thread that is. Movable, so that a callback
/// can carry it. Its call path is the one that was open where it began; since it may overlap that and other spans, its
/// time counts for no other path's self time. It is in the profile once it has ended. One thread at a time may use a
/// span; about 100 ns each.
class [[nodiscard]] span {
public:
    /// Begins one; the name is interned (see `intern`).
    explicit span(text_view name) noexcept : span(intern(name)) {}
    explicit span(const interned_name& name) noexcept {
        if (is_recording() && name.record() != nullptr) {
            parent_ = detail::default_recorder::current_node();
            name_ = name.record();
            started_ = tsc_clock::now();
        }
    }
    span(span&& other) noexcept : parent_(other.parent_), name_(other.name_), started_(other.started_) {
        other.parent_ = nullptr;
    }
    span& operator=(span&& other) noexcept {
        if (this != &other) {
            end();
            parent_ = other.parent_;
            name_ = other.name_;
            started_ = other.started_;
            other.parent_ = nullptr;
        }
        return *this;
    }
    span(const span&) = delete;
    span& operator=(const span&) = delete;
    ~span() { end(); }

    /// Ends it; a second call does nothing.
    void end() noexcept {
        if (parent_ != nullptr) {
            detail::default_recorder::add_span(*parent_, *name_, started_, tsc_clock::now());
            parent_ = nullptr;
        }
    }

    /// Forgets it: nothing is recorded.
    void cancel() noexcept { parent_ = nullptr; }

private:
    const detail::call_node* parent_ = nullptr;
    const detail::name_record* name_ = nullptr;
    uint64_t started_ = 0;
};

}  // namespace on
#else
inline namespace off {

class [[nodiscard]] span {
public:
    explicit span(text_view) noexcept {}
    explicit span(const interned_name&) noexcept {}
    span(span&&) noexcept = default;
    span& operator=(span&&) noexcept = default;
    span(const span&) = delete;
    span& operator=(const span&) = delete;
    ~span() = default;
    void end() noexcept {}
    void cancel() noexcept {}
};

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
