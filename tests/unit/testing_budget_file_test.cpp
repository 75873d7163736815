// SPDX-License-Identifier: BSL-1.0
// budgets.json: what it may say, and what the reader says of each mistake in it.
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <dwell/testing/budget_file.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace {

// A file whose first budget, at 1:28, is this.
std::string file_with(const std::string& one_budget) { return R"({"version": 1, "budgets": [)" + one_budget + "]}"; }

std::string error_of(const std::string& text) {
    const dwell::budget_file file = dwell::read_budgets(text);
    CHECK(file.budgets.empty());
    CHECK_FALSE(file.ok());
    return file.error;
}

// Of a budget of the scope `a` with one more member, which begins at 1:41.
std::string error_of_member(const std::string& member) {
    const std::string error = error_of(file_with(R"({"scope":"a", )" + member + "}"));
    INFO(error);
    const std::string begin = "budgets.json:1:";
    REQUIRE(error.substr(0, begin.size()) == begin);
    return error.substr(error.find(": ") + 2);
}

dwell::file_budget only_budget(const std::string& text) {
    const dwell::budget_file file = dwell::read_budgets(file_with(text));
    INFO(file.error);
    REQUIRE(file.budgets.size() == 1);
    return file.budgets[0];
}

double time_of(const std::string& text) {
    return only_budget(R"({"scope": "a", "p99": ")" + text + "\"}").limits.p99.ns();
}
double bytes_of(const std::string& value) {
    return only_budget(R"({"scope": "a", "bytes_per_call": )" + value + "}").limits.bytes_per_call.value();
}

}  // namespace

TEST_CASE("budgets.json: everything that it may say") {
    const dwell::budget_file file = dwell::read_budgets(R"({
    "$schema": "https://example.org/budgets.schema.json",
    "note": "of the release build",
    "budgets": [
        {"scope": "server.request", "p50": "1ns", "p95": "2 us", "p99": "5 ms", "p999": "1.5 s",
         "max": "2 min", "mean": "1 h", "cpu_per_call": "0 ns", "note": "why \u00e9"},
        {"path": "server.request;server.parse", "allocations_per_call": 0, "bytes_per_call": "1.5 KiB"},

        {"at_most": 7, "counter": "errors"},
        {"scopes": "orchestrator.*", "mean": "1e3   ms"},
        {"ratio": ["cache.hits", "cache.lookups"], "greater": 0.8, "less": 0.999},
        {"process": true, "growth_per_hour": "10 MB"}
    ],
    "version": 1
})",
                                                        "some/budgets.json");
    INFO(file.error);
    REQUIRE(file.ok());
    CHECK(file.name == "some/budgets.json");
    REQUIRE(file.budgets.size() == 6);

    const dwell::file_budget& request = file.budgets[0];
    CHECK(request.kind == dwell::budget_subject::scope);
    CHECK(request.subject == "server.request");
    CHECK(request.note == "why \xC3\xA9");
    CHECK(request.line == 5);
    CHECK(request.limits.p50.ns() == 1.0);
    CHECK(request.limits.p95.ns() == 2e3);
    CHECK(request.limits.p99.ns() == 5e6);
    CHECK(request.limits.p999.ns() == 1.5e9);
    CHECK(request.limits.max.ns() == 120e9);
    CHECK(request.limits.mean.ns() == 3600e9);
    CHECK(request.limits.cpu_per_call.is_set());
    CHECK(request.limits.cpu_per_call.ns() == 0.0);
    CHECK_FALSE(request.limits.allocations_per_call.is_set());
    CHECK_FALSE(request.limits.bytes_per_call.is_set());
    CHECK_FALSE(request.limits.growth_per_hour.is_set());
    CHECK(request.limits.counters.empty());

    CHECK(file.budgets[1].kind == dwell::budget_subject::path);
    CHECK(file.budgets[1].subject == "server.request;server.parse");
    CHECK(file.budgets[1].line == 7);
    CHECK_FALSE(file.budgets[1].limits.p99.is_set());
    REQUIRE(file.budgets[1].limits.allocations_per_call.is_set());
    CHECK(file.budgets[1].limits.allocations_per_call.value() == 0.0);
    CHECK(file.budgets[1].limits.bytes_per_call.value() == 1536.0);

    CHECK(file.budgets[2].kind == dwell::budget_subject::counter);
    CHECK(file.budgets[2].line == 9);
    REQUIRE(file.budgets[2].limits.counters.size() == 1);
    CHECK(file.budgets[2].limits.counters[0].subject() == "errors");
    CHECK(file.budgets[2].limits.counters[0].relation == dwell::comparison::at_most);
    CHECK(file.budgets[2].limits.counters[0].value == 7.0);

    CHECK(file.budgets[3].kind == dwell::budget_subject::scopes);
    CHECK(file.budgets[3].limits.mean.ns() == 1e9);

    CHECK(file.budgets[4].kind == dwell::budget_subject::ratio);
    CHECK(file.budgets[4].subject == "cache.hits / cache.lookups");
    REQUIRE(file.budgets[4].limits.counters.size() == 2);
    CHECK(file.budgets[4].limits.counters[0].relation == dwell::comparison::greater);
    CHECK(file.budgets[4].limits.counters[1].relation == dwell::comparison::less);
    CHECK(file.budgets[4].limits.counters[1].over == "cache.lookups");

    CHECK(file.budgets[5].kind == dwell::budget_subject::process);
    CHECK(file.budgets[5].limits.growth_per_hour.value() == 10e6);
}

TEST_CASE("budgets.json: times and bytes in each unit") {
    CHECK(time_of("7ns") == 7.0);
    CHECK(time_of("7 us") == 7e3);
    CHECK(time_of("7 ms") == 7e6);
    CHECK(time_of("7 s") == 7e9);
    CHECK(time_of("7 min") == 420e9);
    CHECK(time_of("7 h") == 7 * 3600e9);
    CHECK(time_of("0.25 ms") == 250e3);
    CHECK(time_of("2.5e-3 s") == 2.5e6);
    CHECK(bytes_of("4096") == 4096.0);
    CHECK(bytes_of("0.5") == 0.5);
    CHECK(bytes_of("\"7 B\"") == 7.0);
    CHECK(bytes_of("\"7 kB\"") == 7e3);
    CHECK(bytes_of("\"7 MB\"") == 7e6);
    CHECK(bytes_of("\"7 GB\"") == 7e9);
    CHECK(bytes_of("\"7 KiB\"") == 7168.0);
    CHECK(bytes_of("\"7MiB\"") == 7340032.0);
    CHECK(bytes_of("\"7 GiB\"") == 7516192768.0);
}

TEST_CASE("budgets.json: a file that is missing or a folder or empty") {
    const test::scratch_folder scratch;
    const std::string path = (scratch.path / "budgets.json").string();
    CHECK(dwell::read_budgets_file(path).error == path + ": No such file or directory");
    CHECK_FALSE(dwell::read_budgets_file(scratch.path.string()).ok());
    std::ofstream(path).close();
    CHECK(dwell::read_budgets_file(path).error == path + ":1:1: the file is empty");
    std::ofstream(path) << " \n\n";
    CHECK(dwell::read_budgets_file(path).error == path + ":1:1: the file is empty");
    std::ofstream(path) << file_with(R"({"scope": "a", "max": "1 s"})");
    CHECK(dwell::read_budgets_file(path).ok());
    CHECK(dwell::read_budgets_file(path).name == path);
}

TEST_CASE("budgets.json: no JSON or cut off") {
    CHECK(error_of("budgets") == "budgets.json:1:1: expected an object");
    CHECK(error_of("\xEF\xBB\xBF{}") == "budgets.json:1:1: a byte order mark: save the file as UTF-8 without one");
    CHECK(error_of("{\"version\": 1,\n \"budgets\": [") ==
          "budgets.json:2:14: budgets[0]: expected an object; the file ends here");
    CHECK(error_of("{\"version\": 1,\n \"budgets\": [{\"scope\": \"a") ==
          "budgets.json:2:26: budgets[0].scope: expected the end of a string; the file ends here");
    CHECK(error_of("{\"version\": 1,\r\n // a comment\r\n}") == "budgets.json:2:2: expected a string");
    CHECK(error_of(file_with(R"({"scope": "a", "max": "1 s"},)")) ==
          "budgets.json:1:57: budgets[1]: expected an object");
    CHECK(error_of(file_with(R"({"scope": "a", "max": "1 s"})") + "x") ==
          "budgets.json:1:58: expected the end of the text");
    CHECK(error_of(file_with("{\"scope\": \"\xFF\"}")) ==
          "budgets.json:1:39: budgets[0].scope: bytes that are not UTF-8");
    // A column is a character.
    CHECK(error_of(file_with("{\"scope\": \"\xC3\xA9\", \"max\": 1}")) ==
          "budgets.json:1:50: budgets[0].max: a number without unit: expected a time with its unit, as \"5 ms\"");
}

TEST_CASE("budgets.json: nested where nothing is") {
    CHECK(error_of("[]") == "budgets.json:1:1: expected an object");
    CHECK(error_of(file_with("[]")) == "budgets.json:1:28: budgets[0]: expected an object");
    CHECK(error_of(file_with(R"({"scope": {"a": 1}})")) == "budgets.json:1:38: budgets[0].scope: expected a string");
    CHECK(error_of_member(R"("p99": {"limit": "1 s"})") ==
          "budgets[0].p99: expected a time with its unit, as \"5 ms\"");
    CHECK(error_of(R"({"version": 1, "budgets": {}})") == "budgets.json:1:27: budgets: expected an array");
    const std::string deep(100'000, '[');
    CHECK(error_of(R"({"version": 1, "budgets": )" + deep) == "budgets.json:1:28: budgets[0]: expected an object");
    CHECK(error_of(file_with(R"({"ratio": ["a", "b", )" + deep)) ==
          "budgets.json:1:109: budgets[0].ratio: nested deeper than 64 levels");
}

TEST_CASE("budgets.json: an unknown key") {
    CHECK(error_of_member(R"("p99 ": "1 s")") == R"(budgets[0]: unknown key "p99 "; did you mean "p99"?)");
    CHECK(error_of_member(R"("P99": "1 s")") == R"(budgets[0]: unknown key "P99"; did you mean "p99"?)");
    CHECK(error_of_member(R"("alocation_per_call": 0)") ==
          R"(budgets[0]: unknown key "alocation_per_call"; did you mean "allocations_per_call"?)");
    CHECK(error_of_member(R"("at_msot": 0)") == R"(budgets[0]: unknown key "at_msot"; did you mean "at_most"?)");
    CHECK(error_of_member(R"("comment": "why")") ==
          "budgets[0]: unknown key \"comment\": there are scope, path, scopes, counter, ratio, process, p50, p95, p99, "
          "p999, max, mean, cpu_per_call, allocations_per_call, bytes_per_call, growth_per_hour, less, at_most, "
          "greater, at_least, note");
    CHECK(error_of(R"({"version": 1, "limits": []})") ==
          R"(budgets.json:1:16: unknown key "limits": there are $schema, version, budgets, note)");
    CHECK(error_of_member("\"aaaa\\n\x7f\": 1").substr(0, 40) == R"(budgets[0]: unknown key "aaaa??": there )");
    CHECK(error_of_member('"' + std::string(1000, 'x') + "\": 1").size() < 300);
    CHECK(error_of(R"({"version": 1, "budget": []})") ==
          R"(budgets.json:1:16: unknown key "budget"; did you mean "budgets"?)");
    // It is the key that is pointed at.
    CHECK(error_of(file_with(R"({"scope":"a", "p90":"1 s"})")).substr(0, 19) == "budgets.json:1:42: ");
}

TEST_CASE("budgets.json: a key twice") {
    CHECK(error_of_member(R"("max": "1 s", "max": "2 s")") == R"(budgets[0]: "max" twice in one object)");
    CHECK(error_of_member(R"("scope": "a", "max": "2 s")") == R"(budgets[0]: "scope" twice in one object)");
    CHECK(error_of(R"({"version": 1, "version": 1})") == R"(budgets.json:1:16: "version" twice in one object)");
}

TEST_CASE("budgets.json: a limit that is none") {
    const std::string unit = "ns, us, ms, s, min or h";
    CHECK(error_of_member(R"("p99": "5 msec")") == "budgets[0].p99: \"5 msec\": unknown unit \"msec\": " + unit);
    CHECK(error_of_member(R"("p99": "5 MS")") == "budgets[0].p99: \"5 MS\": unknown unit \"MS\": " + unit);
    CHECK(error_of_member(R"("p99": "5 ms ")") == "budgets[0].p99: \"5 ms \": unknown unit \"ms \": " + unit);
    CHECK(error_of_member(R"("p99": "5 KiB")") == "budgets[0].p99: \"5 KiB\": unknown unit \"KiB\": " + unit);
    CHECK(error_of_member(R"("p99": "5")") == "budgets[0].p99: \"5\" has no unit: " + unit);
    CHECK(error_of_member(R"("p99": 5)") ==
          "budgets[0].p99: a number without unit: expected a time with its unit, as \"5 ms\"");
    CHECK(error_of_member(R"("p99": "-5 ms")") == "budgets[0].p99: \"-5 ms\" is negative");
    CHECK(error_of_member(R"("p99": "-0 ms")") == "budgets[0].p99: \"-0 ms\" is negative");
    for (const char* text :
         {"nan ms", "inf s", "ms", "", " 5 ms", "+5 ms", "05 ms", ".5 ms", "5. ms", "0x5 ms", "5,5 ms"}) {
        INFO(text);
        CHECK_FALSE(error_of_member(std::string("\"p99\": \"") + text + '"').empty());
    }
    CHECK(error_of_member(R"("p99": "nan ms")") ==
          "budgets[0].p99: \"nan ms\" does not begin with a number: expected a time with its unit, as \"5 ms\"");
    for (const std::string text : {"1e999 s", "1e308 h", "1e-999 s"}) {
        INFO(text);
        CHECK(error_of_member("\"p99\": \"" + text + '"') ==
              "budgets[0].p99: \"" + text + "\" is more, or closer to 0, than a number of 64 bits can say");
    }
    CHECK(error_of_member(R"("p99": true)") == "budgets[0].p99: expected a time with its unit, as \"5 ms\"");
    CHECK(error_of_member(R"("p99": null)") == "budgets[0].p99: expected a time with its unit, as \"5 ms\"");
    CHECK(error_of_member(R"("p99": NaN)") == "budgets[0].p99: expected a time with its unit, as \"5 ms\"");

    CHECK(error_of_member(R"("allocations_per_call": "0")") ==
          "budgets[0].allocations_per_call: expected a number, as 0");
    CHECK(error_of_member(R"("allocations_per_call": -1)") == "budgets[0].allocations_per_call: the limit is negative");
    CHECK(error_of_member(R"("allocations_per_call": 1e999)") ==
          "budgets[0].allocations_per_call: expected a number that a double can hold");
    CHECK(error_of_member(R"("bytes_per_call": "4 ms")") ==
          "budgets[0].bytes_per_call: \"4 ms\": unknown unit \"ms\": B, kB, MB, GB, KiB, MiB or GiB");
    CHECK(error_of_member(R"("bytes_per_call": -4)") == "budgets[0].bytes_per_call: the limit is negative");
    CHECK(error_of_member(R"("bytes_per_call": [])") ==
          "budgets[0].bytes_per_call: expected bytes, as 4096 or \"4 KiB\"");
    CHECK(error_of_member(R"("note": 1)") == "budgets[0].note: expected a string");
}

TEST_CASE("budgets.json: a budget without its subject or with two or another's limit") {
    CHECK(
        error_of(file_with(R"({"p99": "5 ms"})")) ==
        "budgets.json:1:28: budgets[0]: no subject: one of \"scope\", \"path\", \"scopes\", \"counter\", \"ratio\" and "
        "\"process\"");
    CHECK(error_of(file_with("{}")).find("no subject") != std::string::npos);
    CHECK(error_of(file_with(R"({"scope": "a", "path": "a;b", "max": "1 s"})")) ==
          "budgets.json:1:43: budgets[0].path: a second subject: this budget is of a scope already");
    CHECK(error_of(file_with(R"({"scope": "a", "note": "no limit"})")).find("budgets[0]: no limit: a scope has p50,") !=
          std::string::npos);
    CHECK(error_of(file_with(R"({"counter": "a"})")).find("no limit: a counter has less, at_most,") !=
          std::string::npos);
    CHECK(
        error_of(file_with(R"({"p99": "1 s", "counter": "a"})")) ==
        "budgets.json:1:29: budgets[0]: \"p99\" is no limit of a counter: it has less, at_most, greater and at_least");
    CHECK(error_of_member(R"("at_most": 1)").find("\"at_most\" is no limit of a scope") != std::string::npos);
    CHECK(error_of_member(R"("growth_per_hour": 1)").find("\"growth_per_hour\" is no limit of a scope") !=
          std::string::npos);
    CHECK(error_of(file_with(R"({"process": false, "growth_per_hour": 1})")) ==
          "budgets.json:1:40: budgets[0].process: expected true");
    for (const char* subject : {R"("scope": "")", R"("scope": "a;b")", R"("scope": "a.*")", R"("scopes": "a")",
                                R"("scopes": "a;b*")", R"("path": ";a")", R"("path": "a")", R"("path": "a;")",
                                R"("path": "a;;b")", R"("path": "")", R"("scopes": "")"}) {
        INFO(subject);
        CHECK(error_of(file_with(std::string("{") + subject + R"(, "max": "1 s"})")).substr(0, 15) ==
              "budgets.json:1:");
    }
    for (const char* subject :
         {R"("counter": "")", R"("ratio": "a")", R"("ratio": ["a"])", R"("ratio": ["a", "b", "c"])",
          R"("ratio": ["a", ""])", R"("ratio": ["a", 1])", R"("ratio": ["a", "a"])"}) {
        INFO(subject);
        CHECK(error_of(file_with(std::string("{") + subject + R"(, "less": 1})")).substr(0, 15) == "budgets.json:1:");
    }
}

TEST_CASE("budgets.json: two budgets of one subject") {
    const std::string a = R"({"scope": "a", "max": "1 s"})";
    CHECK(error_of(file_with(a + ",\n" + a)) == "budgets.json:2:1: budgets[1]: budgets[0] is of the same scope \"a\"");
    const std::string ratio = R"({"ratio": ["a", "b"], "less": 1})";
    CHECK(error_of(file_with(a + "," + ratio + "," + ratio)).find("budgets[2]: budgets[1] is of the same ratio") !=
          std::string::npos);
    // A name as a scope and as a counter, two orders of a ratio: other subjects.
    CHECK(dwell::read_budgets(file_with(a + R"(, {"path": "a;b", "max": "1 s"}, {"counter": "a", "less": 1},)" + ratio +
                                        R"(, {"ratio": ["b", "a"], "less": 1})"))
              .ok());
}

TEST_CASE("budgets.json: no budgets and other versions") {
    CHECK(error_of("{}") == "budgets.json:1:1: no \"version\": this release of dwell reads version 1");
    CHECK(error_of(R"({"version": 1})") == "budgets.json:1:1: no budgets");
    CHECK(error_of(file_with("")) == "budgets.json:1:1: no budgets");
    CHECK(error_of(R"({"budgets": [{"something": "new"}], "version": 2})") ==
          "budgets.json:1:1: version: 2 is newer than what this release of dwell reads, 1");
    CHECK(error_of(R"({"version": 0, "budgets": []})") == "budgets.json:1:13: version: expected 1");
    CHECK(error_of(R"({"version": "1", "budgets": []})") ==
          "budgets.json:1:13: version: expected an integer from 0 to 2^64 - 1");
    CHECK(error_of(R"({"version": 1.5, "budgets": []})").find("version: expected an integer") != std::string::npos);
}

TEST_CASE("budgets.json: the example and what the documentation shows") {
    const std::string folder = DWELL_TEST_SOURCE_DIR;
    const dwell::budget_file example = dwell::read_budgets_file(folder + "/examples/budgets.json");
    CHECK(example.error.empty());
    CHECK(example.budgets.size() == 5);

    std::ifstream page(folder + "/docs/budgets-file.md");
    const std::string text{std::istreambuf_iterator<char>(page), {}};
    const std::string fence = "```";
    const size_t begin = text.find(fence + "json\n");
    REQUIRE(begin != std::string::npos);
    const size_t size = text.find(fence, begin + 8) - (begin + 8);
    const dwell::budget_file shown = dwell::read_budgets(text.substr(begin + 8, size));
    CHECK(shown.error.empty());
    CHECK(shown.budgets.size() == 6);
}

TEST_CASE("budgets.json: the errors that the documentation shows") {
    const std::string lines =
        "{\n    \"version\": 1,\n    \"budgets\": [\n"
        "        {\"counter\": \"errors\", \"at_most\": 0},\n"
        "        {\"scope\": \"a\", \"max\": \"1 s\"},\n"
        "        {\"scope\": \"server.request\", ";
    CHECK(error_of(lines + "\"p99\": \"5 msec\"}]}") ==
          "budgets.json:6:44: budgets[2].p99: \"5 msec\": unknown unit \"msec\": ns, us, ms, s, min or h");
    CHECK(error_of(lines + "\"p99_\": \"5 ms\"}]}") ==
          "budgets.json:6:37: budgets[2]: unknown key \"p99_\"; did you mean \"p99\"?");
}
