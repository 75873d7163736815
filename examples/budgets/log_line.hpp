// SPDX-License-Identifier: BSL-1.0
// What the tests of this folder are about: a line of a log, formatted in memory that it keeps.
#ifndef EXAMPLES_BUDGETS_LOG_LINE_HPP
#define EXAMPLES_BUDGETS_LOG_LINE_HPP

#include <dwell/scope.hpp>

#include <string>
#include <string_view>

class log_line {
public:
    /// `level message key="value"`, valid until the next call.
    std::string_view format(std::string_view level, std::string_view message, std::string_view key,
                            std::string_view value) {
        TIMED_SCOPE("log.format");
        line_.assign(level);
        line_ += ' ';
        line_ += message;
        line_ += ' ';
        line_ += key;
        line_ += "=\"";
        escape(value);
        line_ += '"';
        dwell::counter<"log.characters">.add(line_.size());
        return line_;
    }

private:
    void escape(std::string_view value) {
        TIMED_SCOPE("log.escape");
        for (const char c : value) {
            if (c == '"' || c == '\\') {
                line_ += '\\';
                dwell::counter<"log.escapes">.add(1);
            }
            line_ += c;
        }
    }

    std::string line_;
};

#endif
