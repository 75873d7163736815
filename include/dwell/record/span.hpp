// SPDX-License-Identifier: BSL-1.0
// A piece of work that is no block of code: it may begin on one thread and end on another.
#ifndef DWELL_RECORD_SPAN_HPP
#define DWELL_RECORD_SPAN_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/path_copy.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/site.hpp>
#include <dwell/record/thread_log.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

// A template, as all that records is, so that a file pays only for what it uses.
template <typename Recorder>
class [[nodiscard]] basic_span {
public:
    /// Begins one; the name is interned (see `intern`).
    explicit basic_span(text_view name) noexcept : basic_span(intern(name)) {}
    explicit basic_span(const interned_name& name) noexcept {
        if (is_recording() && name.record() != nullptr) {
            parent_ = Recorder::current_node();
            name_ = name.record();
            started_ = Recorder::clock::now();
        }
    }
    basic_span(basic_span&& other) noexcept : parent_(other.parent_), name_(other.name_), started_(other.started_) {
        other.parent_ = nullptr;
    }
    basic_span& operator=(basic_span&& other) noexcept {
        if (this != &other) {
            end();
            parent_ = other.parent_;
            name_ = other.name_;
            started_ = other.started_;
            other.parent_ = nullptr;
        }
        return *this;
    }
    basic_span(const basic_span&) = delete;
    basic_span& operator=(const basic_span&) = delete;
    ~basic_span() { end(); }

    /// Ends it; a second call does nothing.
    void end() noexcept {
        if (parent_ != nullptr) {
            record(Recorder::clock::now());
            parent_ = nullptr;
        }
    }

    /// Forgets it: nothing is recorded.
    void cancel() noexcept { parent_ = nullptr; }

private:
    // In the log of the thread that ends the span, since the one that it began on may be writing to its own.
    DWELL_COLD void record(uint64_t now) const noexcept {
        Recorder::with_log([&](thread_log& log) {
            call_node* const here = copy_path(log, *parent_);
            const bool is_known = here == nullptr || here->kind == node_kind::truncated;
            call_node* const node = is_known ? here : log.child(here, name_, node_kind::span);
            if (node == nullptr) {
                log.root.lost_records.add(1);
                return;
            }
            if (node->kind == node_kind::truncated) {
                log.truncated_calls.add(1);
            }
            if (node != &beyond_bound) {
                // What began before a fork began, for the child, with the fork.
                const uint64_t earliest = Recorder::all().start().ticks;
                const uint64_t started = started_ < earliest && earliest < now ? earliest : started_;
                node->add(started, now);
                if (thread_timeline* const line = log.timeline.load_acquire(); line != nullptr) {
                    line->note_scope(*line, *node, started, now, timeline_kind::overlapping);
                }
            }
        });
    }

    const call_node* parent_ = nullptr;
    const name_record* name_ = nullptr;
    uint64_t started_ = 0;
};

}  // namespace detail

inline namespace on {

/// Times from its construction to `end()` or its destruction, on whichever thread that is. Movable, so that a callback
/// can carry it. Its call path is the one that was open where it began; since it may overlap that and other spans, its
/// time counts for no other path's self time. It is in the profile once it has ended. One thread at a time may use a
/// span; about 100 ns each.
using span = detail::basic_span<detail::default_recorder>;

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
