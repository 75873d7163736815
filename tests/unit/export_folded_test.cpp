// SPDX-License-Identifier: BSL-1.0
// Folded stacks: lines, units, rounding, and names that a reader would misread.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"

#include <dwell/export/folded.hpp>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace {

std::string folded(const dwell::profile& profile, dwell::folded_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_folded(out, profile, options));
    return out.text();
}

dwell::folded_options unit(dwell::folded_unit wanted) {
    dwell::folded_options options;
    options.unit = wanted;
    return options;
}

uint64_t sum_of(const std::string& text) {
    uint64_t sum = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        sum += std::stoull(line.substr(line.rfind(' ') + 1));
    }
    return sum;
}

std::string frame(const std::string& name) {
    std::string line = "12 ";
    dwell::detail::append_folded_frame(line, name);
    return line.substr(3);
}

}  // namespace

TEST_CASE("a line is a call path and its self time") {
    const dwell::profile profile = test::profile_of(
        {{"b", 1, 5'000}, {"a", 2, 90'000}, {"a;x", 3, 30'000}, {"a;x;y", 4, 30'000}, {"a;z", 5, 1'500}});
    CHECK(folded(profile) == "a 59\na;x;y 30\na;z 1\nb 5\n");
    CHECK(folded(profile, unit(dwell::folded_unit::nanoseconds)) == "a 58500\na;x;y 30000\na;z 1500\nb 5000\n");
    CHECK(folded(profile, unit(dwell::folded_unit::milliseconds)).empty());
    CHECK(folded(profile, unit(dwell::folded_unit::calls)) == "a 2\na;x 3\na;x;y 4\na;z 5\nb 1\n");
    CHECK(folded(dwell::profile()).empty());
}

TEST_CASE("ticks are converted by the profile's scale") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 10'000}});
    builder.parts().scale.ns_per_tick = 0.25;
    const dwell::profile profile = builder.build();
    CHECK(folded(profile, unit(dwell::folded_unit::nanoseconds)) == "a 2500\n");
    CHECK(folded(profile, unit(dwell::folded_unit::calls)) == "a 1\n");
}

TEST_CASE("what rounding takes from one line goes to the next") {
    // 10,000 paths of 0.3 us: each alone would be left out, and with them 3 ms.
    std::vector<test::path_entry> entries = {{"root", 1, 10'000 * 300}};
    for (int i = 0; i < 10'000; ++i) {
        entries.push_back({"root;n" + std::to_string(i), 1, 300});
    }
    const dwell::profile profile = test::profile_of(entries);
    const std::string text = folded(profile);
    CHECK(sum_of(text) == 3'000);
    CHECK(sum_of(folded(profile, unit(dwell::folded_unit::milliseconds))) == 3);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        REQUIRE(line.substr(line.rfind(' ')) == " 1");  // never off by a whole unit
    }
}

TEST_CASE("carried rounding adds up at every step, up to the largest numbers") {
    dwell::detail::carried_rounding thirds(1.0 / 3);
    uint64_t sum = 0;
    for (uint64_t i = 1; i <= 1'000; ++i) {
        sum += thirds.next(1);
        REQUIRE(sum == thirds.sum());
        REQUIRE(sum == (2 * i + 3) / 6);
    }
    dwell::detail::carried_rounding exact(1.0);
    CHECK(exact.next(UINT64_MAX - 1) == UINT64_MAX - 1);
    CHECK(exact.next(5) == 1);
    CHECK(exact.sum() == UINT64_MAX);
    dwell::detail::carried_rounding huge(1e12);
    CHECK(huge.next(UINT64_MAX) == UINT64_MAX);
    CHECK(huge.next(UINT64_MAX) == 0);
}

TEST_CASE("the file's sum is the whole self time") {
    for (const dwell::profile& profile : {sample::small_profile(), sample::full_profile()}) {
        uint64_t ticks = 0;
        uint64_t calls = 0;
        for (const dwell::call_path& path : profile.paths()) {
            ticks += path.self_ticks;
            calls += path.calls;
        }
        const auto whole = [&](double ns) {
            return static_cast<uint64_t>(static_cast<double>(ticks) * profile.scale().ns_per_tick / ns + 0.5);
        };
        for (const bool by_thread : {false, true}) {
            const auto sum = [&](dwell::folded_unit wanted) { return sum_of(folded(profile, {wanted, by_thread})); };
            CHECK(sum(dwell::folded_unit::nanoseconds) == whole(1));
            CHECK(sum(dwell::folded_unit::microseconds) == whole(1e3));
            CHECK(sum(dwell::folded_unit::milliseconds) == whole(1e6));
            CHECK(sum(dwell::folded_unit::calls) == calls);
        }
    }
}

TEST_CASE("a thread is a root frame where that is asked for") {
    const std::string text = folded(sample::small_profile(), {dwell::folded_unit::calls, true});
    CHECK(text ==
          "main;load 1\n"
          "worker_1;step 50\nworker_1;step;parse 50\nworker_1;step;plan;plan;plan 50\nworker_1;step;tiny 50\n"
          "worker_2;step 50\nworker_2;step;parse 50\nworker_2;step;plan;plan;plan 50\nworker_2;step;tiny 50\n");
    CHECK(
        folded(sample::full_profile(), {dwell::folded_unit::calls, true}).find("(unnamed thread);root;nobody's 1\n") !=
        std::string::npos);
}

TEST_CASE("a thread's call path stands under its ancestors though the thread lists only itself") {
    dwell::profile_builder builder = test::builder_of({{"a;b;c", 1, 10'000}, {"a;d", 1, 20'000}});
    const uint32_t c = test::add_path(builder, "a;b;c");
    const uint32_t d = test::add_path(builder, "a;d");
    builder.thread(test::thread_of("t", 1, 0, 0, {{d, 1, 20'000, 0}, {c, 1, 10'000, 0}}));
    CHECK(folded(builder.build(), {dwell::folded_unit::microseconds, true}) == "t;a;b;c 10\nt;a;d 20\n");
}

TEST_CASE("a line is a call path and the memory of its own where that is asked for") {
    dwell::profile_builder builder = test::builder_of({{"a", 2, 90}, {"a;b", 1, 30}, {"c", 1, 4}});
    builder.at(0).self_memory = {1, 100, 9, 9};
    builder.at(0).sampled = {2, 1, 4};
    builder.at(1).self_memory = {2, 3000, 0, 0};
    builder.at(1).self_live = {1.5, 2000.5, 7, 1};
    builder.at(2).self_live = {1, 0.25, 0, 1};
    builder.parts().memory.outside = {5, 6, 0, 0};
    builder.parts().memory.live_outside = {1, 7.6, 0, 1};
    const dwell::profile profile = builder.build();
    const auto with = [&](dwell::profile_value value) { return folded(profile, {.value = value}); };
    // Blocks are counted in sampled scopes as in others: no mark.
    CHECK(with(dwell::profile_value::allocations) == "a 1\na;b 2\n(outside scopes) 5\n");
    CHECK(with(dwell::profile_value::allocated_bytes) == "a 100\na;b 3000\n(outside scopes) 6\n");
    CHECK(with(dwell::profile_value::live_bytes) == "a;b 2001\n(outside scopes) 8\n");
    CHECK(with(dwell::profile_value::time) == folded(profile));
    CHECK(folded(profile, {.unit = dwell::folded_unit::calls, .value = dwell::profile_value::allocations}) ==
          with(dwell::profile_value::allocations));
    CHECK(folded(sample::full_profile(), {.value = dwell::profile_value::allocated_bytes}).empty());
}

TEST_CASE("memory by thread is refused, since nothing knows it") {
    dwell::string_sink out;
    const dwell::export_status status = dwell::write_folded(
        out, sample::small_profile(), {.by_thread = true, .value = dwell::profile_value::live_bytes});
    CHECK(status.message() == "memory is not known by thread: folded_options::by_thread is for time");
    CHECK(out.text().empty());
}

TEST_CASE("frames that a reader would misread are changed, others are not") {
    CHECK(frame("phase 2") == "phase_2");
    CHECK(frame("phase  12") == "phase _12");
    CHECK(frame("ends in 1.5") == "ends in_1.5");
    CHECK(frame(" 7") == "_7");
    CHECK(frame("7") == "7");
    CHECK(frame("a 7b") == "a 7b");
    CHECK(frame("a7") == "a7");
    CHECK(frame("blank ") == "blank ");
    CHECK(frame("a;b") == "a:b");
    CHECK(frame("a\nb\tc\x7f") == "a_b_c_");
    CHECK(frame("\xFF!") == "_!");
    CHECK(frame("\xE4\xB8\x96") == "\xE4\xB8\x96");
    CHECK(frame("std::map<int, char>") == "std::map<int, char>");
}

TEST_CASE("a very deep tree needs no stack") {
    dwell::profile_builder builder;
    const uint32_t name = builder.name("f");
    uint32_t path = dwell::call_path::no_parent;
    for (uint32_t i = 0; i < 60'000; ++i) {
        path = builder.path(path, name);
        builder.at(path).total_ticks = 5'000;
    }
    CHECK(folded(builder.build()).size() == 2 * 60'000 + 2);
}
