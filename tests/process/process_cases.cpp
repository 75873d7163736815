// SPDX-License-Identifier: BSL-1.0
// One program, many ways to end: process_test.py runs it and looks at what it leaves behind.
#include <dwell/dwell.hpp>

#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace {

/// Works for so long, by the thread's CPU time.
void spend(unsigned milliseconds) {
    const uint64_t begin = dwell::detail::thread_cpu_time_ns();
    while (dwell::detail::thread_cpu_time_ns() - begin < milliseconds * uint64_t{1'000'000}) {
    }
}

int plain(int, char**) {
    for (int i = 0; i < 3; ++i) {
        TIMED_SCOPE("outer");
        TIMED_SCOPE("inner");
        dwell::counter<"counter">.add(2);
    }
    return 0;
}

int quick_exit_now(int, char**) {
    std::at_quick_exit([] { TIMED_SCOPE("at_quick_exit"); });
    TIMED_SCOPE("open");
    { TIMED_SCOPE("ended"); }
    std::quick_exit(3);
}

int exit_while_threads_record(int, char**) {
    std::atomic<int> started{0};
    for (int i = 0; i < 3; ++i) {
        std::thread([&started] {
            { TIMED_SCOPE("thread"); }
            ++started;
            for (;;) {
                TIMED_SCOPE("thread");
                TIMED_SCOPE_DYNAMIC("inside " + std::to_string(rand() % 100));
                dwell::counter<"of threads">.add(1);
            }
        }).detach();
    }
    while (started != 3) {
        std::this_thread::yield();
    }
    TIMED_SCOPE("main");
    std::exit(0);
}

// What the parent recorded is not in the child's profile, and the other way round.
int fork_from_zero(int, char**) {
    dwell::set_recording_limits([] {
        dwell::recording_limits limits;
        limits.runtime_names = 2;
        return limits;
    }());
    (void)dwell::intern("span");
    for (int i = 0; i < 5; ++i) {
        TIMED_SCOPE("before");
        TIMED_SCOPE_DYNAMIC("name " + std::to_string(i));
        dwell::counter<"counter">.add(1);
        dwell::gauge<"gauge">.set(1);
        dwell::distribution<"distribution">.record(1);
    }
    std::thread([] { TIMED_SCOPE("before"); }).join();
    dwell::span span("span");
    TIMED_SCOPE("open");
    spend(200);
    const pid_t child = fork();
    if (child == 0) {
        spend(10);
        span.end();
        { TIMED_SCOPE("child"); }
        std::thread([] { TIMED_SCOPE("before"); }).join();
        dwell::counter<"counter">.add(100);
        dwell::distribution<"distribution">.record(7);
        return 0;
    }
    int status = 0;
    waitpid(child, &status, 0);
    { TIMED_SCOPE("parent"); }
    return status;
}

int fork_tree(int, char**) {
    TIMED_SCOPE("main");
    std::vector<pid_t> children;
    for (int i = 0; i < 2; ++i) {
        const pid_t child = fork();
        if (child == 0) {
            children.clear();
            if (i == 0) {
                const pid_t grandchild = fork();
                if (grandchild != 0) {
                    children.push_back(grandchild);
                }
            }
            break;
        }
        children.push_back(child);
    }
    for (int i = 0; i < 100; ++i) {
        TIMED_SCOPE("work");
    }
    int failed = 0;
    for (const pid_t child : children) {
        int status = 0;
        waitpid(child, &status, 0);
        failed |= status;
    }
    return failed != 0 ? 1 : 0;
}

// Forks while threads record and take snapshots: no child may wait for a thread that it does not have.
int fork_while_busy(int argc, char** argv) {
    const int forks = argc > 0 ? std::atoi(argv[0]) : 200;
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    threads.emplace_back([&] {
        for (int i = 0; !stop; ++i) {
            TIMED_SCOPE("writer");
            TIMED_SCOPE_DYNAMIC("name " + std::to_string(i % 500));
            dwell::counter<"labelled">.with("i", i % 200).add(1);
            std::thread([] { TIMED_SCOPE("short"); }).join();
        }
    });
    threads.emplace_back([&] {
        while (!stop) {
            TIMED_SCOPE("reader");
            (void)dwell::snapshot();
        }
    });
    int failed = 0;
    for (int i = 0; i < forks; ++i) {
        TIMED_SCOPE("forking");
        const pid_t child = fork();
        if (child == 0) {
            alarm(20);  // a deadlock ends by this signal
            { TIMED_SCOPE("child"); }
            { TIMED_SCOPE_DYNAMIC("new name " + std::to_string(i)); }
            dwell::counter<"labelled">.with("of", "child").add(1);
            std::thread([] { TIMED_SCOPE("child's thread"); }).join();
            const dwell::profile profile = dwell::snapshot();
            const bool is_right = profile.find("child").has_value() && profile.find("child")->calls() == 1 &&
                                  profile.find("child's thread")->calls() == 1 &&
                                  (!profile.find("writer") || profile.find("writer")->calls() == 0);
            _exit(is_right ? 0 : 1);
        }
        int status = 0;
        waitpid(child, &status, 0);
        failed += status != 0 ? 1 : 0;
    }
    stop = true;
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::printf("failed %d of %d\n", failed, forks);
    return failed == 0 ? 0 : 1;
}

// Forks while threads record to a concurrent histogram, merge into it, and end.
int fork_while_histograms_record(int argc, char** argv) {
    const int forks = argc > 0 ? std::atoi(argv[0]) : 100;
    dwell::concurrent_histogram values;
    dwell::histogram many;
    for (uint64_t i = 0; i < 100'000; ++i) {
        many.record(i * i * 7);
    }
    std::atomic<bool> stop{false};
    std::atomic<uint64_t> recorded{0};
    std::vector<std::thread> threads;
    threads.emplace_back([&] {
        while (!stop) {
            values.record(~uint64_t{0});  // each one a carry into the upper word of the sum
            recorded.fetch_add(1, std::memory_order_relaxed);
        }
    });
    threads.emplace_back([&] {
        while (!stop) {
            values.merge(many);
        }
    });
    // Both threads must have begun: a writer that the recording one has not taken yet is not there to be handed on.
    while (recorded < 1'000 || values.snapshot().count() < 200'000) {
    }
    int failed = 0;
    for (int i = 0; i < forks; ++i) {
        const pid_t child = fork();
        if (child == 0) {
            alarm(5);  // a deadlock ends by this signal
            const uint64_t before = values.snapshot().count();
            values.merge(many);
            dwell::concurrent_histogram fresh;
            // Two that the parent has are not here: what they had is for the next two.
            size_t writers_before = 0;
            size_t writers = 0;
            const auto& all = dwell::detail::all_histogram_writers;
            for (const auto* writer = all.first(); writer != nullptr; writer = writer->next) {
                ++writers_before;
            }
            std::thread([&] { fresh.record(1); }).join();
            for (const auto* writer = all.first(); writer != nullptr; writer = writer->next) {
                ++writers;
            }
            const bool is_counted = values.snapshot().count() == before + many.count();
            _exit((is_counted ? 0 : 1) | (fresh.snapshot().count() == 1 ? 0 : 2) | (writers == writers_before ? 0 : 4));
        }
        int status = 0;
        waitpid(child, &status, 0);
        failed += status != 0 ? 1 : 0;
    }
    stop = true;
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::printf("failed %d of %d\n", failed, forks);
    return failed == 0 ? 0 : 1;
}

// For a leak checker, which reports what no pointer leads to.
int values_of_all_sizes(int, char**) {
    static constinit dwell::concurrent_histogram values;
    for (int i = 0; i < 64; ++i) {
        dwell::distribution<"distribution">.record(uint64_t{1} << i);
        for (int k = 0; k < 100; ++k) {
            values.record(uint64_t{1} << i);
        }
    }
    for (unsigned i = 0; i < 30; ++i) {
        TIMED_SCOPE("scope");
        spend(i);
    }
    return values.snapshot().count() == 6400 ? 0 : 1;
}

int exec_another(int, char**) {
    { TIMED_SCOPE("before exec"); }
    char program[] = "/proc/self/exe";
    char how[] = "plain";
    char* const arguments[] = {program, how, nullptr};
    execv(program, arguments);
    return 2;
}

// Says what a snapshot holds: for a process with DWELL_PROFILING=0.
int report_own_snapshot(int, char**) {
    plain(0, nullptr);
    dwell::span span("span");
    span.end();
    dwell::gauge<"gauge">.set(1);
    dwell::distribution<"distribution">.record(1);
    const dwell::profile profile = dwell::snapshot();
    size_t own_gauges = 0;
    for (const dwell::gauge_value& gauge : profile.gauges()) {
        own_gauges += gauge.identity.name == "gauge" ? 1 : 0;
    }
    std::printf("recording %d paths %zu threads %zu counted %llu gauges %zu of the process %d\n",
                dwell::is_recording() ? 1 : 0, profile.paths().size(), profile.threads().size(),
                static_cast<unsigned long long>(profile.counter_total("counter")), own_gauges,
                profile.gauges().size() > own_gauges ? 1 : 0);
    return 0;
}

int wait_for_signal(int argc, char** argv) {
    const std::string how = argc > 0 ? argv[0] : "";
    if (how == "handler") {
        std::signal(SIGINT, [](int) { _exit(7); });
    }
    if (how != "default") {
        std::printf("installed %d\n", dwell::save_on_interrupt() ? 1 : 0);
    }
    if (how == "blocked") {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, nullptr);
        // Some thread must take the signal.
        std::thread([] {
            sigset_t none;
            sigemptyset(&none);
            pthread_sigmask(SIG_SETMASK, &none, nullptr);
            pause();
            pause();
        }).detach();
    }
    { TIMED_SCOPE("ended"); }
    TIMED_SCOPE("open");
    std::printf("ready\n");
    std::fflush(stdout);
    for (;;) {
        pause();
    }
}

uint64_t peak_memory_kib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<uint64_t>(usage.ru_maxrss);
}

struct at_thread_end {
    ~at_thread_end() {
        TIMED_SCOPE("late");
        TIMED_SCOPE("inside");
    }
};

void run_short_threads(uint64_t total) {
    constexpr uint64_t at_once = 64;
    std::vector<std::thread> threads(at_once);
    for (uint64_t i = 0; i < total; ++i) {
        std::thread& slot = threads[i % at_once];
        if (slot.joinable()) {
            slot.join();
        }
        slot = std::thread([] {
            thread_local const at_thread_end late;
            (void)&late;
            TIMED_SCOPE("body");
            TIMED_SCOPE("inside");
            dwell::counter<"threads">.add(1);
        });
    }
    for (std::thread& thread : threads) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

// Threads that come and go, 64 at a time: memory is that of 64.
int short_threads(int argc, char** argv) {
    const uint64_t total = argc > 0 ? std::strtoull(argv[0], nullptr, 10) : 20'000;
    run_short_threads(5'000);
    const uint64_t before_kib = peak_memory_kib();
    run_short_threads(total - 5'000);
    const uint64_t after_kib = peak_memory_kib();
    size_t logs = 0;
    for (const auto* log = dwell::detail::default_recorder::all().first_log(); log != nullptr; log = log->next) {
        ++logs;
    }
    const dwell::profile profile = dwell::snapshot();
    uint64_t started = 0;
    for (const dwell::thread_profile& thread : profile.threads()) {
        started += thread.started;
    }
    const uint64_t bodies = profile.find("body")->calls();
    const uint64_t inside = profile.find("inside")->calls();
    const uint64_t late = profile.find("late")->calls();
    std::printf("threads %llu bodies %llu inside %llu late %llu started %llu counted %llu logs %zu memory %llu %llu\n",
                static_cast<unsigned long long>(total), static_cast<unsigned long long>(bodies),
                static_cast<unsigned long long>(inside), static_cast<unsigned long long>(late),
                static_cast<unsigned long long>(started),
                static_cast<unsigned long long>(profile.counter_total("threads")), logs,
                static_cast<unsigned long long>(before_kib), static_cast<unsigned long long>(after_kib));
    const bool is_complete = bodies == total && inside == 2 * total && late == total && started == total &&
                             profile.counter_total("threads") == total;
    return is_complete ? 0 : 1;
}

// More series than a process can have: the rest is lost, and counted as such.
int too_many_series(int, char**) {
    dwell::set_recording_limits([] {
        dwell::recording_limits limits;
        limits.series_per_metric = 1'000'000;
        return limits;
    }());
    constexpr uint64_t count = 20'000;
    for (uint64_t i = 0; i < count; ++i) {
        dwell::counter<"many">.with("id", i).add(1);
    }
    dwell::counter<"one more">.add(5);
    dwell::gauge<"one more">.set(5);
    const dwell::profile profile = dwell::snapshot();
    const uint64_t lost = profile.health().lost_records;
    std::printf("kept %llu lost %llu\n", static_cast<unsigned long long>(profile.counter_total("many")),
                static_cast<unsigned long long>(lost));
    return lost > 2 && profile.counter_total("many") + lost == count + 2 ? 0 : 1;
}

int ask_before_recording(int, char**) {
    std::printf("recording %d\n", dwell::is_recording() ? 1 : 0);
    return 0;
}

struct named_case {
    const char* name;
    int (*run)(int argc, char** argv);
};

constexpr named_case cases[] = {
    {"plain", plain},
    {"quick_exit", quick_exit_now},
    {"exit_while_threads_record", exit_while_threads_record},
    {"fork_from_zero", fork_from_zero},
    {"fork_tree", fork_tree},
    {"fork_while_busy", fork_while_busy},
    {"fork_while_histograms_record", fork_while_histograms_record},
    {"values_of_all_sizes", values_of_all_sizes},
    {"exec", exec_another},
    {"is_recording", ask_before_recording},
    {"report", report_own_snapshot},
    {"wait_for_signal", wait_for_signal},
    {"short_threads", short_threads},
    {"too_many_series", too_many_series},
};

}  // namespace

int main(int argc, char** argv) {
    for (const named_case& candidate : cases) {
        if (argc > 1 && std::strcmp(argv[1], candidate.name) == 0) {
            return candidate.run(argc - 2, argv + 2);
        }
    }
    return 2;
}
