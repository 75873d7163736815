// SPDX-License-Identifier: BSL-1.0
// Saving at exit, without a line of code: where DWELL_OUT says so, the file that includes <dwell/dwell.hpp> does it.
#ifndef DWELL_AUTOSAVE_AT_EXIT_HPP
#define DWELL_AUTOSAVE_AT_EXIT_HPP

#include <dwell/autosave/background_thread.hpp>
#include <dwell/autosave/periodic.hpp>
#include <dwell/autosave/saver.hpp>
#include <dwell/autosave/timeline_environment.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/timeline_switch.hpp>
#include <dwell/snapshot/fork.hpp>

#include <cstdlib>

DWELL_NAMESPACE_BEGIN
namespace detail {

inline void begin_reporting() noexcept {
    this_process.has_reporter.store(1);
    start_process();
    fork_handlers<default_recorder>::install();
}

/// The last save has everything that the ones before had.
inline void end_saving() {
    process_background.end();
    process_saver.save_now();
}

// One set for each file that includes this: the first to be registered saves. If it is in a shared object that is
// closed early, it saves then, and another may register.
#if defined(__GNUC__) || defined(__clang__)

static void save_at_exit() {
    exit_action expected = save_at_exit;
    if (this_process.save_at_exit.compare_exchange(expected, nullptr)) {
        end_saving();
    }
}

[[gnu::constructor, maybe_unused]] static void register_save_at_exit() {
    begin_reporting();
    exit_action expected = nullptr;
    if (this_process.save_at_exit.compare_exchange(expected, save_at_exit)) {
        set_timeline_as_environment_says();
        save_every_as_environment_says();
#if defined(__GLIBC__)
        std::at_quick_exit(save_at_exit);
#endif
    }
}

// No destructor of an object: this runs after those of all static objects, so that their scopes are in the profile.
[[gnu::destructor, maybe_unused]] static void save_at_end_of_program() {
    save_at_exit();
    end_timeline_of(this_shared_object());
}

#else

static void save_at_exit() { end_saving(); }

struct exit_saver {
    exit_saver() noexcept {
        begin_reporting();
        this_process.save_at_exit.store(save_at_exit);
        set_timeline_as_environment_says();
        save_every_as_environment_says();
    }
    ~exit_saver() { save_at_exit(); }
};
inline exit_saver saver_at_exit;

#endif

}  // namespace detail
DWELL_NAMESPACE_END

#endif
