// SPDX-License-Identifier: BSL-1.0
// The hot path: entering and leaving a scope on one thread.
#ifndef DWELL_RECORD_RECORDER_HPP
#define DWELL_RECORD_RECORDER_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/tsc_clock.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/sampled_node.hpp>
#include <dwell/record/scope_mirror.hpp>
#include <dwell/record/site.hpp>
#include <dwell/record/thread_end.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/record/thread_state.hpp>
#include <dwell/record/thread_timeline.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Recording with one clock: its registry, and each thread's position in its own tree. Each clock type is a world of
/// its own, so a test that records with `manual_clock<tag>` sees nothing else.
template <recording_clock Clock>
class DWELL_EXPORT recorder {
public:
    using clock = Clock;

    static registry& all() noexcept { return all_; }

    /// Opens a scope. The result goes to `leave`; null where nothing is recorded.
    DWELL_NOINLINE static call_node* enter(site& where) noexcept {
        thread_state& mine = state_;
        const uint32_t key = where.key();
        call_node* const node = mine.recent[key];
        if (!is_free_child(*node, *mine.current, key)) [[unlikely]] {
            return enter_elsewhere(where);
        }
        return open(mine, *node);
    }

    /// The same for a runtime name.
    DWELL_NOINLINE static call_node* enter(const name_record* name) noexcept {
        if (name == nullptr) {
            return nullptr;
        }
        thread_state& mine = state_;
        call_node* const node = mine.recent[name->key];
        if (!is_free_child(*node, *mine.current, name->key)) [[unlikely]] {
            return enter_known(*name);
        }
        return open(mine, *node);
    }

    /// Opens a scope that is timed only now and then. The result goes to `leave_sampled`.
    DWELL_NOINLINE static call_node* enter(sampled_site& where) noexcept {
        thread_state& mine = state_;
        const uint32_t key = where.key();
        call_node* const node = mine.recent[key];
        if (!is_free_child(*node, *mine.current, key)) [[unlikely]] {
            return enter_elsewhere(where);
        }
        mine.current = node;
        if (static_cast<sampled_node*>(node)->count_entry()) [[unlikely]] {
            return open_timed(*node);
        }
        node->open.store_release(call_node::ending);
        return node;
    }

    /// Closes what `enter` gave for a `sampled_site`.
    DWELL_NOINLINE static void leave_sampled(call_node* node) noexcept {
        thread_state& mine = state_;
        if (node->open.load() != call_node::ending || mine.current != node) [[unlikely]] {
            leave_timed(node);
            return;
        }
        node->open.store_release(call_node::not_open);
        mine.current = node->parent;
    }

    /// Closes what `enter` gave.
    DWELL_NOINLINE static void leave(call_node* node) noexcept {
        const uint64_t now = Clock::now();
        thread_state& mine = state_;
        if (mine.current != node) [[unlikely]] {
            leave_unexpected(node, now);
            return;
        }
        if (thread_timeline* const line = mine.log->timeline.load_acquire(); line != nullptr) [[unlikely]] {
            leave_and_note(*node, now, *line);
            return;
        }
        node->finish(now);
        mine.current = node->parent;
    }

    /// Runs `use(log)` with the calling thread's log, for what is no scope. False where there is none.
    template <typename Use>
    static bool with_log(const Use& use) noexcept {
        thread_state& mine = state_;
        if (mine.log == nullptr && !attach(mine)) {
            return false;
        }
        use(*mine.log);
        detach_if_late(mine);
        return true;
    }

    /// Hands the calling thread's log back now; no scope is open. Only for a clock that says it does so itself.
    static void hand_log_back() noexcept {
        if (state_.log != nullptr) {
            detach(state_);
        }
    }

    /// The calling thread's log, or null where it has none yet: what is hot takes this and falls back to `with_log`.
    DWELL_ALWAYS_INLINE static thread_log* own_log() noexcept { return state_.log; }

    /// Where the calling thread is. What counts allocations writes to `current->memory`, if `unwatched_bytes` is not 0.
    DWELL_ALWAYS_INLINE static thread_state& own_state() noexcept { return state_; }

    /// Sees to it that the calling thread has a log. False where nothing is recorded, and at the thread's very end.
    static bool has_lasting_log() noexcept {
        thread_state& mine = state_;
        return !mine.is_late && (mine.log != nullptr || attach(mine));
    }

    /// The innermost open scope of the calling thread; its log's root where none is open; null where it has no log.
    static call_node* current_node() noexcept {
        thread_state& mine = state_;
        if (mine.log == nullptr && !attach(mine)) {
            return nullptr;
        }
        call_node* const innermost = innermost_open(position(mine));
        detach_if_late(mine);
        return innermost;
    }

    /// Names the calling thread. Its log is then shared only with threads of that name.
    DWELL_COLD static void set_thread_name(const name_record* name) noexcept {
        thread_state& mine = state_;
        mine.name = name;
        if (name == nullptr || mine.log == nullptr || mine.log->thread_name.load() == name) {
            return;
        }
        if (mine.log->threads_started.load() <= 1) {
            mine.log->thread_name.store_release(name);
        } else if (position(mine) == &mine.log->root) {
            // Others recorded here before, under another name: theirs stays with them.
            mine.log->threads_started.add(static_cast<uint64_t>(-1));
            detach(mine);
        }
    }

private:
    DWELL_ALWAYS_INLINE static bool is_free_child(const call_node& node, const call_node& parent,
                                                  uint32_t key) noexcept {
        return node.parent == &parent && node.key == key && node.open.load_acquire() == call_node::not_open &&
               parent.open.load() != call_node::not_open;
    }

    DWELL_ALWAYS_INLINE static call_node* open(thread_state& mine, call_node& node) noexcept {
        mine.current = &node;
        node.open.store_release(Clock::now());
        return &node;
    }

    DWELL_NOINLINE static call_node* open_timed(call_node& node) noexcept {
        note_memory(node);
        node.open.store_release(Clock::now());
        return &node;
    }

    // What calls allocated here that were not timed is not that of the call that begins. Whoever switches a timeline on
    // does the same.
    static void note_memory(call_node& node) noexcept {
        if (node.log->timeline.load_acquire() != nullptr) {
            node.note_memory();
        }
    }

    // A function of its own: what is needed after `finish` would cost `leave` two registers to save, timeline or not.
    DWELL_NOINLINE static void leave_and_note(call_node& node, uint64_t now, thread_timeline& line) noexcept {
        const uint64_t started = node.finish(now);
        state_.current = node.parent;
        if (all_.last_mirror.load() != nullptr) [[unlikely]] {
            tell_and_note(node, started, now, line);
            return;
        }
        line.note_scope(line, node, started, now, timeline_kind::scope);
    }

    DWELL_COLD static void tell_and_note(call_node& node, uint64_t started, uint64_t now,
                                         thread_timeline& line) noexcept {
        tell_end(node);
        if (all_.mirror.load_acquire() == nullptr && node.log->mirrored.load() == 0) {
            watch_no_ends(*node.log);
            if (all_.mirror.load_acquire() != nullptr) {  // switched on in between
                watch_ends(*node.log);
            }
        }
        line.note_scope(line, node, started, now, timeline_kind::scope);
    }

    /// The scope at this node has ended on its own thread. While there is a mirror the next one is to begin on the
    /// slowest path.
    static void tell_end(call_node& node) noexcept {
        if (const scope_mirror* const mirror = all_.last_mirror.load_acquire(); mirror != nullptr) {
            end_mirrored(*mirror, *node.log, node);
        }
        if (all_.mirror.load_acquire() != nullptr) {
            if (call_node*& recent = state_.recent[node.key]; recent == &node) {
                recent = &call_node::no_child;
            }
            thread_log::take_out_of_table(node);
        }
    }

    DWELL_NOINLINE static void leave_timed(call_node* node) noexcept {
        const uint64_t now = Clock::now();
        thread_state& mine = state_;
        if (mine.current != node) {
            leave_unexpected(node, now);
            return;
        }
        const uint64_t started = node->open.load();
        finish(*node, now, true);
        mine.current = node->parent;
        note(mine.log->timeline.load_acquire(), *node, started, now, timeline_kind::scope);
    }

    /// Of a scope that has been finished, as a reader relies on that counts the ring first and looks for what is open
    /// then. `line` may be null.
    static void note(thread_timeline* line, call_node& node, uint64_t started, uint64_t now,
                     timeline_kind kind) noexcept {
        if (line != nullptr && started > call_node::ending) {
            line->note_scope(*line, node, started, now, kind);
        }
    }

    template <typename Site>
    DWELL_NOINLINE static call_node* enter_elsewhere(Site& where) noexcept {
        const name_record* const name = where.resolve();
        return name != nullptr ? enter_known(*name) : nullptr;
    }

    /// A name that this thread last entered under another parent.
    DWELL_NOINLINE static call_node* enter_known(const name_record& name) noexcept {
        thread_state& mine = state_;
        call_node* const node = mine.current->child_in_table(name.key);
        if (!is_free_child(*node, *mine.current, name.key)) [[unlikely]] {
            return enter_slowly(name);
        }
        mine.recent[name.key] = node;
        if (name.spacing != 0) {
            mine.current = node;
            begin(*node);
            return node;
        }
        return open(mine, *node);
    }

    // For what is not known to be a plain scope.
    static void begin(call_node& node) noexcept {
        const bool is_timed = node.kind != node_kind::sampled || static_cast<sampled_node&>(node).count_entry();
        note_memory(node);
        node.open.store_release(is_timed ? Clock::now() : call_node::ending);
    }
    static void finish(call_node& node, uint64_t now, bool is_own) noexcept {
        if (node.kind == node_kind::sampled) {
            static_cast<sampled_node&>(node).finish(now, is_own ? call_node::not_open : call_node::ending);
        } else if (is_own) {
            node.finish(now);
        } else {
            node.finish_elsewhere(now);
        }
    }

    DWELL_COLD static call_node* enter_slowly(const name_record& name) noexcept {
        thread_state& mine = state_;
        if (mine.log == nullptr && !attach(mine)) {
            return nullptr;
        }
        call_node*& here = position(mine);
        here = innermost_open(here);
        if (here->kind == node_kind::truncated) {
            mine.log->truncated_calls.add(1);
            return &beyond_bound;
        }
        const node_kind kind = name.spacing != 0 ? node_kind::sampled : node_kind::scope;
        call_node* const node = mine.log->child(here, &name, kind);
        if (node == nullptr) {
            mine.log->root.lost_records.add(1);
            detach_if_late(mine);
            return nullptr;
        }
        count_truncated(*node);
        if (node == &beyond_bound) {
            detach_if_late(mine);
            return node;
        }
        here = node;
        if (const scope_mirror* const mirror = all_.mirror.load_acquire();
            mirror != nullptr && kind == node_kind::scope && !mine.is_late) [[unlikely]] {
            begin_mirrored(*mirror, *mine.log, *node);
        }
        begin(*node);
        return node;
    }

    DWELL_COLD static void leave_unexpected(call_node* node, uint64_t now) noexcept {
        thread_state& mine = state_;
        if (node == &beyond_bound) {
            return;
        }
        thread_timeline* const line = mine.log != nullptr ? mine.log->timeline.load_acquire() : nullptr;
        const uint64_t started = node->open.load();
        if (node->log != mine.log) {
            node->mirrored.store(0);  // its own thread tells of the end, when it next tells of something
            finish(*node, now, false);
            note(line, *node, started, now, timeline_kind::overlapping);
            all_.ended_on_other_thread.fetch_add(1);
            return;
        }
        call_node*& here = position(mine);
        here = innermost_open(here);
        finish(*node, now, true);
        tell_end(*node);
        note(line, *node, started, now, node == here ? timeline_kind::scope : timeline_kind::overlapping);
        if (node == here) {
            // Late, `current` is a stand-in; or the scopes inside this one have ended on another thread.
            here = node->parent;
        } else {
            mine.log->misnested_scopes.add(1);
            if (is_above(*node, *here)) {
                here = innermost_open(node->parent);
            }
        }
        detach_if_late(mine);
    }

    static call_node*& position(thread_state& mine) noexcept { return mine.is_late ? mine.late_current : mine.current; }

    // A scope that another thread ended leaves its own thread pointing at it.
    static call_node* innermost_open(call_node* node) noexcept {
        while (node->open.load_acquire() == call_node::not_open) {
            node = node->parent;
        }
        return node;
    }

    static bool is_above(const call_node& upper, const call_node& lower) noexcept {
        for (const call_node* at = lower.parent; at != nullptr; at = at->parent) {
            if (at == &upper) {
                return true;
            }
        }
        return false;
    }

    static void count_truncated(const call_node& node) noexcept {
        if (node.kind == node_kind::truncated) {
            state_.log->truncated_calls.add(1);
        }
    }

    DWELL_COLD static bool attach(thread_state& mine) noexcept {
        start_process();
        if (!is_recording()) {
            return false;
        }
        all_.note_start();
        thread_log* const log = all_.acquire_log(mine.name, !mine.is_late);
        if (log == nullptr) {
            return false;
        }
        mine.log = log;
        if (const registry::prepare_log prepare = all_.prepare_timeline.load_acquire(); prepare != nullptr) {
            prepare(all_, *log);
        }
        if (all_.mirror.load_acquire() != nullptr) {
            watch_ends(*log);
        }
        if (mine.is_late) {
            mine.late_current = &log->root;
        } else {
            mine.current = &log->root;
            if constexpr (!requires { requires !Clock::hands_log_back_at_thread_end; }) {
                thread_end<recorder, thread_log>::arm(log);
            }
        }
        return true;
    }

    static void detach(thread_state& mine) noexcept {
        thread_log* const log = mine.log;
        if (const scope_mirror* const mirror = all_.last_mirror.load_acquire(); mirror != nullptr) {
            end_mirrored(*mirror, *log, 0);
        }
        mine.log = nullptr;
        // A thread that is late was counted as ended before.
        log->threads_ended.add(mine.is_late && mine.late_current == nullptr ? 1 : 0);
        mine.recent.forget();
        mine.current = &no_log_yet;
        mine.unwatched_bytes = 0;
        mine.late_current = nullptr;
        thread_end<recorder, thread_log>::disarm();
        registry::release_log(*log);
    }

    /// Once the thread is ending, it keeps a log only while it has a scope open.
    static void detach_if_late(thread_state& mine) noexcept {
        if (mine.is_late && mine.log != nullptr && mine.late_current == &mine.log->root) {
            detach(mine);
        }
    }

    /// Hands the log back when the thread ends. Scopes in thread_local destructors that run later, and in static
    /// destructors, attach afresh and hand back at once: `is_late`. `forgotten` is the thread's log where its state is
    /// gone before this.
    friend class thread_end<recorder, thread_log>;
    static void end_thread(thread_log* forgotten) noexcept {
        thread_state& mine = state_;
        mine.is_late = true;
        if (mine.log != nullptr) {
            detach(mine);
        } else if (forgotten != nullptr) {
            forgotten->threads_ended.add(1);
            registry::release_log(*forgotten);
        }
    }

    static constinit thread_local thread_state state_;
    static constinit registry all_;
};

template <recording_clock Clock>
constinit thread_local thread_state recorder<Clock>::state_{};
template <recording_clock Clock>
constinit registry recorder<Clock>::all_{&Clock::now, &Clock::name};

using default_recorder = recorder<tsc_clock>;

}  // namespace detail
DWELL_NAMESPACE_END

#endif
