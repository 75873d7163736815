// SPDX-License-Identifier: BSL-1.0
// Catch2, version 2 (one header, as Debian 12 packages it) or version 3. Tests use only what both have.
#ifndef DWELL_TESTS_SUPPORT_CATCH_HPP
#define DWELL_TESTS_SUPPORT_CATCH_HPP

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Catch::Approx;
#else
#include <catch2/catch.hpp>
#endif

#endif
