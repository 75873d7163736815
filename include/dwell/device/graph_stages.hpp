// SPDX-License-Identifier: BSL-1.0
// The stages of a graph: pairs of events in it, that each launch records anew, and how a launch becomes call paths.
#ifndef DWELL_DEVICE_GRAPH_STAGES_HPP
#define DWELL_DEVICE_GRAPH_STAGES_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/device/device_clock.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/device/graph_run.hpp>
#include <dwell/device/launch_numbers.hpp>
#include <dwell/device/scope_counts.hpp>
#include <dwell/device/stream_log.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/name_table.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The scope around a launch, which has completed.
template <event_api Api>
struct launch_times {
    typename Api::context where;
    typename Api::event began{};
    typename Api::event ended{};
    uint64_t began_ticks = 0;
    uint64_t ended_ticks = 0;
};

/// The events are in the graph, so a launch overwrites the times of the one before. A launch's times are read when its
/// end has completed, and are its own only if no other launch has been asked for until they were read: each has a
/// number, and whoever reads looks at the last number again afterwards. So launching never waits for who reads.
///
/// Lives as long as its owner and its launches do. Any thread.
template <event_api Api>
class graph_stages : public constructed_in_place {
public:
    using event = typename Api::event;
    using stream = typename Api::stream;
    static constexpr uint32_t capacity = 1024;

    /// A stage that is being captured.
    struct captured {
        uint32_t index = 0;
        uint32_t generation = 0;  ///< 0 for none
    };

    /// With one owner. Null where there is no memory.
    static graph_stages* make() noexcept {
        void* const memory = allocate_zeroed(sizeof(graph_stages));
        return memory != nullptr ? new (memory) graph_stages : nullptr;
    }
    void release() noexcept {
        if (references_.fetch_add(static_cast<uint32_t>(-1)) == 1) {
            release_memory(this);
        }
    }

    // --- While the graph is captured ------------------------------------------------------------------------------

    /// Begins a stage on a stream that captures. Counts it where it cannot be.
    captured begin(stream on, const name_record& name, scope_counts& counts) noexcept {
        const spin_guard guard(lock_);
        const bool has_events = is_where_events_are() && count_ < capacity && has_events_of(count_);
        if (!has_events || !Api::record_in_graph(stages_[count_].began, on)) {
            drop_one(has_events ? drop_reason::failed : drop_reason::no_event, counts);
            return {};
        }
        stage& fresh = stages_[count_];
        fresh.name = &name;
        fresh.on = on;
        fresh.state = stage_state::open;
        fresh.parent = parent_on(on);
        const bool follows_parent =
            fresh.parent != none ? stages_[fresh.parent].on == on : count_ == 0 || stages_[0].on == on;
        fresh.kind = follows_parent ? node_kind::scope : node_kind::span;
        return {count_++, generation_};
    }

    void end(const captured& begun, stream on, scope_counts& counts) noexcept {
        const spin_guard guard(lock_);
        if (begun.generation != generation_) {
            return;
        }
        stage& ended = stages_[begun.index];
        if (!Api::same_context(where_, Api::current_context()) || !Api::record_in_graph(ended.ended, on)) {
            ended.state = stage_state::broken;
            drop_one(drop_reason::failed, counts);
            return;
        }
        ended.state = stage_state::complete;
        by_end_[complete_.load()] = begun.index;
        complete_.store_release(complete_.load() + 1);
    }

    /// Forgets the stages, for another capture, which uses their events again.
    void clear() noexcept {
        const spin_guard guard(lock_);
        forget();
    }

    /// Its owner is gone, and its graph: so may its events be.
    void retire() noexcept {
        const spin_guard guard(lock_);
        forget();
        if (events_ == 0) {
            return;
        }
        const typename Api::visit there(where_);
        const typename Api::calls calls;
        for (; events_ > 0 && there.is_there(); --events_) {
            Api::destroy_event(stages_[events_ - 1].began);
            Api::destroy_event(stages_[events_ - 1].ended);
        }
    }

    // --- Launches -------------------------------------------------------------------------------------------------

    /// Before a launch inside a scope on a stream, that `where` stands for.
    graph_run<Api> launch(const void* where) noexcept {
        references_.fetch_add(1);
        return {this, launches_.begin(where), complete_.load_acquire()};
    }
    /// Before a launch of which nothing will be recorded; and whatever else makes the times there are another's.
    void outdate() noexcept { launches_.outdate(); }

    void drop(const graph_run<Api>& run, drop_reason why, scope_counts& counts) noexcept {
        counts.count_dropped(why, run.count);
        end_launch();
    }

    /// Records the stages of a launch under its scope.
    void record(const graph_run<Api>& run, const launch_times<Api>& launch, call_node& scope, stream_log& log,
                const device_clock<Api>& clock, scope_counts& counts) noexcept {
        if (try_record(run, launch, scope, log, clock, counts)) {
            end_launch();
        } else {
            drop(run, drop_reason::overwritten, counts);
        }
    }

private:
    static constexpr uint32_t none = uint32_max;

    enum class stage_state : unsigned char {
        open,
        broken,    ///< its end could not be captured
        complete,  ///< and did not run in the launch that was read last
        ran,
    };

    struct stage {
        event began{};
        event ended{};
        const name_record* name = nullptr;
        stream on{};
        uint32_t parent = none;
        node_kind kind = node_kind::scope;
        stage_state state = stage_state::open;

        // Of the launch that is being read.
        uint64_t began_ticks = 0;
        uint64_t ended_ticks = 0;
        uint64_t free_from = 0;  ///< where the next stage inside may begin
        call_node* node = nullptr;
    };

    // Where the device was reset, all begins anew. Events of another device cannot be in the same graph's stages.
    bool is_where_events_are() noexcept {
        const typename Api::context here = Api::current_context();
        if (events_ == 0 || !Api::same_context(where_, here)) {
            if (events_ != 0 && typename Api::visit(where_).is_there()) {
                return false;
            }
            forget();
            events_ = 0;
            where_ = here;
        }
        return true;
    }

    // Reused by the stage that has the same place in the next capture.
    bool has_events_of(uint32_t index) noexcept {
        if (index < events_) {
            return true;
        }
        if (!Api::create_event(stages_[index].began)) {
            return false;
        }
        if (!Api::create_event(stages_[index].ended)) {
            Api::destroy_event(stages_[index].began);
            return false;
        }
        events_ = index + 1;
        return true;
    }

    // The innermost open stage of the stream; of all, where the stream joined the capture inside it.
    [[nodiscard]] uint32_t parent_on(stream on) const noexcept {
        uint32_t innermost = none;
        for (uint32_t i = count_; i-- > 0;) {
            if (stages_[i].state != stage_state::open) {
                continue;
            }
            if (stages_[i].on == on) {
                return i;
            }
            innermost = innermost == none ? i : innermost;
        }
        return innermost;
    }

    void forget() noexcept {
        outdate();
        ++generation_;
        complete_.store_release(0);
        count_ = 0;
    }

    bool try_record(const graph_run<Api>& run, const launch_times<Api>& launch, call_node& scope, stream_log& log,
                    const device_clock<Api>& clock, scope_counts& counts) noexcept {
        const spin_guard guard(lock_);
        const bool are_there = Api::same_context(where_, launch.where);
        for (uint32_t i = 0; are_there && i < run.count && launches_.is_last(run.number); ++i) {
            read(stages_[by_end_[i]], launch, clock);
        }
        if (!are_there || !launches_.is_last(run.number)) {
            return false;
        }
        write(run.count, launch, scope, log, counts);
        return true;
    }

    static void drop_one(drop_reason why, scope_counts& counts) noexcept {
        counts.count_opened();
        counts.count_dropped(why);
    }

    void end_launch() noexcept {
        launches_.end();
        release();
    }

    // All are measured from the begin of the launch: what comes later there is later here, whatever rounding does. What
    // is outside the launch is of another one, in which the stage did run.
    void read(stage& each, const launch_times<Api>& launch, const device_clock<Api>& clock) noexcept {
        uint64_t began = 0;
        uint64_t ended = 0;
        uint64_t outside = 0;
        each.state = stage_state::complete;
        if (!clock.ticks_between(launch.began, each.began, began) ||
            !clock.ticks_between(launch.began, each.ended, ended) ||
            (began == 0 && clock.ticks_between(each.began, launch.began, outside) && outside != 0) || ended < began ||
            (clock.ticks_between(launch.ended, each.ended, outside) && outside != 0)) {
            return;
        }
        each.state = stage_state::ran;
        each.began_ticks = launch.began_ticks + began;
        each.ended_ticks = launch.began_ticks + ended;
    }

    void write(uint32_t count, const launch_times<Api>& launch, call_node& scope, stream_log& log,
               scope_counts& counts) noexcept {
        uint64_t free_from = launch.began_ticks;
        for (uint32_t i = 0; i < count_; ++i) {
            if (stages_[i].state == stage_state::ran) {
                place(stages_[i], launch, free_from, scope, log);
            }
        }
        // As they ended, which is the order of a timeline.
        for (uint32_t i = 0; i < count; ++i) {
            const stage& each = stages_[by_end_[i]];
            if (each.state != stage_state::ran) {
                counts.count_dropped(drop_reason::not_run);
            } else if (each.node == nullptr) {
                counts.count_dropped(drop_reason::no_memory);
            } else {
                log.add(*each.node, each.began_ticks, each.ended_ticks);
                counts.count_recorded();
            }
        }
    }

    // The length of a tick may have been measured anew between two readings: a stage is kept in the one around it, and
    // behind the one before it.
    void place(stage& each, const launch_times<Api>& launch, uint64_t& free_from, call_node& scope,
               stream_log& log) noexcept {
        uint32_t parent = each.parent;
        while (parent != none && stages_[parent].state != stage_state::ran) {
            parent = stages_[parent].parent;
        }
        call_node* const around = parent != none ? stages_[parent].node : &scope;
        each.node = around != nullptr ? log.path(*around, *each.name, each.kind) : nullptr;
        if (each.kind == node_kind::scope) {
            uint64_t& earliest = parent != none ? stages_[parent].free_from : free_from;
            const uint64_t latest = parent != none ? stages_[parent].ended_ticks : launch.ended_ticks;
            each.began_ticks = between(earliest, each.began_ticks, latest);
            each.ended_ticks = between(each.began_ticks, each.ended_ticks, latest);
            earliest = each.ended_ticks;
        }
        each.free_from = each.began_ticks;
    }

    static uint64_t between(uint64_t least, uint64_t value, uint64_t most) noexcept {
        return value < least ? least : value > most ? most : value;
    }

    atomic_cell<uint32_t> references_{1};
    launch_numbers launches_;

    spin_lock lock_;
    typename Api::context where_{};  // of the events
    uint32_t generation_ = 1;
    uint32_t count_ = 0;
    uint32_t events_ = 0;  // stages with events
    atomic_cell<uint32_t> complete_{};
    uint32_t by_end_[capacity] = {};  // the complete ones, as they end
    stage stages_[capacity] = {};     // as they begin
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
