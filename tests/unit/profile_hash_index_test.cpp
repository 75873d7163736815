// SPDX-License-Identifier: BSL-1.0
// The hash table of indices: what was inserted is found, by content and not by hash alone, and nothing else is.
#include <dwell/profile/hash_index.hpp>

#include "support/catch.hpp"

#include <string>
#include <vector>

namespace {

struct indexed_texts {
    std::vector<std::string> values;
    dwell::detail::hash_index index;
    uint64_t (*hash)(const std::string&) = nullptr;

    uint32_t find(const std::string& text) const {
        return index.find(hash(text), [&](uint32_t i) { return values[i] == text; });
    }
    void add(const std::string& text) {
        index.insert(hash(text), static_cast<uint32_t>(values.size()));
        values.push_back(text);
    }
};

void check_all_found(indexed_texts& in, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
        CHECK(in.find(std::to_string(i)) == dwell::detail::hash_index::none);
        in.add(std::to_string(i));
    }
    bool all_found = true;
    for (uint32_t i = 0; i < count; ++i) {
        all_found &= in.find(std::to_string(i)) == i;
    }
    CHECK(all_found);
    CHECK(in.find("another") == dwell::detail::hash_index::none);
}

}  // namespace

TEST_CASE("a hash index finds what was inserted, and nothing else", "[profile]") {
    indexed_texts in;
    in.hash = [](const std::string& text) { return dwell::detail::hash_of(text); };
    check_all_found(in, 3000);
    in.index.clear();
    CHECK(in.find("0") == dwell::detail::hash_index::none);
}

TEST_CASE("elements with one hash are told apart", "[profile]") {
    indexed_texts in;
    in.hash = [](const std::string&) { return uint64_t{7}; };
    check_all_found(in, 100);
}

TEST_CASE("the hash of a call path tells parent from name", "[profile]") {
    CHECK(dwell::detail::hash_of(1, 2) != dwell::detail::hash_of(2, 1));
}
