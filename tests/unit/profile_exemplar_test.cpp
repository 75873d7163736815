// SPDX-License-Identifier: BSL-1.0
// What becomes of exemplars and the timeline in intervals, merges and compensated profiles.
#include "support/catch.hpp"
#include "support/exemplar_fixture.hpp"
#include "support/sample_exemplars.hpp"
#include "support/sample_profile.hpp"

#include <dwell/profile/compensate.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/profile/merge.hpp>
#include <dwell/profile/window.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using test::builder_of;
using test::exemplar_of;
using test::scope_entry;
using test::scope_of;

namespace {

/// One process as it goes on: each call is of a root scope, and lasts from its start for so many ticks of 1 ns.
class recorded_calls {
public:
    explicit recorded_calls(uint64_t pid = 7, int64_t origin_unix_ns = 1'000'000)
        : pid_(pid), origin_(origin_unix_ns) {}

    double ns_per_tick = 1;
    uint32_t most = 2;
    bool with_timeline = true;

    void call(const scope_entry& instance, const std::vector<scope_entry>& inside = {}) {
        calls_.push_back({instance, inside});
    }

    /// All that ended by then; exemplars are what an unlimited timeline has.
    [[nodiscard]] dwell::profile snapshot(uint64_t at_ticks) const {
        dwell::profile_builder builder;
        dwell::profile_parts& parts = builder.parts();
        parts.scale.ns_per_tick = ns_per_tick;
        parts.metadata.pid = pid_;
        parts.metadata.start_unix_ns = origin_;
        parts.metadata.duration_ns = static_cast<uint64_t>(static_cast<double>(at_ticks) * ns_per_tick);
        parts.metadata.snapshot_unix_ns = origin_ + static_cast<int64_t>(parts.metadata.duration_ns);
        parts.origin_unix_ns = origin_;
        parts.exemplars_per_name = most;
        dwell::timeline recorded;
        recorded.end_ticks = at_ticks;
        recorded.threads.emplace_back().name = "worker";
        recorded.threads[0].number = 1;
        for (const auto& [instance, inside] : calls_) {
            const bool has_ended = instance.start_ticks + instance.duration_ticks <= at_ticks;
            const auto add = [&](const scope_entry& scope) {
                if (scope.start_ticks + scope.duration_ticks <= at_ticks) {
                    dwell::call_path& path = builder.at(test::add_path(builder, scope.names));
                    path.calls += 1;
                    path.total_ticks += scope.duration_ticks;
                    path.durations.record(scope.duration_ticks);
                    recorded.threads[0].scopes.push_back(scope_of(builder, scope));
                }
            };
            add(instance);
            for (const scope_entry& scope : inside) {
                add(scope);
            }
            if (has_ended) {
                builder.add_exemplar(exemplar_of(builder, instance, inside));
            }
        }
        if (with_timeline) {
            builder.set_timeline(recorded);
        }
        return builder.build();
    }

private:
    struct one_call {
        scope_entry instance;
        std::vector<scope_entry> inside;
    };
    uint64_t pid_;
    int64_t origin_;
    std::vector<one_call> calls_;
};

std::string scope_text(const dwell::profile& profile, const dwell::timeline_scope& scope) {
    return profile.path_string(scope.path) + " " + std::to_string(scope.start_ticks) + "+" +
           std::to_string(scope.duration_ticks);
}

std::string exemplars_text(const dwell::profile& profile) {
    std::string text;
    for (const dwell::exemplar& slow : profile.exemplars()) {
        text += text.empty() ? "" : ", ";
        text += scope_text(profile, slow.instance);
        for (const dwell::timeline_scope& scope : slow.inside) {
            text += " [" + scope_text(profile, scope) + "]";
        }
    }
    return text;
}

std::string timeline_text(const dwell::profile& profile) {
    std::string text;
    for (const dwell::timeline_thread& thread : profile.timeline().threads) {
        text += std::to_string(thread.number) + ":";
        for (const dwell::timeline_scope& scope : thread.scopes) {
            text += " " + scope_text(profile, scope);
        }
    }
    return text;
}

recorded_calls three_steps() {
    recorded_calls process;
    process.call({"step", 100, 50}, {{"step;load", 100, 40}});
    process.call({"step", 200, 90}, {{"step;load", 200, 5}, {"step;parse", 210, 70}});
    process.call({"step", 300, 60}, {{"step;parse", 300, 55}});
    return process;
}

}  // namespace

TEST_CASE("delta: exemplars are those that ended in the interval") {
    recorded_calls process = three_steps();
    process.most = 5;
    const dwell::profile first = process.snapshot(250);
    const dwell::profile second = process.snapshot(400);
    REQUIRE(exemplars_text(first) == "step 100+50 [step;load 100+40]");
    const dwell::profile interval = dwell::delta(second, first);
    CHECK(interval.health().delta_mismatches == 0);
    CHECK(exemplars_text(interval) ==
          "step 200+90 [step;load 200+5] [step;parse 210+70], step 300+60 [step;parse 300+55]");
    CHECK(interval.parts().exemplars_per_name == 5);
    CHECK(interval.parts().origin_unix_ns == 1'000'000);
    CHECK(interval.unix_ns_at(interval.exemplars()[0].instance.start_ticks) == 1'000'200);
    // What ran in it before the interval is nothing new, and yet a call path of it.
    const auto load = interval.find_path("step;load");
    REQUIRE(load);
    CHECK(interval.paths()[*load].calls == 0);
    CHECK(interval.paths()[*load].total_ticks == 0);

    CHECK(exemplars_text(dwell::delta(second, second)).empty());
    CHECK(dwell::delta(second, second).paths().empty());
    CHECK(exemplars_text(dwell::delta(second, dwell::profile())) == exemplars_text(second));
    // Whatever clock the earlier snapshot had, and however it came here.
    dwell::profile_parts parts = first.parts();
    parts.metadata.duration_ns = UINT64_MAX;
    parts.timeline = {};
    CHECK(exemplars_text(dwell::delta(second, dwell::profile(parts))) == exemplars_text(interval));
    // The intervals of an interval are those of the whole.
    const dwell::profile start = process.snapshot(0);
    CHECK(exemplars_text(dwell::delta(dwell::delta(second, start), dwell::delta(first, start))) ==
          exemplars_text(interval));
}

TEST_CASE("delta: slower ones of before keep others out, and a scope that was open has ended since") {
    const recorded_calls process = three_steps();
    const dwell::profile interval = dwell::delta(process.snapshot(400), process.snapshot(295));
    CHECK(exemplars_text(interval) == "step 300+60 [step;parse 300+55]");
    recorded_calls slower = three_steps();
    slower.call({"step", 400, 10});
    CHECK(exemplars_text(dwell::delta(slower.snapshot(500), slower.snapshot(390))).empty());

    const auto with_open = [](uint64_t duration, bool is_open) {
        dwell::profile_builder builder = builder_of({{"serve", is_open ? 0U : 1U, duration, is_open ? 1U : 0U}});
        builder.parts().exemplars_per_name = 1;
        dwell::exemplar slow = exemplar_of(builder, {"serve", 50, duration});
        slow.instance.is_open = is_open;
        builder.add_exemplar(slow);
        return builder.build();
    };
    const dwell::profile ended = dwell::delta(with_open(900, false), with_open(400, true));
    CHECK(exemplars_text(ended) == "serve 50+900");
}

TEST_CASE("delta: the timeline of an interval is what ended in it") {
    recorded_calls process = three_steps();
    const dwell::profile first = process.snapshot(285);
    const dwell::profile interval = dwell::delta(process.snapshot(400), first);
    CHECK(timeline_text(interval) == "1: step 200+90 step 300+60 step;parse 300+55");
    CHECK(interval.timeline().end_ticks == 400);
    // Where the earlier snapshot has none, how long it had recorded says when it was taken.
    process.with_timeline = false;
    const dwell::profile without = process.snapshot(285);
    process.with_timeline = true;
    CHECK(timeline_text(dwell::delta(process.snapshot(400), without)) == timeline_text(interval));
    process.ns_per_tick = 0.25;
    CHECK(timeline_text(dwell::delta(process.snapshot(400), without)) == "");
    CHECK(dwell::delta(process.snapshot(400), process.snapshot(400)).timeline().empty());
}

TEST_CASE("delta: marks and values of the interval and the value that it began with") {
    const auto at = [](uint64_t end, uint64_t overwritten) {
        dwell::profile_builder builder = builder_of({{"a", 1, 10}});
        dwell::timeline recorded;
        recorded.end_ticks = end;
        dwell::timeline_thread& thread = recorded.threads.emplace_back();
        thread.number = 3;
        thread.overwritten_scopes = thread.overwritten_values = overwritten;
        for (const uint64_t tick : {100U, 200U, 300U}) {
            if (tick <= end) {
                thread.overlapping.push_back(scope_of(builder, {"a", tick - 10, 10}));
                thread.marks.push_back({"deploy " + std::to_string(tick), tick});
            }
        }
        recorded.counters.push_back({{"jobs", {}, "", ""}, {{50, 1}, {150, 2}, {250, 3}}});
        recorded.gauges.push_back({{"depth", {}, "", ""}, {{220, 0.5}}});
        builder.set_timeline(recorded);
        return builder.build();
    };
    const auto interval = [&](uint64_t end, uint64_t overwritten_before, uint64_t overwritten) {
        return dwell::delta(at(310, overwritten), at(end, overwritten_before)).timeline();
    };
    const dwell::timeline some = interval(200, 4, 9);
    REQUIRE(some.threads.size() == 1);
    REQUIRE(some.threads[0].overlapping.size() == 1);
    CHECK(some.threads[0].overlapping[0].start_ticks == 290);
    REQUIRE(some.threads[0].marks.size() == 1);
    CHECK(some.threads[0].marks[0].name == "deploy 300");
    CHECK((some.counters.at(0).values == std::vector<dwell::timeline_value>{{150, 2}, {250, 3}}));
    CHECK((some.gauges.at(0).values == std::vector<dwell::timeline_value>{{220, 0.5}}));
    // The timeline reaches back beyond the interval, which is whole then.
    CHECK(some.threads[0].overwritten_scopes == 0);
    CHECK(some.threads[0].overwritten_values == 0);
    const dwell::timeline all = interval(50, 4, 9);
    CHECK(all.threads.at(0).marks.size() == 3);
    CHECK(all.threads[0].overwritten_scopes == 5);
    CHECK(all.threads[0].overwritten_values == 5);
    CHECK(interval(310, 9, 9).threads.empty());
}

TEST_CASE("merge: the slowest of both, of each name as many as one of them has") {
    recorded_calls one = three_steps();
    recorded_calls other(8);
    other.most = 3;
    other.call({"step", 10, 70});
    other.call({"step", 90, 55}, {{"step;load", 91, 50}});
    other.call({"init", 0, 5});
    const dwell::profile merged = dwell::merge(one.snapshot(400), other.snapshot(400));
    CHECK(exemplars_text(merged) ==
          "init 0+5, step 200+90 [step;load 200+5] [step;parse 210+70], step 10+70, step 300+60 [step;parse 300+55]");
    CHECK(merged.parts().exemplars_per_name == 3);
    CHECK(exemplars_text(dwell::merge(other.snapshot(400), one.snapshot(400))) == exemplars_text(merged));
    CHECK(dwell::merge(dwell::profile(), one.snapshot(400)) == one.snapshot(400));
}

TEST_CASE("merge: intervals of one process give the whole back, and what both have is there once") {
    recorded_calls process = three_steps();
    process.most = 5;
    const dwell::profile start = process.snapshot(0);
    const dwell::profile first = process.snapshot(250);
    const dwell::profile second = process.snapshot(400);
    const dwell::profile sum = dwell::merge(dwell::delta(first, start), dwell::delta(second, first));
    CHECK(exemplars_text(sum) == exemplars_text(second));
    CHECK(sum.parts().origin_unix_ns == 1'000'000);
    CHECK(exemplars_text(dwell::merge(first, second)) == exemplars_text(second));
    // The timeline is the later one's, in either order.
    CHECK(timeline_text(dwell::merge(first, second)) == timeline_text(second));
    CHECK(timeline_text(dwell::merge(second, first)) == timeline_text(second));
    process.with_timeline = false;
    CHECK(timeline_text(dwell::merge(first, process.snapshot(400))) == timeline_text(first));
}

TEST_CASE("merge: exemplars of two processes keep their time of day, whatever the ticks") {
    // 2^62 ns since 1970 are the year 2116; the other began 3 ms later, and counts in steps of 4 ns.
    const int64_t origin = int64_t{1} << 62U;
    recorded_calls early(7, origin);
    early.call({"step", 1'000, 500});
    recorded_calls late(8, origin + 3'000'000);
    late.ns_per_tick = 4;
    late.call({"step", 100, 250}, {{"step;a", 101, 100}, {"step;a;b", 150, 51}, {"step;c", 201, 149}});
    for (const bool early_first : {true, false}) {
        CAPTURE(early_first);
        const dwell::profile merged = early_first ? dwell::merge(early.snapshot(2'000), late.snapshot(2'000))
                                                  : dwell::merge(late.snapshot(2'000), early.snapshot(2'000));
        REQUIRE(merged.exemplars().size() == 2);
        CHECK(merged.parts().origin_unix_ns == origin);
        const dwell::exemplar& of_late = merged.exemplars()[0];
        CHECK(merged.unix_ns_at(of_late.instance.start_ticks) == origin + 3'000'400);
        CHECK(merged.scale().to_ns(of_late.instance.duration_ticks) == 1'000);
        CHECK(of_late.inside[0].end_ticks() == of_late.inside[1].end_ticks());
        CHECK(of_late.inside[2].start_ticks == of_late.inside[0].end_ticks());
        CHECK(of_late.inside[2].end_ticks() == of_late.instance.end_ticks());
        CHECK(merged.unix_ns_at(merged.exemplars()[1].instance.start_ticks) == origin + 1'000);
        // No timeline is that of two processes.
        CHECK(merged.timeline().empty());
    }
    // An origin that one does not know is not made up.
    dwell::profile_parts parts = late.snapshot(2'000).parts();
    parts.origin_unix_ns = 0;
    const dwell::profile unknown = dwell::merge(early.snapshot(2'000), dwell::profile(parts));
    CHECK(unknown.parts().origin_unix_ns == 0);
    CHECK(unknown.exemplars().at(0).instance.start_ticks == 400);
    // One that has kept no timeline changes nothing.
    const dwell::profile plain = builder_of({{"step", 1, 5}}).build();
    const dwell::profile with_plain = dwell::merge(plain, early.snapshot(2'000));
    CHECK(with_plain.parts().origin_unix_ns == origin);
    CHECK(timeline_text(with_plain) == "1: step 1000+500");
}

TEST_CASE("merge: converted scopes stay inside one another at every scale") {
    for (const double ns_per_tick : {0.3, 0.7, 1.3, 3.7}) {
        recorded_calls process(8, 1'000'001);
        process.ns_per_tick = ns_per_tick;
        std::vector<scope_entry> inside;
        for (uint64_t i = 0; i < 200; ++i) {
            inside.push_back({"step;a", 1'000 + 3 * i, 3});
        }
        process.call({"step", 1'000, 600}, inside);
        recorded_calls first;
        first.call({"step", 5, 10});
        const dwell::profile merged = dwell::merge(first.snapshot(10'000), process.snapshot(10'000));
        const auto slow = std::find_if(merged.exemplars().begin(), merged.exemplars().end(),
                                       [](const dwell::exemplar& one) { return !one.inside.empty(); });
        REQUIRE(slow != merged.exemplars().end());
        uint64_t end = slow->instance.start_ticks;
        for (const dwell::timeline_scope& scope : slow->inside) {
            REQUIRE(scope.start_ticks == end);
            end = scope.end_ticks();
        }
        CHECK(end == slow->instance.end_ticks());
    }
}

TEST_CASE("compensated: exemplars and the timeline are as they were measured") {
    dwell::profile_parts parts = three_steps().snapshot(400).parts();
    parts.metadata.scope_cost_ns = 5;
    parts.metadata.scope_parent_cost_ns = 5;
    const dwell::profile measured(parts);
    const dwell::profile compensated = dwell::compensated(measured);
    REQUIRE(compensated.paths()[0].total_ticks < measured.paths()[0].total_ticks);
    CHECK(exemplars_text(compensated) == exemplars_text(measured));
    CHECK(timeline_text(compensated) == timeline_text(measured));
}

TEST_CASE("profile_window: the exemplars of the last moments") {
    const recorded_calls process = three_steps();
    dwell::profile_window window(3);
    for (const uint64_t at : {160U, 295U, 400U}) {
        REQUIRE(window.add(process.snapshot(at)) == dwell::window_status::added);
    }
    const auto last = window.last(100);
    REQUIRE(last);
    CHECK(exemplars_text(*last) == "step 300+60 [step;parse 300+55]");
    const auto both = window.between(0, 2);
    REQUIRE(both);
    CHECK(exemplars_text(*both).substr(0, 11) == "step 200+90");
}
