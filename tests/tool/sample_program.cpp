// SPDX-License-Identifier: BSL-1.0
// A program with dwell inside, which does what the tests of `dwell` ask for.
//
// usage: dwell_tool_sample [WORK [ALLOCATIONS [EXIT STATUS]]]
//   WORK         the time of each of its 20 calls of sample.work, in microseconds (default 200)
//   ALLOCATIONS  of each of them (default 2)
#include <dwell/dwell.hpp>
#include <dwell/memory/new_delete.hpp>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <vector>

namespace {

void spin(std::chrono::microseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
    }
}

long argument(int argc, char** argv, int index, long otherwise) {
    return index < argc ? std::strtol(argv[index], nullptr, 10) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
    const std::chrono::microseconds work(argument(argc, argv, 1, 200));
    const long allocations = argument(argc, argv, 2, 2);
    for (int i = 0; i < 20; ++i) {
        TIMED_SCOPE("sample.step");
        {
            TIMED_SCOPE("sample.work");
            std::vector<std::unique_ptr<int>> kept;
            for (long j = 0; j + 1 < allocations; ++j) {
                kept.push_back(std::make_unique<int>(i));
            }
            spin(work);
        }
        dwell::counter<"sample.steps">.add(1);
    }
    return static_cast<int>(argument(argc, argv, 3, 0));
}
