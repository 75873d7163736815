// SPDX-License-Identifier: BSL-1.0
// The scopes of a stream as call paths of a log, like those of a thread: nested as they began on the stream.
#ifndef DWELL_DEVICE_STREAM_LOG_HPP
#define DWELL_DEVICE_STREAM_LOG_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/name_table.hpp>
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
    }

    /// Begins a scope in another one of this log; null for the outermost. Null where there is no memory.
    call_node* enter(call_node* around, const name_record& name, uint64_t started) noexcept {
        if (around == nullptr) {
            around = open_child(log_->root, *device_, started);
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

    [[nodiscard]] thread_log& log() noexcept { return *log_; }

private:
    call_node* open_child(call_node& parent, const name_record& name, uint64_t started) noexcept {
        call_node* node = parent.child_in_table(name.key);
        const bool is_free = node->parent == &parent && node->key == name.key && node->kind == node_kind::scope &&
                             node->open.load() == call_node::not_open;
        if (!is_free) {
            node = log_->child(&parent, &name, node_kind::scope);
        }
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
