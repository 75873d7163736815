// SPDX-License-Identifier: BSL-1.0
// The thread that saves while the program goes on: every so often, and when a signal ends the program.
#ifndef DWELL_AUTOSAVE_BACKGROUND_THREAD_HPP
#define DWELL_AUTOSAVE_BACKGROUND_THREAD_HPP

#include <dwell/autosave/saver.hpp>
#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>

#if !defined(_WIN32)
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

#if defined(_WIN32)

class background_thread {
public:
    static background_thread& instance() noexcept {
        static constinit background_thread only;
        return only;
    }
    bool begin() noexcept { return false; }
    void end() noexcept {}
    void look_at_plan() noexcept {}
};

#else

// ThreadSanitizer ends the child of several threads that starts one.
#if defined(__SANITIZE_THREAD__)
inline constexpr bool child_may_start_thread = false;
#elif defined(__has_feature)
inline constexpr bool child_may_start_thread = !__has_feature(thread_sanitizer);
#else
inline constexpr bool child_may_start_thread = true;
#endif

/// Sleeps until the plan's time has come, or until a byte comes through its pipe: writing one is all that a signal
/// handler does.
class background_thread {
public:
    static background_thread& instance() noexcept {
        static constinit background_thread only;
        return only;
    }

    /// Starts it, where it does not run yet. False where that failed.
    bool begin() noexcept {
        const spin_guard guard(lock_);
        return runs_here() || start();
    }

    /// Ends it once what it saves is saved. Any thread; on its own, nothing happens.
    void end() noexcept {
        const spin_guard guard(lock_);
        if (runs_here() && pthread_equal(pthread_self(), thread_) == 0) {
            wake(end_byte);
            pthread_join(thread_, nullptr);
            close(pipe_[0]);
            close(pipe_[1]);
            process_.store(0);
        }
    }

    /// For a plan that is new.
    void look_at_plan() const noexcept { wake(plan_byte); }

    /// In a signal handler: saves, and lets the signal end the program. False where no thread runs.
    [[nodiscard]] bool end_by(int signal) const noexcept {
        if (!runs_here()) {
            return false;
        }
        wake(static_cast<char>(signal));
        return true;
    }

private:
    // No signal has these numbers.
    static constexpr char end_byte = 0;
    static constexpr char plan_byte = 127;

    constexpr background_thread() noexcept = default;

    /// Not in the child of a fork.
    [[nodiscard]] bool runs_here() const noexcept { return process_.load() == getpid(); }

    void wake(char why) const noexcept { (void)!write(pipe_[1], &why, 1); }

    bool start() noexcept {
        if (pipe(pipe_) != 0) {
            return false;
        }
        for (const int each : pipe_) {
            fcntl(each, F_SETFD, FD_CLOEXEC);
        }
        // The program's signal handlers run on the program's threads.
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        const bool is_started = pthread_create(&thread_, nullptr, run, this) == 0;
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        if (!is_started) {
            close(pipe_[0]);
            close(pipe_[1]);
            return false;
        }
        process_.store(getpid());
        unsigned char expected = 0;
        if (follows_forks_.compare_exchange(expected, 1)) {
            run_around_fork(nothing, nothing, restart_in_child);
        }
        return true;
    }

    static void* run(void* self) {
        static_cast<background_thread*>(self)->work();
        return nullptr;
    }

    void work() {
        saver& here = saver::instance();
        uint64_t period = here.period_ns();
        uint64_t next = monotonic_clock::now() + period;
        for (;;) {
            if (const int byte = sleep_until(period == 0 ? uint64_max : next); byte == end_byte) {
                return;
            } else if (byte == plan_byte) {
                period = here.period_ns();
                next = monotonic_clock::now() + period;
            } else if (byte > 0) {
                here.save_now();
                die_of(byte);
                return;
            } else if (period != 0 && monotonic_clock::now() >= next) {
                here.save_now();
                // What took longer than the period is not made up for.
                const uint64_t now = monotonic_clock::now();
                next = next + period > now ? next + period : now + period;
            }
        }
    }

    /// The byte that came, or -1.
    [[nodiscard]] int sleep_until(uint64_t time) const noexcept {
        constexpr uint64_t longest_ms = 1'000'000'000;
        int timeout = -1;
        if (time != uint64_max) {
            const uint64_t now = monotonic_clock::now();
            const uint64_t ms = time <= now ? 0 : (time - now + 999'999) / 1'000'000;
            timeout = static_cast<int>(ms < longest_ms ? ms : longest_ms);
        }
        pollfd wakes{pipe_[0], POLLIN, 0};
        char byte = 0;
        return poll(&wakes, 1, timeout) == 1 && read(pipe_[0], &byte, 1) == 1 ? byte : -1;
    }

    /// As the signal would have ended the program, for whoever waits for it. On this thread, since all others may block
    /// it.
    static void die_of(int signal) noexcept {
        std::signal(signal, SIG_DFL);
        sigset_t mine;
        sigemptyset(&mine);
        sigaddset(&mine, signal);
        pthread_sigmask(SIG_UNBLOCK, &mine, nullptr);
        std::raise(signal);
    }

    static void nothing() noexcept {}

    /// A child has no such thread. Where it is to save every so often, it gets its own: services fork to get away from
    /// their terminal.
    static void restart_in_child() noexcept {
        background_thread& mine = instance();
        mine.lock_.unlock();
        saver::instance().restart_in_child();
        if (mine.process_.load() == 0) {
            return;
        }
        mine.process_.store(0);
        close(mine.pipe_[0]);
        close(mine.pipe_[1]);
        if (child_may_start_thread && saver::instance().period_ns() != 0) {
            mine.begin();
        }
    }

    spin_lock lock_;
    atomic_cell<int> process_{};
    atomic_cell<unsigned char> follows_forks_{};
    int pipe_[2] = {-1, -1};
    pthread_t thread_{};
};

#endif

}  // namespace detail
DWELL_NAMESPACE_END

#endif
