// SPDX-License-Identifier: BSL-1.0
// A program that was never run: random scopes, threads and metrics, kept in plain maps, and the profile of any moment.
#ifndef DWELL_TESTS_SUPPORT_RECORDED_PROGRAM_HPP
#define DWELL_TESTS_SUPPORT_RECORDED_PROGRAM_HPP

#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// Records `step()`s drawn from a seed; `snapshot()` gives all since the beginning, open scopes included.
class recorded_program {
public:
    explicit recorded_program(uint64_t seed, double ns_per_tick = 0.5) : random_(seed), ns_per_tick_(ns_per_tick) {
        start_thread();
    }

    void step() {
        now_ += 1 + draw(1000);
        thread& here = threads_[draw(threads_.size())];
        if (!here.is_running) {
            return;
        }
        here.cpu_ns += draw(100);
        switch (draw(14)) {
            case 0:
            case 1:
            case 2:
                if (here.open.size() < 6) {
                    enter(here);
                }
                break;
            case 3:
            case 4:
            case 5:
            case 6:
                if (!here.open.empty()) {
                    leave(here);
                }
                break;
            case 7:
                counters_[draw(3)] += draw(50);
                break;
            case 8:
                gauge_ = {static_cast<double>(draw(1000)), now_};
                break;
            case 9:
                values_.record(draw(100000));
                break;
            case 10:
                if (threads_.size() < 40) {
                    start_thread();
                }
                break;
            case 11:
                allocate(here);
                break;
            case 12:
                free(here);
                break;
            default:
                if (draw(10) == 0) {
                    end(here);
                }
        }
    }

    [[nodiscard]] dwell::profile snapshot() const {
        dwell::profile_builder builder;
        dwell::profile_parts& parts = builder.parts();
        parts.scale.ns_per_tick = ns_per_tick_;
        parts.metadata.pid = 42;
        parts.metadata.program = "recorded";
        parts.metadata.start_unix_ns = 1'000'000'000;
        parts.metadata.duration_ns = now_;
        parts.metadata.snapshot_unix_ns = parts.metadata.start_unix_ns + static_cast<int64_t>(now_);
        for (const thread& from : threads_) {
            add(builder, from);
        }
        for (size_t i = 0; i < 3; ++i) {
            if (counters_[i] != 0) {
                parts.counters.push_back({{"counter", {{"index", std::to_string(i)}}, "", ""}, counters_[i]});
            }
        }
        if (gauge_.second != 0) {
            parts.gauges.push_back({{"gauge", {}, "", ""}, gauge_.first, gauge_.second});
        }
        parts.distributions.push_back({{"values", {}, "", "bytes"}, 1, values_});
        parts.memory.sizes = "requested";
        parts.memory.sample_interval_bytes = 1;
        parts.memory.outside = outside_.memory;
        parts.memory.live_outside = outside_.live;
        return builder.build();
    }

private:
    using name_stack = std::vector<std::string>;
    struct heap_use {
        dwell::memory_counts memory;
        dwell::live_memory live;
    };
    struct node : heap_use {
        uint64_t calls = 0;
        uint64_t total = 0;
        dwell::histogram durations;
    };
    struct thread {
        std::string name;
        bool is_running = true;
        uint64_t cpu_ns = 0;
        std::vector<uint64_t> open;  // when each scope of `here` began
        name_stack here;
        std::map<name_stack, node> nodes;
    };

    uint64_t draw(uint64_t below) { return std::uniform_int_distribution<uint64_t>(0, below - 1)(random_); }

    void start_thread() {
        thread fresh;
        fresh.name = draw(3) == 0 ? "main" : "worker";
        threads_.push_back(std::move(fresh));
    }

    void enter(thread& here) {
        here.here.push_back(std::string(1, static_cast<char>('a' + static_cast<char>(draw(4)))));
        here.open.push_back(now_);
        here.nodes.try_emplace(here.here);
    }

    void leave(thread& here) {
        node& ended = here.nodes[here.here];
        const uint64_t duration = now_ - here.open.back();
        ++ended.calls;
        ended.total += duration;
        ended.durations.record(duration);
        here.here.pop_back();
        here.open.pop_back();
    }

    // What the thread does now falls on its innermost scope, or on none.
    heap_use& innermost(thread& here) {
        return here.here.empty() ? outside_ : static_cast<heap_use&>(here.nodes[here.here]);
    }

    void allocate(thread& here) {
        const uint64_t bytes = draw(10'000);
        heap_use& use = innermost(here);
        use.memory.add({1, bytes, 0, 0});
        use.live.add({1, static_cast<double>(bytes), 0, 1});
        blocks_.push_back({&use, bytes});
    }

    // A block that any thread has allocated.
    void free(thread& here) {
        if (blocks_.empty()) {
            return;
        }
        const auto chosen = blocks_.begin() + static_cast<std::ptrdiff_t>(draw(blocks_.size()));
        innermost(here).memory.add({0, 0, 1, chosen->second});
        chosen->first->live.blocks -= 1;
        chosen->first->live.bytes -= static_cast<double>(chosen->second);
        --chosen->first->live.samples;
        blocks_.erase(chosen);
    }

    void end(thread& here) {
        while (!here.open.empty()) {
            leave(here);
        }
        here.is_running = false;
    }

    void add(dwell::profile_builder& builder, const thread& from) const {
        dwell::thread_profile added;
        added.name = from.name;
        added.started = 1;
        added.running = from.is_running ? 1 : 0;
        added.cpu_ns = from.cpu_ns;
        for (const auto& [names, recorded] : from.nodes) {
            uint32_t index = dwell::call_path::no_parent;
            for (const std::string& name : names) {
                index = builder.path(index, builder.name(name, "file.cpp", 7));
            }
            uint64_t total = recorded.total;
            dwell::call_path& path = builder.at(index);
            // A scope is open where the stack goes through it.
            if (names.size() <= from.here.size() && std::equal(names.begin(), names.end(), from.here.begin())) {
                ++path.open_calls;
                total += now_ - from.open[names.size() - 1];
            }
            path.calls += recorded.calls;
            path.total_ticks += total;
            path.span_ticks += recorded.total / 8;
            path.cpu_calls += recorded.calls / 2;
            path.cpu_ns += recorded.total / 4;
            path.self_memory.add(recorded.memory);
            path.self_live.add(recorded.live);
            path.durations.merge(recorded.durations);
            added.paths.push_back({index, recorded.calls, total, 0});
        }
        builder.thread(std::move(added));
    }

    std::mt19937_64 random_;
    double ns_per_tick_;
    uint64_t now_ = 1;
    std::deque<thread> threads_;
    heap_use outside_;
    std::vector<std::pair<heap_use*, uint64_t>> blocks_;  // what is held, and who allocated it
    uint64_t counters_[3]{};
    std::pair<double, uint64_t> gauge_{};
    dwell::histogram values_;
};

}  // namespace test

#endif
