// SPDX-License-Identifier: BSL-1.0
// Which batch size does most on a device: a distribution for each, out of device scopes under names made at run time.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"

namespace {

/// A device that is launched for 400 us, does 8 items at a time in 25 us, and slows down where its cache is too small.
std::uint64_t simulated_batch_ns(std::uint64_t batch, std::uint64_t call) {
    const std::uint64_t rounds = (batch + 7) / 8;
    const std::uint64_t crowded = batch > 32 ? (batch - 32) * 60'000 : 0;
    return 400'000 + rounds * 25'000 + crowded + call % 10 * 1'000;
}

}  // namespace

TEST_CASE("the batch size that does most on a device is found", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    const std::vector<std::uint64_t> sizes = {1, 2, 4, 8, 16, 32, 64};
    for (std::uint64_t call = 0; call < 100; ++call) {
        for (const std::uint64_t batch : sizes) {
            const gpu::scope detect("detect", stream);
            const std::string name = "detect/batch " + std::to_string(batch);
            gpu::spend(name.c_str(), stream, simulated_batch_ns(batch, call));
        }
        gpu::advance(10'000'000);
    }
    const dwell::profile profile = gpu::snapshot();
    double alone = 0;
    double most = 0;
    std::uint64_t best = 0;
    for (const std::uint64_t batch : sizes) {
        const dwell::call_path& path = test::path_of(profile, "GPU 0;detect;detect/batch " + std::to_string(batch));
        CHECK(path.calls == 100);
        CHECK(path.durations.count() == 100);
        CHECK(path.durations.min() == simulated_batch_ns(batch, 0));
        CHECK(path.durations.max() == simulated_batch_ns(batch, 9));
        CHECK(path.total_ticks == 100 * simulated_batch_ns(batch, 0) + 10 * 45'000);
        const double items_per_ns = static_cast<double>(batch * path.calls) / static_cast<double>(path.total_ticks);
        alone = batch == 1 ? items_per_ns : alone;
        if (items_per_ns > most) {
            most = items_per_ns;
            best = batch;
        }
    }
    CHECK(best == 32);
    CHECK(most / alone > 2);
    CHECK(most / alone == Approx(32 * 429'500.0 / 504'500.0).epsilon(1e-9));
    CHECK(gpu::counts().dropped() == 0);
}
