// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/scratch_folder.hpp>

#include "process/installed_program.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using dwell::tool::files_in_path;
using dwell::tool::installed_program;
namespace fs = std::filesystem;

namespace {

/// While one lives, PATH is this.
class path_setting {
public:
    explicit path_setting(const std::string& value) : before_(std::getenv("PATH")) { setenv("PATH", value.c_str(), 1); }
    ~path_setting() { setenv("PATH", before_.c_str(), 1); }
    path_setting(const path_setting&) = delete;
    path_setting& operator=(const path_setting&) = delete;

private:
    std::string before_;
};

}  // namespace

TEST_CASE("the program of a name is the first file of PATH that may be executed", "[tool]") {
    const test::scratch_folder scratch;
    const std::string top = scratch.path.string();
    for (const char* const folder : {"/a", "/b", "/c", "/d"}) {
        fs::create_directory(top + folder);
    }
    fs::create_directory(top + "/a/program");
    for (const char* const file : {"/b/program", "/c/program", "/d/program"}) {
        std::ofstream(top + file) << "#!/bin/sh\n";
    }
    fs::permissions(top + "/c/program", fs::perms::owner_all);
    fs::permissions(top + "/d/program", fs::perms::owner_all);
    {
        const path_setting path(top + "/a:" + top + "/none:" + top + "/b:" + top + "/c:" + top + "/d");
        CHECK(files_in_path("program").size() == 3);
        CHECK(files_in_path("program").front() == top + "/b/program");
        CHECK(installed_program("program") == top + "/c/program");
        CHECK(files_in_path("other").empty());
        CHECK_FALSE(installed_program("other").has_value());
    }
    const fs::path here = fs::current_path();
    fs::current_path(top + "/c");
    for (const char* const with_this_folder : {":/none", "/none::/none", "/none:"}) {
        const path_setting path(with_this_folder);
        CHECK(installed_program("program") == "./program");
    }
    fs::current_path(here);
}
