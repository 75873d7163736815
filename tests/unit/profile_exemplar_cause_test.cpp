// SPDX-License-Identifier: BSL-1.0
// cause_of: what a slow instance took longer for than the others did.
#include <dwell/profile/exemplar_cause.hpp>

#include "support/catch.hpp"
#include "support/exemplar_fixture.hpp"

#include <cstdint>
#include <string>
#include <vector>

using test::builder_of;
using test::exemplar_of;
using test::scope_entry;

namespace {

/// A profile of these calls, of which one is the exemplar, and its cause.
struct explained {
    dwell::profile profile;
    dwell::exemplar_cause cause;

    explained(dwell::profile_builder builder, const scope_entry& instance, const std::vector<scope_entry>& inside) {
        builder.parts().exemplars_per_name = 5;
        builder.add_exemplar(exemplar_of(builder, instance, inside));
        profile = builder.build();
        cause = dwell::cause_of(profile, profile.exemplars().at(0));
    }
    [[nodiscard]] std::string path() const { return profile.path_string(cause.path); }
};

}  // namespace

TEST_CASE("cause_of: the planted child and not the one that is always there") {
    // In ns: 10,000 steps with a parse of 1 ms each; in one of them 20 ms of rebuild.
    const auto steps = [] {
        return builder_of({{"step", 10'000, 10'000ULL * 1'010'000 + 20'000'000},
                           {"step;parse", 10'000, 10'000ULL * 1'000'000},
                           {"step;rebuild", 1, 20'000'000}});
    };
    const explained one(steps(), {"step", 500, 21'010'000},
                        {{"step;parse", 510, 1'000'000}, {"step;rebuild", 1'000'520, 20'000'000}});
    CHECK(one.path() == "step;rebuild");
    CHECK(one.cause.is_self);
    CHECK(one.cause.ticks == 20'000'000);
    CHECK(one.cause.usual_ticks == 0);
    CHECK(one.cause.share == Approx(20'000'000.0 / 21'010'000));

    // Shorter than the parse that each step has, and yet the cause.
    const explained lesser(builder_of({{"step", 10'000, 10'000ULL * 1'010'000 + 300'000},
                                       {"step;parse", 10'000, 10'000ULL * 1'000'000},
                                       {"step;rebuild", 1, 300'000}}),
                           {"step", 500, 1'310'000},
                           {{"step;parse", 510, 1'000'000}, {"step;rebuild", 1'000'520, 300'000}});
    CHECK(lesser.path() == "step;rebuild");
    CHECK(lesser.cause.ticks == 300'000);

    // A parse that took longer than it does.
    const explained parse(builder_of({{"step", 10'000, 10'000ULL * 1'010'000 + 5'000'000},
                                      {"step;parse", 10'000, 10'000ULL * 1'000'000 + 5'000'000}}),
                          {"step", 0, 6'010'000}, {{"step;parse", 0, 6'000'000}});
    CHECK(parse.path() == "step;parse");
    CHECK(parse.cause.ticks == 6'000'000);
    CHECK(parse.cause.usual_ticks == Approx(1'000'000));
}

TEST_CASE("cause_of: as deep as one call path has more than half of what was unusual") {
    const auto steps = [](std::uint64_t sort, std::uint64_t swap) {
        return builder_of({{"step", 100, 100 * 10 + 20'000},
                           {"step;rebuild", 1, 20'000},
                           {"step;rebuild;sort", 1, sort},
                           {"step;rebuild;swap", 1, swap}});
    };
    const auto inside = [](std::uint64_t sort, std::uint64_t swap) {
        return std::vector<scope_entry>{
            {"step;rebuild", 0, 20'000}, {"step;rebuild;sort", 0, sort}, {"step;rebuild;swap", sort, swap}};
    };
    const explained sort(steps(15'000, 1'000), {"step", 0, 20'010}, inside(15'000, 1'000));
    CHECK(sort.path() == "step;rebuild;sort");
    const explained both(steps(9'000, 9'000), {"step", 0, 20'010}, inside(9'000, 9'000));
    CHECK(both.path() == "step;rebuild");
    CHECK_FALSE(both.cause.is_self);
    CHECK(both.cause.ticks == 20'000);
    const explained itself(steps(4'000, 4'000), {"step", 0, 20'010}, inside(4'000, 4'000));
    CHECK(itself.path() == "step;rebuild");
    CHECK(itself.cause.is_self);
    CHECK(itself.cause.ticks == 12'000);
    CHECK(itself.cause.share == Approx(12'000.0 / 20'010));
}

TEST_CASE("cause_of: all scopes of a call path together, each nanosecond once") {
    std::vector<scope_entry> inside{{"step;rebuild", 0, 12'000}};
    for (std::uint64_t i = 0; i < 100; ++i) {
        inside.push_back({"step;rebuild;sort", i * 120, 100});
    }
    const explained many(
        builder_of({{"step", 2, 12'020}, {"step;rebuild", 1, 12'000}, {"step;rebuild;sort", 100, 10'000}}),
        {"step", 0, 12'010}, inside);
    CHECK(many.path() == "step;rebuild;sort");
    CHECK(many.cause.ticks == 10'000);
    CHECK(many.cause.share == Approx(10'000.0 / 12'010));
}

TEST_CASE("cause_of: the instance itself, whatever ran inside") {
    // Nothing inside took longer than usual: somebody else had the processor.
    const explained preempted(builder_of({{"step", 10, 10 * 110 + 5'000}, {"step;parse", 10, 10 * 100}}),
                              {"step", 0, 5'110}, {{"step;parse", 0, 100}});
    CHECK(preempted.path() == "step");
    CHECK(preempted.cause.is_self);
    CHECK(preempted.cause.ticks == 5'010);
    CHECK(preempted.cause.usual_ticks == Approx(10));

    // Of many children each a little.
    const explained several(
        builder_of({{"step", 3, 30 + 300}, {"step;a", 1, 100}, {"step;b", 1, 100}, {"step;c", 1, 100}}),
        {"step", 0, 310}, {{"step;a", 0, 100}, {"step;b", 100, 100}, {"step;c", 200, 100}});
    CHECK(several.path() == "step");
    CHECK_FALSE(several.cause.is_self);
    CHECK(several.cause.ticks == 310);
    CHECK(several.cause.share == 1);
}

TEST_CASE("cause_of: where there is nothing to compare with, what took most of the time") {
    const explained only(builder_of({{"main", 1, 1'000}, {"main;load", 1, 700}}), {"main", 0, 1'000},
                         {{"main;load", 100, 700}});
    CHECK(only.path() == "main;load");
    CHECK(only.cause.usual_ticks == 0);
    // The fastest of two: the other had no cache.
    const explained faster(builder_of({{"main", 2, 3'000}, {"main;load", 2, 2'000}, {"main;cache", 1, 100}}),
                           {"main", 0, 1'000}, {{"main;load", 0, 600}, {"main;cache", 600, 100}});
    CHECK(faster.path() == "main;load");
    CHECK(faster.cause.ticks == 600);
    CHECK(faster.cause.usual_ticks == 1'400);
    const explained empty(builder_of({{"tick", 5, 0}}), {"tick", 0, 0}, {});
    CHECK(empty.path() == "tick");
    CHECK(empty.cause.share == 0);
}

TEST_CASE("cause_of: totals below what the instance has and counts at their limits give no nonsense") {
    // An interval has of a long scope only what passed in it.
    const explained interval(builder_of({{"step", 1, 100}, {"step;wait", 1, 90}}), {"step", 0, 5'000},
                             {{"step;wait", 0, 4'000}});
    CHECK(interval.path() == "step;wait");
    CHECK(interval.cause.usual_ticks == 0);
    const explained huge(builder_of({{"step", UINT64_MAX, UINT64_MAX, UINT64_MAX}, {"step;wait", 1, UINT64_MAX}}),
                         {"step", 0, UINT64_MAX}, {{"step;wait", 0, UINT64_MAX}, {"step;wait", 0, UINT64_MAX}});
    CHECK(huge.cause.share <= 1);
    CHECK(huge.cause.ticks == UINT64_MAX);
    // An ended call path beside the instance's own, where dwell ran out of call paths.
    const explained aside(builder_of({{"(truncated)", 1, 900}, {"step", 2, 1'000}}), {"step", 0, 990},
                          {{"(truncated)", 0, 900}});
    CHECK(aside.cause.ticks >= 900);
}
