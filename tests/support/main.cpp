// SPDX-License-Identifier: BSL-1.0
// The main function of dwell_unit_tests. Compiled here and not taken from Catch2's library, so that a cross build needs
// no Catch2 for its target.
#if !__has_include(<catch2/catch_all.hpp>)
#define CATCH_CONFIG_RUNNER
#endif
#include "support/catch.hpp"

int main(int argc, char** argv) { return Catch::Session().run(argc, argv); }
