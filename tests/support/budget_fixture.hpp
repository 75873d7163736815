// SPDX-License-Identifier: BSL-1.0
// A server's profile, and what tests of budgets ask of a result.
#ifndef DWELL_TESTS_SUPPORT_BUDGET_FIXTURE_HPP
#define DWELL_TESTS_SUPPORT_BUDGET_FIXTURE_HPP

#include <dwell/profile/builder.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/limits.hpp>

#include <string>

#include "support/catch.hpp"
#include "support/profile_fixture.hpp"

namespace test {

/// A limit in nanoseconds.
constexpr dwell::time_limit ns(double nanoseconds) { return dwell::time_limit::from_ns(nanoseconds); }

/// A server, whose requests parse, as a test does. 1 tick is 1 ns, and each call took 10.
inline dwell::profile_builder server_builder() {
    return builder_of({{"server.request", 1'000, 20'000},
                       {"server.request;server.parse", 1'000, 12'000},
                       {"server.request;server.parse;tokens", 3'000, 9'000},
                       {"server.request;server.answer", 1'000, 7'000},
                       {"test;server.parse", 500, 6'000},
                       {"test;server.parse;tokens", 500, 5'000},
                       {"test", 0, 6'000, 1}});
}

/// The same, of which two call paths allocate.
inline dwell::profile server_with_allocations(const std::string& sizes) {
    dwell::profile_builder builder = server_builder();
    builder.at(add_path(builder, "server.request;server.parse;tokens")).self_memory = {1, 64, 1, 64};
    builder.at(add_path(builder, "server.request;server.answer")).self_memory = {3'000, 96'000, 0, 0};
    builder.parts().memory.sizes = sizes;
    return builder.build();
}

inline dwell::limit_check only_check(const dwell::budget_result& result) {
    REQUIRE(result.checks.size() == 1);
    return result.checks[0];
}

}  // namespace test

#endif
