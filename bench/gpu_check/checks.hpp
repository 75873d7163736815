// SPDX-License-Identifier: BSL-1.0
// The checks, each of which prints its rows. A check that cannot go on throws.
#ifndef BENCH_GPU_CHECK_CHECKS_HPP
#define BENCH_GPU_CHECK_CHECKS_HPP

namespace gpu_check {

void check_device_time();   // of scopes, against events that were placed by hand
void check_moments();       // of device scopes, between those of the host
void check_host_cost();     // of a scope, over two events
void check_throughput();    // of a stream of small kernels
void check_elapsed_sign();  // of cudaEventElapsedTime
void check_clock_drift();   // of device and host, and how well an anchor knows a moment
void check_capture();       // a scope and a harvest while a graph is captured
void check_graph_launch();  // in a scope
void check_reset();         // cudaDeviceReset with scopes that have not ended
void run_until_exit();      // leaves its scopes to the end of the process
void run_kernels();         // for a profiler beside it: prints the mean time of its scopes

}  // namespace gpu_check

#endif
