// SPDX-License-Identifier: BSL-1.0
// The objects behind TIMED_SCOPE: one opens a scope where it is made, and closes it where it ends.
#ifndef DWELL_RECORD_SCOPE_HPP
#define DWELL_RECORD_SCOPE_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/site.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A scope on the calling thread. It may end out of order or on another thread: that is counted in the profile.
template <typename Recorder>
class [[nodiscard]] basic_scope {
public:
    DWELL_ALWAYS_INLINE explicit basic_scope(site& where) noexcept
        : node_(opaque(is_recording() ? Recorder::enter(where) : nullptr)) {}
    DWELL_ALWAYS_INLINE explicit basic_scope(const interned_name& name) noexcept
        : node_(is_recording() ? Recorder::enter(name.record()) : nullptr) {}
    /// Looks the name up each time: 20 to 50 ns. `intern` it where that matters.
    explicit basic_scope(text_view name) noexcept
        : node_(is_recording() ? Recorder::enter(intern(name).record()) : nullptr) {}

    DWELL_ALWAYS_INLINE ~basic_scope() {
        if (node_ != nullptr) {
            Recorder::leave(node_);
        }
    }
    basic_scope(const basic_scope&) = delete;
    basic_scope& operator=(const basic_scope&) = delete;

protected:
    call_node* node_;

private:
    // Hides from the compiler where the value comes from: it would make two copies of the block that follows, one for
    // each answer, 35 bytes more a call site. (A local, not the member: g++ 12 for mingw loses the member's value.)
    DWELL_ALWAYS_INLINE static call_node* opaque(call_node* node) noexcept {
#if defined(__GNUC__) || defined(__clang__)
        __asm__("" : "+r"(node));
#endif
        return node;
    }
};

/// A scope that counts each time and is timed only now and then.
template <typename Recorder>
class [[nodiscard]] basic_sampled_scope {
public:
    DWELL_ALWAYS_INLINE explicit basic_sampled_scope(sampled_site& where) noexcept
        : node_(is_recording() ? Recorder::enter(where) : nullptr) {}
    DWELL_ALWAYS_INLINE ~basic_sampled_scope() {
        if (node_ != nullptr) {
            Recorder::leave_sampled(node_);
        }
    }
    basic_sampled_scope(const basic_sampled_scope&) = delete;
    basic_sampled_scope& operator=(const basic_sampled_scope&) = delete;

private:
    call_node* node_;
};

/// A scope that also measures its thread's CPU time. Two more system calls: about 800 ns.
template <typename Recorder>
class [[nodiscard]] basic_cpu_scope : basic_scope<Recorder> {
public:
    explicit basic_cpu_scope(site& where) noexcept : basic_scope<Recorder>(where) {
        if (this->node_ != nullptr) {
            started_ns_ = thread_cpu_time_ns();
        }
    }
    ~basic_cpu_scope() {
        // Only the thread that owns the log can have started there, and only its clock was read.
        if (this->node_ != nullptr && this->node_->log == Recorder::own_log()) {
            const uint64_t now = thread_cpu_time_ns();
            this->node_->cpu_ns.add(now > started_ns_ ? now - started_ns_ : 0);
            this->node_->cpu_calls.add(1);
        }
    }
    basic_cpu_scope(const basic_cpu_scope&) = delete;
    basic_cpu_scope& operator=(const basic_cpu_scope&) = delete;

private:
    uint64_t started_ns_ = 0;
};

using timed_scope = basic_scope<default_recorder>;
using sampled_scope = basic_sampled_scope<default_recorder>;
using timed_cpu_scope = basic_cpu_scope<default_recorder>;

}  // namespace detail

/// Names the calling thread in the profile. Threads of one name that ended share one entry. Best called first in the
/// thread: what it recorded before, into a log that others had used, stays under the earlier name.
inline void set_thread_name(text_view name) noexcept {
    detail::default_recorder::set_thread_name(intern(name).record());
}

DWELL_NAMESPACE_END

#endif
