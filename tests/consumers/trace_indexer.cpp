// SPDX-License-Identifier: BSL-1.0
// The indexer with a timeline, whose trace is saved with what it has to show: trace_indexer <folder> <argument>...
// DWELL_TIMELINE says how long the timeline is.
#include "support/expected_trace.hpp"

#include <dwell/dwell.hpp>

#include <cstdio>
#include <string>

// The main() of examples/indexer/main.cpp, under another name.
int indexer_main(int argc, char** argv);

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: trace_indexer <folder> <argument of the indexer>...\n");
        return 2;
    }
    const std::string folder = argv[1];
    argv[1] = argv[0];
    TIMED_SCOPE("whole");  // which is open still in the timeline
    const int status = indexer_main(argc - 1, argv + 1);
    const dwell::profile profile = dwell::snapshot();
    size_t scopes = 0;
    for (const dwell::timeline_thread& thread : profile.timeline().threads) {
        scopes += thread.scopes.size();
    }
    std::printf("%zu threads, %zu scopes\n", profile.timeline().threads.size(), scopes);
    const dwell::export_status saved = dwell::save(profile, folder, {.formats = "json, trace"});
    if (!saved) {
        std::fprintf(stderr, "trace_indexer: %s\n", saved.message().c_str());
    }
    return status == 0 && saved && test::write_expected_trace(profile, folder + "/expected-trace.json") ? 0 : 2;
}
