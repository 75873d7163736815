// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/scratch_folder.hpp>

#include "archive/partial_run.hpp"
#include "archive/process_folder.hpp"
#include "archive/retention.hpp"
#include "archive/run_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using namespace dwell::tool;

namespace {

/// An archive, or a part of one.
class sample_folder {
public:
    [[nodiscard]] std::string path() const { return scratch_.path.string(); }

    void write(const std::string& name, size_t size) const {
        fs::create_directories((scratch_.path / name).parent_path());
        std::ofstream(scratch_.path / name) << std::string(size, 'x');
    }

private:
    test::scratch_folder scratch_;
};

std::vector<std::string> names_of(const std::string& archive) {
    std::vector<std::string> names;
    for (const run_folder& run : list_runs(archive)) {
        names.push_back(run.name.text());
    }
    return names;
}

}  // namespace

TEST_CASE("retention keeps what latest leads to", "[tool]") {
    const sample_folder archive;
    for (const char* const name : {"20200101T000000Z", "20200101T000001Z", "20200101T000002Z"}) {
        archive.write(std::string(name) + "/run.json", 100);
    }
    fs::create_directory_symlink("20200101T000001Z", archive.path() + "/latest");
    CHECK(remove_old_runs(archive.path(), {.runs = 1, .bytes = 0}) == 1);
    CHECK(names_of(archive.path()) == std::vector<std::string>{"20200101T000001Z", "20200101T000002Z"});
}

TEST_CASE("retention keeps the run that was just made, also where others have later names", "[tool]") {
    const sample_folder archive;
    for (const char* const name : {"20200101T000000Z", "20200101T000001Z", "20400101T000000Z"}) {
        archive.write(std::string(name) + "/run.json", 100);
    }
    CHECK(remove_old_runs(archive.path(), {.runs = 1, .bytes = 0}, archive.path() + "/20200101T000001Z") == 1);
    CHECK(names_of(archive.path()) == std::vector<std::string>{"20200101T000001Z", "20400101T000000Z"});
}

TEST_CASE("a new run comes behind those of its second, also where the first of them were removed", "[tool]") {
    const sample_folder archive;
    for (const char* const name :
         {"20200101T000000Z-ac4e845d1c2f.5", "20200101T000000Z-0000000.9", "20200101T000001Z.20"}) {
        archive.write(std::string(name) + "/run.json", 1);
    }
    const partial_run first(archive.path(), {"20200101T000000Z", "ac4e845d1c2f"});
    CHECK(first.name().number == 10);
    const partial_run second(archive.path(), {"20200101T000000Z", "ac4e845d1c2f"});
    CHECK(second.name().number == 11);
}

TEST_CASE("retention counts bytes to the byte", "[tool]") {
    const sample_folder archive;
    for (const char* const name : {"20200101T000000Z", "20200101T000001Z", "20200101T000002Z"}) {
        archive.write(std::string(name) + "/run.json", 60);
        archive.write(std::string(name) + "/processes/a/b", 40);
    }
    CHECK(remove_old_runs(archive.path(), {.runs = 3, .bytes = 300}) == 0);
    CHECK(remove_old_runs(archive.path(), {.runs = 3, .bytes = 299}) == 1);
    CHECK(remove_old_runs(archive.path(), {.runs = 3, .bytes = 1}) == 1);
    CHECK(names_of(archive.path()) == std::vector<std::string>{"20200101T000002Z"});
}

TEST_CASE("the newest whole save of a process counts", "[tool]") {
    const sample_folder folder;
    CHECK(newest_save(folder.path()).empty());
    folder.write("save-9/profile.json", 1);
    folder.write("save-10/profile.json", 1);
    folder.write("save-11/profile.html", 1);
    folder.write("save-12x/profile.json", 1);
    folder.write(".save-13.partial/profile.json", 1);
    CHECK(newest_save(folder.path()) == folder.path() + "/save-10");
    folder.write("profile.json", 1);
    CHECK(newest_save(folder.path()) == folder.path());
}
