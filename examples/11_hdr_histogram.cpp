// SPDX-License-Identifier: BSL-1.0
// Histograms for HdrHistogram's tools: a log with a line for each scope and distribution of each interval, and the
// percentile distribution of one scope.
#include <dwell/dwell.hpp>

#include <cstdio>
#include <utility>

namespace {

unsigned long long answer(unsigned request) {
    TIMED_SCOPE("server.answer");
    unsigned long long sum = 0;
    for (unsigned i = 0; i < 200 + request % 100 * 10; ++i) {
        sum = sum * 31 + (i ^ request);
    }
    dwell::distribution<"server.reply_bytes">.record(100 + request % 100);
    return sum;
}

}  // namespace

int main() {
    dwell::file_sink log("server.hlog");
    dwell::profile before = dwell::snapshot();
    unsigned long long sum = 0;
    for (int interval = 0; interval < 3; ++interval) {
        for (unsigned request = 0; request < 2000; ++request) {
            sum += answer(request);
        }
        dwell::profile now = dwell::snapshot();
        // Only the first one writes the lines that a log begins with.
        const auto status = dwell::write_hdr_log(log, dwell::delta(now, before), {.header = interval == 0});
        if (!status) {
            std::fprintf(stderr, "server.hlog: %s\n", status.message().c_str());
            return 2;
        }
        before = std::move(now);
    }
    std::printf("sum %llu\n", sum);

    // In microseconds, for https://hdrhistogram.github.io/HdrHistogram/plotFiles.html.
    dwell::file_sink distribution("server.hgrm");
    const auto status = dwell::write_hgrm(distribution, *before.find("server.answer"), {.unit = 1e3});
    if (!status) {
        std::fprintf(stderr, "server.hgrm: %s\n", status.message().c_str());
        return 2;
    }
    // A full disk may show only here.
    return log.close() && distribution.close() ? 0 : 1;
}
