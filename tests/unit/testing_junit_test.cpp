// SPDX-License-Identifier: BSL-1.0
// The answers of budgets as JUnit XML. What other programs make of it: tests/consumers/junit.py.
#include "support/budget_results.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <dwell/export/sink.hpp>
#include <dwell/testing/junit.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

namespace {

std::string junit_of(const std::vector<dwell::budget_result>& results, const dwell::junit_options& options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_junit(out, results, options));
    return out.text();
}

dwell::budget_result timed_result(double seconds) {
    dwell::budget_result result = test::result_of("a", dwell::verdict::pass);
    result.seconds = seconds;
    return result;
}

// The attribute `time` of the only test of a suite.
std::string time_of_case(double seconds) {
    const std::string text = junit_of({timed_result(seconds)});
    const size_t begin = text.find("time=\"", text.find("<testcase")) + 6;
    return text.substr(begin, text.find('"', begin) - begin);
}

/// Takes `left` bytes and fails from then on.
struct junit_full_sink {
    size_t left;
    bool write(const char*, size_t size) {
        const bool fits = size <= left;
        left = fits ? left - size : 0;
        return fits;
    }
};

}  // namespace

TEST_CASE("junit: a test for each result") {
    dwell::budget_result missing;
    missing.subject = "server.pares";
    missing.error = "no scope of this name ran";
    // A counter of the same budget was there.
    dwell::budget_result half_missing = test::result_of("server.half", dwell::verdict::fail);
    half_missing.error = missing.error;
    dwell::budget_result failing = test::result_of("server.request", dwell::verdict::fail);
    failing.seconds = 1.23456;
    const dwell::budget_result unsure = test::result_of("server.parse", dwell::verdict::inconclusive);
    const dwell::budget_result passing = test::result_of("server.answer", dwell::verdict::pass);
    const dwell::budget_result nothing;
    const std::string text =
        junit_of({failing, passing, missing, unsure, nothing, half_missing}, {"server", 1'790'000'000'000'000'000});
    INFO(text);
    CHECK(text.substr(0, 39) == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    CHECK(text.find("<testsuites><testsuite name=\"server\" tests=\"6\" failures=\"1\" errors=\"3\" skipped=\"1\" "
                    "time=\"1.235\" timestamp=\"2026-09-21T14:13:20+00:00\">"
                    "<testcase name=\"server.request\" classname=\"server\" time=\"1.235\"><failure message=\"") == 39);
    CHECK(
        text.find("<testcase name=\"server.answer\" classname=\"server\" time=\"0\"><system-out>server.answer: PASS") !=
        std::string::npos);
    CHECK(text.find(
              "<testcase name=\"server.pares\" classname=\"server\" time=\"0\"><error message=\"server.pares: FAIL: "
              "no scope of this name ran\" type=\"fail\">server.pares: FAIL&#10;  no scope of this name "
              "ran</error></testcase>") != std::string::npos);
    CHECK(text.find("<skipped message=\"server.parse: INCONCLUSIVE: p99 &lt;= 5 ms: ") != std::string::npos);
    CHECK(text.find("\" type=\"inconclusive\">server.parse: INCONCLUSIVE&#10;  p99 &lt;= 5 ms: ") != std::string::npos);
    CHECK(text.find("<testcase name=\"budget\" classname=\"server\" time=\"0\"><error message=\"budget: FAIL: ") !=
          std::string::npos);
    CHECK(text.find("<error message=\"server.half: FAIL: no scope of this name ran\" type=\"fail\">") !=
          std::string::npos);
    const std::string end = "</testcase></testsuite></testsuites>\n";
    CHECK(text.substr(text.size() - end.size()) == end);
}

TEST_CASE("junit: an inconclusive result is a failure where that is wished") {
    const std::vector<dwell::budget_result> results = {test::result_of("a", dwell::verdict::inconclusive)};
    CHECK(junit_of(results).find("failures=\"0\" errors=\"0\" skipped=\"1\"") != std::string::npos);
    dwell::junit_options options;
    options.inconclusive_fails = true;
    const std::string text = junit_of(results, options);
    CHECK(text.find("failures=\"1\" errors=\"0\" skipped=\"0\"") != std::string::npos);
    CHECK(text.find("<failure message=\"a: INCONCLUSIVE: ") != std::string::npos);
    CHECK(text.find("<skipped") == std::string::npos);
}

TEST_CASE("junit: no results is a suite without tests") {
    CHECK(junit_of({}) ==
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites><testsuite name=\"budgets\" tests=\"0\" "
          "failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\"/></testsuites>\n");
}

TEST_CASE("junit: a time has at most three decimals and no exponent") {
    constexpr double endless = std::numeric_limits<double>::infinity();
    CHECK(time_of_case(0) == "0");
    CHECK(time_of_case(1.5) == "1.5");
    CHECK(time_of_case(0.0004) == "0");
    CHECK(time_of_case(0.0006) == "0.001");
    CHECK(time_of_case(12345.67891) == "12345.679");
    CHECK(time_of_case(-1) == "0");
    CHECK(time_of_case(std::numeric_limits<double>::quiet_NaN()) == "0");
    CHECK(time_of_case(endless) == "1000000000000");
    CHECK(time_of_case(-endless) == "0");
    CHECK(junit_of({timed_result(1e300), timed_result(endless)}).find(" skipped=\"0\" time=\"1000000000000\">") !=
          std::string::npos);
}

TEST_CASE("junit: names stay text") {
    for (const std::string& name : test::hostile_subjects()) {
        const std::string text = junit_of({test::result_of(name, dwell::verdict::fail)}, {name});
        INFO(text);
        size_t tags = 0;
        size_t controls = 0;
        for (const char c : text) {
            controls += static_cast<unsigned char>(c) < 0x20 && c != '\n' ? 1 : 0;
            tags += c == '<' ? 1 : 0;
        }
        CHECK(controls == 0);
        // ?xml, four elements of which each is closed.
        CHECK(tags == 9);
        CHECK(dwell::detail::is_utf8(text));
        CHECK(text.find("]]>") == std::string::npos);
    }
}

TEST_CASE("junit: a sink that fails anywhere is reported") {
    dwell::budget_result missing;
    missing.error = "no such name";
    const std::vector<dwell::budget_result> results = {missing, test::result_of("a", dwell::verdict::pass),
                                                       test::result_of("b", dwell::verdict::inconclusive)};
    const size_t size = junit_of(results).size();
    REQUIRE(size > 500);
    junit_full_sink exact{size};
    CHECK(dwell::write_junit(exact, results));
    for (size_t limit = 0; limit < size; ++limit) {
        junit_full_sink limited{limit};
        const dwell::export_status status = dwell::write_junit(limited, results);
        if (status || status.message().empty()) {
            FAIL("not reported after " << limit << " of " << size << " bytes");
        }
    }
}

TEST_CASE("junit: a file is there whole or not at all") {
    const test::scratch_folder scratch;
    const std::vector<dwell::budget_result> results = test::many_results();
    const std::filesystem::path path = scratch.path / "made" / "for it" / "junit.xml";
    REQUIRE(dwell::save_junit(path.string(), results));
    CHECK(test::content_of(path) == junit_of(results));
    CHECK(test::names_in(path.parent_path()).size() == 1);
    // In place of the older one.
    REQUIRE(dwell::save_junit(path.string(), {}, {"other"}));
    CHECK(test::content_of(path) == junit_of({}, {"other"}));

    CHECK(dwell::save_junit((scratch.path / "made/").string(), results).message() ==
          (scratch.path / "made/").string() + ": no name of a file");
    CHECK_FALSE(dwell::save_junit("", results));
    // A file where a folder is wanted, a folder where the file is.
    const dwell::export_status status = dwell::save_junit((path / "junit.xml").string(), results);
    CHECK(status.message().substr(0, path.string().size()) == path.string());
    std::filesystem::create_directories(scratch.path / "taken.xml" / "by");
    CHECK_FALSE(dwell::save_junit((scratch.path / "taken.xml").string(), results));
    CHECK(test::names_in(scratch.path) == std::set<std::string>{"made", "taken.xml"});
    CHECK(test::content_of(path) == junit_of({}, {"other"}));
}

TEST_CASE("junit: a file beside the program") {
    const test::scratch_folder scratch;
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(scratch.path);
    CHECK(dwell::save_junit("junit.xml", test::many_results()));
    CHECK(test::names_in(scratch.path) == std::set<std::string>{"junit.xml"});
    std::filesystem::current_path(before);
}
