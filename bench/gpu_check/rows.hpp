// SPDX-License-Identifier: BSL-1.0
// What a check found, as a line that scripts/gpu-check makes a row of: "PASS\twhat\tfigure\tbound".
#ifndef BENCH_GPU_CHECK_ROWS_HPP
#define BENCH_GPU_CHECK_ROWS_HPP

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <string>
#include <vector>

namespace gpu_check {

inline void print_row(bool passes, const std::string& what, const std::string& figure, const std::string& bound) {
    std::printf("%s\t%s\t%s\t%s\n", passes ? "PASS" : "FAIL", what.c_str(), figure.c_str(), bound.c_str());
    std::fflush(stdout);  // the next check may crash
}

[[gnu::format(printf, 1, 2)]] inline std::string text(const char* format, ...) {
    char buffer[256];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(buffer, sizeof buffer, format, arguments);
    va_end(arguments);
    return buffer;
}

inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Of each round its own ratio, so that what is slow for a while is slow for both.
inline double median_ratio(const std::vector<double>& values, const std::vector<double>& floors) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < values.size(); ++i) {
        ratios.push_back(values[i] / floors[i]);
    }
    return median(ratios);
}

}  // namespace gpu_check

#endif
