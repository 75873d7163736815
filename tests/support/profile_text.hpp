// SPDX-License-Identifier: BSL-1.0
// A profile as text, line by line, so that a failed comparison shows what differs.
#ifndef DWELL_TESTS_SUPPORT_PROFILE_TEXT_HPP
#define DWELL_TESTS_SUPPORT_PROFILE_TEXT_HPP

#include <dwell/profile/profile.hpp>

#include <map>
#include <string>
#include <utility>

namespace test {

inline std::string buckets_text(const dwell::histogram& histogram) {
    std::string text = "sum " + std::to_string(histogram.sum()) + " buckets";
    histogram.for_each_bucket([&](size_t index, uint64_t, uint64_t, uint64_t count) {
        text += " " + std::to_string(index) + "x" + std::to_string(count);
    });
    return text;
}

inline std::string memory_text(const dwell::memory_counts& memory, const dwell::live_memory& live) {
    std::string text = "memory";
    for (const uint64_t count : {memory.allocations, memory.allocated_bytes, memory.frees, memory.freed_bytes}) {
        text += " " + std::to_string(count);
    }
    for (const double amount : {live.blocks, live.bytes, live.bytes_variance, static_cast<double>(live.samples)}) {
        text += " " + std::to_string(amount);
    }
    return text;
}

inline std::string series_text(const dwell::metric_identity& identity) {
    std::string text = identity.name;
    for (const auto& [label, value] : identity.labels) {
        text += "," + label + "=" + value;
    }
    return text;
}

/// Everything that adds up, and the states of the end: all but extremes, metadata, how threads of one name divide their
/// share among them, and call paths of which every number is 0.
inline std::string counts_text(const dwell::profile& profile) {
    std::string text;
    const auto line = [&](const std::string& added) { text += added + "\n"; };
    const auto number = [](uint64_t value) { return " " + std::to_string(value); };
    for (size_t i = 0; i < profile.paths().size(); ++i) {
        const dwell::call_path& path = profile.paths()[i];
        const std::string numbers = number(path.calls) + number(path.open_calls) + number(path.total_ticks) +
                                    number(path.self_ticks) + number(path.span_ticks) + number(path.cpu_calls) +
                                    number(path.cpu_ns) + " " + memory_text(path.memory, path.live) + " " +
                                    memory_text(path.self_memory, path.self_live) + " " + buckets_text(path.durations);
        // What held memory between two intervals, and nothing before and after, is in their merge with nothing but 0.
        if (numbers.find_first_of("123456789") != std::string::npos) {
            line(profile.path_string(i) + numbers);
        }
    }
    const dwell::memory_profile& memory = profile.memory();
    line("outside " + memory_text(memory.outside, memory.live_outside));
    line("own " + memory_text(memory.own, {}) + number(memory.frees_of_unknown_size) +
         number(memory.failed_allocations) + number(memory.lost_samples));
    std::map<std::string, dwell::thread_profile> threads;
    std::map<std::pair<std::string, std::string>, std::pair<uint64_t, uint64_t>> thread_paths;
    for (const dwell::thread_profile& thread : profile.threads()) {
        dwell::thread_profile& sum = threads[thread.name];
        sum.started += thread.started;
        sum.running += thread.running;
        sum.cpu_ns += thread.cpu_ns;
        for (const dwell::thread_path& path : thread.paths) {
            auto& of_path = thread_paths[{thread.name, profile.path_string(path.path)}];
            of_path.first += path.calls;
            of_path.second += path.total_ticks;
        }
    }
    for (const auto& [name, sum] : threads) {
        line("thread " + name + number(sum.started) + number(sum.running) + number(sum.cpu_ns));
    }
    for (const auto& [names, sum] : thread_paths) {
        line("thread " + names.first + " " + names.second + number(sum.first) + number(sum.second));
    }
    for (const dwell::counter_value& counter : profile.counters()) {
        line("counter " + series_text(counter.identity) + number(counter.value));
    }
    for (const dwell::gauge_value& gauge : profile.gauges()) {
        line("gauge " + series_text(gauge.identity) + " " + std::to_string(gauge.value));
    }
    for (const dwell::distribution_value& distribution : profile.distributions()) {
        line("distribution " + series_text(distribution.identity) + " " + buckets_text(distribution.values));
    }
    return text;
}

}  // namespace test

#endif
