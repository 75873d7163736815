// SPDX-License-Identifier: BSL-1.0
// Records scopes with NVTX ranges off, on and off again, and prints where it is. Another file records, too.
#include <dwell/dwell.hpp>
#include <dwell/ext/nvtx.hpp>

#include <cstdio>
#include <string>
#include <thread>

void infer_elsewhere();

namespace {

void work() {
    TIMED_SCOPE("frame");
    TIMED_SCOPE_DYNAMIC(std::string("camera 7"));
    infer_elsewhere();
    for (int i = 0; i < 3; ++i) {
        TIMED_SCOPE_SAMPLED("pixel", 2);
    }
}

}  // namespace

int main() {
    std::puts("= before");
    work();
    work();
    const bool is_on = dwell::set_nvtx_ranges(true);
    std::puts(is_on ? "= first" : "= nobody listens");
    work();
    std::puts("= on");
    work();
    std::puts("= thread");
    std::thread(work).join();
    dwell::set_nvtx_ranges(false);
    std::puts("= off");
    work();
    dwell::set_nvtx_ranges(true);
    {
        std::puts("= half");
        TIMED_SCOPE("half");
        dwell::set_nvtx_ranges(false);
        work();
    }
    std::puts("= end");
    std::printf("%d frames\n", static_cast<int>(dwell::snapshot().roll_up("frame")->calls()));
}
