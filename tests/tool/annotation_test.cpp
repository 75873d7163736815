// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include "github/annotation.hpp"
#include "github/workflow_log.hpp"

#include <cstdlib>
#include <filesystem>

using dwell::tool::annotation;
using dwell::tool::annotation_level;
using dwell::tool::annotation_lines;
using dwell::tool::annotation_text;
using dwell::tool::without_commands;

TEST_CASE("an annotation is one workflow command", "[tool]") {
    CHECK(annotation_text({annotation_level::error, "ci/budgets.json", 7, "server.parse: p99", "6 ms > 5 ms"}) ==
          "::error file=ci/budgets.json,line=7,title=server.parse%3A p99::6 ms > 5 ms");
    CHECK(annotation_text({annotation_level::warning, "", 7, "", "all"}) == "::warning::all");
    CHECK(annotation_text({annotation_level::notice, "a", 0, "", "b"}) == "::notice file=a::b");
}

TEST_CASE("nothing in an annotation ends its line or its properties", "[tool]") {
    CHECK(annotation_text({annotation_level::error, "a,b:c", 1, "50% ::\r", "a\n::add-mask::b, c%0A"}) ==
          "::error file=a%2Cb%3Ac,line=1,title=50%25 %3A%3A%0D::a%0A::add-mask::b, c%250A");
}

TEST_CASE("the file of an annotation is one of the repository", "[tool]") {
    const std::string here = std::filesystem::current_path();
    const std::string name = std::filesystem::path(here).filename();
    setenv("GITHUB_WORKSPACE", std::filesystem::path(here).parent_path().c_str(), 1);
    CHECK(annotation_text({annotation_level::error, "x/../b.json", 1, "", "m"}) ==
          "::error file=" + name + "/b.json,line=1::m");
    CHECK(annotation_text({annotation_level::error, here + "/b.json", 0, "", "m"}) ==
          "::error file=" + name + "/b.json::m");
    CHECK(annotation_text({annotation_level::error, "/elsewhere/b.json", 0, "", "m"}) ==
          "::error file=/elsewhere/b.json::m");
    unsetenv("GITHUB_WORKSPACE");
    CHECK(annotation_text({annotation_level::error, "./b.json", 0, "", "m"}) == "::error file=./b.json::m");
}

TEST_CASE("annotations are as many as GitHub shows", "[tool]") {
    std::vector<annotation> all(10, {annotation_level::warning, "", 0, "", "w"});
    all.push_back({annotation_level::error, "", 0, "", "e"});
    std::string ten;
    for (int i = 0; i < 10; ++i) {
        ten += "::warning::w\n";
    }
    CHECK(annotation_lines(all) == "::error::e\n" + ten);
    all.push_back({annotation_level::warning, "", 0, "", "w"});
    CHECK(annotation_lines(all) ==
          "::error::e\n" + ten.substr(13) + "::warning title=2 more::The log of this step has all of them\n");
    CHECK(annotation_lines({}).empty());
}

TEST_CASE("the texts of an annotation are bounded", "[tool]") {
    const std::string text =
        annotation_text({annotation_level::error, "", 0, std::string(10'000, 't'), std::string(1'000'000, 'm')});
    CHECK(text.size() < 20'000);
    CHECK(text.find("t::m") != std::string::npos);
}

TEST_CASE("text for a log holds no workflow command", "[tool]") {
    CHECK(without_commands("std::vector::add: 3\n  p99") == "std::vector::add: 3\n  p99");
    CHECK(without_commands("::add-mask::a") == "\\::add-mask::a");
    CHECK(without_commands("a\n \t::error::b\r::c") == "a\n \t\\::error::b\r\\::c");
    CHECK(without_commands("\xC2\xA0::error::b") == "\xC2\xA0\\::error::b");
    CHECK(without_commands("a ##[add-mask]b ###[") == "a ##\\[add-mask]b ###\\[");
    CHECK(without_commands("::::") == "\\::::");
}
