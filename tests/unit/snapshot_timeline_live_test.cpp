// SPDX-License-Identifier: BSL-1.0
// Timelines that are copied while their threads go on: never half a record, never more than the ring holds.
#include "support/catch.hpp"
#include "support/environment_number.hpp"
#include "support/timeline_recording.hpp"

#include <dwell/record/timeline_ring.hpp>
#include <dwell/scope.hpp>
#include <dwell/snapshot.hpp>
#include <dwell/snapshot/timeline_copy.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace {

/// Nested scopes under the thread's own name, so that a record of another thread would be seen. `events` scopes.
void run_nested_scopes(const dwell::interned_name& own_name, uint64_t events) {
    for (uint64_t done = 0; done < events; done += 8) {
        TIMED_SCOPE_DYNAMIC(own_name);
        for (int i = 0; i < 2; ++i) {
            TIMED_SCOPE("live timeline.middle");
            for (int j = 0; j < 2; ++j) {
                TIMED_SCOPE("live timeline.inner");
            }
        }
        dwell::counter<"live timeline.steps">.add(1);
        if (done % 1024 == 0) {
            const dwell::span overlapping(dwell::text_view("live timeline.span"));
            TIMED_SCOPE("live timeline.last");
        }
    }
}

std::string fault_of_snapshot(const dwell::profile& profile, uint64_t most_scopes) {
    for (const dwell::timeline_thread& thread : profile.timeline().threads) {
        if (thread.scopes.size() + thread.overlapping.size() > most_scopes + 8) {  // the open ones are in no ring
            return "too many scopes";
        }
        for (const dwell::timeline_scope& scope : thread.scopes) {
            const std::string root = profile.path_string(scope.path).substr(0, thread.name.size());
            if (thread.name != "thread" && root != thread.name) {
                return root + " is on " + thread.name;
            }
        }
    }
    for (const dwell::timeline_series& series : profile.timeline().counters) {
        for (size_t i = 1; i < series.values.size(); ++i) {
            if (series.values[i].value <= series.values[i - 1].value) {
                return "a counter that does not go up";
            }
        }
    }
    return test::timeline_fault(profile);
}

uint64_t scopes_written(const dwell::profile& profile) {
    uint64_t written = 0;
    for (const dwell::timeline_thread& thread : profile.timeline().threads) {
        written += thread.scopes.size() + thread.overlapping.size() + thread.overwritten_scopes;
    }
    return written;
}

TEST_CASE("live: eight threads write timelines that a reader copies without a pause") {
    constexpr uint64_t bytes = 1 << 20;
    const auto events = static_cast<uint64_t>(test::environment_number("DWELL_TEST_EVENTS", 20'000));
    dwell::set_timeline({.bytes = bytes});
    const dwell::profile first = dwell::snapshot();
    std::atomic<int> running{8};
    std::vector<std::thread> writers;
    for (int i = 0; i < 8; ++i) {
        writers.emplace_back([&, i] {
            const std::string name = "live writer " + std::to_string(i);
            dwell::set_thread_name(name);
            run_nested_scopes(dwell::intern(name), events);
            --running;
        });
    }
    int copies = 0;
    std::string fault;
    do {
        fault = fault_of_snapshot(dwell::snapshot(), bytes / 32 / 8 * 7);
        ++copies;
    } while (running != 0 && fault.empty());
    for (std::thread& writer : writers) {
        writer.join();
    }
    CHECK(fault == "");
    CHECK(copies > 0);
    const dwell::profile last = dwell::snapshot();
    CHECK(fault_of_snapshot(last, bytes / 32 / 8 * 7) == "");
    const uint64_t written = scopes_written(last) - scopes_written(first);
    CHECK(written == test::all_calls(last) - test::all_calls(first));
    WARN(copies << " copies of 8 timelines while " << written << " scopes ended");
}

TEST_CASE("live: a timeline that is switched on and off while threads record") {
    std::atomic<bool> stop{false};
    std::atomic<int> runs{0};
    std::vector<std::thread> writers;
    for (int i = 0; i < 4; ++i) {
        writers.emplace_back([&, i] {
            const std::string name = "switched writer " + std::to_string(i);
            const dwell::interned_name interned = dwell::intern(name);
            while (!stop) {
                std::thread([&] {  // and threads that come and go
                    dwell::set_thread_name(name);
                    run_nested_scopes(interned, 400);
                })
                    .join();
                ++runs;
            }
        });
    }
    std::string fault;
    for (int round = 0; round < 40 && fault.empty(); ++round) {
        dwell::set_timeline({.bytes = uint64_t{16384} << (round % 3), .exemplars = 3});
        for (const int before = runs; runs < before + 4;) {
            fault += fault_of_snapshot(dwell::snapshot(), 65536 / 32);
        }
        dwell::set_timeline({.bytes = 0});
        const dwell::profile off = dwell::snapshot();
        fault += fault_of_snapshot(off, 65536 / 32);
    }
    stop = true;
    for (std::thread& writer : writers) {
        writer.join();
    }
    CHECK(fault == "");
    const uint64_t before = scopes_written(dwell::snapshot());
    { TIMED_SCOPE("switched off"); }
    CHECK(before > 0);
    CHECK(scopes_written(dwell::snapshot()) == before);
}

// The fewest slots, so that the writer goes round between any two instructions of the reader.
TEST_CASE("live: a ring that is overwritten more than once while it is copied") {
    const auto capacity = GENERATE(uint64_t{1}, uint64_t{2}, uint64_t{3});
    dwell::detail::timeline_slot slots[3];
    dwell::detail::timeline_ring ring;
    ring.use(slots, capacity);
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        for (uint64_t i = 0; !stop; ++i) {
            ring.write({i, i, i, i});
        }
    });
    while (ring.written() < 1000) {
        std::this_thread::yield();
    }
    bool is_whole = true;
    for (int i = 0; i < 1'000'000; ++i) {
        const dwell::detail::ring_copy copy(ring);
        is_whole = is_whole && copy.records.size() < capacity;
        for (const dwell::detail::timeline_record& record : copy.records) {
            is_whole = is_whole && record.amount == record.what;
        }
    }
    stop = true;
    writer.join();
    CHECK(is_whole);
}

// So many call paths that the ring is overwritten while those that are open are looked for.
TEST_CASE("live: a scope whose end is overwritten before it is copied is not taken for open") {
    dwell::set_timeline({.bytes = 4096, .exemplars = 0});
    std::atomic<bool> stop{false};
    std::atomic<bool> is_ready{false};
    std::thread writer([&] {
        for (int i = 0; i < 3000; ++i) {
            TIMED_SCOPE_DYNAMIC("path " + std::to_string(i));
        }
        while (!stop) {
            TIMED_SCOPE("live timeline.outer");
            TIMED_SCOPE("live timeline.inner");
            is_ready = true;
        }
    });
    while (!is_ready) {
        std::this_thread::yield();
    }
    size_t misplaced = 0;
    for (int copies = 0; copies < 60; ++copies) {
        const dwell::profile profile = dwell::snapshot();
        for (const dwell::timeline_thread& thread : profile.timeline().threads) {
            misplaced += thread.overlapping.size();
        }
    }
    stop = true;
    writer.join();
    CHECK(misplaced == 0);
}

}  // namespace
