// SPDX-License-Identifier: BSL-1.0
// How long a test runs: short by default, longer where the environment asks for it.
#ifndef DWELL_TESTS_SUPPORT_ENVIRONMENT_NUMBER_HPP
#define DWELL_TESTS_SUPPORT_ENVIRONMENT_NUMBER_HPP

#include <cstdlib>

namespace test {

inline double environment_number(const char* name, double otherwise) {
    const char* const text = std::getenv(name);
    return text != nullptr ? std::atof(text) : otherwise;
}

}  // namespace test

#endif
