// SPDX-License-Identifier: BSL-1.0
// The scopes of a stream as call paths of a log, like those of a thread: nested as they began on the stream.
#ifndef DWELL_DEVICE_STREAM_LOG_HPP
#define DWELL_DEVICE_STREAM_LOG_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/name_table.hpp>
#include <dwell/record/path_copy.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/record/thread_timeline.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Writes to a log as its owner does, but with moments that are past. One thread at a time. All is under one node of
/// the device's name, which is open while any scope is: its calls are the times that the stream had work in scopes.
class stream_log {
public:
    void begin(thread_log& log, const name_record& device) noexcept {
        log_ = &log;
        device_ = &device;
        log.known_until.store(0);
    }

    /// What is open was so until then, at least: it may have ended since.
    void note_known(uint64_t until) noexcept {
        if (until > log_->known_until.load()) {
            log_->known_until.store_release(until);
        }
    }

    /// Begins a scope in another one of this log; null for the outermost, which is under a thread's call path, if that
    /// is not null. Null where there is no memory.
    call_node* enter(call_node* around, const name_record& name, uint64_t started,
                     const call_node* host_path) noexcept {
        if (around == nullptr) {
            around = open_device(host_path, started);
            top_ = around;
            if (around == nullptr) {
                return nullptr;
            }
        }
        if (around->kind == node_kind::truncated) {
            log_->truncated_calls.add(1);
            return &beyond_bound;
        }
        return open_child(*around, name, started);
    }

    /// Ends a scope. `is_innermost` is false where one that began later goes on.
    void leave(call_node& node, uint64_t ended, bool is_innermost) noexcept {
        if (&node == &beyond_bound) {
            return;
        }
        const uint64_t started = node.finish(ended);
        log_->misnested_scopes.add(is_innermost ? 0 : 1);
        if (thread_timeline* const line = log_->timeline.load_acquire(); line != nullptr) {
            line->note_scope(*line, node, started, ended,
                             is_innermost ? timeline_kind::scope : timeline_kind::overlapping);
        }
    }

    /// Ends a scope of which nothing is known, as if it had not been.
    static void forget(call_node& node) noexcept {
        if (&node != &beyond_bound) {
            node.open.store_release(call_node::not_open);
        }
    }

    /// Ends what was opened with the outermost scope.
    void leave_device(uint64_t ended) noexcept {
        if (top_ != nullptr && top_ != &beyond_bound) {
            top_->finish(ended);
        }
        top_ = nullptr;
    }

    /// The call path of a name in another one, whether or not a scope is open there. Null where there is no memory.
    call_node* path(call_node& around, const name_record& name, node_kind kind) noexcept {
        if (around.kind == node_kind::truncated) {
            return &beyond_bound;
        }
        call_node* const node = log_->path_child(&around, name, kind);
        log_->root.lost_records.add(node == nullptr ? 1 : 0);
        return node;
    }

    /// Adds to it what has ended.
    void add(call_node& node, uint64_t started, uint64_t ended) noexcept {
        log_->truncated_calls.add(node.kind == node_kind::truncated ? 1 : 0);
        if (&node == &beyond_bound) {
            return;
        }
        node.add(started, ended);
        if (thread_timeline* const line = log_->timeline.load_acquire(); line != nullptr) {
            line->note_scope(*line, node, started, ended,
                             node.kind == node_kind::span ? timeline_kind::overlapping : timeline_kind::scope);
        }
    }

    [[nodiscard]] thread_log& log() noexcept { return *log_; }

private:
    // Under a thread's call path it is a span: the thread goes on meanwhile, and its own time is its own.
    call_node* open_device(const call_node* host_path, uint64_t started) noexcept {
        call_node* const host = host_path != nullptr ? copy_path(*log_, *host_path) : &log_->root;
        if (host == &log_->root) {
            return open_child(*host, *device_, started);
        }
        if (host == nullptr || host->kind == node_kind::truncated) {
            (host == nullptr ? log_->root.lost_records : log_->truncated_calls).add(1);
            return host != nullptr ? &beyond_bound : nullptr;
        }
        return open_node(log_->child(host, device_, node_kind::span), started);
    }

    call_node* open_child(call_node& parent, const name_record& name, uint64_t started) noexcept {
        call_node* node = parent.child_in_table(name.key);
        const bool is_free = node->parent == &parent && node->key == name.key && node->kind == node_kind::scope &&
                             node->open.load() == call_node::not_open;
        if (!is_free) {
            node = log_->child(&parent, &name, node_kind::scope);
        }
        return open_node(node, started);
    }

    call_node* open_node(call_node* node, uint64_t started) noexcept {
        if (node == nullptr) {
            log_->root.lost_records.add(1);
            return nullptr;
        }
        log_->truncated_calls.add(node->kind == node_kind::truncated ? 1 : 0);
        if (node != &beyond_bound) {
            node->open.store_release(started);
        }
        return node;
    }

    thread_log* log_ = nullptr;
    const name_record* device_ = nullptr;
    call_node* top_ = nullptr;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
