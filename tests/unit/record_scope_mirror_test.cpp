// SPDX-License-Identifier: BSL-1.0
// A mirror is told of scopes as they begin and end: each once, nested as they are, on the thread that has them.
#include <dwell/core/text_view.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/mirror_switch.hpp>
#include <dwell/record/scope_mirror.hpp>
#include <dwell/record/site.hpp>
#include <dwell/record/thread_timeline.hpp>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/timeline_recording.hpp"

using dwell::detail::scope_mirror;

namespace {

/// What this thread has been told: "outer{inner{}}".
thread_local std::string told;
thread_local int told_open = 0;

void tell_begin(const char* name) noexcept {
    told += std::string(name) + "{";
    ++told_open;
}
void tell_end() noexcept {
    told += "}";
    --told_open;
}
constexpr scope_mirror telling{tell_begin, tell_end};

std::string what_was_told() {
    std::string now;
    now.swap(told);
    return now;
}

template <typename Recording>
void mirror(const scope_mirror* to) {
    dwell::detail::switch_mirror(Recording::recorder::all(), to);
}

/// Two scopes, one inside the other: each at one place of the source.
template <typename Recording>
void outer_and_inner(unsigned inner_times = 1) {
    static constinit dwell::detail::site outer_site("outer", 5, "", 0);
    static constinit dwell::detail::site inner_site("inner", 5, "", 0);
    const typename Recording::scope outer(outer_site);
    for (unsigned i = 0; i < inner_times; ++i) {
        const typename Recording::scope inner(inner_site);
        Recording::advance(1);
    }
}

}  // namespace

TEST_CASE("a mirror is told of scopes while it is on", "[mirror]") {
    struct tag {};
    using recording = test::manual_recording<tag>;
    outer_and_inner<recording>();
    CHECK(what_was_told().empty());

    // What a running thread knows already it tells of from the second time on.
    mirror<recording>(&telling);
    outer_and_inner<recording>(2);
    CHECK(what_was_told() == "inner{}");
    outer_and_inner<recording>(3);
    outer_and_inner<recording>();
    CHECK(what_was_told() == "outer{inner{}inner{}inner{}}outer{inner{}}");

    mirror<recording>(nullptr);
    outer_and_inner<recording>(2);
    outer_and_inner<recording>(2);
    CHECK(what_was_told().empty());
    mirror<recording>(&telling);
    outer_and_inner<recording>(2);
    outer_and_inner<recording>(2);
    CHECK(what_was_told() == "inner{}outer{inner{}inner{}}");
    mirror<recording>(nullptr);

    const dwell::profile profile = recording::snapshot();
    CHECK(test::path_of(profile, "outer").calls == 8);
    CHECK(test::path_of(profile, "outer;inner").calls == 1 + 2 + 3 + 1 + 2 + 2 + 2 + 2);
    CHECK(test::path_of(profile, "outer;inner").total_ticks == 15);
    CHECK(profile.paths().size() == 2);
    CHECK(test::is_clean(profile));
}

TEST_CASE("a new thread tells a mirror of its first scopes", "[mirror]") {
    struct tag {};
    using recording = test::manual_recording<tag>;
    outer_and_inner<recording>();
    mirror<recording>(&telling);
    std::thread([] {
        outer_and_inner<recording>();
        outer_and_inner<recording>();
        CHECK(what_was_told() == "outer{inner{}}outer{inner{}}");
    }).join();
    // In the log that the first one left behind.
    std::thread([] {
        outer_and_inner<recording>();
        outer_and_inner<recording>();
        CHECK(what_was_told().find("outer{inner{}}") != std::string::npos);
        CHECK(told_open == 0);
    }).join();
    mirror<recording>(nullptr);
    CHECK(what_was_told().empty());
}

TEST_CASE("what a mirror was told of ends after it was switched off", "[mirror]") {
    struct tag {};
    using recording = test::manual_recording<tag>;
    mirror<recording>(&telling);
    {
        const recording::scope outer{dwell::text_view("outer")};
        {
            const recording::scope inner{dwell::text_view("inner")};
            mirror<recording>(nullptr);
            const recording::scope innermost{dwell::text_view("innermost")};
        }
        CHECK(what_was_told() == "outer{inner{}");
        mirror<recording>(&telling);
        { const recording::scope inner{dwell::text_view("inner")}; }
        { const recording::scope inner{dwell::text_view("inner")}; }
        mirror<recording>(nullptr);
    }
    CHECK(told_open == 0);
    // And then the thread's scopes end the fast way again.
    const auto* const log = recording::recorder::own_log();
    CHECK(log->timeline.load() == nullptr);
    CHECK(log->mirrored.load() == 0);
    what_was_told();
}

TEST_CASE("a mirror is told of scopes by every way to name them", "[mirror]") {
    struct tag {};
    using recording = test::manual_recording<tag>;
    mirror<recording>(&telling);
    const dwell::interned_name name = dwell::intern("interned");
    for (int i = 0; i < 2; ++i) {
        const recording::scope interned(name);
        const recording::scope dynamic{dwell::text_view("dynamic")};
    }
    CHECK(what_was_told() == "interned{dynamic{}}interned{dynamic{}}");

    // A sampled scope is not told of: most of its calls are not even timed.
    static constinit dwell::detail::sampled_site sampled_site("sampled", 7, "", 0, 2);
    for (int i = 0; i < 10; ++i) {
        const dwell::detail::basic_sampled_scope<recording::recorder> sampled(sampled_site);
    }
    CHECK(what_was_told().empty());
    mirror<recording>(nullptr);
    CHECK(test::path_of(recording::snapshot(), "sampled").calls == 10);
}

TEST_CASE("scopes that end out of order are told of in order", "[mirror]") {
    struct tag {};
    using recording = test::manual_recording<tag>;
    mirror<recording>(&telling);
    for (int i = 0; i < 2; ++i) {
        std::optional<recording::scope> outer(std::in_place, dwell::text_view("outer"));
        std::optional<recording::scope> inner(std::in_place, dwell::text_view("inner"));
        outer.reset();
        CHECK(told_open == 0);
        { const recording::scope next{dwell::text_view("next")}; }
        inner.reset();
        CHECK(what_was_told() == "outer{inner{}}next{}");
    }
    mirror<recording>(nullptr);
    CHECK(recording::snapshot().health().misnested_scopes == 4);
}

TEST_CASE("a scope that ends on another thread ends there for nobody", "[mirror]") {
    struct tag {};
    using recording = test::manual_recording<tag>;
    mirror<recording>(&telling);
    std::optional<recording::scope> moved(std::in_place, dwell::text_view("moved"));
    std::thread([&moved] {
        moved.reset();
        CHECK(what_was_told().empty());
    }).join();
    CHECK(what_was_told() == "moved{");
    // The thread that has told of the beginning tells of the end with what it has next.
    { const recording::scope next{dwell::text_view("next")}; }
    CHECK(what_was_told() == "}next{}");
    mirror<recording>(nullptr);
    CHECK(recording::snapshot().health().ended_on_other_thread == 1);
}

TEST_CASE("a mirror and a timeline do not disturb one another", "[mirror]") {
    struct tag {};
    using recording = test::manual_recording<tag>;
    const auto timeline_of = [] {
        const dwell::profile profile = recording::snapshot();
        return profile.timeline().threads.empty()
                   ? std::string("none")
                   : test::timeline_text(profile, profile.timeline().threads.at(0).scopes);
    };
    outer_and_inner<recording>();
    mirror<recording>(&telling);
    outer_and_inner<recording>();
    CHECK(timeline_of() == "none");
    test::keep_timeline<recording>();
    outer_and_inner<recording>();
    CHECK(timeline_of() == "outer[2+1] inner[2+1]");
    mirror<recording>(nullptr);
    outer_and_inner<recording>();
    CHECK(timeline_of() == "outer[2+1] inner[2+1] outer[3+1] inner[3+1]");
    mirror<recording>(&telling);
    what_was_told();
    test::keep_timeline<recording>({.bytes = 0});
    outer_and_inner<recording>();
    outer_and_inner<recording>();
    CHECK(what_was_told().find("outer{inner{}}") != std::string::npos);
    {
        // Open, with a timeline that is switched off: no part of it.
        const recording::scope open{dwell::text_view("open")};
        CHECK(timeline_of() == "outer[2+1] inner[2+1] outer[3+1] inner[3+1]");
        mirror<recording>(nullptr);
        test::keep_timeline<recording>({.bytes = 0});
    }
    CHECK(told_open == 0);
    what_was_told();
    test::keep_timeline<recording>();
    outer_and_inner<recording>();
    CHECK(timeline_of().find("outer[6+1] inner[6+1]") != std::string::npos);
    CHECK(what_was_told().empty());
}

TEST_CASE("a mirror is switched while threads record", "[mirror]") {
    struct tag {};
    using recording = test::manual_recording<tag>;
    std::atomic<bool> is_done{false};
    std::atomic<int> unbalanced{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            while (!is_done) {
                outer_and_inner<recording>(3);
                unbalanced += told_open != 0 ? 1 : 0;
                told.clear();
            }
        });
    }
    for (int i = 0; i < 200; ++i) {
        mirror<recording>(i % 2 == 0 ? &telling : nullptr);
        test::keep_timeline<recording>({.bytes = i / 2 % 2 == 0 ? 4096U : 0U});
        std::this_thread::yield();
    }
    mirror<recording>(nullptr);
    is_done = true;
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(unbalanced == 0);
    const dwell::profile profile = recording::snapshot();
    CHECK(test::path_of(profile, "outer;inner").calls == 3 * test::path_of(profile, "outer").calls);
    CHECK(test::is_clean(profile));
}
