// SPDX-License-Identifier: BSL-1.0
// Saves a profile of many call paths in every format: make_large_profile DIRECTORY CALL_PATHS.
#include "support/large_profile.hpp"

#include <dwell/export/save.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: make_large_profile DIRECTORY CALL_PATHS\n");
        return 2;
    }
    const auto paths = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10));
    const dwell::profile profile = sample::large_profile(paths);
    if (profile.paths().size() != paths) {
        std::fprintf(stderr, "%zu call paths, not %u\n", profile.paths().size(), paths);
        return 1;
    }
    dwell::save_options options;
    options.formats = "all";
    // The tests hold the other files against profile.json, and derive nothing.
    options.json.most_paths_with_derived = paths;
    if (const auto status = dwell::save(profile, argv[1], options); !status) {
        std::fprintf(stderr, "%s\n", status.message().c_str());
        return 2;
    }
    return 0;
}
