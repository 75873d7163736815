// SPDX-License-Identifier: BSL-1.0
// Normally distributed numbers.
#ifndef DWELL_TESTS_SUPPORT_NORMAL_NUMBER_HPP
#define DWELL_TESTS_SUPPORT_NORMAL_NUMBER_HPP

#include <dwell/stats/random.hpp>

#include <cmath>

namespace test {

/// Mean 0, standard deviation 1, by the Box-Muller transform.
inline double normal_number(dwell::random_generator& random) {
    return std::sqrt(-2 * std::log(random.uniform())) * std::cos(6.283185307179586 * random.uniform());
}

}  // namespace test

#endif
