// SPDX-License-Identifier: BSL-1.0
// A service that never ends, and whose profile is there all the same. DWELL_EVERY=30s does it without a line of code.
#include <dwell/dwell.hpp>

#include <chrono>
#include <cstdio>
#include <thread>

namespace {

void answer() {
    TIMED_SCOPE("answer");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

int main() {
    // Every 30 seconds in a real service. The last three are kept, and what is written is up to the service.
    dwell::save_every_options options;
    options.directory = "service";
    options.keep = 3;
    options.save.formats = "table,json,folded";
    if (const auto status = dwell::save_every(std::chrono::milliseconds(50), options); !status) {
        std::fprintf(stderr, "%s\n", status.message().c_str());
        return 2;
    }
    for (int request = 0; request < 300; ++request) {
        answer();
    }
    // Meanwhile service/latest leads to the newest whole save, as here.
    dwell::profile saved;
    if (const auto status = dwell::read_json_file("service/latest/profile.json", saved); !status) {
        std::fprintf(stderr, "%s\n", status.message().c_str());
        return 2;
    }
    const auto found = saved.find("answer");
    std::printf("%llu of 300 requests were saved already\n",
                static_cast<unsigned long long>(found ? found->calls() : 0));
    return found && found->calls() > 0 && found->calls() <= 300 ? 0 : 1;
}
