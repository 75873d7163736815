// SPDX-License-Identifier: BSL-1.0
// Saves the sample profiles for the programs that read our files: make_profile <directory>.
#include "support/sample_profile.hpp"

#include <dwell/export/save.hpp>

#include <cstdio>
#include <string>

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: make_profile <directory>\n");
        return 2;
    }
    const struct {
        const char* name;
        dwell::profile profile;
    } samples[] = {
        {"small", sample::small_profile()},
        {"hostile", sample::full_profile()},
        {"empty", dwell::profile()},
    };
    for (const auto& one : samples) {
        const dwell::export_status status = dwell::save(one.profile, std::string(argv[1]) + "/" + one.name);
        if (!status) {
            std::fprintf(stderr, "make_profile: %s\n", status.message().c_str());
            return 2;
        }
    }
    return 0;
}
