// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/scratch_folder.hpp>

#include "command_error.hpp"
#include "process/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>

using dwell::tool::temporary_folder;
namespace fs = std::filesystem;

TEST_CASE("a temporary folder goes with all in it unless that is kept", "[tool]") {
    const test::scratch_folder scratch;
    const std::string parent = fs::canonical(scratch.path);
    const auto fill = [](const temporary_folder& folder) {
        fs::create_directory(folder.path() + "/inside");
        std::ofstream(folder.path() + "/inside/file") << "text";
        fs::permissions(folder.path() + "/inside", fs::perms::owner_read | fs::perms::owner_exec);
    };
    {
        const temporary_folder first("name-", parent);
        const temporary_folder second("name-", parent);
        CHECK(first.path() != second.path());
        CHECK(first.path().substr(0, parent.size() + 6) == parent + "/name-");
        CHECK((fs::status(first.path()).permissions() & (fs::perms::group_all | fs::perms::others_all)) ==
              fs::perms::none);
        fill(first);
    }
    CHECK(fs::is_empty(parent));
    {
        temporary_folder empty("empty-", parent);
        empty.keep_what_is_in_it();
        temporary_folder full("full-", parent);
        full.keep_what_is_in_it();
        fill(full);
    }
    REQUIRE(test::names_in(parent).size() == 1);
    CHECK(dwell::tool::remove_all_of(fs::directory_iterator(parent)->path()));
    CHECK(fs::is_empty(parent));
    CHECK_THROWS_AS(temporary_folder("name-", parent + "/none"), dwell::tool::command_error);
}
