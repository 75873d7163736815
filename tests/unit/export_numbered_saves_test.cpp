// SPDX-License-Identifier: BSL-1.0
// Saves one after the other: which are kept, and what a format that refuses costs.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/scratch_folder.hpp"

#include <dwell/export/numbered_saves.hpp>

#include <filesystem>
#include <set>
#include <string>

namespace fs = std::filesystem;

namespace {

using test::names_in;
using test::scratch_folder;

}  // namespace

TEST_CASE("the last few saves are kept and what the user put there stays") {
    const scratch_folder scratch;
    dwell::detail::numbered_saves saves((scratch.path / "%%").string(), 2);
    dwell::save_options options;
    options.formats = "table";
    const fs::path run = scratch.path / "%";
    for (int i = 1; i <= 4; ++i) {
        REQUIRE(saves.save(sample::small_profile(), options));
        if (i == 1) {
            fs::create_directory(run / "save-1" / "mine");
        }
    }
    CHECK(names_in(run) == std::set<std::string>{"latest", "save-1", "save-3", "save-4"});
    CHECK(names_in(run / "save-1") == std::set<std::string>{"mine"});
    CHECK(fs::read_symlink(run / "latest") == "save-4");
}

TEST_CASE("a format that refuses a profile costs no other file") {
    const scratch_folder scratch;
    dwell::profile_builder builder = test::builder_of({{"a", 1, UINT64_MAX, UINT64_MAX}});
    const dwell::profile profile = builder.build();
    dwell::detail::numbered_saves saves((scratch.path / "%%").string(), 2);
    dwell::save_options options;
    options.formats = "table,pprof";
    const dwell::export_status status = saves.save(profile, options);
    CHECK(status.message().find("profile.pb") != std::string::npos);
    CHECK(names_in(scratch.path / "%" / "latest") == std::set<std::string>{"profile.txt"});
}

TEST_CASE("a save that the disk refuses leaves the one before") {
    const scratch_folder scratch;
    dwell::detail::numbered_saves saves((scratch.path / "%%").string(), 2);
    dwell::save_options options;
    options.formats = "table,json";
    REQUIRE(saves.save(sample::small_profile(), options));
    const fs::path run = scratch.path / "%";
    fs::create_directories(run / ".save-2.partial" / "profile.json" / "in the way");
    CHECK_FALSE(saves.save(sample::small_profile(), options));
    CHECK(fs::read_symlink(run / "latest") == "save-1");
    CHECK_FALSE(fs::exists(run / "save-2"));
    fs::remove_all(run / ".save-2.partial");
    CHECK(saves.save(sample::small_profile(), options));
    CHECK(fs::read_symlink(run / "latest") == "save-2");
}

TEST_CASE("a save has nothing of one that was interrupted") {
    const scratch_folder scratch;
    const fs::path run = scratch.path / "%";
    REQUIRE(dwell::save(sample::small_profile(), (run / ".save-1.partial").string(), {.formats = "csv,json"}));
    dwell::detail::numbered_saves saves((scratch.path / "%%").string(), 2);
    dwell::save_options options;
    options.formats = "table";
    REQUIRE(saves.save(sample::small_profile(), options));
    CHECK(names_in(run / "save-1") == std::set<std::string>{"profile.txt"});
}
