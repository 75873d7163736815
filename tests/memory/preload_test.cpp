// SPDX-License-Identifier: BSL-1.0
// Other allocators than the C library's, put in front of it with LD_PRELOAD: CTest runs each test with each of them.
#include <dwell/dwell.hpp>

#include "support/catch.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

TEST_CASE("operators that something else puts in the place of the hooks are noticed", "[memory]") {
    if (std::getenv("DWELL_TEST_OPERATORS_REPLACED") == nullptr) {
        return;
    }
    CHECK_FALSE(dwell::counts_allocations());
    CHECK(dwell::allocations([] {}).count == dwell::unknown_allocations);
    CHECK(dwell::snapshot().memory().sizes == "not counted: another operator new is in use");
}

TEST_CASE("the allocator that is to be preloaded is there", "[memory]") {
    const char* const library = std::getenv("LD_PRELOAD");
    if (library == nullptr) {
        return;
    }
    std::ifstream maps("/proc/self/maps");
    const std::string text((std::istreambuf_iterator<char>(maps)), std::istreambuf_iterator<char>());
    const std::string name(library);
    CHECK(text.find(name.substr(name.rfind('/') + 1)) != std::string::npos);
}
