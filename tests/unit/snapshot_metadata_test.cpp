// SPDX-License-Identifier: BSL-1.0
// What a snapshot says of its process, its machine and itself.
#include "support/catch.hpp"
#include "support/manual_recording.hpp"

#include <dwell/core/version.hpp>
#include <dwell/scope.hpp>

#include <unistd.h>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace {

TEST_CASE("snapshot: metadata") {
    { TIMED_SCOPE("metadata.scope"); }
    const dwell::profile profile = dwell::snapshot();
    const dwell::profile_metadata& metadata = profile.metadata();
    CHECK(metadata.pid == static_cast<uint64_t>(getpid()));
    CHECK_FALSE(metadata.program.empty());
    CHECK(metadata.command.find(metadata.program) != std::string::npos);
    CHECK_FALSE(metadata.host.empty());
    CHECK_FALSE(metadata.operating_system.empty());
    CHECK(metadata.cpu_count >= 1);
    CHECK(metadata.clock == dwell::tsc_clock::name());
    CHECK(metadata.clock_resolution_ns > 0);
    CHECK(metadata.clock_resolution_ns < 1000);
    CHECK_FALSE(metadata.compiler.empty());
    CHECK(metadata.build_flags.find("C++20") == 0);
    CHECK(metadata.dwell_version == DWELL_VERSION_STRING);
    CHECK(metadata.start_unix_ns > 0);
    CHECK(metadata.snapshot_unix_ns >= metadata.start_unix_ns);
    CHECK(metadata.duration_ns > 0);
}

TEST_CASE("snapshot: the time since recording began") {
    const dwell::profile first = dwell::snapshot();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const dwell::profile second = dwell::snapshot();
    CHECK(first.metadata().start_unix_ns == second.metadata().start_unix_ns);
    CHECK(second.metadata().duration_ns >= first.metadata().duration_ns + 20'000'000);
    const auto unix_ns = static_cast<double>(second.metadata().snapshot_unix_ns - second.metadata().start_unix_ns);
    CHECK(unix_ns == Approx(static_cast<double>(second.metadata().duration_ns)).margin(50e6));
}

TEST_CASE("snapshot: its own cost is calibrated, and is in no profile") {
    const dwell::profile profile = dwell::snapshot();
    const dwell::profile_metadata& metadata = profile.metadata();
    CHECK(metadata.scope_cost_ns >= 0);
    CHECK(metadata.scope_parent_cost_ns >= 0);
    CHECK(metadata.scope_cost_ns + metadata.scope_parent_cost_ns > 1);
    CHECK(metadata.scope_cost_ns + metadata.scope_parent_cost_ns < 100'000);
    CHECK(metadata.sampled_scope_cost_ns >= 0);
    CHECK(metadata.sampled_scope_cost_ns + metadata.sampled_scope_parent_cost_ns > 1);
    CHECK(metadata.sampled_scope_cost_ns + metadata.sampled_scope_parent_cost_ns < 100'000);
    // It reads no clock.
    CHECK(metadata.untimed_scope_cost_ns > 0);
    CHECK(metadata.untimed_scope_cost_ns < metadata.sampled_scope_cost_ns + metadata.sampled_scope_parent_cost_ns);
    CHECK_FALSE(metadata.compensated);
    CHECK_FALSE(profile.find("outer").has_value());
    CHECK_FALSE(profile.find("inner").has_value());
}

TEST_CASE("snapshot: the first of a process may be taken by several threads at once") {
    std::vector<std::string> hosts(4);
    std::vector<std::thread> threads;
    for (std::string& host : hosts) {
        threads.emplace_back([&host] {
            TIMED_SCOPE("metadata.thread");
            host = dwell::snapshot().metadata().program;
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const std::string& host : hosts) {
        CHECK(host == hosts[0]);
    }
    CHECK(test::path_of(dwell::snapshot(), "metadata.thread").calls == 4);
}

TEST_CASE("snapshot: of a program that recorded nothing") {
    using here = test::manual_recording<struct nothing_tag>;
    const dwell::profile profile = here::snapshot();
    CHECK(profile.paths().empty());
    CHECK(profile.threads().empty());
    CHECK(profile.metadata().clock == "manual");
}

}  // namespace
