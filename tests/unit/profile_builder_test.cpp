// SPDX-License-Identifier: BSL-1.0
// profile_builder: whatever the order in which things are added, the profile is in order, and its self times add up.
#include <dwell/profile/builder.hpp>

#include "support/catch.hpp"
#include "support/profile_fixture.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

using test::add_path;
using test::thread_of;

namespace {

// A random tree: path strings with their own ticks, no child more than its parent.
std::map<std::string, uint64_t> random_self_times(std::mt19937_64& random, size_t size) {
    std::map<std::string, uint64_t> self;
    std::vector<std::string> paths;
    while (self.size() < size) {
        std::string path = paths.empty() || random() % 5 == 0 ? "" : paths[random() % paths.size()] + ";";
        path += "n" + std::to_string(random() % 9);
        if (self.try_emplace(path, random() % 1000).second) {
            paths.push_back(path);
        }
    }
    return self;
}

std::map<std::string, uint64_t> totals_of(const std::map<std::string, uint64_t>& self) {
    std::map<std::string, uint64_t> totals;
    for (const auto& [path, ticks] : self) {
        for (size_t end = path.find(';'); end != std::string::npos; end = path.find(';', end + 1)) {
            totals[path.substr(0, end)] += ticks;
        }
        totals[path] += ticks;
    }
    return totals;
}

dwell::profile build_shuffled(const std::map<std::string, uint64_t>& totals, std::mt19937_64& random) {
    std::vector<std::pair<std::string, uint64_t>> entries(totals.begin(), totals.end());
    std::shuffle(entries.begin(), entries.end(), random);
    dwell::profile_builder builder;
    dwell::thread_profile even = thread_of("even", 1, 1, 0);
    dwell::thread_profile odd = thread_of("odd", 1, 1, 0);
    for (const auto& [path, total] : entries) {
        const uint32_t index = add_path(builder, path);
        builder.at(index).total_ticks = total;
        builder.at(index).calls = 3;
        even.paths.push_back({index, 2, total / 2, 0});
        odd.paths.push_back({index, 1, total - total / 2, 0});
    }
    builder.thread(std::move(odd));
    builder.thread(std::move(even));
    return builder.build();
}

void check_order(const dwell::profile& profile) {
    std::vector<uint32_t> stack;  // the path before, from its root
    for (uint32_t i = 0; i < profile.paths().size(); ++i) {
        const dwell::call_path& path = profile.paths()[i];
        REQUIRE(path.depth <= stack.size());
        // What is left on the stack at this depth is the sibling before: its name is smaller.
        if (path.depth < stack.size()) {
            REQUIRE(profile.name_of(profile.paths()[stack[path.depth]]) < profile.name_of(path));
        }
        stack.resize(path.depth);
        REQUIRE(path.parent == (stack.empty() ? dwell::call_path::no_parent : stack.back()));
        stack.push_back(i);
    }
    for (size_t i = 1; i < profile.names().size(); ++i) {
        REQUIRE(profile.names()[i - 1].text < profile.names()[i].text);
    }
}

}  // namespace

TEST_CASE("profile_builder: pre-order, siblings by name, self times, whatever the order of adding") {
    std::mt19937_64 random(11);
    for (const size_t size : {1U, 2U, 10U, 100U, 400U}) {
        const auto self = random_self_times(random, size);
        const auto totals = totals_of(self);
        const dwell::profile built = build_shuffled(totals, random);
        CHECK(built == build_shuffled(totals, random));
        REQUIRE(built.paths().size() == totals.size());
        check_order(built);
        for (size_t i = 0; i < built.paths().size(); ++i) {
            const std::string path = built.path_string(i);
            CAPTURE(path);
            CHECK(built.paths()[i].total_ticks == totals.at(path));
            CHECK(built.paths()[i].self_ticks == self.at(path));
            CHECK(built.find_path(path) == i);
        }
    }
}

TEST_CASE("profile_builder: each thread has a tree of its own, with its own self times") {
    std::mt19937_64 random(12);
    const auto totals = totals_of(random_self_times(random, 100));
    const dwell::profile built = build_shuffled(totals, random);
    REQUIRE(built.threads().size() == 2);
    CHECK(built.threads()[0].name == "even");
    for (const dwell::thread_profile& thread : built.threads()) {
        CHECK(std::is_sorted(thread.paths.begin(), thread.paths.end(),
                             [](const auto& a, const auto& b) { return a.path < b.path; }));
        std::map<uint32_t, uint64_t> children;
        for (const dwell::thread_path& path : thread.paths) {
            children[built.paths()[path.path].parent] += path.total_ticks;
        }
        for (const dwell::thread_path& path : thread.paths) {
            CHECK(path.self_ticks == path.total_ticks - (std::min)(path.total_ticks, children[path.path]));
        }
    }
}

TEST_CASE("profile_builder: a self time is never below 0") {
    const dwell::profile built = test::profile_of({{"a", 1, 10}, {"a;b", 1, 7}, {"a;c", 1, 7}, {"d", 1, 10}});
    CHECK(built.paths()[0].self_ticks == 0);
    CHECK(built.paths()[3].self_ticks == 10);
}

TEST_CASE("profile_builder: the time of spans is in nobody else's self time") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 100}, {"a;scope", 1, 30}});
    const uint32_t a = add_path(builder, "a");
    const uint32_t span = add_path(builder, "a;span");
    builder.at(span).total_ticks = 500;
    builder.at(span).span_ticks = 480;  // the other 20 are those of a scope of this name
    builder.thread(thread_of("t", 1, 1, 0, {{a, 1, 100, 0}, {span, 1, 500, 0, 480}}));
    const dwell::profile built = builder.build();
    CHECK(built.paths()[0].self_ticks == 50);
    CHECK(built.paths()[2].self_ticks == 500);
    CHECK(built.threads().at(0).paths.at(0).self_ticks == 80);
    CHECK(built.roll_up("*")->total_ns() == 100 + 480);
}

TEST_CASE("profile_builder: what is added twice is added up") {
    dwell::profile_builder builder;
    const uint32_t a = add_path(builder, "a");
    CHECK(add_path(builder, "a") == a);
    const uint32_t b = add_path(builder, "a;b");
    builder.thread(thread_of("pool", 3, 0, 30, {{a, 1, 100, 0}, {b, 1, 60, 0}}));
    builder.thread(thread_of("pool", 1, 1, 5));
    builder.thread(thread_of("pool", 2, 0, 20, {{b, 2, 30, 0}, {a, 2, 40, 0}}));
    builder.parts().counters = {{{"c", {}, "", ""}, 1}, {{"c", {{"l", "v"}}, "", ""}, 8}, {{"c", {}, "Help.", "s"}, 2}};
    builder.parts().gauges = {{{"g", {}, "", ""}, 1, 20}, {{"g", {}, "", ""}, 2, 30}, {{"g", {}, "", ""}, 3, 10}};
    builder.parts().distributions = {{{"d", {}, "", ""}, 1, {}}, {{"d", {}, "", ""}, 1, {}}};
    builder.parts().distributions[0].values.record(5);
    builder.parts().distributions[1].values.record(6);
    const dwell::profile built = builder.build();

    REQUIRE(built.threads().size() == 2);
    const dwell::thread_profile& ended = built.threads()[0];
    CHECK(ended.started == 5);
    CHECK(ended.cpu_ns == 50);
    REQUIRE(ended.paths.size() == 2);
    CHECK(ended.paths[0].calls == 3);
    CHECK(ended.paths[0].total_ticks == 140);
    CHECK(ended.paths[0].self_ticks == 50);
    CHECK(built.threads()[1].running == 1);
    REQUIRE(built.counters().size() == 2);
    CHECK(built.counters()[0].value == 3);
    CHECK(built.counters()[0].identity.help == "Help.");
    CHECK(built.counters()[1].value == 8);
    REQUIRE(built.gauges().size() == 1);
    CHECK(built.gauges()[0].value == 2);
    REQUIRE(built.distributions().size() == 1);
    CHECK(built.distributions()[0].values.count() == 2);
    CHECK(built.health().rebucketed == 0);
}

TEST_CASE("profile_builder: the first location that is known stays") {
    dwell::profile_builder builder;
    const uint32_t name = builder.name("n");
    CHECK(builder.name("n", "first.cpp", 3) == name);
    CHECK(builder.name("n", "second.cpp", 4) == name);
    const dwell::profile built = builder.build();
    CHECK(built.names().at(0).file == "first.cpp");
    CHECK(built.names()[0].line == 3);
}

TEST_CASE("profile_builder: is empty after build, and can be used again") {
    dwell::profile_builder builder;
    add_path(builder, "a;b");
    builder.thread(thread_of("t", 1, 0, 1));
    (void)builder.build();
    CHECK(builder.build() == dwell::profile());
    builder.thread(thread_of("t", 1, 0, 1));
    builder.at(add_path(builder, "c")).calls = 1;
    const dwell::profile built = builder.build();
    CHECK(built.paths().size() == 1);
    CHECK(built.threads().at(0).started == 1);
}
