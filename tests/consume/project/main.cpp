// SPDX-License-Identifier: BSL-1.0
// The program: the one file that includes dwell.hpp. Its argument is the plugin.
#include <dlfcn.h>

#include <cstdio>
#include <thread>

#include <dwell/dwell.hpp>

#include "work.hpp"

namespace {

bool run_plugin(const char* path) {
    void* const plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    void* const entry = plugin != nullptr ? dlsym(plugin, "plugin_work") : nullptr;
    if (entry == nullptr) {
        std::fprintf(stderr, "%s\n", dlerror());
        return false;
    }
    const auto work = reinterpret_cast<void (*)()>(entry);
    {
        TIMED_SCOPE("main.calls_plugin");
        work();
    }
    // A thread whose first scope is the plugin's, and which ends before the plugin is closed.
    std::thread(work).join();
    return dlclose(plugin) == 0;
}

}  // namespace

int main(int, char** arguments) {
    TIMED_SCOPE("main.run");
    worker_work();
    library_work();
    // Twice: the second time after the plugin was closed.
    for (int round = 0; round < 2; ++round) {
        if (!run_plugin(arguments[1])) {
            return 1;
        }
    }
    worker_work();
    return 0;
}
