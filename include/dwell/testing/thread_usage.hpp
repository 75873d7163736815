// SPDX-License-Identifier: BSL-1.0
// What the scheduler says of the calling thread: how long it ran, how long it waited for a processor, and how often it
// had to give its one up.
#ifndef DWELL_TESTING_THREAD_USAGE_HPP
#define DWELL_TESTING_THREAD_USAGE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>

#if defined(__linux__)
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

#if defined(__linux__)

/// /proc/thread-self/schedstat, which is open as long as its thread lives: CPU time, run delay, time slices. The run
/// delay is the time, in ns, for which the thread was ready and another one ran (Linux, Documentation/scheduler/
/// sched-stats.rst). To open it takes longer than to read it.
class run_delay_file {
public:
    run_delay_file() noexcept = default;
    run_delay_file(const run_delay_file&) = delete;
    run_delay_file& operator=(const run_delay_file&) = delete;
    ~run_delay_file() { close_file(); }

    /// False where the system does not say.
    [[nodiscard]] bool read(uint64_t& waiting_ns) noexcept {
        // The open file of a process that forked is about the thread that opened it.
        if (const pid_t self = getpid(); self != owner_) {
            close_file();
            file_ = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
            owner_ = file_ < 0 ? 0 : self;
        }
        char text[128];
        const auto size = file_ < 0 ? 0 : pread(file_, text, sizeof text, 0);
        return size > 0 && parse(text, static_cast<size_t>(size), waiting_ns);
    }

    /// The second of the numbers in `text`, which spaces separate; false where there are not two.
    [[nodiscard]] static bool parse(const char* text, size_t size, uint64_t& waiting_ns) noexcept {
        size_t at = 0;
        while (at < size && is_digit(text[at])) {
            ++at;
        }
        if (at == 0 || at == size || text[at] != ' ') {
            return false;
        }
        const size_t first = ++at;
        waiting_ns = 0;
        for (; at < size && is_digit(text[at]); ++at) {
            waiting_ns = waiting_ns * 10 + static_cast<uint64_t>(text[at] - '0');
        }
        return at != first;
    }

private:
    [[nodiscard]] static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    void close_file() noexcept {
        if (file_ >= 0) {
            close(file_);
        }
        file_ = -1;
    }

    int file_ = -1;
    pid_t owner_ = 0;
};

#endif

}  // namespace detail

/// Of the calling thread since it began. What the system does not say is 0. A plain value.
struct thread_usage {
    uint64_t cpu_ns = 0;         ///< time on a processor, in user and kernel mode
    uint64_t waiting_ns = 0;     ///< time for which it was ready to run, and another one had the processor
    uint64_t preemptions = 0;    ///< times that it had to give up its processor before it was done
    bool knows_waiting = false;  ///< whether `waiting_ns` is known: Linux, with /proc

    /// Three system calls, about 2 us; the first of a thread opens a file, which the end of the thread closes.
    [[nodiscard]] static thread_usage now() noexcept {
        thread_usage usage;
#if defined(__linux__)
        thread_local detail::run_delay_file run_delay;
        usage.knows_waiting = run_delay.read(usage.waiting_ns);
#if defined(RUSAGE_THREAD)
        rusage used{};
        if (getrusage(RUSAGE_THREAD, &used) == 0) {
            usage.preemptions = static_cast<uint64_t>(used.ru_nivcsw);
        }
#endif
#endif
        usage.cpu_ns = detail::thread_cpu_time_ns();
        return usage;
    }

    /// What came since `before`, which the same thread read.
    [[nodiscard]] thread_usage since(const thread_usage& before) const noexcept {
        // Code that closes all files of its process closes the one that the waiting is read from.
        const bool knows_both = knows_waiting && before.knows_waiting && waiting_ns >= before.waiting_ns;
        return {cpu_ns - before.cpu_ns, knows_both ? waiting_ns - before.waiting_ns : 0,
                preemptions - before.preemptions, knows_both};
    }
};

DWELL_NAMESPACE_END

#endif
