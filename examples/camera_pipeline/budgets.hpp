// SPDX-License-Identifier: BSL-1.0
// What the pipeline promises, and whether it kept that.
#ifndef CAMERA_PIPELINE_BUDGETS_HPP
#define CAMERA_PIPELINE_BUDGETS_HPP

#include <dwell/dwell.hpp>

#include "ledger.hpp"
#include "options.hpp"

namespace camera_pipeline {

/// Prints the answers, and gives the exit status.
[[nodiscard]] int check_budgets(const options& wanted, const ledger& frames, const dwell::profile& recorded,
                                const dwell::memory_growth& growth, const dwell::growth_check_options& growth_options);

}  // namespace camera_pipeline

#endif
