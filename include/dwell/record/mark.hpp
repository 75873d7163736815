// SPDX-License-Identifier: BSL-1.0
// DWELL_MARK and mark: a moment on the timeline.
#ifndef DWELL_RECORD_MARK_HPP
#define DWELL_RECORD_MARK_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/site.hpp>
#include <dwell/record/thread_timeline.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

template <typename Recorder>
DWELL_COLD void note_mark(const name_record* name) noexcept {
    if (name == nullptr || !is_recording() || Recorder::all().timeline_wish.load() == 0) {
        return;
    }
    Recorder::with_log([&](thread_log& log) {
        if (thread_timeline* const line = log.timeline.load_acquire(); line != nullptr) {
            line->note_value(*line, timeline_kind::mark, reinterpret_cast<uintptr_t>(name), 0, 0);
        }
    });
}

}  // namespace detail

inline namespace on {

/// Marks this moment on the calling thread's timeline, where one is kept (`set_timeline`): "deploy", "config reloaded".
/// The same as DWELL_MARK for a name that is made at run time, which is looked up: about 100 ns. Any thread.
inline void mark(text_view name) noexcept {
    if (detail::default_recorder::all().timeline_wish.load() != 0) {
        detail::note_mark<detail::default_recorder>(intern(name).record());
    }
}

}  // namespace on
#else
inline namespace off {

inline void mark(text_view) noexcept {}

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
