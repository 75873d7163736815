// SPDX-License-Identifier: BSL-1.0
// Scopes before main and after it: in static objects, in thread_local ones, in atexit handlers.
#include <dwell/scope.hpp>

#include <cstdlib>
#include <thread>

namespace {

struct static_object {
    static_object() { TIMED_SCOPE("static constructor"); }
    ~static_object() {
        TIMED_SCOPE("static destructor");
        TIMED_SCOPE("inside");
        dwell::counter<"late">.add(1);
    }
};
const static_object first_static;

struct thread_local_object {
    ~thread_local_object() {
        TIMED_SCOPE("thread_local destructor");
        TIMED_SCOPE("inside");
        dwell::counter<"late">.add(1);
    }
    void touch() const {}
};
thread_local const thread_local_object of_each_thread;

}  // namespace

int main() {
    std::atexit([] {
        TIMED_SCOPE("atexit handler");
        // A thread that begins while the program ends.
        std::thread([] {
            of_each_thread.touch();
            TIMED_SCOPE("thread at exit");
        }).join();
    });
    of_each_thread.touch();
    static const static_object local_static;
    std::thread([] {
        of_each_thread.touch();
        TIMED_SCOPE("thread");
    }).join();
    TIMED_SCOPE("main");
    dwell::counter<"late">.add(1);
    return 0;
}
