// SPDX-License-Identifier: BSL-1.0
#include "gate/gate_progress.hpp"

#include "gate/gate_words.hpp"
#include "output/message.hpp"

#include <dwell/export/human.hpp>

#include <iostream>

#include <unistd.h>

namespace dwell::tool {
namespace {

constexpr double seconds_between_rewrites = 0.1;
constexpr double seconds_between_lines = 30;

}  // namespace

std::string progress_text(const gate_options& options, const gate_record& record, const wanted_blocks& left,
                          double seconds) {
    const size_t done = record.blocks.size();
    std::string text = "block " + std::to_string(done) + " of " + std::to_string(done + left.all());
    for (size_t metric = 0; metric < options.metrics.size(); ++metric) {
        const ratio_summary change =
            detail::summarize_ratios(runs_of_metric(record, metric).blocks, options.comparison.largest_error);
        text += ", " + detail::shortened(detail::printable(options.metrics[metric].text), 40) + " " +
                change_text(change.median);
    }
    const double each = done == 0 ? 0 : seconds / static_cast<double>(done);
    return text + ", " + detail::human_duration(each * static_cast<double>(left.all()) * 1e9) + " left";
}

gate_progress::gate_progress() : is_terminal_(isatty(STDERR_FILENO) != 0) {}

gate_progress::~gate_progress() {
    if (is_line_open_) {
        std::cerr << "\r\x1b[K" << std::flush;
    }
}

void gate_progress::show(const gate_options& options, const gate_record& record, const wanted_blocks& left,
                         double seconds) {
    if (seconds - last_shown_ < (is_terminal_ ? seconds_between_rewrites : seconds_between_lines)) {
        return;
    }
    last_shown_ = seconds;
    const std::string text = progress_text(options, record, left, seconds);
    if (is_terminal_) {
        is_line_open_ = true;
        std::cerr << "\r\x1b[K" << detail::shortened(text, 79) << std::flush;
    } else {
        print_message(text);
    }
}

}  // namespace dwell::tool
