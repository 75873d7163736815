// SPDX-License-Identifier: BSL-1.0
// What `dwell doctor` says of one thing.
#ifndef DWELL_TOOL_DOCTOR_FINDING_HPP
#define DWELL_TOOL_DOCTOR_FINDING_HPP

#include <string>
#include <string_view>

namespace dwell::tool {

enum class finding_state {
    ok,
    note,     ///< worth knowing: something is not there, or makes measurements worse
    problem,  ///< something that was asked for does not work
};

/// "ok", "note" or "problem".
[[nodiscard]] constexpr std::string_view to_text(finding_state state) {
    return state == finding_state::ok ? "ok" : state == finding_state::note ? "note" : "problem";
}

struct finding {
    std::string group;  ///< under which title it stands: "Clock"
    std::string subject;
    finding_state state = finding_state::ok;
    std::string found;
    std::string meaning;  ///< what that means to who measures; empty: nothing that the words do not say
    std::string fix;      ///< a command or a line of one; empty: there is none, or none is needed
    /// Nothing is recorded, or no run can be kept.
    bool stops_recording = false;
};

}  // namespace dwell::tool

#endif
