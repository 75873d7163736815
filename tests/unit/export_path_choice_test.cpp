// SPDX-License-Identifier: BSL-1.0
// Which call paths a page has room for, and what the others are there: groups whose sums are theirs.
#include "support/catch.hpp"
#include "support/large_profile.hpp"
#include "support/profile_fixture.hpp"

#include <dwell/export/path_choice.hpp>

#include <string>
#include <vector>

namespace {

using dwell::detail::path_choice;

std::string kept_by(const path_choice& choice, const dwell::profile& profile) {
    std::string text;
    for (const uint32_t path : choice.kept()) {
        text += (text.empty() ? "" : ", ") + profile.path_string(path);
    }
    return text;
}

dwell::profile tree_with_a_long_span() {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 100},
                                                       {"a;b", 2, 60},
                                                       {"a;b;c", 3, 20},
                                                       {"a;d", 4, 30},
                                                       {"a;d;span", 5, 500},
                                                       {"e", 6, 70},
                                                       {"e;f", 7, 70}});
    dwell::call_path& span = builder.at(test::add_path(builder, "a;d;span"));
    span.span_ticks = 500;
    span.self_memory = {7, 700, 0, 0};
    return builder.build();
}

}  // namespace

TEST_CASE("the call paths with the largest totals are kept with those above them") {
    const dwell::profile profile = tree_with_a_long_span();
    const auto kept = [&](size_t most) { return kept_by(path_choice(profile, nullptr, most), profile); };
    CHECK(kept(7) == "a, a;b, a;b;c, a;d, a;d;span, e, e;f");
    CHECK(kept(6) == "a, a;b, a;d, a;d;span, e, e;f");
    CHECK(kept(5) == "a, a;d, a;d;span, e, e;f");
    CHECK(kept(4) == "a, a;d, a;d;span, e");
    CHECK(kept(2) == "a, a;d");
    CHECK(kept(1) == "a");
    CHECK(kept(0).empty());
}

TEST_CASE("what is left out is a group below each call path that is kept") {
    const dwell::profile profile = tree_with_a_long_span();
    const path_choice choice(profile, nullptr, 1);
    CHECK(choice.left_out() == 6);
    CHECK(choice.row_of(0) == 0);
    for (const uint32_t path : {1U, 2U, 3U, 4U}) {
        CHECK(choice.row_of(path) == 1);
    }
    CHECK(choice.row_of(5) == 2);
    CHECK(choice.row_of(6) == 2);
    const std::vector<dwell::call_path> groups = choice.groups_of(profile, 99);
    REQUIRE(groups.size() == 2);
    CHECK(groups[0].name == 99);
    CHECK(groups[0].parent == 0);
    CHECK(groups[0].calls == 2 + 3 + 4 + 5);
    CHECK(groups[0].total_ticks == 60 + 30 + 500);
    CHECK(groups[0].span_ticks == 500);
    CHECK(groups[0].self_ticks == 40 + 20 + 30 + 500);
    CHECK(groups[0].self_memory.allocated_bytes == 700);
    CHECK(groups[1].parent == dwell::call_path::no_parent);
    CHECK(groups[1].total_ticks == 70);
    CHECK(groups[1].self_ticks == 70);
    CHECK(path_choice(profile, nullptr, 7).groups_of(profile, 99).empty());
}

TEST_CASE("an earlier profile has a say in what is kept") {
    const dwell::profile later = test::profile_of({{"a", 1, 10}, {"b", 1, 20}, {"c", 1, 30}});
    dwell::profile_builder builder = test::builder_of({{"a", 1, 4}, {"b", 1, 2}, {"c", 1, 1}});
    builder.parts().scale.ns_per_tick = 10;
    const dwell::profile earlier = builder.build();
    CHECK(kept_by(path_choice(later, &earlier, 1), later) == "a");
    CHECK(kept_by(path_choice(later, nullptr, 1), later) == "c");
}

TEST_CASE("call paths of slow instances are kept before any other") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 900}, {"b", 1, 5}, {"b;c", 1, 4}, {"b;d", 1, 1}});
    builder.parts().exemplars_per_name = 1;
    dwell::exemplar slow;
    slow.instance = {1, false, 0, 5, 0, 0};
    slow.inside = {{3, false, 1, 1, 0, 0}};
    builder.add_exemplar(slow);
    const dwell::profile profile = builder.build();
    CHECK(kept_by(path_choice(profile, nullptr, 2), profile) == "b, b;d");
    CHECK(kept_by(path_choice(profile, nullptr, 3), profile) == "a, b, b;d");
}

TEST_CASE("a thread has its share of each group") {
    dwell::profile_builder builder =
        test::builder_of({{"a", 1, 100}, {"a;b", 2, 60}, {"a;b;c", 3, 20}, {"a;d", 4, 30}});
    builder.thread(test::thread_of("worker", 1, 0, 0, {{0, 1, 100, 0}, {1, 2, 60, 0}, {2, 3, 20, 0}, {3, 4, 30, 0}}));
    const dwell::profile profile = builder.build();
    const dwell::thread_profile& thread = profile.threads()[0];
    const std::vector<dwell::thread_path> rows = path_choice(profile, nullptr, 1).rows_of(profile, thread);
    REQUIRE(rows.size() == 2);
    CHECK((rows[0] == dwell::thread_path{0, 1, 100, 10, 0}));
    CHECK((rows[1] == dwell::thread_path{1, 9, 90, 90, 0}));
    CHECK((path_choice(profile, nullptr, 4).rows_of(profile, thread) == thread.paths));
}

TEST_CASE("no self time is lost however few call paths are kept") {
    const dwell::profile profile = sample::large_profile(3000);
    const auto self_of = [](const std::vector<dwell::call_path>& paths) {
        uint64_t sum = 0;
        for (const dwell::call_path& path : paths) {
            sum += path.self_ticks;
        }
        return sum;
    };
    for (const size_t most : {0U, 1U, 10U, 11U, 2999U, 3000U}) {
        const path_choice choice(profile, nullptr, most);
        CHECK(choice.kept().size() == most);
        uint64_t sum = self_of(choice.groups_of(profile, 0));
        for (const uint32_t path : choice.kept()) {
            sum += profile.paths()[path].self_ticks;
            const uint32_t parent = profile.paths()[path].parent;
            CHECK((parent == dwell::call_path::no_parent || choice.row_of(parent) < choice.row_of(path)));
        }
        CHECK(sum == self_of(profile.paths()));
    }
}
