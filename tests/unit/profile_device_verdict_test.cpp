// SPDX-License-Identifier: BSL-1.0
// What holds a device back, from plain numbers: each verdict, its threshold and its sentence.
#include <dwell/profile/device_verdict.hpp>

#include <cstdint>
#include <limits>
#include <string>

#include "support/catch.hpp"

using dwell::device_limit;
using dwell::device_load;
using dwell::device_verdict;

namespace {

/// A load of 1,000 ms.
device_load load_of_a_second(std::uint64_t computing_ms, std::uint64_t only_copying_ms, std::uint64_t starved_ms) {
    device_load load;
    load.compute_ns = computing_ms * 1'000'000;
    load.busy_ns = (computing_ms + only_copying_ms) * 1'000'000;
    load.idle_ns = 1'000'000'000 - load.busy_ns;
    load.starved_ns = starved_ms * 1'000'000;
    return load;
}

}  // namespace

TEST_CASE("a device that computes most of the time is compute-bound", "[profile]") {
    device_load load = load_of_a_second(904, 40, 30);
    load.to_device = {5'000'000'000, 500'000'000};
    const device_verdict verdict = dwell::judge(load);
    CHECK(verdict.limit == device_limit::compute);
    CHECK(verdict.text ==
          "compute-bound: 90 % of the time computing; 4 % only copying to device at 10.0 GB/s, 6 % idle");
    CHECK(dwell::judge(load_of_a_second(1000, 0, 0)).text ==
          "compute-bound: 100 % of the time computing; 0 % only copying, 0 % idle");
}

TEST_CASE("a device that only copies most of the time is transfer-bound", "[profile]") {
    device_load load = load_of_a_second(120, 710, 100);
    load.to_device = {8'064'000'000, 720'000'000};
    load.to_host = {1, 30'000'000};
    load.link_bytes_per_second = 31'507'692'304;
    const device_verdict verdict = dwell::judge(load);
    CHECK(verdict.limit == device_limit::transfer);
    CHECK(verdict.text ==
          "transfer-bound: 71 % of the time only copying to device at 11.2 of 31.5 GB/s; 12 % computing, 17 % idle");
    load.to_host = {800'000'000, 800'000'000};
    CHECK(dwell::judge(load).text ==
          "transfer-bound: 71 % of the time only copying to host at 1.0 of 31.5 GB/s; 12 % computing, 17 % idle");
    load.other = {1'800'000'000, 900'000'000};
    CHECK(dwell::judge(load).text ==
          "transfer-bound: 71 % of the time only copying at 2.0 GB/s; 12 % computing, 17 % idle");
}

TEST_CASE("a device that idles most of the time is CPU-bound", "[profile]") {
    const device_verdict verdict = dwell::judge(load_of_a_second(200, 90, 650));
    CHECK(verdict.limit == device_limit::host);
    CHECK(verdict.text ==
          "CPU-bound: 71 % of the time idle, 65 % with nothing asked of the device; 20 % computing, 9 % only copying");
}

TEST_CASE("a device with next to nothing to do is idle", "[profile]") {
    const device_verdict verdict = dwell::judge(load_of_a_second(9, 0, 991));
    CHECK(verdict.limit == device_limit::idle);
    CHECK(verdict.text == "idle: busy for 0.9 % of 1.0 s");
    CHECK(dwell::judge(load_of_a_second(5, 5, 990)).limit == device_limit::host);
}

TEST_CASE("no verdict comes from too short a time", "[profile]") {
    CHECK(dwell::judge({}).limit == device_limit::too_little);
    CHECK(dwell::judge({}).text == "too little to tell: 0.0 ms since the device's first scope");
    device_load load;
    load.busy_ns = load.compute_ns = device_verdict::least_ns - 1;
    CHECK(dwell::judge(load).limit == device_limit::too_little);
    load.idle_ns = 1;
    CHECK(dwell::judge(load).limit == device_limit::compute);
}

TEST_CASE("no verdict comes from parts that are about equal", "[profile]") {
    const device_verdict verdict = dwell::judge(load_of_a_second(340, 330, 330));
    CHECK(verdict.limit == device_limit::undecided);
    CHECK(verdict.text == "undecided: 34 % of the time computing, 33 % only copying, 33 % idle");
    CHECK(dwell::judge(load_of_a_second(520, 480, 0)).limit == device_limit::undecided);
    CHECK(dwell::judge(load_of_a_second(540, 460, 0)).limit == device_limit::compute);
    CHECK(dwell::judge(load_of_a_second(460, 540, 0)).limit == device_limit::transfer);
    CHECK(dwell::judge(load_of_a_second(460, 0, 540)).limit == device_limit::host);
    CHECK(dwell::judge(load_of_a_second(480, 0, 520)).limit == device_limit::undecided);
}

TEST_CASE("loads of a file that no device has made are judged", "[profile]") {
    device_load load;
    load.busy_ns = load.idle_ns = load.compute_ns = load.starved_ns = UINT64_MAX;
    load.to_device = {UINT64_MAX, 1};
    load.link_bytes_per_second = std::numeric_limits<double>::infinity();
    CHECK(dwell::judge(load).limit == device_limit::undecided);
    load.compute_ns = 0;
    CHECK(dwell::judge(load).text ==
          "undecided: 0 % of the time computing, 50 % only copying to device at 1000000000000000.0 of "
          "1000000000000000.0 GB/s, 50 % idle");
    load.link_bytes_per_second = std::numeric_limits<double>::quiet_NaN();
    load.idle_ns = 0;
    CHECK(dwell::judge(load).limit == device_limit::transfer);
}
