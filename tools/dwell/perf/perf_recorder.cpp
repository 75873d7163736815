// SPDX-License-Identifier: BSL-1.0
#include "perf/perf_recorder.hpp"

#include "perf/perf_refusal.hpp"

#include <dwell/core/machine.hpp>

#include <cstdio>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dwell::tool {
namespace {

// Where perf finds the two pipes: it takes numbers.
constexpr int control_end = 8;
constexpr int answer_end = 9;
constexpr int longest_start_ms = 20'000;
constexpr int longest_end_ms = 60'000;

/// In a process group of its own, so that a key of the terminal ends the program and not its recording. 0, or an errno.
int spawn(std::vector<std::string> command, const std::string& messages, int control, int answer,
          const sigset_t& signals, pid_t& child) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    for (std::string& word : command) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, messages.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions, control, control_end);
    posix_spawn_file_actions_adddup2(&actions, answer, answer_end);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &signals);
    const int error = posix_spawnp(&child, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/// Whether perf says that it records; not where it ended, or takes too long.
bool is_answered(int answer) {
    pollfd waited{answer, POLLIN, 0};
    char text[8];
    return poll(&waited, 1, longest_start_ms) == 1 && read(answer, text, sizeof(text)) > 0;
}

}  // namespace

pipe_ends::pipe_ends() {
    int made[2] = {-1, -1};
    static_cast<void>(!pipe2(made, O_CLOEXEC));
    for (size_t i = 0; i < 2; ++i) {
        // Above the numbers that perf gets: no end may lie where another is put.
        ends_[i] = fcntl(made[i], F_DUPFD_CLOEXEC, answer_end + 1);
        close(made[i]);
    }
}

pipe_ends::~pipe_ends() {
    close(ends_[0]);
    close_writer();
}

void pipe_ends::close_writer() {
    close(ends_[1]);
    ends_[1] = -1;
}

perf_recorder::perf_recorder(perf_options options, std::string folder, const sigset_t& signals)
    : options_(std::move(options)), folder_(std::move(folder)), signals_(signals) {}

perf_recorder::~perf_recorder() { wait_for_end(); }

std::string perf_recorder::messages() const { return folder_ + "/perf.messages"; }

void perf_recorder::attach(pid_t program) {
    // Its own choice is the processor's cycles. Some machines have no counter for them, and perf takes the system's
    // timer by itself; where it may not do so, this asks for that.
    for (const char* const event : {"", "cpu-clock"}) {
        if (start(program, event)) {
            return;
        }
    }
}

bool perf_recorder::start(pid_t program, const std::string& event) {
    // perf fails where they close before it ends.
    control_ = std::make_unique<pipe_ends>();
    answer_ = std::make_unique<pipe_ends>();
    std::vector<std::string> command{"perf", "record", "-g", "--call-graph", options_.call_graph};
    command.insert(command.end(), {"-F", std::to_string(options_.frequency), "-o", folder_ + "/perf.data"});
    command.insert(command.end(), {"-p", std::to_string(program), "--control"});
    command.push_back("fd:" + std::to_string(control_end) + "," + std::to_string(answer_end));
    if (!event.empty()) {
        command.insert(command.end(), {"-e", event});
    }
    if (const int error = spawn(command, messages(), control_->reader(), answer_->writer(), signals_, perf_);
        error != 0) {
        perf_ = 0;
        reason_ = spawn_refusal(error);
        return false;
    }
    answer_->close_writer();
    // perf answers this when it is ready. Its end of the pipe is open here, too, so that this is no SIGPIPE.
    constexpr char request[] = "enable\n";
    static_cast<void>(!write(control_->writer(), request, sizeof(request) - 1));
    if (is_answered(answer_->reader())) {
        reason_.clear();
        return true;
    }
    wait_for_end();
    reason_ = refusal(detail::read_text_file(messages().c_str()));
    return false;
}

void perf_recorder::wait_for_end() {
    if (perf_ == 0) {
        return;
    }
    kill(perf_, SIGINT);
    constexpr int step_ms = 5;
    for (int waited_ms = 0; waitpid(perf_, nullptr, WNOHANG) == 0; waited_ms += step_ms) {
        if (waited_ms >= longest_end_ms) {
            kill(perf_, SIGKILL);
            waitpid(perf_, nullptr, 0);
            break;
        }
        usleep(step_ms * 1000);
    }
    perf_ = 0;
}

perf_outcome perf_recorder::finish() {
    std::remove(messages().c_str());
    if (perf_ == 0) {
        std::remove((folder_ + "/perf.data").c_str());
        return {false, reason_.empty() ? "the program was not started" : reason_};
    }
    wait_for_end();
    return {true, ""};
}

}  // namespace dwell::tool
