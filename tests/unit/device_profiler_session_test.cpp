// SPDX-License-Identifier: BSL-1.0
// A profiler collects from the first scope to the end of the last, however the scopes are left.
#include <dwell/device/profiler_session.hpp>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/catch.hpp"

namespace {

template <typename Tag>
struct simulated_profiler {
    static inline std::atomic<int> started{0};
    static inline std::atomic<int> stopped{0};
    static void start() noexcept { ++started; }
    static void stop() noexcept { ++stopped; }

    using scope = dwell::detail::basic_profiler_scope<dwell::detail::profiler_session<simulated_profiler>>;
};

template <typename Profiler>
void throw_while_profiled() {
    const typename Profiler::scope outer;
    const typename Profiler::scope inner;
    throw std::runtime_error("out of both");
}

}  // namespace

TEST_CASE("an exception that leaves a profiler scope stops the profiler", "[device]") {
    struct tag {};
    using profiler = simulated_profiler<tag>;
    CHECK_THROWS_AS(throw_while_profiled<profiler>(), std::runtime_error);
    CHECK(profiler::started == 1);
    CHECK(profiler::stopped == 1);
}

TEST_CASE("profiler scopes inside one another count once", "[device]") {
    struct tag {};
    using profiler = simulated_profiler<tag>;
    {
        const profiler::scope outer;
        CHECK(profiler::started == 1);
        {
            const profiler::scope inner;
            CHECK(profiler::started == 1);
        }
        CHECK(profiler::stopped == 0);
    }
    CHECK(profiler::stopped == 1);
    { const profiler::scope again; }
    CHECK(profiler::started == 2);
    CHECK(profiler::stopped == 2);
}

TEST_CASE("profiler scopes of several threads at a time count once", "[device]") {
    struct tag {};
    using profiler = simulated_profiler<tag>;
    {
        const profiler::scope around_all;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([] {
                for (int round = 0; round < 1000; ++round) {
                    const profiler::scope here;
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        CHECK(profiler::started == 1);
        CHECK(profiler::stopped == 0);
    }
    CHECK(profiler::stopped == 1);
}
