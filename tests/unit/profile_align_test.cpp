// SPDX-License-Identifier: BSL-1.0
// Two profiles over the same call paths.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/profile_text.hpp"
#include "support/sample_profile.hpp"

#include <dwell/profile/align.hpp>

#include <string>

namespace {

std::string tree_of(const dwell::profile& profile) {
    std::string text;
    for (size_t i = 0; i < profile.paths().size(); ++i) {
        text +=
            (text.empty() ? "" : ", ") + profile.path_string(i) + " " + std::to_string(profile.paths()[i].total_ticks);
    }
    return text;
}

}  // namespace

TEST_CASE("aligned profiles have the same call paths in the same order") {
    const dwell::profile later = test::profile_of({{"a", 1, 10}, {"a;c", 1, 4}, {"z", 1, 2}});
    const dwell::profile earlier = test::profile_of({{"a", 1, 20}, {"a;b", 1, 5}, {"a;b;x", 1, 1}, {"y", 1, 9}});
    CHECK(tree_of(dwell::detail::with_paths_of(later, earlier)) == "a 10, a;b 0, a;b;x 0, a;c 4, y 0, z 2");
    CHECK(tree_of(dwell::detail::with_paths_of(earlier, later)) == "a 20, a;b 5, a;b;x 1, a;c 0, y 9, z 0");
    CHECK(tree_of(dwell::detail::with_paths_of(later, dwell::profile())) == "a 10, a;c 4, z 2");
    CHECK(tree_of(dwell::detail::with_paths_of(dwell::profile(), later)) == "a 0, a;c 0, z 0");
}

TEST_CASE("alignment keeps all that a profile has") {
    const dwell::profile profile = sample::with_memory(sample::full_profile());
    const dwell::profile other = sample::small_profile();
    CHECK(test::counts_text(dwell::detail::with_paths_of(profile, other)) == test::counts_text(profile));
    CHECK((dwell::detail::with_paths_of(profile, profile) == profile));
    CHECK((dwell::detail::with_paths_of(profile, other).metadata() == profile.metadata()));
}

TEST_CASE("alignment moves the call paths of slow instances and threads") {
    dwell::profile_builder builder = test::builder_of({{"m", 1, 10}, {"m;n", 1, 4}});
    builder.parts().exemplars_per_name = 2;
    dwell::exemplar slow;
    slow.instance = {0, false, 3, 10, 0, 0};
    slow.inside = {{1, false, 4, 4, 0, 0}};
    builder.add_exemplar(slow);
    builder.thread(test::thread_of("t", 1, 0, 0, {{0, 1, 10, 0}, {1, 1, 4, 0}}));
    const dwell::profile aligned =
        dwell::detail::with_paths_of(builder.build(), test::profile_of({{"a", 1, 1}, {"m", 1, 1}, {"m;a", 1, 1}}));
    REQUIRE(aligned.exemplars().size() == 1);
    CHECK(aligned.path_string(aligned.exemplars()[0].instance.path) == "m");
    CHECK(aligned.path_string(aligned.exemplars()[0].inside[0].path) == "m;n");
    CHECK(aligned.path_string(aligned.threads()[0].paths[1].path) == "m;n");
    CHECK(aligned.threads()[0].paths[1].self_ticks == 4);
}
