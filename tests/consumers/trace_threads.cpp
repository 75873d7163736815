// SPDX-License-Identifier: BSL-1.0
// Eight threads that record 1,000,000 events each into a timeline, which is read while they do; the trace is saved with
// what it has to show: trace_threads <folder>. DWELL_TIMELINE says how long the timeline is.
#include "support/expected_trace.hpp"

#include <dwell/dwell.hpp>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int thread_count = 8;
constexpr uint64_t events_of_a_thread = 1'000'000;

/// Scopes inside one another, as deep as `bits` says; marks, counters, gauges and spans now and then.
void nest(uint64_t bits, uint64_t& events) {
    TIMED_SCOPE("nest");
    ++events;
    if (bits % 64 == 5) {
        DWELL_MARK("five");
        dwell::counter<"fives">.add(1);
        dwell::gauge<"depth">.set(static_cast<double>(bits % 1000));
        events += 3;
    }
    for (; bits % 4 != 0; bits /= 4) {
        nest(bits / 8, events);
    }
}

/// At least as many events as are due, and until the timeline has been read for the last time.
void work(uint64_t seed, std::atomic<int>& at_the_end, const std::atomic<bool>& is_read) {
    TIMED_SCOPE("work");
    uint64_t events = 0;
    for (uint64_t i = seed; events < events_of_a_thread || !is_read.load(); i += 8) {
        const uint64_t before = events;
        dwell::span ends_first("span");
        nest(i * 0x9E3779B97F4A7C15U >> 48U, events);
        const dwell::span ends_last("other span");
        ends_first.end();
        events += 2;
        at_the_end.fetch_add(before < events_of_a_thread && events >= events_of_a_thread ? 1 : 0);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: trace_threads <folder>\n");
        return 2;
    }
    const std::string folder = argv[1];
    std::atomic<int> at_the_end{0};
    std::atomic<bool> is_read{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < thread_count; ++i) {
        threads.emplace_back([&, i] {
            dwell::set_thread_name("worker " + std::to_string(i));
            work(static_cast<uint64_t>(i), at_the_end, is_read);
        });
    }
    int snapshots = 0;
    for (; at_the_end.load() < thread_count; ++snapshots) {
        if (dwell::snapshot().timeline().threads.size() > thread_count + 1) {
            return 1;
        }
    }
    const dwell::profile profile = dwell::snapshot();
    is_read = true;
    for (std::thread& thread : threads) {
        thread.join();
    }
    uint64_t scopes = 0;
    uint64_t overlapping = 0;
    uint64_t overwritten = 0;
    for (const dwell::timeline_thread& thread : profile.timeline().threads) {
        scopes += thread.scopes.size();
        overlapping += thread.overlapping.size();
        overwritten += thread.overwritten_scopes;
    }
    std::printf("%d snapshots; in the last one %llu scopes, %llu spans, %llu overwritten\n", snapshots + 1,
                static_cast<unsigned long long>(scopes), static_cast<unsigned long long>(overlapping),
                static_cast<unsigned long long>(overwritten));
    const dwell::export_status saved = dwell::save(profile, folder, {.formats = "json, trace"});
    if (!saved) {
        std::fprintf(stderr, "trace_threads: %s\n", saved.message().c_str());
    }
    return saved && test::write_expected_trace(profile, folder + "/expected-trace.json") ? 0 : 2;
}
