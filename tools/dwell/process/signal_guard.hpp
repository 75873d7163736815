// SPDX-License-Identifier: BSL-1.0
// Signals that would end this program, held back while it has something to finish.
#ifndef DWELL_TOOL_PROCESS_SIGNAL_GUARD_HPP
#define DWELL_TOOL_PROCESS_SIGNAL_GUARD_HPP

#include <csignal>

namespace dwell::tool {

/// While one lives, SIGINT, SIGTERM and SIGHUP wait to be asked for, so that what was begun is cleared up and reported.
/// Those that are ignored stay so, as SIGHUP by nohup. SIGPIPE waits until there is no guard any more. One at a time,
/// in a program with one thread.
class signal_guard {
public:
    signal_guard();
    ~signal_guard();
    signal_guard(const signal_guard&) = delete;
    signal_guard& operator=(const signal_guard&) = delete;

    /// The first signal that came; 0 where none has.
    [[nodiscard]] int interruption();

    /// Waits at most so long for a signal that ends this program, or for a child to end. Returns the signal, SIGCHLD
    /// for a child; 0 after the time. A negative time waits without an end.
    [[nodiscard]] int wait(double seconds);

    /// Whether the signal that `wait` returned last came from a key of the terminal: then all of its foreground
    /// processes have it, and nobody needs to pass it on.
    [[nodiscard]] bool is_from_terminal() const noexcept { return is_from_terminal_; }

    /// What the signals were before: for a child.
    [[nodiscard]] const sigset_t& before() const noexcept { return before_; }

private:
    sigset_t before_{};
    sigset_t asked_for_{};  ///< what `wait` waits for
    int interruption_ = 0;
    bool is_from_terminal_ = false;
};

/// "SIGSEGV"; "an unknown signal" where it has no name. Valid until the next call.
[[nodiscard]] const char* signal_name(int signal);

}  // namespace dwell::tool

#endif
