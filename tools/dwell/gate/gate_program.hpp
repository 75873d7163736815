// SPDX-License-Identifier: BSL-1.0
// One of the two programs that a gate compares.
#ifndef DWELL_TOOL_GATE_GATE_PROGRAM_HPP
#define DWELL_TOOL_GATE_GATE_PROGRAM_HPP

#include <string>

namespace dwell::tool {

struct gate_program {
    /// For `sh -c`.
    std::string command;
    /// Where it runs; empty: here.
    std::string directory;
    /// What it was built from: "main (ac4e845d1c2f)", and the whole commit; empty: nobody said.
    std::string version;
    std::string commit;
    /// What its values are multiplied by once they are measured: 1, but for a gate that tests itself.
    double injected_factor = 1;
};

}  // namespace dwell::tool

#endif
