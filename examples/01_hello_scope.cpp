// SPDX-License-Identifier: BSL-1.0
// The smallest program with dwell. Run it with DWELL_OUT=- for a table, or DWELL_OUT=out for files.
#include <dwell/dwell.hpp>

#include <chrono>
#include <thread>

int main() {
    for (int step = 0; step < 20; ++step) {
        TIMED_SCOPE("orchestrator.step");
        std::this_thread::sleep_for(std::chrono::milliseconds(step % 4));
    }
}
