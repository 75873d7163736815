// SPDX-License-Identifier: BSL-1.0
// How far a gate is, on standard error: one line that is rewritten on a terminal, a line now and then elsewhere.
#ifndef DWELL_TOOL_GATE_GATE_PROGRESS_HPP
#define DWELL_TOOL_GATE_GATE_PROGRESS_HPP

#include "gate/gate_engine.hpp"

#include <string>

namespace dwell::tool {

/// "block 12 of 40, wall +0.3 %, 4.1 s left".
[[nodiscard]] std::string progress_text(const gate_options& options, const gate_record& record,
                                        const wanted_blocks& left, double seconds);

class gate_progress {
public:
    gate_progress();
    /// Leaves the terminal at the start of an empty line.
    ~gate_progress();
    gate_progress(const gate_progress&) = delete;
    gate_progress& operator=(const gate_progress&) = delete;

    void show(const gate_options& options, const gate_record& record, const wanted_blocks& left, double seconds);

private:
    bool is_terminal_;
    bool is_line_open_ = false;
    double last_shown_ = 0;
};

}  // namespace dwell::tool

#endif
