// SPDX-License-Identifier: BSL-1.0
#include "output/terminal.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <sys/ioctl.h>
#include <unistd.h>

namespace dwell::tool {

text_layout layout_of_standard_output() {
    text_layout layout;
    if (isatty(STDOUT_FILENO) != 0) {
        winsize size{};
        if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) {
            layout.width = std::max<size_t>(size.ws_col, 60);
        }
        const char* const no_colour = std::getenv("NO_COLOR");
        const char* const terminal = std::getenv("TERM");
        layout.colour =
            (no_colour == nullptr || *no_colour == '\0') && (terminal == nullptr || std::strcmp(terminal, "dumb") != 0);
    }
    return layout;
}

}  // namespace dwell::tool
