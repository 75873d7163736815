// SPDX-License-Identifier: BSL-1.0
// What a run prints: cameras, stages, layers, batches.
#ifndef CAMERA_PIPELINE_REPORT_HPP
#define CAMERA_PIPELINE_REPORT_HPP

#include <dwell/dwell.hpp>

#include "options.hpp"
#include "pipeline.hpp"

namespace camera_pipeline {

void print_cameras(const options& wanted, const pipeline& finished);
/// Each stage and the waiting before it, then what is timed inside the stages.
void print_stages(const options& wanted, const dwell::profile& recorded);
/// How long batches of each size took.
void print_batches(const dwell::profile& recorded);

}  // namespace camera_pipeline

#endif
