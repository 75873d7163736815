// SPDX-License-Identifier: BSL-1.0
// Exemplars: the slowest instances of each name, and what ran inside them.
#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/timeline_recording.hpp"

#include <dwell/record/span.hpp>
#include <dwell/snapshot.hpp>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using test::keep_timeline;
using test::timeline_text;

template <typename Tag>
using recording = test::manual_recording<Tag>;

std::vector<const dwell::exemplar*> exemplars_of(const dwell::profile& profile, const std::string& name) {
    std::vector<const dwell::exemplar*> found;
    for (const dwell::exemplar& slow : profile.exemplars()) {
        if (profile.name_of(slow.instance) == name) {
            found.push_back(&slow);
        }
    }
    return found;
}

std::vector<uint64_t> durations_of(const dwell::profile& profile, const std::string& name) {
    std::vector<uint64_t> durations;
    for (const dwell::exemplar* slow : exemplars_of(profile, name)) {
        durations.push_back(slow->instance.duration_ticks);
    }
    return durations;
}

TEST_CASE("exemplars: exactly those that were planted with what was to blame") {
    using here = recording<struct exemplar_planted_tag>;
    keep_timeline<here>({.bytes = 64 * 1024});
    std::mt19937_64 random(1);
    std::vector<uint64_t> planted;
    for (int i = 0; i < 50'000; ++i) {
        const here::scope step{dwell::text_view("step")};
        here::spend("parse", 1'000 + random() % 1'000);
        if (i % 10'000 == 7'777) {
            planted.push_back(20'000'000 + random() % 1'000'000);
            here::spend("rebuild", planted.back());
        }
    }
    const dwell::profile profile = here::snapshot();
    const auto slowest = exemplars_of(profile, "step");
    REQUIRE(slowest.size() == 5);
    std::sort(planted.rbegin(), planted.rend());
    for (size_t i = 0; i < 5; ++i) {
        const dwell::exemplar& slow = *slowest[i];
        CHECK(slow.instance.duration_ticks > planted[i]);
        CHECK(slow.instance.duration_ticks < planted[i] + 2'000);
        REQUIRE(slow.inside.size() == 2);
        CHECK(profile.path_string(slow.inside[0].path) == "step;parse");
        CHECK(profile.path_string(slow.inside[1].path) == "step;rebuild");
        CHECK(slow.inside[1].duration_ticks == planted[i]);
        CHECK(slow.left_out == 0);
        CHECK_FALSE(slow.is_cut);
        CHECK(slow.thread == "thread");
        CHECK(slow.thread_number == 1);
    }
    CHECK(durations_of(profile, "rebuild") == planted);
    CHECK(test::timeline_fault(profile).empty());
}

TEST_CASE("exemplars: the slowest of each name over all threads and call paths") {
    using here = recording<struct exemplar_slowest_tag>;
    const auto kept = GENERATE(1U, 2U, 5U, 100U);
    keep_timeline<here>({.bytes = 4096, .exemplars = kept});
    std::mt19937_64 random(kept);
    std::vector<uint64_t> all;
    for (int thread = 0; thread < 3; ++thread) {
        std::thread([&] {
            here::recorder::set_thread_name(dwell::intern("thread " + std::to_string(thread)).record());
            for (int i = 0; i < 3'000; ++i) {
                // Alike durations, too, and some that only grow.
                all.push_back(i % 3 == 0 ? random() % 50 : i % 3 == 1 ? static_cast<uint64_t>(i) : random() % 4'000);
                if (i % 2 == 0) {
                    here::spend("work", all.back());
                } else {
                    const here::scope outer{dwell::text_view("outer")};
                    here::spend("work", all.back());
                }
            }
        }).join();
    }
    const dwell::profile profile = here::snapshot();
    std::sort(all.rbegin(), all.rend());
    all.resize(kept);
    CHECK(durations_of(profile, "work") == all);
    CHECK(profile.parts().exemplars_per_name == kept);
    keep_timeline<here>({.bytes = 8192, .exemplars = kept});  // the next round begins anew
}

TEST_CASE("exemplars: of those inside the longest are kept and all that enclose them") {
    using here = recording<struct exemplar_inside_tag>;
    keep_timeline<here>({.bytes = 1 << 20, .exemplars = 3, .scopes_per_exemplar = 10});
    std::mt19937_64 random(3);
    std::vector<uint64_t> durations;
    const std::function<void(int)> descend = [&](int depth) {
        const uint64_t before = here::clock::now();
        {
            const here::scope scope{dwell::text_view(depth == 0 ? "whole" : "part")};
            for (uint64_t child = 0; depth < 4 && child < 4; ++child) {
                here::advance(random() % 100);
                descend(depth + 1);
            }
            here::advance(random() % 1'000);
        }
        if (depth > 0) {
            durations.push_back(here::clock::now() - before);
        }
    };
    for (int i = 0; i < 200; ++i) {
        durations.clear();
        descend(0);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(test::timeline_fault(profile).empty());
    for (const dwell::exemplar* slow : exemplars_of(profile, "whole")) {
        REQUIRE(slow->inside.size() == 10);
        CHECK(slow->left_out == 4 + 16 + 64 + 256 - 10);
        uint64_t shortest = uint64_t{1} << 62;
        for (const dwell::timeline_scope& scope : slow->inside) {
            shortest = (std::min)(shortest, scope.duration_ticks);
            if (profile.paths()[scope.path].depth > 1) {
                const bool has_parent =
                    std::any_of(slow->inside.begin(), slow->inside.end(), [&](const dwell::timeline_scope& other) {
                        return other.path == profile.paths()[scope.path].parent &&
                               other.start_ticks <= scope.start_ticks && other.end_ticks() >= scope.end_ticks();
                    });
                CHECK(has_parent);
            }
        }
        // Of what the timeline still has of that instance, nothing that was left out is twice as long.
        uint64_t longer = 0;
        for (const dwell::timeline_scope& scope : profile.timeline().threads.at(0).scopes) {
            longer += profile.paths()[scope.path].depth > 0 && scope.start_ticks >= slow->instance.start_ticks &&
                              scope.end_ticks() <= slow->instance.end_ticks() && scope.duration_ticks > 2 * shortest
                          ? 1
                          : 0;
        }
        CHECK(longer <= 10);
    }
    CHECK_FALSE(exemplars_of(profile, "whole").empty());
}

TEST_CASE("exemplars: where the ring had overwritten the beginning they say so") {
    using here = recording<struct exemplar_cut_tag>;
    keep_timeline<here>({.bytes = 4096});
    {
        const here::scope run{dwell::text_view("run")};
        for (int i = 0; i < 1'000; ++i) {
            here::spend("step", 5);
        }
    }
    {
        const here::scope run{dwell::text_view("run")};
        here::spend("step", 4);
    }
    const dwell::profile profile = here::snapshot();
    const auto runs = exemplars_of(profile, "run");
    REQUIRE(runs.size() == 2);
    CHECK(runs[0]->is_cut);
    CHECK(runs[0]->inside.size() == 64);
    CHECK(runs[0]->left_out == 111 - 64);
    CHECK_FALSE(runs[1]->is_cut);
    CHECK(timeline_text(profile, runs[1]->inside) == "step[5000+4]");
}

TEST_CASE("exemplars: of a recursion the outermost is the instance") {
    using here = recording<struct exemplar_recursion_tag>;
    keep_timeline<here>();
    for (uint64_t round = 1; round <= 3; ++round) {
        const here::scope outer{dwell::text_view("recurse")};
        here::advance(round);
        const here::scope middle{dwell::text_view("other")};
        const here::scope inner{dwell::text_view("recurse")};
        here::advance(100);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(durations_of(profile, "recurse") == std::vector<uint64_t>{103, 102, 101});
    CHECK(durations_of(profile, "other") == std::vector<uint64_t>{100, 100, 100});
}

TEST_CASE("exemplars: none are kept where none are wanted") {
    using here = recording<struct exemplar_none_tag>;
    keep_timeline<here>({.bytes = 4096, .exemplars = 0});
    for (uint64_t i = 0; i < 100; ++i) {
        here::spend("work", i);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(profile.exemplars().empty());
    CHECK(profile.timeline().threads.at(0).scopes.size() == 100);
}

TEST_CASE("exemplars: no scope inside is kept where none is wanted") {
    using here = recording<struct exemplar_alone_tag>;
    keep_timeline<here>({.bytes = 4096, .exemplars = 2, .scopes_per_exemplar = 0});
    {
        const here::scope outer{dwell::text_view("outer")};
        here::spend("inner", 3);
    }
    const dwell::profile profile = here::snapshot();
    REQUIRE(exemplars_of(profile, "outer").size() == 1);
    CHECK(exemplars_of(profile, "outer")[0]->inside.empty());
    CHECK(exemplars_of(profile, "outer")[0]->left_out == 1);
}

TEST_CASE("exemplars: spans have some with nothing inside") {
    using here = recording<struct exemplar_span_tag>;
    using span = dwell::detail::basic_span<here::recorder>;
    keep_timeline<here>();
    for (uint64_t i = 1; i <= 10; ++i) {
        span request{dwell::text_view("request")};
        here::spend("meanwhile", i);
        std::thread([&] { request.end(); }).join();
    }
    const dwell::profile profile = here::snapshot();
    CHECK(durations_of(profile, "request") == std::vector<uint64_t>{10, 9, 8, 7, 6});
    CHECK(exemplars_of(profile, "request")[0]->inside.empty());
}

TEST_CASE("exemplars: another timeline begins anew though its thread was writing to the former one") {
    using here = recording<struct exemplar_former_tag>;
    keep_timeline<here>({.exemplars = 1});
    here::spend("step", 1'000);
    dwell::detail::thread_log& log = *here::recorder::own_log();
    dwell::detail::thread_timeline& former = *log.timeline.load();
    keep_timeline<here>({.exemplars = 2});
    // What the thread does that had found the former one before, and ends its scope now.
    former.note_scope(former, *log.root.first_child.load(), 5'000, 7'000, dwell::detail::timeline_kind::scope);
    here::spend("step", 10);
    here::spend("step", 20);
    CHECK(durations_of(here::snapshot(), "step") == std::vector<uint64_t>{20, 10});
}

TEST_CASE("exemplars: where the timeline was off at the beginning they say so") {
    using here = recording<struct exemplar_began_off_tag>;
    {
        const here::scope early{dwell::text_view("early")};
        here::spend("unseen", 10);
        keep_timeline<here>();
        const here::scope whole{dwell::text_view("whole")};
        here::spend("seen", 1);
    }
    {
        const here::scope interrupted{dwell::text_view("interrupted")};
        here::advance(1);
        keep_timeline<here>({.bytes = 0});
        here::spend("unseen", 10);
        keep_timeline<here>();
        here::spend("seen", 1);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(exemplars_of(profile, "early").at(0)->is_cut);
    CHECK(exemplars_of(profile, "interrupted").at(0)->is_cut);
    CHECK_FALSE(exemplars_of(profile, "whole").at(0)->is_cut);
    CHECK_FALSE(exemplars_of(profile, "seen").at(0)->is_cut);
}

}  // namespace
