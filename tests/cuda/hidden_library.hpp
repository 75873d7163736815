// SPDX-License-Identifier: BSL-1.0
// All that the library shows of itself.
#ifndef DWELL_TESTS_CUDA_HIDDEN_LIBRARY_HPP
#define DWELL_TESTS_CUDA_HIDDEN_LIBRARY_HPP

[[gnu::visibility("default")]] void record_in_library();

#endif
