// SPDX-License-Identifier: BSL-1.0
// What happens once in a process that records: the environment is read, and an exit without a saver is noticed.
#ifndef DWELL_RECORD_PROCESS_START_HPP
#define DWELL_RECORD_PROCESS_START_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/metric_table.hpp>
#include <dwell/record/name_table.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

using exit_action = void (*)();

struct process_state {
    atomic_cell<unsigned char> is_started{};
    /// Whether some file includes <dwell/dwell.hpp>.
    atomic_cell<unsigned char> has_reporter{};
    /// What saves the profile at exit: set by such a file, cleared by whoever saves.
    atomic_cell<exit_action> save_at_exit{};
    /// The lock of the sources that a snapshot asks, where there are some.
    atomic_cell<spin_lock*> source_lock{};
    spin_lock* source_lock_at_fork = nullptr;  ///< as it was when a fork began
};

DWELL_EXPORT inline constinit process_state this_process{};

/// The value of an environment variable, or null where it is not set or empty.
inline const char* environment(const char* name) noexcept {
    const char* const value = environment_or_null(name);
    return value != nullptr && value[0] != '\0' ? value : nullptr;
}

inline bool is_profiling_switched_off() noexcept {
    const char* const wish = environment("DWELL_PROFILING");
    return wish != nullptr && wish[0] == '0' && wish[1] == '\0';
}

/// Recording without anybody who reports is a mistake that is easy to make, and silent.
inline void notice_missing_reporter() noexcept {
    if (this_process.has_reporter.load() == 0 && environment("DWELL_OUT") != nullptr && !is_profiling_switched_off()) {
        write_to_stderr(
            "dwell: DWELL_OUT is set, but no source file here includes <dwell/dwell.hpp>: nothing was saved\n");
    }
}

// The tables that all recorders share, so that a child never inherits one locked by a thread that it does not have. The
// sources first: one that is asked may record.
inline void lock_tables() noexcept {
    this_process.source_lock_at_fork = this_process.source_lock.load_acquire();
    if (this_process.source_lock_at_fork != nullptr) {
        this_process.source_lock_at_fork->lock();
    }
    all_names.lock().lock();
    all_metrics.lock().lock();
}
inline void unlock_tables() noexcept {
    all_metrics.lock().unlock();
    all_names.lock().unlock();
    if (this_process.source_lock_at_fork != nullptr) {
        this_process.source_lock_at_fork->unlock();
    }
}

/// Called before the first scope or metric records, and before `main` where some file includes <dwell/dwell.hpp>.
DWELL_COLD inline void start_process() noexcept {
    unsigned char expected = 0;
    if (!this_process.is_started.compare_exchange(expected, 1)) {
        return;
    }
    if (is_profiling_switched_off()) {
        set_recording(false);
    }
    if (this_process.has_reporter.load() == 0) {
        // Not needlessly: a plugin may be closed, and the sanitizers then call it all the same.
        run_at_exit(notice_missing_reporter);
    }
    run_around_fork(lock_tables, unlock_tables, unlock_tables);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
