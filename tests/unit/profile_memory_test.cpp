// SPDX-License-Identifier: BSL-1.0
// Memory in a profile: each block once in every total, intervals that add up, and states that do not.
#include <dwell/profile/builder.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/profile/merge.hpp>
#include <dwell/profile/profile.hpp>

#include "support/catch.hpp"
#include "support/profile_fixture.hpp"

#include <string>

using test::add_path;
using test::builder_of;

namespace {

dwell::call_path& with_memory(dwell::profile_builder& builder, const std::string& names,
                              const dwell::memory_counts& memory, const dwell::live_memory& live = {}) {
    dwell::call_path& path = builder.at(add_path(builder, names));
    path.self_memory = memory;
    path.self_live = live;
    return path;
}

// One call path of a process, with as many allocations as bytes a tenth of them, and what it holds.
dwell::profile process(uint64_t pid, int64_t snapshot_unix_ns, uint64_t allocations, double live_bytes,
                       const std::string& sizes = "requested", uint64_t interval = 512) {
    dwell::profile_builder builder = builder_of({{"work", 1, 10}});
    with_memory(builder, "work", {allocations, allocations * 10, allocations / 2, allocations * 5},
                {live_bytes / 10, live_bytes, live_bytes * 3, 2});
    builder.parts().metadata.pid = pid;
    builder.parts().metadata.snapshot_unix_ns = snapshot_unix_ns;
    dwell::memory_profile& memory = builder.parts().memory;
    memory.sizes = sizes;
    memory.sample_interval_bytes = interval;
    memory.frees_of_unknown_size = allocations;
    memory.outside = {allocations, 1, 2, 3};
    memory.live_outside = {1, live_bytes, 5, 1};
    memory.own = {4, allocations, 6, 7};
    memory.failed_allocations = allocations;
    memory.lost_samples = allocations;
    return builder.build();
}

}  // namespace

TEST_CASE("memory: a call path has its own and its children's, a name each block once") {
    dwell::profile_builder builder = builder_of({{"f", 2, 100}, {"f;f", 3, 60}, {"f;g", 4, 20}, {"h", 0, 5, 1}});
    with_memory(builder, "f", {1, 10, 1, 10}, {1, 10, 100, 1});
    with_memory(builder, "f;f", {2, 20, 0, 0}, {2, 20, 200, 2});
    with_memory(builder, "f;g", {4, 40, 3, 30}, {});
    with_memory(builder, "h", {7, 70, 0, 0});
    const dwell::profile built = builder.build();
    const dwell::call_path& root = built.paths()[*built.find_path("f")];
    CHECK((root.memory == dwell::memory_counts{7, 70, 4, 40}));
    CHECK((root.live == dwell::live_memory{3, 30, 300, 3}));

    const dwell::scope_statistics f = *built.find("f");
    CHECK((f.memory() == dwell::memory_counts{7, 70, 4, 40}));
    CHECK((f.self_memory() == dwell::memory_counts{3, 30, 1, 10}));
    CHECK((f.live() == dwell::live_memory{3, 30, 300, 3}));
    CHECK(f.allocations_per_call() == 7.0 / 5);
    const dwell::scope_statistics all = *built.roll_up("*");
    CHECK((all.memory() == dwell::memory_counts{14, 140, 4, 40}));
    CHECK((all.self_memory() == all.memory()));
    CHECK((built.statistics(1).memory() == dwell::memory_counts{2, 20, 0, 0}));
    // Open only: no call has ended that its allocations could be divided by.
    CHECK(built.find("h")->allocations_per_call() == 0);
}

TEST_CASE("memory: an interval has what was allocated in it, and what is held at its end") {
    const dwell::profile earlier = process(5, 1, 10, 1000);
    const dwell::profile later = process(5, 2, 16, 700);
    const dwell::profile interval = dwell::delta(later, earlier);
    CHECK(interval.health().delta_mismatches == 0);
    REQUIRE(interval.paths().size() == 1);
    CHECK((interval.paths()[0].memory == dwell::memory_counts{6, 60, 3, 30}));
    CHECK((interval.paths()[0].live == later.paths()[0].live));
    const dwell::memory_profile& memory = interval.memory();
    CHECK(memory.sizes == "requested");
    CHECK(memory.sample_interval_bytes == 512);
    CHECK(memory.frees_of_unknown_size == 6);
    CHECK((memory.outside == dwell::memory_counts{6, 0, 0, 0}));
    CHECK((memory.live_outside == later.memory().live_outside));
    CHECK((memory.own == dwell::memory_counts{0, 6, 0, 0}));
    CHECK(memory.failed_allocations == 6);
    CHECK(memory.lost_samples == 6);

    // The two halves of a process are the whole, in whichever order they are merged.
    const dwell::profile first = dwell::delta(earlier, process(5, 0, 0, 0));
    for (const dwell::profile& sum : {dwell::merge(first, interval), dwell::merge(interval, first)}) {
        CHECK((sum.paths().at(0).memory == later.paths()[0].memory));
        CHECK((sum.paths().at(0).live == later.paths()[0].live));
        CHECK(sum.memory().outside.allocations == 16);
        CHECK((sum.memory().live_outside == later.memory().live_outside));
        CHECK(sum.memory().lost_samples == 16);
    }
}

TEST_CASE("memory: a call path that only holds some stays in an interval") {
    dwell::profile_builder builder = builder_of({{"done", 1, 10}, {"held", 1, 10}});
    with_memory(builder, "done", {1, 8, 1, 8});
    with_memory(builder, "held", {1, 8, 0, 0}, {1, 8, 0, 1});
    const dwell::profile same = builder.build();
    const dwell::profile interval = dwell::delta(same, same);
    REQUIRE(interval.paths().size() == 1);
    CHECK(interval.path_string(0) == "held");
    CHECK(interval.paths()[0].memory.empty());
    CHECK(interval.paths()[0].live.bytes == 8);
    CHECK_FALSE(interval.paths()[0].live.empty());
}

TEST_CASE("memory: only a free is news enough for an interval") {
    const dwell::profile earlier = builder_of({{"a", 1, 10}}).build();
    dwell::profile_builder builder = builder_of({{"a", 1, 10}});
    with_memory(builder, "a", {0, 0, 1, 0});
    const dwell::profile interval = dwell::delta(builder.build(), earlier);
    REQUIRE(interval.paths().size() == 1);
    CHECK(interval.paths()[0].memory.frees == 1);
}

TEST_CASE("memory: what went backwards in a delta is 0, and counted") {
    const auto mismatches = [](const dwell::profile& later, const dwell::profile& earlier) {
        return dwell::delta(later, earlier).health().delta_mismatches;
    };
    // Of the call path and of the process.
    CHECK(mismatches(process(5, 2, 9, 0), process(5, 1, 10, 0)) == 2);
    CHECK(dwell::delta(process(5, 2, 9, 0), process(5, 1, 10, 0)).paths().at(0).memory.empty());
    CHECK(mismatches(process(5, 2, 10, 0, "usable"), process(5, 1, 10, 0)) == 1);
    CHECK(mismatches(process(5, 2, 10, 0, ""), process(5, 1, 10, 0)) == 1);
    // The first snapshot may have been taken before anything was known of memory.
    CHECK(mismatches(process(5, 2, 10, 0), process(5, 1, 10, 0, "")) == 0);
}

TEST_CASE("memory: what scopes cost is time, and taken away from no memory") {
    dwell::profile_parts parts = process(5, 1, 10, 100).parts();
    parts.metadata.scope_cost_ns = 3;
    const dwell::profile source{parts};
    const dwell::profile result = dwell::compensated(source);
    CHECK(result.paths().at(0).self_ticks == 7);
    CHECK((result.paths()[0].memory == source.paths()[0].memory));
    CHECK((result.paths()[0].self_live == source.paths()[0].self_live));
    CHECK((result.memory() == source.memory()));
}

TEST_CASE("memory: processes add up, whatever each has counted") {
    const dwell::profile merged = dwell::merge(process(5, 1, 10, 100), process(6, 2, 20, 400, "usable", 1024));
    CHECK((merged.paths().at(0).memory == dwell::memory_counts{30, 300, 15, 150}));
    CHECK((merged.paths()[0].live == dwell::live_memory{50, 500, 1500, 4}));
    const dwell::memory_profile& memory = merged.memory();
    CHECK(memory.sizes == "mixed");
    CHECK(memory.sample_interval_bytes == 1024);
    CHECK(memory.frees_of_unknown_size == 30);
    CHECK((memory.outside == dwell::memory_counts{30, 2, 4, 6}));
    CHECK((memory.live_outside == dwell::live_memory{2, 500, 10, 2}));
    CHECK((memory.own == dwell::memory_counts{8, 30, 12, 14}));
    CHECK(memory.failed_allocations == 30);
    CHECK(memory.lost_samples == 30);
    // A process without hooks has counted nothing, in no kind of bytes.
    CHECK(dwell::merge(process(5, 1, 1, 1), process(6, 2, 1, 1, "")).memory().sizes == "requested");
    CHECK(dwell::merge(process(5, 1, 1, 1, ""), process(6, 2, 1, 1)).memory().sizes == "requested");
    CHECK(dwell::merge(merged, process(7, 1, 1, 1)).memory().sizes == "mixed");

    // Memory alone is something to merge.
    dwell::profile_builder alone;
    alone.parts().memory.outside.allocations = 3;
    const dwell::profile only_outside = alone.build();
    CHECK(dwell::merge(dwell::profile(), only_outside).memory().outside.allocations == 3);
    CHECK(dwell::merge(only_outside, only_outside).memory().outside.allocations == 6);
}
