// SPDX-License-Identifier: BSL-1.0
// Where the flame graphs of benchmarks are archived; tests/google_benchmark reads what is in them.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/scratch_folder.hpp"

#include <dwell/ext/benchmark_archive.hpp>

#include <set>
#include <string>

TEST_CASE("the file of a benchmark has a name that every file system takes") {
    using dwell::detail::safe_file_name;
    CHECK(safe_file_name("sort/64/threads:2") == "sort_64_threads_2");
    CHECK(safe_file_name("sort<int, a::b>/real_time") == "sort_int,_a__b__real_time");
    CHECK(safe_file_name("a\\b|c?d*e\"f\x01\x7f") == "a_b_c_d_e_f__");
    CHECK(safe_file_name("\xc3\xa9\xff") == "___");
    CHECK(safe_file_name("") == "_");
    CHECK(safe_file_name("..") == "_..");
    CHECK(safe_file_name("../up") == "_.._up");
    CHECK(safe_file_name(".hidden") == "_.hidden");
    // Devices of Windows, whatever comes after the first dot.
    CHECK(safe_file_name("NUL") == "_NUL");
    CHECK(safe_file_name("con.parse.fast") == "_con.parse.fast");
    CHECK(safe_file_name("Com1") == "_Com1");
    CHECK(safe_file_name("lpt9.x") == "_lpt9.x");
    CHECK(safe_file_name("com") == "com");
    CHECK(safe_file_name("com10") == "com10");
    CHECK(safe_file_name("console") == "console");
    CHECK(safe_file_name(std::string(151, 'x')) == std::string(150, 'x'));
}

TEST_CASE("no two benchmarks share a file and a folder is named after the commit") {
    const test::scratch_folder scratch;
    const std::string folder = scratch.path.string();
    dwell::detail::benchmark_archive archive(folder);
    REQUIRE(archive.prepare());
    CHECK(archive.folder() == folder + "/no-commit");
    const dwell::profile profile = test::builder_of({{"a", 9, 90}}).build();
    for (const char* name : {"a/b", "a_b", "A_B", "a_b-2", "a_b"}) {
        REQUIRE(archive.write(profile, name));
    }
    CHECK(test::names_in(scratch.path / "no-commit") ==
          std::set<std::string>{"a_b.folded", "a_b.html", "a_b-2.folded", "a_b-2.html", "A_B-3.folded", "A_B-3.html",
                                "a_b-2-2.folded", "a_b-2-2.html", "a_b-4.folded", "a_b-4.html"});
    // The same benchmarks of the same commit, run again.
    dwell::detail::benchmark_archive again(folder);
    REQUIRE(again.write(profile, "a/b"));
    CHECK(test::names_in(scratch.path / "no-commit").size() == 10);
}
