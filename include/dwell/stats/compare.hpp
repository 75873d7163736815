// SPDX-License-Identifier: BSL-1.0
// All that compares runs, in one include; each of these headers also stands alone.
#ifndef DWELL_STATS_COMPARE_HPP
#define DWELL_STATS_COMPARE_HPP

#include <dwell/stats/block_comparison.hpp>
#include <dwell/stats/bootstrap.hpp>
#include <dwell/stats/change_points.hpp>
#include <dwell/stats/clopper_pearson.hpp>
#include <dwell/stats/mann_whitney.hpp>

#endif
