// SPDX-License-Identifier: BSL-1.0
// What each scope of a timeline allocated, and each of the slowest instances.
#include "memory_support.hpp"
#include "support/catch.hpp"

#include <dwell/dwell.hpp>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

/// Blocks and bytes of each scope of a name, in the order in which they began.
std::vector<std::pair<uint64_t, uint64_t>> memory_of(const dwell::profile& profile, const std::string& name) {
    std::vector<std::pair<uint64_t, uint64_t>> found;
    for (const dwell::timeline_thread& thread : profile.timeline().threads) {
        for (const dwell::timeline_scope& scope : thread.scopes) {
            if (profile.name_of(scope) == name) {
                found.emplace_back(scope.allocations, scope.allocated_bytes);
            }
        }
    }
    return found;
}

void allocate(int blocks) {
    for (int i = 0; i < blocks; ++i) {
        delete[] opaque(new char[100]);
    }
}

void allocate_inside(int blocks) {
    TIMED_SCOPE("memory.inner");
    allocate(blocks);
}

}  // namespace

TEST_CASE("each scope of a timeline has what it allocated itself", "[memory]") {
    RETURN_UNLESS_COUNTED();
    {
        TIMED_SCOPE("memory.outer");  // before the timeline: its memory is nobody's afterwards
        allocate(1'000);
    }
    dwell::set_timeline({});
    for (int i = 0; i < 3; ++i) {
        TIMED_SCOPE("memory.outer");
        allocate(1);
        allocate_inside(10 * i);
        allocate(1);
        allocate_inside(0);
    }
    const dwell::profile profile = dwell::snapshot();
    const auto outer = memory_of(profile, "memory.outer");
    const auto inner = memory_of(profile, "memory.inner");
    REQUIRE(outer.size() == 3);
    REQUIRE(inner.size() == 6);
    for (size_t i = 0; i < 3; ++i) {
        CHECK(outer[i].first == 2);
        CHECK(inner[2 * i].first == 10 * i);
        CHECK(inner[2 * i + 1].first == 0);
        if (counts_requested) {
            CHECK(outer[i].second == 200);
            CHECK(inner[2 * i].second == 1'000 * i);
        }
    }
    for (const dwell::exemplar& slow : profile.exemplars()) {
        uint64_t blocks = slow.instance.allocations;
        for (const dwell::timeline_scope& scope : slow.inside) {
            blocks += scope.allocations;
        }
        CHECK(slow.allocations == blocks);
        CHECK(slow.left_out == 0);
        if (profile.name_of(slow.instance) == "memory.outer") {
            CHECK((slow.allocations == 2 || slow.allocations == 12 || slow.allocations == 22));
        }
    }
}

TEST_CASE("a timeline that is off for a while counts what is allocated meanwhile for no scope", "[memory]") {
    RETURN_UNLESS_COUNTED();
    dwell::set_timeline({});
    allocate_inside(1);
    dwell::set_timeline({.bytes = 0});
    allocate_inside(500);
    dwell::set_timeline({});
    allocate_inside(2);
    using blocks_and_bytes = std::vector<std::pair<uint64_t, uint64_t>>;
    const blocks_and_bytes found = memory_of(dwell::snapshot(), "memory.inner");
    REQUIRE(found.size() == 2);
    CHECK(found[0].first == 1);
    CHECK(found[1].first == 2);
}

TEST_CASE("a timeline and its slowest instances are no allocations of the user", "[memory]") {
    RETURN_UNLESS_COUNTED();
    dwell::set_timeline({});
    const dwell::allocation_count counted = dwell::allocations([] {
        for (int i = 0; i < 10'000; ++i) {
            TIMED_SCOPE("memory.outer");
            allocate_inside(0);
        }
    });
    CHECK(counted.count == 0);
}

TEST_CASE("a sampled scope of a timeline has what that call allocated and not what those between did", "[memory]") {
    RETURN_UNLESS_COUNTED();
    dwell::set_timeline({});
    for (int i = 0; i < 10'000; ++i) {
        TIMED_SCOPE_SAMPLED("memory.sampled", 16);
        allocate(3);
    }
    const auto found = memory_of(dwell::snapshot(), "memory.sampled");
    CHECK(found.size() > 500);
    for (const auto& [blocks, bytes] : found) {
        CHECK(blocks == 3);
    }
}
