// SPDX-License-Identifier: BSL-1.0
// Each format is a function from a profile to bytes. It writes to anything with `write(const char*, n)`: a stream, a
// file, a string, a class of your own.
#include <dwell/dwell.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

namespace {

double sum_of_square_roots(int count) {
    TIMED_FUNCTION();
    double sum = 0;
    for (int i = 1; i <= count; ++i) {
        double root = i;
        for (int round = 0; round < 20; ++round) {
            root = 0.5 * (root + i / root);
        }
        sum += root;
    }
    return sum;
}

int fail(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    return 2;
}

}  // namespace

int main() {
    double sum = 0;
    for (int round = 0; round < 10; ++round) {
        TIMED_SCOPE("round");
        sum += sum_of_square_roots(10000);
    }
    std::cout << "sum " << sum << "\n\n";
    const dwell::profile profile = dwell::snapshot();

    // A table on a stream. Every exporter returns a status: look at it, the disk may be full.
    if (const auto status = dwell::write_table(std::cout, profile, {.top = 10}); !status) {
        return fail(status.message());
    }
    // Folded stacks in a file, for flamegraph.pl. Binary, so that a line ends in LF on every system.
    std::ofstream folded("round.folded", std::ios::binary);
    if (const auto status = dwell::write_folded(folded, profile); !status) {
        return fail(status.message());
    }
    // A file for https://www.speedscope.app, by dwell's own sink, which needs no stream.
    dwell::file_sink speedscope("round.speedscope.json");
    if (const auto status = dwell::write_speedscope(speedscope, profile); !status) {
        return fail(status.message());
    }
    // JSON, and back: what was read equals what was written.
    dwell::string_sink json;
    if (const auto status = dwell::write_json(json, profile); !status) {
        return fail(status.message());
    }
    dwell::profile again;
    if (const auto status = dwell::read_json(json.text(), again); !status) {
        return fail(status.message());
    }
    // Or everything at once, into a folder.
    if (const auto status = dwell::save(profile, "round"); !status) {
        return fail(status.message());
    }
    return again == profile ? 0 : 1;
}
