// SPDX-License-Identifier: BSL-1.0
#include "process/child_process.hpp"

#include "process/left_processes.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dwell::tool {
namespace {

using monotonic = std::chrono::steady_clock;

double seconds_since(monotonic::time_point start) {
    return std::chrono::duration<double>(monotonic::now() - start).count();
}

double seconds_of(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

/// Tells the parent, through a pipe that a successful exec closes, why there is no program.
[[noreturn]] void give_up(int pipe, int error) {
    static_cast<void>(!write(pipe, &error, sizeof(error)));
    _exit(127);
}

void send_to_file(const std::string& path, int descriptor, bool is_appended, int pipe) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | (is_appended ? O_APPEND : O_TRUNC), 0666);
    if (file < 0 || dup2(file, descriptor) < 0) {
        give_up(pipe, errno);
    }
    close(file);
}

/// Holds the child back until the parent says so.
class starting_gate {
public:
    /// False, with errno, where there is no pipe.
    [[nodiscard]] bool make() { return pipe2(ends_, O_CLOEXEC) == 0; }

    void wait_in_child() {
        close(ends_[1]);
        char go = 0;
        if (read(ends_[0], &go, 1) != 1) {
            // The parent is gone, and nobody waits for the program.
            _exit(127);
        }
    }

    void open_in_parent() {
        static_cast<void>(!write(ends_[1], "", 1));
        close(ends_[0]);
        close(ends_[1]);
    }

private:
    int ends_[2] = {-1, -1};
};

/// What the child does until it is another program.
[[noreturn]] void become(const child_options& options, const std::vector<char*>& arguments, int pipe,
                         const sigset_t& signals) {
    if (options.is_background) {
        setpgid(0, 0);
        const int nothing = open("/dev/null", O_RDONLY);
        if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0) {
            give_up(pipe, errno);
        }
        close(nothing);
    }
    if (!options.directory.empty() && chdir(options.directory.c_str()) != 0) {
        give_up(pipe, errno);
    }
    if (!options.standard_output.empty()) {
        send_to_file(options.standard_output, STDOUT_FILENO, false, pipe);
    }
    if (!options.standard_error.empty()) {
        send_to_file(options.standard_error, STDERR_FILENO, options.standard_error == options.standard_output, pipe);
    }
    for (const auto& [name, value] : options.environment) {
        if ((value ? setenv(name.c_str(), value->c_str(), 1) : unsetenv(name.c_str())) != 0) {
            give_up(pipe, errno);
        }
    }
    sigprocmask(SIG_SETMASK, &signals, nullptr);
    execvp(arguments[0], arguments.data());
    give_up(pipe, errno);
}

/// Asks a child to end, and kills it where it does not.
class ending_request {
public:
    ending_request(pid_t child, const child_options& options) noexcept : child_(child), options_(options) {}

    void ask(int signal) {
        if (!is_asked_) {
            is_asked_ = true;
            asked_ = monotonic::now();
            send(signal);
        }
    }

    /// How long to wait until the next step is due; negative: no step is.
    [[nodiscard]] double seconds_left() const {
        return is_asked_ && !is_killed_ ? std::max(0.0, options_.grace_seconds - seconds_since(asked_)) : -1.0;
    }

    void kill_where_due() {
        if (is_asked_ && !is_killed_ && seconds_since(asked_) >= options_.grace_seconds) {
            is_killed_ = true;
            send(SIGKILL);
        }
    }

private:
    void send(int signal) const { kill(options_.is_background ? -child_ : child_, signal); }

    pid_t child_;
    const child_options& options_;
    monotonic::time_point asked_{};
    bool is_asked_ = false;
    bool is_killed_ = false;
};

void wait_for(pid_t child, const child_options& options, signal_guard& signals, monotonic::time_point start,
              child_result& result) {
    ending_request ending(child, options);
    for (;;) {
        int status = 0;
        rusage usage{};
        if (wait4(child, &status, WNOHANG, &usage) == child) {
            result.wall_seconds = seconds_since(start);
            result.user_seconds = seconds_of(usage.ru_utime);
            result.system_seconds = seconds_of(usage.ru_stime);
            result.largest_resident_bytes = static_cast<uint64_t>(usage.ru_maxrss) * 1024;
            const bool exited = WIFEXITED(status);
            result.how = exited ? child_result::ending::exited : child_result::ending::signalled;
            result.status = exited ? WEXITSTATUS(status) : WTERMSIG(status);
            break;
        }
        double wait = ending.seconds_left();
        if (wait < 0 && options.time_limit_seconds > 0 && !result.is_timed_out &&
            !(options.is_background && result.is_interrupted)) {
            wait = std::max(0.0, options.time_limit_seconds - seconds_since(start));
            if (wait == 0) {
                result.is_timed_out = true;
                ending.ask(SIGTERM);
                continue;
            }
        }
        const int signal = signals.wait(wait);
        if (signal != 0 && signal != SIGCHLD) {
            if (options.is_background) {
                result.is_interrupted = true;
                ending.ask(signal);
            } else if (!signals.is_from_terminal()) {
                result.is_interrupted = true;
                kill(child, signal);
            }
        }
        ending.kill_where_due();
    }
    if (options.is_background) {
        // What it has left behind in its group ends with it.
        kill(-child, SIGKILL);
    }
    if (options.ends_what_it_leaves) {
        end_left_processes();
    }
}

}  // namespace

int child_result::shell_status() const noexcept {
    switch (how) {
        case ending::exited:
            return status;
        case ending::signalled:
            return 128 + status;
        case ending::not_started:
            break;
    }
    return 127;
}

std::string child_result::words(const child_options& options) const {
    if (is_timed_out) {
        char text[64];
        std::snprintf(text, sizeof(text), "did not end within %g s", options.time_limit_seconds);
        return text;
    }
    switch (how) {
        case ending::exited:
            return "exit status " + std::to_string(status);
        case ending::signalled:
            return std::string("killed by ") + signal_name(status);
        case ending::not_started:
            break;
    }
    return "cannot be started: " + error;
}

child_result run_child(const child_options& options, signal_guard& signals) {
    child_result result;
    if (options.command.empty()) {
        result.error = "no command";
        return result;
    }
    std::vector<std::string> words = options.command;
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    int pipe[2];
    if (pipe2(pipe, O_CLOEXEC) != 0) {
        result.error = std::strerror(errno);
        return result;
    }
    starting_gate gate;
    if (options.before_program && !gate.make()) {
        result.error = std::strerror(errno);
        close(pipe[0]);
        close(pipe[1]);
        return result;
    }
    if (options.ends_what_it_leaves) {
        inherit_left_processes();
    }
    // What is still in a buffer must not be written twice.
    std::fflush(nullptr);
    monotonic::time_point start = monotonic::now();
    const pid_t child = fork();
    if (child == 0) {
        if (options.before_program) {
            gate.wait_in_child();
        }
        become(options, arguments, pipe[1], signals.before());
    }
    close(pipe[1]);
    int error = child < 0 ? errno : 0;
    if (child > 0) {
        if (options.is_background) {
            // Both do it: whoever comes first.
            setpgid(child, child);
        }
        if (options.before_program) {
            options.before_program(child);
            start = monotonic::now();
            gate.open_in_parent();
        }
        if (read(pipe[0], &error, sizeof(error)) != sizeof(error)) {
            error = 0;
        }
    }
    close(pipe[0]);
    if (error != 0) {
        result.error = std::strerror(error);
        if (child > 0) {
            waitpid(child, nullptr, 0);
        }
        return result;
    }
    wait_for(child, options, signals, start, result);
    return result;
}

}  // namespace dwell::tool
