// SPDX-License-Identifier: BSL-1.0
#include "process/signal_guard.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ctime>
#include <initializer_list>

namespace dwell::tool {
namespace {

bool is_ignored(int signal) {
    struct sigaction action {};
    return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

signal_guard::signal_guard() {
    sigemptyset(&asked_for_);
    sigaddset(&asked_for_, SIGCHLD);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        if (!is_ignored(signal)) {
            sigaddset(&asked_for_, signal);
        }
    }
    sigset_t held_back = asked_for_;
    sigaddset(&held_back, SIGPIPE);
    sigprocmask(SIG_BLOCK, &held_back, &before_);
}

signal_guard::~signal_guard() {
    // What came is taken: the caller has seen it by `interruption`.
    while (wait(0) != 0) {
    }
    sigprocmask(SIG_SETMASK, &before_, nullptr);
}

int signal_guard::interruption() {
    while (interruption_ == 0 && wait(0) != 0) {
    }
    return interruption_;
}

int signal_guard::wait(double seconds) {
    int signal = 0;
    siginfo_t origin{};
    if (seconds < 0) {
        signal = sigwaitinfo(&asked_for_, &origin);
    } else {
        // 30 years are as good as for ever, and a time_t holds them.
        const double bounded = std::min(seconds, 1e9);
        timespec time{};
        time.tv_sec = static_cast<time_t>(bounded);
        time.tv_nsec = static_cast<long>((bounded - std::floor(bounded)) * 1e9);
        signal = sigtimedwait(&asked_for_, &origin, &time);
    }
    if (signal < 0) {
        return 0;
    }
    is_from_terminal_ = origin.si_code == SI_KERNEL;
    if (signal != SIGCHLD && interruption_ == 0) {
        interruption_ = signal;
    }
    return signal;
}

const char* signal_name(int signal) {
    // "SEGV": the names with SIG are in no function of the C library.
    static thread_local char name[32];
    const char* const short_name = sigabbrev_np(signal);
    if (short_name == nullptr) {
        std::strcpy(name, "an unknown signal");
    } else {
        std::strcpy(name, "SIG");
        std::strncat(name, short_name, sizeof(name) - 4);
    }
    return name;
}

}  // namespace dwell::tool
