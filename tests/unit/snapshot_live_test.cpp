// SPDX-License-Identifier: BSL-1.0
// Snapshots while threads record: nothing goes backwards, and each event falls into exactly one interval.
#include "support/catch.hpp"
#include "support/environment_number.hpp"
#include "support/manual_recording.hpp"

#include <dwell/profile/delta.hpp>
#include <dwell/profile/merge.hpp>
#include <dwell/scope.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using buckets = std::map<size_t, uint64_t>;

buckets buckets_of(const dwell::histogram& histogram) {
    buckets result;
    histogram.for_each_bucket([&](size_t index, uint64_t, uint64_t, uint64_t count) { result[index] = count; });
    return result;
}

/// Everything that must only go up, by name.
std::map<std::string, uint64_t> monotone_numbers(const dwell::profile& profile) {
    std::map<std::string, uint64_t> numbers;
    const auto add_buckets = [&](const std::string& name, const dwell::histogram& histogram) {
        for (const auto& [index, count] : buckets_of(histogram)) {
            numbers[name + " bucket " + std::to_string(index)] = count;
        }
        numbers[name + " upper sum"] = histogram.sum_high() << 32U | histogram.sum_low() >> 32U;
        numbers[name + " refused"] = histogram.refused();
    };
    for (size_t i = 0; i < profile.paths().size(); ++i) {
        const dwell::call_path& path = profile.paths()[i];
        const std::string name = profile.path_string(i);
        numbers[name + " calls"] = path.calls;
        numbers[name + " total"] = path.total_ticks;
        numbers[name + " span"] = path.span_ticks;
        add_buckets(name, path.durations);
    }
    for (const dwell::counter_value& counter : profile.counters()) {
        numbers["counter " + counter.identity.name] = counter.value;
    }
    for (const dwell::distribution_value& distribution : profile.distributions()) {
        add_buckets("distribution " + distribution.identity.name, distribution.values);
    }
    uint64_t cpu_ns = 0;
    uint64_t started = 0;
    for (const dwell::thread_profile& thread : profile.threads()) {
        cpu_ns += thread.cpu_ns;
        started += thread.started;
    }
    numbers["cpu"] = cpu_ns;
    numbers["started"] = started;
    return numbers;
}

/// Sums of intervals, to be compared with the whole.
struct interval_sum {
    std::map<std::string, uint64_t> numbers;
    uint64_t mismatches = 0;
    uint64_t intervals = 0;

    void add(const dwell::profile& later, const dwell::profile& earlier) {
        const dwell::profile interval = dwell::delta(later, earlier);
        for (const auto& [name, number] : monotone_numbers(interval)) {
            numbers[name] += number;
        }
        mismatches += interval.health().delta_mismatches;
        ++intervals;
    }
};

/// What a reader found, for the thread that runs the test to check.
struct findings {
    std::string failures;
    uint64_t snapshots = 0;

    void fail(const std::string& what, uint64_t before, uint64_t after) {
        failures += what + ": " + std::to_string(before) + " and then " + std::to_string(after) + "\n";
    }
};

/// Takes snapshots until told to stop, and looks at each beside the one before.
template <typename Take>
void check_snapshots(const std::atomic<bool>& stop, const Take& take, findings& found) {
    interval_sum sum;
    const dwell::profile first = take();
    dwell::profile before = first;
    std::map<std::string, uint64_t> numbers_before = monotone_numbers(before);
    for (bool is_last = false; !is_last;) {
        is_last = stop.load();
        dwell::profile now = take();
        std::map<std::string, uint64_t> numbers = monotone_numbers(now);
        for (const auto& [name, number] : numbers_before) {
            const auto at = numbers.find(name);
            if (at == numbers.end() || at->second < number) {
                found.fail(name, number, at == numbers.end() ? 0 : at->second);
            }
        }
        for (const dwell::call_path& path : now.paths()) {
            if (path.calls != path.durations.count()) {
                found.fail("calls and durations of " + now.name_of(path), path.calls, path.durations.count());
            }
        }
        sum.add(now, before);
        before = std::move(now);
        numbers_before = std::move(numbers);
        ++found.snapshots;
    }
    if (sum.mismatches != 0) {
        found.fail("mismatches", 0, sum.mismatches);
    }
    interval_sum whole;
    whole.add(before, first);
    for (const auto& [name, number] : whole.numbers) {
        // The low half of a sum is not among them: what carries into the upper half is lost between intervals.
        if (name.find(" upper sum") == std::string::npos && sum.numbers[name] != number) {
            found.fail("intervals of " + name, number, sum.numbers[name]);
        }
    }
}

double seconds_to_run() { return test::environment_number("DWELL_TEST_SECONDS", 1.0); }

TEST_CASE("live: a writer, and a reader that takes snapshots without pause") {
    // Durations that the test knows: the writer alone moves the clock.
    using here = test::manual_recording<struct one_writer_tag>;
    std::atomic<bool> stop{false};
    uint64_t calls = 0;
    uint64_t ticks = 0;
    std::thread writer([&] {
        uint64_t random = 1;
        for (; !stop.load(std::memory_order_relaxed); ++calls) {
            const typename here::scope outer{dwell::text_view("outer")};
            random = random * 6364136223846793005U + 1442695040888963407U;
            const uint64_t duration = random >> 33 & (random >> 60 == 0 ? 0xffffU : 3U);
            here::spend("inner", duration);
            ticks += duration;
        }
    });
    findings found;
    std::atomic<bool> stop_reader{false};
    std::thread reader([&] {
        check_snapshots(
            stop_reader, [] { return here::snapshot(); }, found);
    });
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds_to_run()));
    stop = true;
    writer.join();
    stop_reader = true;
    reader.join();
    CHECK(found.failures == "");
    CHECK(found.snapshots > 2);
    const dwell::profile profile = here::snapshot();
    CHECK(calls > 1000);
    CHECK(test::path_of(profile, "outer").calls == calls);
    CHECK(test::path_of(profile, "outer;inner").calls == calls);
    CHECK(test::path_of(profile, "outer;inner").durations.count() == calls);
    CHECK(test::path_of(profile, "outer;inner").total_ticks == ticks);
    CHECK(test::path_of(profile, "outer;inner").durations.sum() == ticks);
    CHECK(test::path_of(profile, "outer").total_ticks == ticks);
}

TEST_CASE("live: one call path, read millions of times") {
    // No profile around it: the reader is as fast as the writer, and meets it between any two of its stores.
    using here = test::manual_recording<struct one_node_tag>;
    const dwell::interned_name name = dwell::intern("live.node");
    const uint64_t start = here::clock::now();
    {
        const typename here::scope first(name);  // makes the node
    }
    dwell::detail::call_node* const node = here::recorder::all().first_log()->root.first_child.load();
    REQUIRE(node != nullptr);
    std::atomic<bool> stop{false};
    uint64_t calls = 1;
    std::thread writer([&] {
        // In the log of the thread that made the node, which never enters it again.
        for (; !stop.load(std::memory_order_relaxed); ++calls) {
            node->open.store_release(here::clock::now());
            here::advance(calls % 3);
            node->finish(here::clock::now());
        }
    });
    uint64_t backwards = 0;
    uint64_t too_much_time = 0;
    uint64_t reads = 0;
    buckets before;
    uint64_t total_before = 0;
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds_to_run());
    for (; std::chrono::steady_clock::now() < end; ++reads) {
        buckets now;
        dwell::detail::read_buckets(*node, [&](size_t index, uint64_t count) { now[index] = count; });
        for (const auto& [index, count] : before) {
            backwards += now[index] < count ? 1 : 0;
        }
        before = std::move(now);
        // Nothing but these scopes moves the clock.
        const uint64_t total = dwell::detail::read_time(*node, here::recorder::all()).total_ticks;
        too_much_time += total > here::clock::now() - start ? 1 : 0;
        backwards += total < total_before ? 1 : 0;
        total_before = total;
    }
    stop = true;
    writer.join();
    CHECK(backwards == 0);
    CHECK(too_much_time == 0);
    CHECK(reads > 1000);
    const dwell::profile profile = here::snapshot();
    CHECK(test::path_of(profile, "live.node").calls == calls);
    CHECK(test::path_of(profile, "live.node").total_ticks == here::clock::now() - start);
}

TEST_CASE("live: threads that come and go and record everything, and two readers") {
    std::atomic<bool> stop{false};
    std::atomic<uint64_t> calls{0};
    const auto work = [&](int number) {
        while (!stop.load(std::memory_order_relaxed)) {
            std::thread([&, number] {
                uint64_t mine = 0;
                for (; mine < 5000; ++mine) {
                    TIMED_SCOPE("live.outer");
                    if (number == 0) {
                        TIMED_SCOPE("live.inner");
                    }
                    dwell::counter<"live.counter">.add(1);
                    dwell::distribution<"live.distribution">.record(mine % 3 == 0 ? UINT64_MAX : mine);
                    dwell::gauge<"live.gauge">.set(static_cast<double>(mine));
                    if (mine % 100 == 0) {
                        TIMED_SCOPE_DYNAMIC("live.dynamic " + std::to_string(mine / 100));
                        dwell::span moved("live.span");
                    }
                }
                calls += mine;
            }).join();
        }
    };
    std::thread first(work, 0);
    std::thread second(work, 1);
    findings first_found;
    findings second_found;
    std::atomic<bool> stop_readers{false};
    const auto read = [&](findings& found) {
        check_snapshots(
            stop_readers, [] { return dwell::snapshot(); }, found);
    };
    std::thread first_reader(read, std::ref(first_found));
    std::thread second_reader(read, std::ref(second_found));
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds_to_run()));
    stop = true;
    first.join();
    second.join();
    stop_readers = true;
    first_reader.join();
    second_reader.join();
    CHECK(first_found.failures == "");
    CHECK(second_found.failures == "");
    CHECK(first_found.snapshots + second_found.snapshots > 2);
    const dwell::profile profile = dwell::snapshot();
    CHECK(test::path_of(profile, "live.outer").calls == calls);
    CHECK(profile.counter_total("live.counter") == calls);
    CHECK(profile.find("live.span")->calls() == calls / 100);
    CHECK(profile.health().lost_records == 0);
    CHECK(profile.health().misnested_scopes == 0);
    for (const dwell::distribution_value& distribution : profile.distributions()) {
        if (distribution.identity.name == "live.distribution") {
            CHECK(distribution.values.count() == calls);
        }
    }
}

TEST_CASE("live: intervals merged are the whole") {
    using here = test::manual_recording<struct merged_tag>;
    dwell::profile merged = here::snapshot();
    const dwell::profile first = merged;
    dwell::profile before = first;
    for (int i = 0; i < 20; ++i) {
        for (int j = 0; j < i; ++j) {
            const typename here::scope outer{dwell::text_view("outer")};
            here::spend("inner", static_cast<uint64_t>(i * j));
            here::advance(1);
        }
        const dwell::profile now = here::snapshot();
        const dwell::profile interval = dwell::delta(now, before);
        CHECK(interval.health().delta_mismatches == 0);
        merged = i == 0 ? interval : dwell::merge(merged, interval);
        before = now;
    }
    CHECK(test::path_of(merged, "outer").calls == 190);
    CHECK(test::path_of(merged, "outer").total_ticks == test::path_of(before, "outer").total_ticks);
    CHECK(buckets_of(test::path_of(merged, "outer;inner").durations) ==
          buckets_of(test::path_of(before, "outer;inner").durations));
}

}  // namespace
