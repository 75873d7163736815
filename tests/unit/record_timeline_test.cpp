// SPDX-License-Identifier: BSL-1.0
// The timeline: what ran when, on which thread, in a ring that overwrites its oldest.
#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/timeline_recording.hpp"

#include <dwell/scope.hpp>
#include <dwell/snapshot.hpp>

#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using test::keep_timeline;
using test::timeline_text;

template <typename Tag>
using recording = test::manual_recording<Tag>;

constexpr uint64_t least_bytes = 4096;
constexpr uint64_t scopes_in_least = 4096 / 32 / 8 * 7;
constexpr uint64_t values_in_least = 4096 / 32 / 8;

template <typename Here>
std::unique_ptr<typename Here::scope> begin_scope(const char* name) {
    return std::make_unique<typename Here::scope>(dwell::text_view(name));
}

std::string first_thread_text(const dwell::profile& profile) {
    return timeline_text(profile, profile.timeline().threads.at(0).scopes);
}

const dwell::timeline_series& series_called(const std::vector<dwell::timeline_series>& all, const std::string& name) {
    for (const dwell::timeline_series& series : all) {
        if (series.identity.name == name) {
            return series;
        }
    }
    throw std::runtime_error("no series " + name);
}

TEST_CASE("timeline: none is kept unless somebody asks") {
    using here = recording<struct timeline_off_tag>;
    here::spend("a", 10);
    const dwell::profile profile = here::snapshot();
    CHECK(profile.timeline().empty());
    CHECK(profile.exemplars().empty());
    CHECK(profile.parts().origin_unix_ns == 0);
}

TEST_CASE("timeline: scopes by start with those inside them behind them") {
    using here = recording<struct timeline_order_tag>;
    keep_timeline<here>();
    here::spend("first", 5);
    {
        const here::scope outer{dwell::text_view("outer")};
        here::advance(2);
        here::spend("inner", 3);
        here::spend("inner", 4);
        here::advance(1);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(first_thread_text(profile) == "first[0+5] outer[5+10] inner[7+3] inner[10+4]");
    const dwell::timeline_thread& thread = profile.timeline().threads.at(0);
    CHECK(thread.name == "thread");
    CHECK(thread.number == 1);
    CHECK(thread.overwritten_scopes == 0);
    CHECK(thread.overlapping.empty());
    CHECK(profile.timeline().end_ticks == 15);
    CHECK(profile.unix_ns_at(15) == profile.metadata().start_unix_ns + 15);
}

TEST_CASE("timeline: scopes of no duration stay where they were called") {
    using here = recording<struct timeline_zero_tag>;
    keep_timeline<here>();
    {
        const here::scope outer{dwell::text_view("outer")};
        here::spend("zero", 0);
        here::spend("whole", 7);
    }
    here::spend("after", 0);
    CHECK(first_thread_text(here::snapshot()) == "outer[0+7] zero[0+0] whole[0+7] after[7+0]");
}

TEST_CASE("timeline: what is open goes on to the snapshot") {
    using here = recording<struct timeline_open_tag>;
    keep_timeline<here>();
    here::spend("before", 1);
    const here::scope outer{dwell::text_view("outer")};
    here::spend("done", 2);
    const here::scope inner{dwell::text_view("inner")};
    here::advance(10);
    CHECK(first_thread_text(here::snapshot()) == "before[0+1] outer[1+12…] done[1+2] inner[3+10…]");
    keep_timeline<here>({.bytes = 0});
    CHECK(first_thread_text(here::snapshot()) == "before[0+1] done[1+2]");
}

TEST_CASE("timeline: the oldest are overwritten and counted") {
    using here = recording<struct timeline_overwrite_tag>;
    keep_timeline<here>({.bytes = least_bytes});
    const auto count =
        GENERATE(uint64_t{0}, scopes_in_least - 1, scopes_in_least, scopes_in_least + 1, 3 * scopes_in_least + 5);
    const dwell::profile before = here::snapshot();
    const uint64_t earlier = before.timeline().threads.empty() ? 0
                                                               : before.timeline().threads[0].overwritten_scopes +
                                                                     before.timeline().threads[0].scopes.size();
    for (uint64_t i = 0; i < count; ++i) {
        here::spend("step", 1 + i);
    }
    const dwell::profile profile = here::snapshot();
    if (count == 0) {
        return;
    }
    const dwell::timeline_thread& thread = profile.timeline().threads.at(0);
    CHECK(thread.scopes.size() + thread.overwritten_scopes == earlier + count);
    // One place is the writer's, who may be at work.
    CHECK(thread.scopes.size() == (std::min)(earlier + count, scopes_in_least - 1));
    CHECK(thread.scopes.back().duration_ticks == count);
}

TEST_CASE("timeline: every size and every count of scopes") {
    using here = recording<struct timeline_sizes_tag>;
    std::mt19937_64 random(7);
    for (int round = 0; round < 20; ++round) {
        const uint64_t slots = 128 * (1 + random() % 8);
        keep_timeline<here>({.bytes = slots * 32});
        const uint64_t count = 1 + random() % (3 * slots);
        for (uint64_t i = 0; i < count; ++i) {
            here::spend("step", 1);
        }
        const dwell::timeline_thread thread = here::snapshot().timeline().threads.at(0);
        INFO(slots << " slots, " << count << " scopes");
        CHECK(thread.scopes.size() + thread.overwritten_scopes == count);
        CHECK(thread.scopes.size() >= (std::min)(count, slots - slots / 8 - 1));
        keep_timeline<here>({.bytes = 32 * 1024 * 1024});  // another size: it begins anew
    }
}

TEST_CASE("timeline: switched off what was kept stays and on again it goes on") {
    using here = recording<struct timeline_switch_tag>;
    here::spend("unseen", 1);
    keep_timeline<here>({.bytes = least_bytes});
    here::spend("a", 1);
    keep_timeline<here>({.bytes = 0});
    here::spend("unseen", 1);
    CHECK(first_thread_text(here::snapshot()) == "a[1+1]");
    keep_timeline<here>({.bytes = least_bytes});
    here::spend("b", 1);
    CHECK(first_thread_text(here::snapshot()) == "a[1+1] b[3+1]");
    keep_timeline<here>({.bytes = 2 * least_bytes});
    here::spend("c", 1);
    CHECK(first_thread_text(here::snapshot()) == "c[4+1]");
}

TEST_CASE("timeline: threads that began before it and after it") {
    using here = recording<struct timeline_threads_tag>;
    here::spend("main", 1);
    keep_timeline<here>();
    here::spend("main", 1);
    std::thread([] {
        here::recorder::set_thread_name(dwell::intern("worker").record());
        here::spend("work", 5);
    }).join();
    const dwell::profile profile = here::snapshot();
    REQUIRE(profile.timeline().threads.size() == 2);
    CHECK(profile.timeline().threads[0].number == 1);
    CHECK(profile.timeline().threads[1].number == 2);
    CHECK(profile.timeline().threads[1].name == "worker");
    CHECK(timeline_text(profile, profile.timeline().threads[1].scopes) == "work[2+5]");
}

TEST_CASE("timeline: what ends out of order or on another thread overlaps") {
    using here = recording<struct timeline_overlap_tag>;
    keep_timeline<here>();
    auto outer = begin_scope<here>("outer");
    here::advance(1);
    auto inner = begin_scope<here>("inner");
    here::advance(1);
    outer.reset();
    here::advance(1);
    inner.reset();
    auto handed_on = begin_scope<here>("handed on");
    here::advance(4);
    std::thread([&] {
        const here::scope other{dwell::text_view("other thread")};
        handed_on.reset();
    }).join();
    here::spend("after", 1);
    const dwell::profile profile = here::snapshot();
    REQUIRE(profile.timeline().threads.size() == 2);
    CHECK(first_thread_text(profile) == "after[7+1]");
    CHECK(timeline_text(profile, profile.timeline().threads[0].overlapping) == "outer[0+2] inner[1+2]");
    CHECK(timeline_text(profile, profile.timeline().threads[1].overlapping) == "handed on[3+4]");
}

TEST_CASE("timeline: spans overlap and are on the thread that ended them") {
    using here = recording<struct timeline_span_tag>;
    using span = dwell::detail::basic_span<here::recorder>;
    keep_timeline<here>();
    {
        const here::scope outer{dwell::text_view("outer")};
        span first{dwell::text_view("request")};
        here::advance(3);
        span second{dwell::text_view("request")};
        here::advance(3);
        first.end();
        here::advance(1);
        second.end();
    }
    const dwell::profile profile = here::snapshot();
    CHECK(first_thread_text(profile) == "outer[0+7]");
    CHECK(timeline_text(profile, profile.timeline().threads.at(0).overlapping) == "request[0+6] request[3+4]");
    CHECK(profile.path_string(profile.timeline().threads[0].overlapping[0].path) == "outer;request");
}

TEST_CASE("timeline: sampled scopes are there when they are timed") {
    using here = recording<struct timeline_sampled_tag>;
    using sampled = dwell::detail::basic_sampled_scope<here::recorder>;
    keep_timeline<here>();
    static constinit dwell::detail::sampled_site site("sampled in a timeline", 21, __FILE__, __LINE__, 4);
    for (int i = 0; i < 1000; ++i) {
        const sampled one{site};
        here::advance(1);
    }
    const dwell::profile profile = here::snapshot();
    const uint64_t timed = test::path_of(profile, "sampled in a timeline").sampled.timed;
    CHECK(timed > 200);
    CHECK(profile.timeline().threads.at(0).scopes.size() == timed);
    CHECK(test::timeline_fault(profile).empty());
}

TEST_CASE("timeline: what ends out of order has its own memory and leaves none to the next") {
    using here = recording<struct timeline_misnested_memory_tag>;
    keep_timeline<here>();
    auto upper = begin_scope<here>("upper");
    here::recorder::own_state().current->memory.allocations.add(3);
    auto lower = begin_scope<here>("lower");
    here::advance(1);
    upper.reset();
    upper = begin_scope<here>("upper");
    here::recorder::own_state().current->memory.allocations.add(5);
    here::advance(1);
    lower.reset();
    upper.reset();
    std::string found;
    const dwell::profile profile = here::snapshot();
    for (const auto* scopes : {&profile.timeline().threads.at(0).scopes, &profile.timeline().threads[0].overlapping}) {
        for (const dwell::timeline_scope& scope : *scopes) {
            found += profile.path_string(scope.path) + "=" + std::to_string(scope.allocations) + " ";
        }
    }
    CHECK(found == "upper=5 upper=3 upper;lower=0 ");
}

// A snapshot between any two steps of a scope's end: here, right after it has been noted.
struct seen_when_noted {
    static inline void (*note)(dwell::detail::thread_timeline&, dwell::detail::call_node&, uint64_t, uint64_t,
                               dwell::detail::timeline_kind) noexcept = nullptr;
    static inline dwell::profile (*snapshot)() = nullptr;
    static inline std::vector<size_t> scopes;

    static void note_and_look(dwell::detail::thread_timeline& line, dwell::detail::call_node& node, uint64_t started,
                              uint64_t ended, dwell::detail::timeline_kind kind) noexcept {
        note(line, node, started, ended, kind);
        const dwell::profile profile = snapshot();
        size_t found = 0;
        for (const dwell::timeline_thread& thread : profile.timeline().threads) {
            found += thread.scopes.size() + thread.overlapping.size();
        }
        scopes.push_back(found);
    }
};

TEST_CASE("timeline: a scope that ends is never there twice") {
    using here = recording<struct timeline_twice_tag>;
    using sampled = dwell::detail::basic_sampled_scope<here::recorder>;
    keep_timeline<here>();
    here::spend("first", 1);
    dwell::detail::thread_timeline& line = *here::recorder::own_log()->timeline.load();
    seen_when_noted::note = line.note_scope;
    seen_when_noted::snapshot = here::snapshot;
    line.note_scope = seen_when_noted::note_and_look;
    here::spend("plain", 1);
    {
        static constinit dwell::detail::sampled_site site("sampled and timed", 17, __FILE__, __LINE__, 4);
        const sampled one{site};
        here::advance(1);
    }
    auto upper = begin_scope<here>("upper");
    auto lower = begin_scope<here>("lower");
    here::advance(1);
    upper.reset();  // out of order: `lower` is open still
    lower.reset();
    std::unique_ptr<here::scope> foreign;
    std::thread([&] {
        foreign = begin_scope<here>("foreign");
        here::advance(1);
    }).join();
    foreign.reset();
    line.note_scope = seen_when_noted::note;
    CHECK(seen_when_noted::scopes == std::vector<size_t>{2, 3, 5, 5, 6});
}

// Scopes are opened and closed at random, sometimes out of order, on a clock that often stands still.
TEST_CASE("timeline: whatever a program does each scope is there once and those called nested are") {
    using here = recording<struct timeline_random_tag>;
    keep_timeline<here>();
    std::mt19937_64 random(20'261'122);
    const char* const names[] = {"a", "b", "c", "d"};
    std::vector<std::unique_ptr<here::scope>> open;
    uint64_t ended = 0;
    for (int step = 0; step < 20'000; ++step) {
        here::advance(random() % 3);
        if (open.empty() || (open.size() < 12 && random() % 2 == 0)) {
            open.push_back(begin_scope<here>(names[random() % 4]));
        } else {
            const size_t which = random() % 10 == 0 ? random() % open.size() : open.size() - 1;
            open.erase(open.begin() + static_cast<std::ptrdiff_t>(which));
            ++ended;
        }
    }
    const size_t still_open = open.size();
    const dwell::profile profile = here::snapshot();
    const dwell::timeline_thread& thread = profile.timeline().threads.at(0);
    CHECK(thread.overwritten_scopes == 0);
    CHECK(thread.scopes.size() + thread.overlapping.size() == ended + still_open);
    CHECK(profile.health().misnested_scopes > 100);
    CHECK(thread.overlapping.size() >= profile.health().misnested_scopes);
    CHECK(thread.scopes.size() > ended / 4);
    std::vector<uint64_t> ends;
    for (const dwell::timeline_scope& scope : thread.scopes) {
        while (!ends.empty() && ends.back() <= scope.start_ticks) {
            ends.pop_back();
        }
        CHECK((ends.empty() || scope.end_ticks() <= ends.back()));
        ends.push_back(scope.end_ticks());
    }
    uint64_t ticks = 0;
    for (const auto* scopes : {&thread.scopes, &thread.overlapping}) {
        for (const dwell::timeline_scope& scope : *scopes) {
            ticks += scope.duration_ticks;
        }
    }
    uint64_t total = 0;
    for (const dwell::call_path& path : profile.paths()) {
        total += path.total_ticks;
    }
    CHECK(ticks == total);
}

TEST_CASE("timeline: a busy counter pushes no scope out") {
    dwell::set_timeline({.bytes = least_bytes});
    { TIMED_SCOPE("timeline.scope"); }
    for (int i = 0; i < 1000; ++i) {
        dwell::counter<"timeline.busy">.add(2);
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::timeline_thread& thread = profile.timeline().threads.at(0);
    CHECK(first_thread_text(profile).rfind("timeline.scope[", 0) == 0);
    const dwell::timeline_series& busy = series_called(profile.timeline().counters, "timeline.busy");
    CHECK(busy.values.size() == values_in_least - 1);
    CHECK(busy.values.back().value == 2000);
    CHECK(busy.values.front().value == 2000 - 2 * (values_in_least - 2));
    CHECK(thread.overwritten_values == 1000 - busy.values.size());
}

TEST_CASE("timeline: a counter is the total of all threads") {
    dwell::counter<"timeline.total">.add(5);  // before it is kept
    dwell::set_timeline({});
    std::thread([] { dwell::counter<"timeline.total">.add(10); }).join();
    dwell::counter<"timeline.total">.add(100);
    dwell::counter<"timeline.total">.with("route", "/").add(1);
    std::thread([] { dwell::counter<"timeline.total">.add(1000); }).join();
    const dwell::profile profile = dwell::snapshot();
    std::vector<double> totals;
    uint64_t last = 0;
    for (const dwell::timeline_value& value : series_called(profile.timeline().counters, "timeline.total").values) {
        totals.push_back(value.value);
        CHECK(value.at_ticks >= last);
        last = value.at_ticks;
    }
    CHECK(totals == std::vector<double>{15, 115, 1115});
    REQUIRE(profile.timeline().counters.size() == 2);
    CHECK(profile.timeline().counters[1].identity.labels.size() +
              profile.timeline().counters[0].identity.labels.size() ==
          1);
}

TEST_CASE("timeline: a counter that went on while it was off has its total afterwards") {
    dwell::set_timeline({});
    dwell::counter<"timeline.gap">.add(1);
    dwell::set_timeline({.bytes = 0});
    dwell::counter<"timeline.gap">.add(10);
    dwell::set_timeline({});
    dwell::counter<"timeline.gap">.add(100);
    const dwell::profile profile = dwell::snapshot();
    const dwell::timeline_series& series = series_called(profile.timeline().counters, "timeline.gap");
    REQUIRE(series.values.size() == 2);
    CHECK(series.values[0].value == 1);
    CHECK(series.values[1].value == 111);
}

TEST_CASE("timeline: a gauge is what was written last") {
    dwell::set_timeline({.bytes = 0});  // of an earlier test in the same process
    dwell::gauge<"timeline.depth">.set(1);
    dwell::set_timeline({});
    dwell::gauge<"timeline.depth">.set(2.5);
    std::thread([] { dwell::gauge<"timeline.depth">.set(-4); }).join();
    const dwell::profile profile = dwell::snapshot();
    std::vector<double> values;
    for (const dwell::timeline_value& value : series_called(profile.timeline().gauges, "timeline.depth").values) {
        values.push_back(value.value);
    }
    CHECK(values == std::vector<double>{2.5, -4});
}

TEST_CASE("timeline: marks") {
    dwell::set_timeline({.bytes = 0});  // of an earlier test in the same process
    DWELL_MARK("timeline.unseen");
    dwell::mark(std::string("timeline.unseen"));
    dwell::set_timeline({});
    DWELL_MARK("timeline.deploy");
    if (dwell::is_recording())
        DWELL_MARK("timeline.in an if");
    dwell::mark(std::string("config ") + "reloaded");
    const dwell::profile profile = dwell::snapshot();
    std::string names;
    for (const dwell::timeline_mark& mark : profile.timeline().threads.at(0).marks) {
        names += mark.name + "|";
        CHECK(mark.at_ticks <= profile.timeline().end_ticks);
    }
    CHECK(names == "timeline.deploy|timeline.in an if|config reloaded|");
}

TEST_CASE("timeline: a snapshot without it has the exemplars") {
    using here = recording<struct timeline_left_out_tag>;
    keep_timeline<here>();
    here::spend("a", 1);
    const dwell::profile profile = dwell::detail::take_snapshot(here::recorder::all(), false, {.timeline = false});
    CHECK(profile.timeline().empty());
    CHECK(profile.exemplars().size() == 1);
    CHECK(profile.unix_ns_at(0) == profile.metadata().start_unix_ns);
}

TEST_CASE("timeline: copies of a profile share it") {
    using here = recording<struct timeline_copy_tag>;
    keep_timeline<here>();
    here::spend("a", 1);
    const dwell::profile first = here::snapshot();
    const dwell::profile copy = first;  // NOLINT(performance-unnecessary-copy-initialization): it is what is tested
    CHECK(&copy.timeline() == &first.timeline());
    CHECK(copy == first);
    dwell::profile second = here::snapshot();
    CHECK(second.timeline() == first.timeline());
    here::spend("a", 1);
    second = here::snapshot();
    CHECK(second.timeline() != first.timeline());
    CHECK(copy.timeline().threads.at(0).scopes.size() == 1);
}

}  // namespace
