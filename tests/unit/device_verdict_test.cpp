// SPDX-License-Identifier: BSL-1.0
// The verdict on a simulated device in the metadata: of a snapshot, of the interval between two, of a merge, of a file.
#include <dwell/export/json.hpp>
#include <dwell/export/read_json.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/profile/merge.hpp>

#include <cstdint>
#include <string>
#include <utility>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"
#include "support/source_metrics.hpp"

using test::snapshot_with_sources;

namespace {

/// Of the first device; empty where there is none, or more than one.
std::string noted_verdict(const dwell::profile& profile) {
    std::string verdict;
    for (const auto& [key, text] : profile.metadata().extra) {
        if (key == "gpu.0.verdict") {
            verdict = verdict.empty() ? text : "several";
        }
    }
    return verdict;
}

}  // namespace

TEST_CASE("a profile says what held the device back in its interval", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    using dwell::detail::copy_direction;
    constexpr std::uint64_t ms = 1'000'000;
    const auto stream = gpu::device::new_stream();
    gpu::spend("kernel", stream, 90 * ms);
    gpu::advance(100 * ms);
    const dwell::profile computed = snapshot_with_sources<gpu>();
    CHECK(noted_verdict(computed) == "compute-bound: 90 % of the time computing; 0 % only copying, 10 % idle");

    gpu::copy("upload", stream, 86 * ms, 860'000'000, copy_direction::to_device);
    gpu::advance(100 * ms);
    const dwell::profile copied = snapshot_with_sources<gpu>();
    CHECK(noted_verdict(copied) ==
          "undecided: 45 % of the time computing, 43 % only copying to device at 10.0 of 16.0 "
          "GB/s, 12 % idle");
    const dwell::profile copying = dwell::delta(copied, computed);
    CHECK(noted_verdict(copying) ==
          "transfer-bound: 86 % of the time only copying to device at 10.0 of 16.0 GB/s; 0 % computing, 14 % idle");

    gpu::advance(60 * ms);
    gpu::spend("kernel", stream, 40 * ms);
    gpu::advance(40 * ms);
    const dwell::profile waited = snapshot_with_sources<gpu>();
    const dwell::profile waiting = dwell::delta(waited, copied);
    CHECK(noted_verdict(waiting) ==
          "CPU-bound: 60 % of the time idle, 60 % with nothing asked of the device; 40 % computing, 0 % only copying");
    CHECK(noted_verdict(dwell::delta(waited, waited)).rfind("too little to tell", 0) == 0);

    // Both intervals together are what passed from the first snapshot to the last.
    CHECK(noted_verdict(dwell::merge(copying, waiting)) == noted_verdict(dwell::delta(waited, computed)));

    dwell::string_sink json;
    REQUIRE(dwell::write_json(json, copying));
    dwell::profile read;
    REQUIRE(dwell::read_json(json.text(), read));
    CHECK(noted_verdict(read) == noted_verdict(copying));
}
