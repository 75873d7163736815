// SPDX-License-Identifier: BSL-1.0
// What a user has of a graph whose stages are timed: the timers beside it, a scope for each stage while it is captured,
// and a scope for each launch.
#ifndef DWELL_DEVICE_GRAPH_TIMERS_HPP
#define DWELL_DEVICE_GRAPH_TIMERS_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/device/device_recorder.hpp>
#include <dwell/device/graph_run.hpp>
#include <dwell/device/graph_stages.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/name_table.hpp>
#include <dwell/record/site.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// `Recorder` is a `device_recorder`.
template <typename Recorder>
class basic_graph_timers {
public:
    using api = typename Recorder::api;

    basic_graph_timers() noexcept : stages_(graph_stages<api>::make()) {}
    basic_graph_timers(basic_graph_timers&& other) noexcept : stages_(other.stages_) { other.stages_ = nullptr; }
    basic_graph_timers& operator=(basic_graph_timers&& other) noexcept {
        graph_stages<api>* const mine = stages_;
        stages_ = other.stages_;
        other.stages_ = mine;
        return *this;
    }
    basic_graph_timers(const basic_graph_timers&) = delete;
    basic_graph_timers& operator=(const basic_graph_timers&) = delete;
    ~basic_graph_timers() {
        if (stages_ == nullptr) {
            return;
        }
        if (Recorder::can_ask()) {
            Recorder::harvest();  // what has completed is read, while its events are there
            stages_->retire();
        }
        stages_->release();
    }

    /// Forgets the stages: for another capture of the graph.
    void clear() noexcept {
        if (stages_ != nullptr && Recorder::can_ask()) {
            Recorder::harvest();
            stages_->clear();
        }
    }

    [[nodiscard]] graph_stages<api>* stages() const noexcept { return stages_; }

private:
    graph_stages<api>* stages_;
};

/// Text that is looked up each time, a looked-up name, or a site, as a name; null where there is no memory.
inline const name_record* record_of_name(site& where) noexcept { return where.resolve(); }
inline const name_record* record_of_name(const interned_name& name) noexcept { return name.record(); }
inline const name_record* record_of_name(text_view name) noexcept { return intern(name).record(); }

/// A stage of a graph, where the stream captures one; elsewhere a scope on the stream.
template <typename Recorder>
class [[nodiscard]] basic_graph_stage {
public:
    using timers = basic_graph_timers<Recorder>;
    using api = typename Recorder::api;
    using stream = typename Recorder::stream;

    template <typename Name>
    basic_graph_stage(Name&& name, const timers& of, stream on) noexcept : on_(on) {
        if (!is_recording()) {
            return;
        }
        const name_record* const record = record_of_name(name);
        if (!Recorder::is_capturing(on)) {
            opened_ = Recorder::open(record, on);
        } else if (of.stages() != nullptr && record != nullptr) {
            const own_work not_the_users;
            const typename api::calls calls;
            stages_ = of.stages();
            captured_ = stages_->begin(on, *record, Recorder::counts());
        }
    }
    ~basic_graph_stage() {
        if (stages_ == nullptr) {
            Recorder::close(opened_);
        } else if (captured_.generation != 0 && Recorder::can_ask()) {
            const typename api::calls calls;
            stages_->end(captured_, on_, Recorder::counts());
        }
    }
    basic_graph_stage(const basic_graph_stage&) = delete;
    basic_graph_stage& operator=(const basic_graph_stage&) = delete;

private:
    stream on_;
    graph_stages<api>* stages_ = nullptr;
    typename graph_stages<api>::captured captured_{};
    typename Recorder::open_scope opened_{};
};

/// A scope on the stream, with the stages of the graph that is launched in it.
template <typename Recorder>
class [[nodiscard]] basic_graph_launch {
public:
    using timers = basic_graph_timers<Recorder>;
    using stream = typename Recorder::stream;

    template <typename Name>
    basic_graph_launch(Name&& name, const timers& of, stream on) noexcept {
        graph_stages<typename Recorder::api>* const stages = of.stages();
        if (!is_recording()) {
            if (stages != nullptr) {
                stages->outdate();
            }
            return;
        }
        Recorder::harvest_some(on);  // the launch before this one, which this one overwrites
        opened_ = Recorder::open(record_of_name(name), on);
        if (stages != nullptr && Recorder::can_ask()) {
            run_ = stages->launch(opened_.on);
        }
    }
    ~basic_graph_launch() { Recorder::close(opened_, run_); }
    basic_graph_launch(const basic_graph_launch&) = delete;
    basic_graph_launch& operator=(const basic_graph_launch&) = delete;

private:
    typename Recorder::open_scope opened_{};
    graph_run<typename Recorder::api> run_{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
