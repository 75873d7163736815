// SPDX-License-Identifier: BSL-1.0
// A file that records and knows nothing of NVTX.
#include <dwell/scope.hpp>

void infer_elsewhere();
void infer_elsewhere() { TIMED_SCOPE("infer"); }
