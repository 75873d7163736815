// SPDX-License-Identifier: BSL-1.0
// The order of call paths is that of their names from the root on: of every small tree, and of random larger ones.
#include <dwell/profile/path_order.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <random>
#include <vector>

namespace {

using name_chain = std::vector<uint32_t>;

name_chain chain_of(const std::vector<dwell::call_path>& paths, uint32_t path) {
    name_chain names;
    for (uint32_t i = path; i != dwell::call_path::no_parent; i = paths[i].parent) {
        names.insert(names.begin(), paths[i].name);
    }
    return names;
}

std::vector<name_chain> chains_of(const std::vector<dwell::call_path>& paths) {
    std::vector<name_chain> chains;
    for (uint32_t i = 0; i < paths.size(); ++i) {
        chains.push_back(chain_of(paths, i));
    }
    return chains;
}

void append_path(std::vector<dwell::call_path>& paths, uint32_t parent, uint32_t name) {
    dwell::call_path added;
    added.parent = parent;
    added.name = name;
    paths.push_back(added);
}

/// The chains of names of paths that are in order ascend.
void check_order(std::vector<dwell::call_path> paths) {
    const std::vector<name_chain> before = chains_of(paths);
    CHECK(dwell::detail::are_in_order(paths) == std::is_sorted(before.begin(), before.end()));
    const std::vector<uint32_t> moved_to = dwell::detail::put_in_order(paths);
    const std::vector<name_chain> after = chains_of(paths);
    CHECK(dwell::detail::are_in_order(paths));
    CHECK(std::is_sorted(after.begin(), after.end()));
    REQUIRE(moved_to.size() == before.size());
    bool have_followed = true;
    for (size_t i = 0; i < before.size(); ++i) {
        have_followed &= after[moved_to[i]] == before[i];
    }
    CHECK(have_followed);
}

/// All trees that `paths` can grow to, with names below 3.
void check_all(const std::vector<dwell::call_path>& paths, size_t size) {
    if (paths.size() == size) {
        check_order(paths);
        return;
    }
    for (uint32_t parent = 0; parent <= paths.size(); ++parent) {
        for (uint32_t name = 0; name < 3; ++name) {
            std::vector<dwell::call_path> larger = paths;
            append_path(larger, parent == paths.size() ? dwell::call_path::no_parent : parent, name);
            std::vector<name_chain> chains = chains_of(larger);
            std::sort(chains.begin(), chains.end());
            if (std::adjacent_find(chains.begin(), chains.end()) == chains.end()) {
                check_all(larger, size);
            }
        }
    }
}

}  // namespace

TEST_CASE("call paths of every small tree are put in order", "[profile]") {
    for (size_t size = 0; size <= 4; ++size) {
        check_all({}, size);
    }
}

TEST_CASE("call paths of large trees are put in order", "[profile]") {
    std::mt19937 random(1);
    for (int tree = 0; tree < 20; ++tree) {
        std::vector<dwell::call_path> paths;
        for (uint32_t i = 0; i < 200; ++i) {
            // Each name once: no two siblings have the same.
            const bool is_root = i == 0 || random() % 10 == 0;
            append_path(paths, is_root ? dwell::call_path::no_parent : static_cast<uint32_t>(random() % i),
                        (i * 77 + 13) % 200);
        }
        check_order(paths);
    }
}

TEST_CASE("a call path of any depth is in order", "[profile]") {
    std::vector<dwell::call_path> paths;
    for (uint32_t i = 0; i < 100'000; ++i) {
        append_path(paths, i == 0 ? dwell::call_path::no_parent : i - 1, 0);
    }
    CHECK(dwell::detail::are_in_order(paths));
    CHECK(dwell::detail::put_in_order(paths).back() == 99'999);
}
