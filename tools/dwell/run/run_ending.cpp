// SPDX-License-Identifier: BSL-1.0
#include "run/run_ending.hpp"

#include "exit_status.hpp"
#include "output/message.hpp"
#include "run/start_advice.hpp"

namespace dwell::tool {

int ending_status(const child_options& options, const child_result& result, signal_guard& signals) {
    const std::string& program = options.command.front();
    if (result.how == child_result::ending::not_started) {
        throw start_error(program, result.error);
    }
    if (result.is_timed_out) {
        print_message(program + ": " + result.words(options) + ", its time limit: it was asked to end, and " +
                      (result.how == child_result::ending::signalled
                           ? std::string("killed by ") + signal_name(result.status)
                           : "exited with status " + std::to_string(result.status)));
        return exit_error;
    }
    if (result.how == child_result::ending::signalled) {
        print_message(program + ": " + result.words(options));
    }
    return result.is_interrupted ? 128 + signals.interruption() : result.shell_status();
}

}  // namespace dwell::tool
