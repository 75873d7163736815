// SPDX-License-Identifier: BSL-1.0
// All of dwell that needs no third party, for the one file of a program that reports. Files that only record include
// <dwell/scope.hpp>, which is light.
//
// Left out, because each wants something of its own:
//   <dwell/core/manual_clock.hpp>          a clock for tests
//   <dwell/memory/new_delete.hpp>          replaces operator new: for exactly one file of a program
//   <dwell/memory/counting_resource.hpp>   includes <memory_resource>, which costs 60 ms
//   <dwell/ext/httplib.hpp>                the live endpoint, on cpp-httplib
//   <dwell/ext/cuda.hpp>                   device time beside host time, on CUDA streams
//   <dwell/ext/catch2.hpp>, <dwell/ext/googletest.hpp>, <dwell/ext/google_benchmark.hpp>   budgets in these
#ifndef DWELL_DWELL_HPP
#define DWELL_DWELL_HPP

#include <dwell/autosave.hpp>
#include <dwell/core/version.hpp>
#include <dwell/export/benchmark_json.hpp>
#include <dwell/export/callgrind.hpp>
#include <dwell/export/csv.hpp>
#include <dwell/export/d3.hpp>
#include <dwell/export/dhat.hpp>
#include <dwell/export/folded.hpp>
#include <dwell/export/hdr_log.hpp>
#include <dwell/export/hgrm.hpp>
#include <dwell/export/html.hpp>
#include <dwell/export/job_summary.hpp>
#include <dwell/export/json.hpp>
#include <dwell/export/metadata.hpp>
#include <dwell/export/openmetrics.hpp>
#include <dwell/export/pprof.hpp>
#include <dwell/export/read_json.hpp>
#include <dwell/export/save.hpp>
#include <dwell/export/smaller_is_better.hpp>
#include <dwell/export/speedscope.hpp>
#include <dwell/export/svg.hpp>
#include <dwell/export/table.hpp>
#include <dwell/export/trace_event.hpp>
#include <dwell/memory/allocations.hpp>
#include <dwell/memory/counting_allocator.hpp>
#include <dwell/memory/heap_sampling.hpp>
#include <dwell/memory/process_metrics.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/profile/exemplar_cause.hpp>
#include <dwell/profile/memory_growth.hpp>
#include <dwell/profile/merge.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/window.hpp>
#include <dwell/record/concurrent_histogram.hpp>
#include <dwell/record/timeline_switch.hpp>
#include <dwell/scope.hpp>
#include <dwell/snapshot.hpp>
#include <dwell/stats/compare.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/histogram_window.hpp>
#include <dwell/stats/holm.hpp>
#include <dwell/stats/moments.hpp>
#include <dwell/stats/theil_sen.hpp>
#include <dwell/testing/budget_file.hpp>
#include <dwell/testing/budget_run.hpp>
#include <dwell/testing/check_budget_file.hpp>
#include <dwell/testing/check_calls.hpp>
#include <dwell/testing/check_growth.hpp>
#include <dwell/testing/check_measurement.hpp>
#include <dwell/testing/check_profile.hpp>
#include <dwell/testing/inconclusive.hpp>
#include <dwell/testing/junit.hpp>
#include <dwell/testing/measure.hpp>
#include <dwell/testing/profile_during.hpp>

#endif
