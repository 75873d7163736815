// SPDX-License-Identifier: BSL-1.0
// Threads: each has a log, which goes on to the next thread of its name; scopes work until the thread's very end.
#include "support/catch.hpp"
#include "support/manual_recording.hpp"

#include <dwell/scope.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace {

using test::is_clean;
using test::path_of;

template <typename Tag>
using recording = test::manual_recording<Tag>;

template <typename Recorder>
size_t log_count() {
    size_t count = 0;
    for (const auto* log = Recorder::all().first_log(); log != nullptr; log = log->next) {
        ++count;
    }
    return count;
}

const dwell::thread_profile* thread_named(const dwell::profile& profile, const std::string& name) {
    for (const dwell::thread_profile& thread : profile.threads()) {
        if (thread.name == name) {
            return &thread;
        }
    }
    return nullptr;
}

TEST_CASE("threads: one after another shares a log, at once each has its own") {
    using here = recording<struct share_tag>;
    for (int i = 0; i < 10; ++i) {
        std::thread([] { here::spend("a", 1); }).join();
    }
    CHECK(log_count<here::recorder>() == 1);
    std::atomic<int> ready{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 5; ++i) {
        threads.emplace_back([&] {
            here::spend("a", 1);
            ++ready;
            while (ready != 5) {
                std::this_thread::yield();
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(log_count<here::recorder>() == 5);
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "a").calls == 15);
    uint64_t started = 0;
    uint64_t running = 0;
    for (const dwell::thread_profile& thread : profile.threads()) {
        started += thread.started;
        running += thread.running;
    }
    CHECK(started == 15);
    CHECK(running == 0);
}

/// Records in its destructor, which runs as its thread ends.
template <typename Here>
struct at_thread_end {
    explicit at_thread_end(const char* scope_name) : name(scope_name) {}
    ~at_thread_end() {
        const typename Here::scope outer{dwell::text_view(name)};
        Here::advance(1);
        Here::spend("inside", 1);
    }
    const char* name;
};

// mingw-w64 frees thread_local objects before it runs their destructors (GCC bug 80816): none may use itself there.
#if !defined(__MINGW32__)
TEST_CASE("threads: scopes in thread_local destructors, before and after the log was handed back") {
    using here = recording<struct destructor_tag>;
    for (int i = 0; i < 3; ++i) {
        std::thread([] {
            thread_local const at_thread_end<here> runs_late("made before the first scope");
            (void)&runs_late;
            here::spend("body", 1);
            thread_local const at_thread_end<here> runs_early("made after the first scope");
            (void)&runs_early;
        }).join();
    }
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "body").calls == 3);
    CHECK(path_of(profile, "made before the first scope").calls == 3);
    CHECK(path_of(profile, "made before the first scope").total_ticks == 6);
    CHECK(path_of(profile, "made before the first scope;inside").calls == 3);
    CHECK(path_of(profile, "made after the first scope;inside").calls == 3);
    CHECK(log_count<here::recorder>() == 1);
    REQUIRE(profile.threads().size() == 1);
    CHECK(profile.threads()[0].started == 3);
    CHECK(profile.threads()[0].running == 0);
    CHECK(is_clean(profile));
}

TEST_CASE("threads: a first scope in a thread_local destructor") {
    using here = recording<struct first_in_destructor_tag>;
    for (int i = 0; i < 3; ++i) {
        std::thread([] {
            thread_local const at_thread_end<here> first("first");
            (void)&first;
        }).join();
    }
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "first;inside").calls == 3);
    CHECK(log_count<here::recorder>() == 1);
    CHECK(profile.threads()[0].started == 3);
    CHECK(profile.threads()[0].running == 0);
}

#endif

TEST_CASE("threads: spans and metrics at the end of a thread keep no log") {
    struct late_recorder {
        ~late_recorder() {
            dwell::counter<"record_thread.late">.add(1);
            {
                dwell::span ended("record_thread.ended");
                ended.end();
                const dwell::span destroyed("record_thread.ended");
            }
            dwell::span cancelled("record_thread.cancelled");  // the last: nothing follows that could hand back
            cancelled.cancel();
        }
    };
    const uint64_t counted_before = dwell::snapshot().counter_total("record_thread.late");
    std::thread([] { TIMED_SCOPE("record_thread.one"); }).join();
    const size_t logs_before = log_count<dwell::detail::default_recorder>();
    for (int i = 0; i < 20; ++i) {
        std::thread([] {
            thread_local const late_recorder late;
            (void)&late;
            TIMED_SCOPE("record_thread.one");
        }).join();
    }
    CHECK(log_count<dwell::detail::default_recorder>() == logs_before);
    const dwell::profile profile = dwell::snapshot();
    CHECK(profile.counter_total("record_thread.late") == counted_before + 20);
    CHECK(path_of(profile, "record_thread.ended").calls == 40);
    CHECK_FALSE(test::has_path(profile, "record_thread.cancelled"));
}

TEST_CASE("threads: a name is a log of its own") {
    const uint64_t misnested_before = dwell::snapshot().health().misnested_scopes;
    for (int i = 0; i < 4; ++i) {
        std::thread([i] {
            dwell::set_thread_name(i % 2 == 0 ? "record_thread.even" : "record_thread.odd");
            TIMED_SCOPE("record_thread.named");
        }).join();
    }
    const dwell::profile profile = dwell::snapshot();
    for (const char* name : {"record_thread.even", "record_thread.odd"}) {
        const dwell::thread_profile* const thread = thread_named(profile, name);
        REQUIRE(thread != nullptr);
        CHECK(thread->started == 2);
        CHECK(thread->running == 0);
        REQUIRE(thread->paths.size() == 1);
        CHECK(thread->paths[0].calls == 2);
    }
    CHECK(profile.health().misnested_scopes == misnested_before);
}

TEST_CASE("threads: a name given after recording began") {
    std::thread([] {
        { TIMED_SCOPE("record_thread.before"); }
        dwell::set_thread_name("record_thread.renamed");
        { TIMED_SCOPE("record_thread.after"); }
        const dwell::profile profile = dwell::snapshot();
        const dwell::thread_profile* const thread = thread_named(profile, "record_thread.renamed");
        CHECK((thread != nullptr && thread->started == 1 && thread->running == 1));
        // Inside a scope: that one ends in the log that it began in.
        TIMED_SCOPE("record_thread.around");
        dwell::set_thread_name("record_thread.renamed again");
        TIMED_SCOPE("record_thread.inside");
    }).join();
    const dwell::profile profile = dwell::snapshot();
    CHECK(path_of(profile, "record_thread.around").calls == 1);
    CHECK(path_of(profile, "record_thread.around;record_thread.inside").calls == 1);
    CHECK(profile.health().misnested_scopes == 0);
    CHECK(profile.health().ended_on_other_thread == 0);
}

TEST_CASE("threads: CPU time is that of the thread, while it runs and after it ended") {
    std::thread([] {
        dwell::set_thread_name("record_thread.busy");
        TIMED_SCOPE("record_thread.busy");
        const uint64_t begin = dwell::detail::thread_cpu_time_ns();
        while (dwell::detail::thread_cpu_time_ns() - begin < 20'000'000) {
        }
        const dwell::profile profile = dwell::snapshot();
#if !defined(_WIN32)  // where no thread can read another one's
        CHECK(thread_named(profile, "record_thread.busy")->cpu_ns >= 20'000'000);
#endif
    }).join();
    const uint64_t cpu_ns = thread_named(dwell::snapshot(), "record_thread.busy")->cpu_ns;
    CHECK(cpu_ns >= 20'000'000);
    CHECK(cpu_ns < 2'000'000'000);
    CHECK(thread_named(dwell::snapshot(), "record_thread.busy")->cpu_ns == cpu_ns);
}

/// `total` threads, `at_once` of them at a time, each with scopes, some of those in thread_local destructors.
template <typename Here>
void run_short_threads(unsigned total, unsigned at_once) {
    std::vector<std::thread> threads(at_once);
    for (unsigned i = 0; i < total; ++i) {
        std::thread& slot = threads[i % at_once];
        if (slot.joinable()) {
            slot.join();
        }
        slot = std::thread([] {
#if !defined(__MINGW32__)
            thread_local const at_thread_end<Here> late("late");
            (void)&late;
#endif
            const typename Here::scope body{dwell::text_view("body")};
            Here::spend("work", 1);
        });
    }
    for (std::thread& thread : threads) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

TEST_CASE("threads: 5,000 short ones, 64 at a time, use the memory of 64, and none is forgotten") {
    using here = recording<struct short_tag>;
    constexpr unsigned total = 5'000;
    run_short_threads<here>(total, 64);
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "body").calls == total);
    CHECK(path_of(profile, "body;work").calls == total);
#if !defined(__MINGW32__)
    CHECK(path_of(profile, "late;inside").calls == total);
#endif
    CHECK(path_of(profile, "body;work").total_ticks >= total);
    // A thread that has handed its log back may still be ending when the next one begins.
    CHECK(log_count<here::recorder>() <= 2 * 64);
    uint64_t started = 0;
    for (const dwell::thread_profile& thread : profile.threads()) {
        started += thread.started;
    }
    CHECK(started == total);
    CHECK(is_clean(profile));
}

}  // namespace
