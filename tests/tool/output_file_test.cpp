// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/scratch_folder.hpp>

#include "command_error.hpp"
#include "output/output_file.hpp"

#include <string>

using namespace dwell::tool;

TEST_CASE("a file that cannot be written is an error with its name and the cause", "[tool]") {
    const test::scratch_folder scratch;
    const std::string folder = scratch.path.string();
    write_text(folder + "/old.json", "old");
    std::filesystem::create_directory(scratch.path / "taken.json");

    CHECK_THROWS_WITH(write_text(folder + "/taken.json", "new"), folder + "/taken.json: is a directory");
    CHECK_THROWS_WITH(write_text(folder + "/none/new.json", "new"),
                      folder + "/none/new.json: cannot make the file: No such file or directory");
    const auto fail = [](dwell::file_sink& out) {
        static_cast<void>(out.write("half", 4));
        return dwell::export_status::failure("does not fit");
    };
    CHECK_THROWS_WITH(write_output(folder + "/old.json", fail), folder + "/old.json: does not fit");

    // Nothing half-written, and no temporary file.
    CHECK(test::content_of(scratch.path / "old.json") == "old");
    CHECK(test::names_in(scratch.path) == std::set<std::string>{"old.json", "taken.json"});
    write_text(folder + "/old.json", "new");
    CHECK(test::content_of(scratch.path / "old.json") == "new");
}
