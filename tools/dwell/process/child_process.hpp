// SPDX-License-Identifier: BSL-1.0
// A program that is run to its end.
#ifndef DWELL_TOOL_PROCESS_CHILD_PROCESS_HPP
#define DWELL_TOOL_PROCESS_CHILD_PROCESS_HPP

#include "process/signal_guard.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace dwell::tool {

struct child_options {
    /// The program, which is looked for in PATH, and its arguments.
    std::vector<std::string> command;
    /// Variables to set, or, without a value, to take away.
    std::vector<std::pair<std::string, std::optional<std::string>>> environment;
    /// Where it runs; empty: here.
    std::string directory;
    /// Files that take what it writes, emptied first; empty: where ours goes. Both may be the same.
    std::string standard_output;
    std::string standard_error;
    /// Whether it runs in the background: in a process group of its own, which is killed as a whole, and with nothing
    /// to read.
    bool is_background = false;
    /// Whether what it leaves running ends with it, also what has left its process group. This process must have no
    /// other children.
    bool ends_what_it_leaves = false;
    /// After this it gets SIGTERM and, `grace_seconds` later, SIGKILL; 0: it may run for ever.
    double time_limit_seconds = 0;
    double grace_seconds = 5;
    /// Called, where it is set, with the child when it is there and not yet the program: it waits until this returns.
    std::function<void(pid_t)> before_program;
};

struct child_result {
    enum class ending {
        exited,       ///< `status` is what it exited with
        signalled,    ///< `status` is the signal
        not_started,  ///< `error` says why
    };
    ending how = ending::not_started;
    int status = 0;
    std::string error;
    /// It was asked to end, since its time was up.
    bool is_timed_out = false;
    /// It was asked to end, since this program was: the signal is the guard's `interruption`.
    bool is_interrupted = false;
    /// From before it was started until its end was seen.
    double wall_seconds = 0;
    /// Of it and the children it has waited for.
    double user_seconds = 0;
    double system_seconds = 0;
    uint64_t largest_resident_bytes = 0;

    [[nodiscard]] bool succeeded() const noexcept { return how == ending::exited && status == 0; }
    /// What a shell would say: the exit status; 128 and the signal; 127 where it was not started.
    [[nodiscard]] int shell_status() const noexcept;
    /// "exit status 3", "killed by SIGSEGV", "cannot be started: No such file or directory", "did not end within 10 s".
    [[nodiscard]] std::string words(const child_options& options) const;
};

/// Runs a program and waits for its end. A signal that would end this program goes to the child, too. In the background
/// that is a request to end, with the same grace as a time limit; in the foreground the program does with it what it
/// wants, and one from a key of the terminal, which it has already, is not passed on.
[[nodiscard]] child_result run_child(const child_options& options, signal_guard& signals);

}  // namespace dwell::tool

#endif
