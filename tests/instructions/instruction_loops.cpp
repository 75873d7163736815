// SPDX-License-Identifier: BSL-1.0
// Runs each of dwell's hot paths so often that the instructions of one pass can be told from those around it.
//
// Prints a line for each run of a loop, `NAME;PASSES`, and calls end_of_part() before and after it. Under callgrind
// with
// --dump-before=end_of_part what lies between two of those is a file of its own. The instructions of a loop itself, two
// or three a pass, count too.
#include <dwell/record/concurrent_histogram.hpp>
#include <dwell/scope.hpp>
#include <dwell/snapshot.hpp>

#include <cstddef>
#include <cstdio>
#include <string>

extern "C" [[gnu::noinline]] void end_of_part() { __asm__ __volatile__("" ::: "memory"); }

namespace {

constexpr size_t passes = 256;
constexpr size_t paths = 500;

dwell::concurrent_histogram histogram;

void keep_in_loop() { __asm__ __volatile__("" ::: "memory"); }

void flat(size_t count) {
    for (size_t i = 0; i < count; ++i) {
        TIMED_SCOPE("flat");
        keep_in_loop();
    }
}

void nested_four_deep(size_t count) {
    for (size_t i = 0; i < count; ++i) {
        TIMED_SCOPE("nested.1");
        TIMED_SCOPE("nested.2");
        TIMED_SCOPE("nested.3");
        TIMED_SCOPE("nested.4");
        keep_in_loop();
    }
}

void interned_name(size_t count) {
    const dwell::interned_name name = dwell::intern("interned name");
    for (size_t i = 0; i < count; ++i) {
        TIMED_SCOPE_DYNAMIC(name);
        keep_in_loop();
    }
}

// One in 64 is timed: 64 times as many passes for as many of those.
void sampled(size_t count) {
    for (size_t i = 0; i < 64 * count; ++i) {
        TIMED_SCOPE_SAMPLED("sampled", 64);
        keep_in_loop();
    }
}

void switched_off(size_t count) {
    dwell::set_recording(false);
    flat(count);
    dwell::set_recording(true);
}

void counter(size_t count) {
    for (size_t i = 0; i < count; ++i) {
        dwell::counter<"counter">.add(1);
        keep_in_loop();
    }
}

// The values lie in narrow and in wide buckets.
void distribution(size_t count) {
    for (size_t i = 0; i < count; ++i) {
        dwell::distribution<"distribution">.record(i * 40);
        keep_in_loop();
    }
}

void shared_histogram(size_t count) {
    for (size_t i = 0; i < count; ++i) {
        histogram.record(i * 40);
        keep_in_loop();
    }
}

void take_snapshot(size_t count) {
    for (size_t i = 0; i < count; ++i) {
        const dwell::profile taken = dwell::snapshot();
        if (taken.paths().size() < paths) {
            std::puts("a snapshot without all paths");
        }
    }
}

struct measured_loop {
    const char* name;
    void (*run)(size_t count);
    size_t passes;
};

constexpr measured_loop loops[] = {
    // First: later there are histograms with more buckets, how many is a matter of time.
    {"a snapshot of 500 paths", take_snapshot, 1},
    {"one scope, flat", flat, passes},
    {"four scopes, nested", nested_four_deep, passes},
    {"one scope, interned name", interned_name, passes},
    {"64 sampled scopes, one of them timed", sampled, passes},
    {"one scope, switched off", switched_off, passes},
    {"counter, add", counter, passes},
    {"distribution, record", distribution, passes},
    {"concurrent_histogram, record", shared_histogram, passes},
};

}  // namespace

int main() {
    // The emulated processor may deny that its counter can be trusted, and what is counted would be the system's clock.
    dwell::detail::chosen_clock.store(dwell::detail::clock_choice::counter);
    dwell::set_sampling_seed(1);
    for (size_t path = 0; path < paths; ++path) {
        TIMED_SCOPE_DYNAMIC("path." + std::to_string(path));
    }
    for (const measured_loop& loop : loops) {
        // Names and memory are asked for once.
        loop.run(2 * loop.passes);
        for (int round = 0; round < 8; ++round) {
            for (const size_t factor : {size_t{1}, size_t{2}}) {
                end_of_part();
                loop.run(factor * loop.passes);
                end_of_part();
                std::printf("%s;%zu\n", loop.name, factor * loop.passes);
            }
        }
    }
    return 0;
}
