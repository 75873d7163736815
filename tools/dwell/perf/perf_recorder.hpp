// SPDX-License-Identifier: BSL-1.0
// perf record, attached to a program that has not begun yet.
#ifndef DWELL_TOOL_PERF_PERF_RECORDER_HPP
#define DWELL_TOOL_PERF_PERF_RECORDER_HPP

#include "perf/perf_outcome.hpp"

#include <csignal>
#include <cstdint>
#include <memory>
#include <string>

#include <sys/types.h>

namespace dwell::tool {

struct perf_options {
    uint64_t frequency = 999;       ///< samples a second of each running thread
    std::string call_graph = "fp";  ///< "fp", "dwarf" or "lbr": how perf finds the callers
};

/// A pipe, which a child does not inherit.
class pipe_ends {
public:
    pipe_ends();
    ~pipe_ends();
    pipe_ends(const pipe_ends&) = delete;
    pipe_ends& operator=(const pipe_ends&) = delete;

    [[nodiscard]] int reader() const noexcept { return ends_[0]; }
    [[nodiscard]] int writer() const noexcept { return ends_[1]; }
    void close_writer();

private:
    int ends_[2] = {-1, -1};
};

/// Not `perf record PROGRAM`: there perf starts the program, and where it fails nobody knows whether it did. A program
/// that perf is attached to runs exactly once, is a child of its own parent, and does not notice where perf is missing.
class perf_recorder {
public:
    /// perf.data is made in `folder`; `signals` are those that perf holds back.
    perf_recorder(perf_options options, std::string folder, const sigset_t& signals);
    ~perf_recorder();
    perf_recorder(const perf_recorder&) = delete;
    perf_recorder& operator=(const perf_recorder&) = delete;

    /// Returns once perf records `program` and what that will start, or cannot.
    void attach(pid_t program);

    /// After the program's end: lets perf write perf.data.
    [[nodiscard]] perf_outcome finish();

private:
    /// With an event, or perf's own choice. False, with the reason, where perf has ended.
    bool start(pid_t program, const std::string& event);
    /// Kills it where it does not end by itself.
    void wait_for_end();
    [[nodiscard]] std::string messages() const;

    perf_options options_;
    std::string folder_;
    sigset_t signals_;
    std::unique_ptr<pipe_ends> control_;  // what we ask perf
    std::unique_ptr<pipe_ends> answer_;   // what it answers
    pid_t perf_ = 0;
    std::string reason_;
};

}  // namespace dwell::tool

#endif
