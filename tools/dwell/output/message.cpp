// SPDX-License-Identifier: BSL-1.0
#include "output/message.hpp"

#include "command_error.hpp"
#include "github/workflow_log.hpp"

#include <dwell/export/human.hpp>

#include <iostream>
#include <new>
#include <sstream>

namespace dwell::tool {
namespace {

std::string words_before_messages = "dwell: ";

}  // namespace

void begin_messages_with(const std::string& command) { words_before_messages = "dwell " + command + ": "; }

void print_message(std::string_view message, const std::string& details) {
    std::string text = words_before_messages + detail::printable(message) + '\n';
    std::istringstream lines(details);
    for (std::string line; std::getline(lines, line);) {
        text += detail::printable(line) + '\n';
    }
    print_on_standard_error(text);
}

void print_warning(const std::string& message, const std::string& details) {
    print_message("warning: " + message, details);
}

void print_note(const std::string& message) { print_message("note: " + message); }

void print_error(const std::exception& error) {
    if (const auto* const known = dynamic_cast<const command_error*>(&error)) {
        print_message(known->message(), known->details());
    } else if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
        print_message("out of memory");
    } else {
        print_message(error.what());
    }
}

void print_on_standard_error(std::string_view text) { std::cerr << log_text(text); }

}  // namespace dwell::tool
