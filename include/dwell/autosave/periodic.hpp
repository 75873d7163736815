// SPDX-License-Identifier: BSL-1.0
// Saving every so often, for programs that never end.
#ifndef DWELL_AUTOSAVE_PERIODIC_HPP
#define DWELL_AUTOSAVE_PERIODIC_HPP

#include <dwell/autosave/background_thread.hpp>
#include <dwell/autosave/save_plan.hpp>
#include <dwell/autosave/saver.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/export/artefacts.hpp>
#include <dwell/export/status.hpp>
#include <dwell/record/process_start.hpp>

#include <string>
#include <utility>

#if !defined(_WIN32)
#include <unistd.h>
#endif

DWELL_NAMESPACE_BEGIN

struct save_every_options {
    /// Where, as in DWELL_OUT; empty: what DWELL_OUT says.
    std::string directory = {};
    /// How many saves are kept, at least 1; older ones are removed.
    uint64_t keep = 10;
    save_options save = {};
};

namespace detail {

/// The same directory wherever the program goes: a service that leaves its terminal goes to `/`.
[[nodiscard]] inline std::string from_the_root(const std::string& directory) {
#if !defined(_WIN32)
    char here[4096];
    if (directory != "-" && directory[0] != '/' && getcwd(here, sizeof(here)) != nullptr) {
        return std::string(here) + "/" + directory;
    }
#endif
    return directory;
}

[[nodiscard]] inline export_status save_every_seconds(double seconds, const save_every_options& options) {
    const own_work not_the_users;
    save_plan plan = plan_of_environment();
    std::string formats = options.save.formats;
    if (!options.directory.empty()) {
        plan.where = options.directory;
    } else if (formats.empty()) {
        formats = plan.options.formats;
    }
    plan.options = options.save;
    plan.options.formats = std::move(formats);
    plan.keep = options.keep;
    if (!is_period(seconds, plan.period_ns)) {
        return export_status::failure("a period takes 10 ms to 366 days");
    }
    if (is_profiling_switched_off()) {
        return {};
    }
    if (plan.where.empty()) {
        return export_status::failure("no directory: neither the options nor DWELL_OUT name one");
    }
    if (plan.keep == 0) {
        return export_status::failure("at least 1 save is kept");
    }
    artefact_choice choice;
    if (const export_status status = choice.choose(plan.options.formats); !status) {
        return status;
    }
    plan.where = from_the_root(plan.where);
    process_saver.follow(plan);
    if (!process_background.begin()) {
        return export_status::failure("cannot start the thread that saves every so often");
    }
    process_background.look_at_plan();
    return {};
}

/// Reads DWELL_EVERY and DWELL_KEEP. What is wrong with them is a line on stderr, and there is a save at exit.
inline void save_every_as_environment_says() {
    const char* const every = environment("DWELL_EVERY");
    if (every == nullptr || is_profiling_switched_off()) {
        return;
    }
    uint64_t period_ns = 0;
    if (environment("DWELL_OUT") == nullptr) {
        report(export_status::failure("DWELL_EVERY is set, but DWELL_OUT is not: nothing is saved"));
    } else if (!read_period(every, period_ns)) {
        report(export_status::failure(std::string("DWELL_EVERY=") + every +
                                      ": takes 10ms to 366 days, as 500ms, 30s, 5m or 24h; saving at exit"));
    } else {
        save_every_options options;
        read_keep(options.keep);
        report(save_every_seconds(static_cast<double>(period_ns) / 1e9, options));
    }
}

}  // namespace detail

/// From now on saves every `period`, a std::chrono duration of 10 ms to 366 days, and at exit, the whole profile each
/// time: into `save-1`, `save-2`, … in the process's own folder, as DWELL_EVERY does. Each save is there whole or not
/// at all, and `latest` points to the newest. Another call changes all of it. A failure to save later on is a line on
/// stderr, told once, and the next save is tried all the same. Costs one thread that sleeps; the child of a fork has
/// its own (not under ThreadSanitizer). Any thread. POSIX; an error elsewhere.
template <typename Duration>
requires requires(Duration period) {
    period.count();
    Duration::period::num;
}
export_status save_every(Duration period, const save_every_options& options = {}) {
    return detail::save_every_seconds(static_cast<double>(period.count()) * static_cast<double>(Duration::period::num) /
                                          static_cast<double>(Duration::period::den),
                                      options);
}

DWELL_NAMESPACE_END

#endif
