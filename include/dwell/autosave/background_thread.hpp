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
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>
#include <csignal>
#include <ctime>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

#if defined(_WIN32)

class background_thread {
public:
    bool begin() noexcept { return false; }
    void end() noexcept {}
    void look_at_plan() noexcept {}
};

inline constinit background_thread process_background{};

#else

#if defined(__GLIBC__)
#define DWELL_DETAIL_HAS_SEM_CLOCKWAIT __GLIBC_PREREQ(2, 30)
#else
#define DWELL_DETAIL_HAS_SEM_CLOCKWAIT 0
#endif

// ThreadSanitizer ends the child of several threads that starts one.
#if defined(__SANITIZE_THREAD__)
inline constexpr bool child_may_start_thread = false;
#elif defined(__has_feature)
inline constexpr bool child_may_start_thread = !__has_feature(thread_sanitizer);
#else
inline constexpr bool child_may_start_thread = true;
#endif

/// Sleeps until the plan's time has come, or until it is woken by its semaphore: posting it is all that a signal
/// handler does. (A pipe would be two descriptors among the program's, which a service closes that leaves its
/// terminal.)
class background_thread {
public:
    constexpr background_thread() noexcept = default;

    /// Starts it, where it does not run yet. False where that failed.
    bool begin() noexcept {
        const spin_guard guard(lock_);
        return runs_here() || start();
    }

    /// Ends it once what it saves is saved. Any thread; on its own, nothing happens.
    void end() noexcept {
        const spin_guard guard(lock_);
        if (runs_here() && pthread_equal(pthread_self(), thread_) == 0) {
            process_.store(0);
            is_to_end_.store_release(1);
            sem_post(&wakes_);
            pthread_join(thread_, nullptr);
        }
    }

    /// For a plan that is new.
    void look_at_plan() noexcept {
        plan_is_new_.store_release(1);
        sem_post(&wakes_);
    }

    /// In a signal handler: saves, and lets the signal end the program. False where no thread runs.
    [[nodiscard]] bool end_by(int signal) noexcept {
        if (!runs_here()) {
            return false;
        }
        signal_.store_release(signal);
        sem_post(&wakes_);
        return true;
    }

    /// A child of a fork has no such thread. Where it is to save every so often, it gets its own: services fork to get
    /// away from their terminal.
    void restart_in_child() noexcept {
        lock_.unlock();
        process_saver.restart_in_child();
        if (process_.load() != 0) {
            process_.store(0);
            if (child_may_start_thread && process_saver.period_ns() != 0) {
                begin();
            }
        }
    }

private:
    /// Not in the child of a fork.
    [[nodiscard]] bool runs_here() const noexcept { return process_.load() == getpid(); }

    bool start() noexcept {
        is_to_end_.store(0);
        plan_is_new_.store(0);
        signal_.store(0);
        if (sem_init(&wakes_, 0, 0) != 0) {
            return false;
        }
        // The program's signal handlers run on the program's threads.
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        const bool is_started = pthread_create(&thread_, nullptr, run, this) == 0;
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        if (!is_started) {
            return false;
        }
        process_.store(getpid());
        unsigned char expected = 0;
        if (follows_forks_.compare_exchange(expected, 1)) {
            run_around_fork(nothing, nothing, restart_thread_in_child);
        }
        return true;
    }

    // Of whoever has the object, which may outlive a plugin.
    DWELL_EXPORT static void* run(void* self) {
        static_cast<background_thread*>(self)->work();
        return nullptr;
    }
    DWELL_EXPORT static void restart_thread_in_child() noexcept;
    DWELL_EXPORT static void nothing() noexcept {}

    void work() {
        uint64_t period = process_saver.period_ns();
        uint64_t next = monotonic_clock::now() + period;
        for (;;) {
            sleep_until(period == 0 ? uint64_max : next);
            if (const int signal = signal_.load_acquire(); signal != 0) {
                signal_.store(0);
                save_now();
                die_of(signal);
                // Still alive: the first process of a container, to which the system sends no signal without a handler.
            } else if (is_to_end_.load_acquire() != 0) {
                return;
            } else if (plan_is_new_.load_acquire() != 0) {
                plan_is_new_.store(0);
                period = process_saver.period_ns();
                next = monotonic_clock::now() + period;
            } else if (period != 0 && monotonic_clock::now() >= next) {
                save_now();
                // What took longer than the period is not made up for.
                const uint64_t now = monotonic_clock::now();
                next = next + period > now ? next + period : now + period;
            }
        }
    }

    static void save_now() {
#if defined(__cpp_exceptions)
        // A lack of memory here is not to end the program.
        try {
            process_saver.save_now();
        } catch (...) {
            write_to_stderr("dwell: no memory to save\n");
        }
#else
        process_saver.save_now();
#endif
    }

    void sleep_until(uint64_t time) noexcept {
        if (time == uint64_max) {
            sem_wait(&wakes_);
            return;
        }
#if DWELL_DETAIL_HAS_SEM_CLOCKWAIT
        const timespec until = as_timespec(time);
        sem_clockwait(&wakes_, CLOCK_MONOTONIC, &until);
#else
        const uint64_t now = monotonic_clock::now();
        const timespec until = as_timespec(unix_time_ns() + (time > now ? time - now : 0));
        sem_timedwait(&wakes_, &until);
#endif
    }

    [[nodiscard]] static timespec as_timespec(uint64_t ns) noexcept {
        timespec result{};
        result.tv_sec = static_cast<time_t>(ns / 1'000'000'000);
        result.tv_nsec = static_cast<long>(ns % 1'000'000'000);
        return result;
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
        pthread_sigmask(SIG_BLOCK, &mine, nullptr);
    }

    spin_lock lock_;
    atomic_cell<int> process_{};  // that of the thread
    atomic_cell<int> signal_{};
    atomic_cell<unsigned char> is_to_end_{};
    atomic_cell<unsigned char> plan_is_new_{};
    atomic_cell<unsigned char> follows_forks_{};
    sem_t wakes_{};
    pthread_t thread_{};
};

DWELL_EXPORT inline constinit background_thread process_background{};

inline void background_thread::restart_thread_in_child() noexcept { process_background.restart_in_child(); }

#endif

}  // namespace detail
DWELL_NAMESPACE_END

#endif
