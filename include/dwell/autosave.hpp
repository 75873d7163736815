// SPDX-License-Identifier: BSL-1.0
// Saving at exit, without a line of code: where DWELL_OUT says so, the file that includes <dwell/dwell.hpp> does it.
#ifndef DWELL_AUTOSAVE_HPP
#define DWELL_AUTOSAVE_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/output_directory.hpp>
#include <dwell/export/status.hpp>
#include <dwell/export/table.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/snapshot.hpp>
#include <dwell/snapshot/fork.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>

#if !defined(_WIN32)
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>
#include <csignal>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

struct stderr_sink {
    bool write(const char* data, size_t size) const noexcept { return std::fwrite(data, 1, size, stderr) == size; }
};

/// Saves what has been recorded so far where DWELL_OUT says: `-` is the table on stderr. A failure is one line there.
inline void save_as_environment_says() {
    const char* const wish = environment("DWELL_OUT");
    if (wish == nullptr || is_profiling_switched_off()) {
        return;
    }
    const profile all = snapshot();
    export_status status;
    if (std::string(wish) == "-") {
        stderr_sink out;
        table_options options;
#if !defined(_WIN32)
        options.colour = isatty(STDERR_FILENO) != 0;
#endif
        status = write_table(out, all, options);
    } else {
        save_options options;
        if (const char* const formats = environment("DWELL_FORMATS")) {
            options.formats = formats;
        }
        status = save_in_run_directory(all, wish, options);
    }
    if (!status) {
        std::fprintf(stderr, "dwell: %s\n", status.message().c_str());
    }
}

// One set for each file that includes this: the first to be registered saves. If it is in a shared object that is
// closed early, it saves then, and another may register.
#if defined(__GNUC__) || defined(__clang__)

static void save_at_exit() {
    exit_action expected = save_at_exit;
    if (this_process.save_at_exit.compare_exchange(expected, nullptr)) {
        save_as_environment_says();
    }
}

[[gnu::constructor, maybe_unused]] static void register_save_at_exit() {
    this_process.has_reporter.store(1);
    start_process();
    fork_handlers<default_recorder>::install();
    exit_action expected = nullptr;
    if (this_process.save_at_exit.compare_exchange(expected, save_at_exit)) {
#if defined(__GLIBC__)
        std::at_quick_exit(save_at_exit);
#endif
    }
}

// No destructor of an object: this runs after those of all static objects, so that their scopes are in the profile.
[[gnu::destructor, maybe_unused]] static void save_at_end_of_program() { save_at_exit(); }

#else

static void save_at_exit() { save_as_environment_says(); }

struct exit_saver {
    exit_saver() noexcept {
        this_process.has_reporter.store(1);
        start_process();
        fork_handlers<default_recorder>::install();
        this_process.save_at_exit.store(save_at_exit);
    }
    ~exit_saver() { save_at_exit(); }
};
inline exit_saver saver_at_exit;

#endif

}  // namespace detail

#if !defined(_WIN32)
namespace detail {

/// A signal handler may not take a snapshot: it wakes a thread that does.
struct signal_saver {
    int wake[2] = {-1, -1};
    pid_t process = 0;

    static signal_saver& instance() noexcept {
        static constinit signal_saver saver;
        return saver;
    }

    static void handle(int signal) {
        const signal_saver& mine = instance();
        if (getpid() != mine.process) {
            // A forked child has no such thread: it ends as it would have.
            std::signal(signal, SIG_DFL);
            std::raise(signal);
            return;
        }
        const int interrupted_errno = errno;
        const char byte = static_cast<char>(signal);
        (void)!write(mine.wake[1], &byte, 1);
        errno = interrupted_errno;
    }

    static void* wait_and_save(void*) {
        char byte = 0;
        if (read(instance().wake[0], &byte, 1) == 1) {
            save_as_environment_says();
            // As the signal would have ended the program, for whoever waits for it. On this thread, since all others
            // may block it.
            std::signal(byte, SIG_DFL);
            sigset_t mine;
            sigemptyset(&mine);
            sigaddset(&mine, byte);
            pthread_sigmask(SIG_UNBLOCK, &mine, nullptr);
            std::raise(byte);
        }
        return nullptr;
    }
};

}  // namespace detail

/// Opts into saving, where DWELL_OUT says, when SIGINT or SIGTERM ends the program, which otherwise loses the profile.
/// The program then ends by that signal all the same; a second one ends it at once. A signal that has a handler already
/// is left alone. Costs one thread that sleeps. False where nothing was installed. Call it once, from any thread.
inline bool save_on_interrupt() {
    detail::signal_saver& saver = detail::signal_saver::instance();
    if (saver.process != 0 || pipe(saver.wake) != 0) {
        return false;
    }
    for (const int end : saver.wake) {
        fcntl(end, F_SETFD, FD_CLOEXEC);
    }
    saver.process = getpid();
    // The program's signal handlers run on the program's threads.
    sigset_t all;
    sigset_t before_all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_all);
    pthread_t thread{};
    const int failed = pthread_create(&thread, nullptr, detail::signal_saver::wait_and_save, nullptr);
    pthread_sigmask(SIG_SETMASK, &before_all, nullptr);
    if (failed != 0) {
        return false;
    }
    pthread_detach(thread);
    bool is_installed = false;
    for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction before {};
        if (sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_DFL) {
            struct sigaction mine {};
            mine.sa_handler = detail::signal_saver::handle;
            mine.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
            sigemptyset(&mine.sa_mask);
            is_installed |= sigaction(signal, &mine, nullptr) == 0;
        }
    }
    return is_installed;
}
#endif

DWELL_NAMESPACE_END

#endif
