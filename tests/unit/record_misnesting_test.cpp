// SPDX-License-Identifier: BSL-1.0
// Scopes that do not end as blocks do: out of order, on another thread, or entered again while they are open.
#include "support/catch.hpp"
#include "support/manual_recording.hpp"

#include <memory>
#include <optional>
#include <thread>

namespace {

using test::all_calls;
using test::has_path;
using test::path_of;

template <typename Tag>
using recording = test::manual_recording<Tag>;

template <typename Here>
std::unique_ptr<typename Here::scope> begin(const char* name) {
    return std::make_unique<typename Here::scope>(dwell::text_view(name));
}

TEST_CASE("misnesting: a scope that ends before the one inside it") {
    using here = recording<struct order_tag>;
    auto outer = begin<here>("outer");
    here::advance(1);
    auto inner = begin<here>("inner");
    here::advance(10);
    outer.reset();
    here::advance(100);
    inner.reset();
    here::spend("after", 1000);

    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "outer").total_ticks == 11);
    CHECK(path_of(profile, "outer").calls == 1);
    CHECK(path_of(profile, "outer;inner").total_ticks == 110);
    CHECK(path_of(profile, "outer;inner").calls == 1);
    CHECK(path_of(profile, "after").total_ticks == 1000);
    CHECK(profile.health().misnested_scopes == 2);
    CHECK(profile.health().ended_on_other_thread == 0);
    CHECK(profile.health().negative_durations == 0);
}

TEST_CASE("misnesting: the scopes around one that ended early go on") {
    using here = recording<struct around_tag>;
    {
        const here::scope root{dwell::text_view("root")};
        auto a = begin<here>("a");
        auto b = begin<here>("b");
        auto c = begin<here>("c");
        here::advance(1);
        b.reset();  // c is inside, and stays open
        here::spend("d", 1);
        c.reset();
        here::spend("d", 1);
        a.reset();
        here::spend("d", 1);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "root").total_ticks == 4);
    CHECK(path_of(profile, "root;a").total_ticks == 3);
    CHECK(path_of(profile, "root;a;b").total_ticks == 1);
    CHECK(path_of(profile, "root;a;b;c").total_ticks == 2);
    CHECK(path_of(profile, "root;a;d").calls == 2);
    CHECK(path_of(profile, "root;d").calls == 1);
    CHECK(profile.health().misnested_scopes == 2);
}

TEST_CASE("misnesting: a scope that ends on another thread") {
    using here = recording<struct elsewhere_tag>;
    for (int round = 0; round < 3; ++round) {
        auto moved = begin<here>("moved");
        here::advance(5);
        std::thread([&] {
            here::advance(2);
            moved.reset();
        }).join();
        here::advance(100);
        // The thread that began it still points to it: what comes next must not be inside.
        here::spend("after", 1);
    }
    const dwell::profile profile = here::snapshot();
    REQUIRE(profile.paths().size() == 2);
    CHECK(path_of(profile, "moved").calls == 3);
    CHECK(path_of(profile, "moved").total_ticks == 21);
    CHECK((path_of(profile, "moved").durations.max)() == 7);
    CHECK(path_of(profile, "after").calls == 3);
    CHECK(profile.health().ended_on_other_thread == 3);
    CHECK(profile.health().misnested_scopes == 0);
}

TEST_CASE("misnesting: the scope around one that ended on another thread is in order") {
    using here = recording<struct around_elsewhere_tag>;
    {
        const here::scope outer{dwell::text_view("outer")};
        auto moved = begin<here>("moved");
        here::advance(1);
        std::thread([&] {
            here::spend("of the other thread", 1);
            moved.reset();
        }).join();
        here::advance(1);
    }
    here::spend("after", 1);
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "outer").total_ticks == 3);
    CHECK(path_of(profile, "outer").self_ticks == 1);
    CHECK(path_of(profile, "outer;moved").total_ticks == 2);
    CHECK(path_of(profile, "of the other thread").total_ticks == 1);
    CHECK(has_path(profile, "after"));
    CHECK(profile.health().ended_on_other_thread == 1);
    CHECK(profile.health().misnested_scopes == 0);
}

TEST_CASE("misnesting: a scope that ends on another thread while its own enters and leaves") {
    using here = recording<struct while_tag>;
#if defined(_WIN32)
    constexpr int rounds = 50;  // a thread costs tens of milliseconds under wine
#else
    constexpr int rounds = 2000;
#endif
    const here::scope outer{dwell::text_view("outer")};
    for (int i = 0; i < rounds; ++i) {
        auto moved = begin<here>("moved");
        // Not detached: wine loses such threads.
        std::thread other([scope = std::move(moved)]() mutable { scope.reset(); });
        for (int j = 0; j < 10; ++j) {
            here::spend("own", 1);
        }
        other.join();
    }
    const dwell::profile profile = here::snapshot();
    CHECK(profile.find("moved")->calls() == rounds);
    CHECK(profile.find("own")->calls() == 10 * rounds);
    CHECK(path_of(profile, "outer").open_calls == 1);
    CHECK(path_of(profile, "outer").total_ticks == 10 * rounds);
    CHECK(profile.health().ended_on_other_thread == rounds);
}

TEST_CASE("misnesting: a scope entered again while it is open: each gets its own duration") {
    using here = recording<struct coroutines_tag>;
    // As two coroutines on one thread do that are suspended inside the same scope.
    for (int round = 0; round < 2; ++round) {
        auto first = begin<here>("step");
        here::advance(1);
        auto second = begin<here>("step");  // inside the first, as this thread sees it
        here::advance(10);
        first.reset();
        here::advance(100);
        auto third = begin<here>("step");
        here::advance(1000);
        second.reset();
        here::advance(10000);
        third.reset();
    }
    const dwell::profile profile = here::snapshot();
    const auto all = profile.find("step");
    REQUIRE(all.has_value());
    CHECK(all->calls() == 6);
    CHECK(all->durations().sum() == 2 * (11 + 1110 + 11000));
    CHECK((all->durations().max)() == 11000);
    CHECK((all->durations().min)() == 11);
    CHECK(profile.health().negative_durations == 0);
}

TEST_CASE("misnesting: a scope left open, and entered again beside itself") {
    using here = recording<struct beside_tag>;
    auto left_open = begin<here>("task");
    here::advance(1);
    std::thread([&] { here::spend("task", 20); }).join();
    // The thread's position moves on: as if the first task had been suspended.
    std::optional<here::scope> outer;
    {
        auto again = begin<here>("task");
        here::advance(5);
    }
    left_open.reset();
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "task").calls == 2);
    CHECK(path_of(profile, "task").total_ticks == 26 + 20);
    CHECK(path_of(profile, "task;task").total_ticks == 5);
    CHECK(profile.health().misnested_scopes == 0);
}

TEST_CASE("misnesting: a scope entered again under the same parent while it is open") {
    using here = recording<struct same_parent_tag>;
    for (int round = 0; round < 3; ++round) {
        auto outer = begin<here>("outer");
        auto left_open = begin<here>("inner");
        here::advance(1);
        outer.reset();
        outer = begin<here>("outer");
        here::advance(10);
        auto again = begin<here>("inner");
        here::advance(100);
        left_open.reset();
        here::advance(1000);
        again.reset();
        outer.reset();
    }
    const dwell::profile profile = here::snapshot();
    REQUIRE(profile.paths().size() == 2);
    const dwell::call_path& inner = path_of(profile, "outer;inner");
    CHECK(inner.calls == 6);
    CHECK(inner.total_ticks == 3 * (111 + 1100));
    CHECK((inner.durations.min)() == 111);
    CHECK((inner.durations.max)() == 1100);
    CHECK(path_of(profile, "outer").total_ticks == 3 * (1 + 1110));
}

TEST_CASE("misnesting: a clock that goes backwards counts as 0") {
    using here = recording<struct backwards_tag>;
    here::clock::set(5000);
    {
        const here::scope outer{dwell::text_view("outer")};
        here::advance(100);
        {
            const here::scope inner{dwell::text_view("inner")};
            here::clock::set(4000);
            const dwell::profile profile = here::snapshot();
            CHECK(path_of(profile, "outer;inner").total_ticks == 0);
        }
        here::clock::set(5200);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "outer;inner").calls == 1);
    CHECK(path_of(profile, "outer;inner").total_ticks == 0);
    CHECK((path_of(profile, "outer;inner").durations.max)() == 0);
    CHECK(path_of(profile, "outer").total_ticks == 200);
    CHECK(profile.health().negative_durations == 1);
}

TEST_CASE("misnesting: a scope that outlives its thread ends while another thread has the log") {
    using here = recording<struct outlive_tag>;
    std::unique_ptr<here::scope> outliving;
    std::thread([&] {
        outliving = begin<here>("outliving");
        here::advance(1);
    }).join();
    std::thread([&] {
        here::spend("outliving", 2);
        here::spend("other", 2);
    }).join();
    outliving.reset();
    std::thread([&] { here::spend("outliving", 3); }).join();
    const dwell::profile profile = here::snapshot();
    REQUIRE(profile.paths().size() == 2);
    CHECK(path_of(profile, "outliving").calls == 3);
    CHECK(path_of(profile, "outliving").total_ticks == 5 + 2 + 3);
    CHECK(path_of(profile, "other").calls == 1);
    CHECK(profile.health().ended_on_other_thread == 1);
}

}  // namespace
