// SPDX-License-Identifier: BSL-1.0
// Reads the thread logs of a registry into a profile, while the threads go on.
#ifndef DWELL_SNAPSHOT_LOG_READER_HPP
#define DWELL_SNAPSHOT_LOG_READER_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/record/live_heap.hpp>
#include <dwell/record/memory_counters.hpp>
#include <dwell/record/name_table.hpp>
#include <dwell/record/process_memory.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/snapshot/node_reader.hpp>
#include <dwell/snapshot/timeline_reader.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// CPU time so far of the threads that had a log, from any thread.
[[nodiscard]] inline uint64_t read_cpu_ns(const thread_cpu_clock& cpu) noexcept {
    for (int attempt = 0; attempt < 8; ++attempt) {
        const uint64_t ended = cpu.ended_ns.load_acquire();
        uint64_t live = 0;
        if (cpu.running.load_acquire() != 0) {
            // A thread that ended in the meantime makes the clock unreadable (0), and `ended` different.
            const uint64_t base = cpu.base_ns.load_acquire();
            const uint64_t now = read_clock_ns(cpu.clock.load_acquire());
            live = now > base ? now - base : 0;
        }
        if (cpu.ended_ns.load_acquire() == ended) {
            return ended + live;
        }
    }
    return cpu.ended_ns.load_acquire();
}

/// Adds up what all thread logs of a registry hold: call paths, threads, health. Used once.
class log_reader {
public:
    log_reader(registry& source, profile_builder& into, bool with_timeline)
        : source_(source), builder_(into), with_timeline_(with_timeline) {}

    void read() {
        {
            const spin_guard guard(source_.reader_lock());
            timeline_reader timeline(source_, with_timeline_);
            timeline.copy();
            for (thread_log* log = source_.first_log(); log != nullptr; log = log->next) {
                read_log(*log);
            }
            read_process_memory();
            timeline.resolve(builder_);
        }
        set_extremes();
        builder_.parts().health.other_names = all_names.other_names.load();
        builder_.parts().health.ended_on_other_thread = source_.ended_on_other_thread.load();
    }

private:
    struct extremes {
        uint64_t smallest = uint64_max;
        uint64_t largest = 0;
    };

    void read_log(thread_log& log) {
        thread_profile thread;
        const name_record* const name = log.thread_name.load_acquire();
        thread.name = name != nullptr ? std::string(std::string_view(name->text.data, name->text.size)) : "thread";
        thread.started = log.threads_started.load_acquire();
        // Not whether the log is owned: between that and the count, a thread would run that has not started, and a
        // delta could take it for another one that ended meanwhile.
        thread.running = thread.started > log.threads_ended.load_acquire() ? 1 : 0;
        const uint64_t cpu = read_cpu_ns(log.cpu);
        log.reported_cpu_ns = cpu > log.reported_cpu_ns ? cpu : log.reported_cpu_ns;
        thread.cpu_ns = log.reported_cpu_ns;
        recording_health& health = builder_.parts().health;
        health.truncated_calls += log.truncated_calls.load();
        health.misnested_scopes += log.misnested_scopes.load();
        health.lost_records += log.root.lost_records.load();
        builder_.parts().memory.outside.add(read_memory(log.root.memory));
        builder_.parts().memory.own.add(read_memory(log.own_work.memory));
        known_until_ = log.known_until.load_acquire();
        read_tree(log.root, thread);
        if (thread.started != 0 || !thread.paths.empty()) {
            builder_.thread(std::move(thread));
        }
    }

    static memory_counts read_memory(const memory_counters& counters) noexcept {
        // Frees first: what was freed had been allocated before.
        memory_counts counts;
        counts.frees = counters.frees.load_acquire();
        counts.freed_bytes = counters.freed_bytes.load_acquire();
        counts.allocations = counters.allocations.load_acquire();
        counts.allocated_bytes = counters.allocated_bytes.load_acquire();
        return counts;
    }

    // After the logs: each node knows its call path then.
    void read_process_memory() {
        const char* const sizes = all_memory.sizes.load_acquire();
        if (sizes == nullptr) {
            return;
        }
        memory_profile& memory = builder_.parts().memory;
        memory.sizes = sizes;
        memory.sample_interval_bytes = all_memory.live.interval();
        memory.frees_of_unknown_size = all_memory.frees_of_unknown_size.load();
        memory.failed_allocations = all_memory.failed_allocations.load();
        memory.lost_samples = all_memory.live.lost();
        memory.outside.add(read_memory(all_memory.without_log));
        all_memory.live.for_each([&](const live_block& block) {
            const call_node* const where = block.where;
            if (where == nullptr || where->kind == node_kind::stand_in) {
                memory.live_outside.add_block(block.bytes, block.probability);
            } else if (where->reported_path != uint32_max) {
                builder_.at(where->reported_path).self_live.add_block(block.bytes, block.probability);
            }  // else its call path is newer than this snapshot, and so is the block
        });
    }

    // Children before their parent: what a parent shows is then never less than what its children do. Not by recursion,
    // for which a deep tree would need more stack than a thread may have.
    void read_tree(call_node& root, thread_profile& thread) {
        tree_.clear();
        list_children(root, call_path::no_parent);
        for (size_t i = 0; i < tree_.size(); ++i) {
            list_children(*tree_[i].first, tree_[i].second);
        }
        for (size_t i = tree_.size(); i-- > 0;) {
            read_node(*tree_[i].first, tree_[i].second, thread);
        }
    }

    void list_children(call_node& parent, uint32_t parent_path) {
        for (call_node* node = parent.first_child.load_acquire(); node != nullptr; node = node->next_sibling) {
            tree_.emplace_back(node, builder_.path(parent_path, name_of(*node->name)));
        }
    }

    uint32_t name_of(const name_record& name) {
        if (name.key >= name_indices_.size()) {
            name_indices_.resize(name.key + size_t{1}, call_path::no_parent);
        }
        uint32_t& index = name_indices_[name.key];
        if (index == call_path::no_parent) {
            index = builder_.name(std::string_view(name.text.data, name.text.size), name.file, name.line);
        }
        return index;
    }

    void read_node(call_node& node, uint32_t path_index, thread_profile& thread) {
        if (extremes_.size() <= path_index) {
            extremes_.resize(path_index + size_t{1});
        }
        call_path& path = builder_.at(path_index);
        uint64_t calls =
            read_buckets(node, [&](size_t index, uint64_t count) { path.durations.add_bucket(index, count); });
        node_time time = read_time(node, source_, known_until_);
        if (node.kind == node_kind::sampled) {
            auto& sampled = static_cast<sampled_node&>(node);
            calls = read_sampled_calls(sampled, time.is_open);
            path.sampled.add({calls, sampled.timed_calls.load_acquire(), sampled.squared_runs.load_acquire()});
        }
        extremes& bounds = extremes_[path_index];
        const uint64_t smallest = node.minimum.load();
        const uint64_t largest = node.maximum.load();
        bounds.smallest = smallest < bounds.smallest ? smallest : bounds.smallest;
        bounds.largest = largest > bounds.largest ? largest : bounds.largest;
        path.durations.add_to_sum(time.ended_ticks);
        path.calls += calls;
        path.open_calls += time.is_open ? 1 : 0;
        path.total_ticks += time.total_ticks;
        path.cpu_calls += node.cpu_calls.load();
        path.cpu_ns += node.cpu_ns.load();
        path.self_memory.add(read_memory(node.memory));
        node.reported_path = path_index;
        thread_path own;
        own.path = path_index;
        own.calls = calls;
        own.total_ticks = time.total_ticks;
        if (node.kind == node_kind::span) {
            path.span_ticks += time.total_ticks;
            own.span_ticks = time.total_ticks;
        }
        thread.paths.push_back(own);
        builder_.parts().health.negative_durations += node.negative_durations.load();
        builder_.parts().health.lost_records += node.lost_records.load();
    }

    void set_extremes() {
        for (uint32_t i = 0; i < extremes_.size(); ++i) {
            builder_.at(i).durations.set_extremes(extremes_[i].smallest, extremes_[i].largest);
        }
    }

    registry& source_;
    profile_builder& builder_;
    uint64_t known_until_ = uint64_max;  // of the log that is read
    bool with_timeline_;
    std::vector<uint32_t> name_indices_;
    std::vector<extremes> extremes_;
    std::vector<std::pair<call_node*, uint32_t>> tree_;  // of one log: each node with its call path, parents first
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
