// SPDX-License-Identifier: BSL-1.0
// The main function of dwell_cross_tests: a cross build has no library of Catch2 for its target to take it from.
#define CATCH_CONFIG_RUNNER
#include "support/catch.hpp"

int main(int argc, char** argv) { return Catch::Session().run(argc, argv); }
