// SPDX-License-Identifier: BSL-1.0
// Opens a plugin, lets a thread work in it, closes it and goes on: plugin_host PLUGIN. The thread has ended by then, so
// nothing of the plugin is in use, and closing it takes its code out of memory. That is so where the thread's
// destructors are the plugin's own; says "closed" where it is gone.
#include <dlfcn.h>

#include <cstdio>
#include <thread>

#if HOST_RECORDS
#include <dwell/scope.hpp>
#if HOST_TAKES_SNAPSHOTS
#include <dwell/snapshot.hpp>
#endif
#else
#define TIMED_SCOPE(name) static_assert(true, "")
#endif

int main(int argc, char** argv) {
    if (argc != 2) {
        return 2;
    }
    TIMED_SCOPE("host");
    void* const plugin = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
    if (plugin == nullptr) {
        std::fprintf(stderr, "%s\n", dlerror());
        return 1;
    }
    std::thread([plugin] {
        TIMED_SCOPE("host.thread");
        reinterpret_cast<void (*)()>(dlsym(plugin, "plugin_work"))();
    }).join();
    dlclose(plugin);
    std::puts(dlopen(argv[1], RTLD_NOW | RTLD_NOLOAD) == nullptr ? "closed" : "still open");
#if HOST_TAKES_SNAPSHOTS
    // Asks no source whose code went away with the plugin.
    (void)dwell::snapshot();
#endif
    TIMED_SCOPE("host.after");
    return 0;
}
