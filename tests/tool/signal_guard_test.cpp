// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include "process/signal_guard.hpp"

#include <csignal>

TEST_CASE("a wait may be longer than a time of the system", "[tool]") {
    dwell::tool::signal_guard signals;
    REQUIRE(raise(SIGCHLD) == 0);
    CHECK(signals.wait(1e300) == SIGCHLD);
    CHECK(signals.wait(0) == 0);
}
