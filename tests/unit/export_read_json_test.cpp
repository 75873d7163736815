// SPDX-License-Identifier: BSL-1.0
// read_json against input that nobody should trust.
#include "support/catch.hpp"
#include "support/json_of.hpp"
#include "support/sample_profile.hpp"

#include <dwell/export/json.hpp>
#include <dwell/export/read_json.hpp>

#include <cstdio>
#include <string>

namespace {

using test::json_of;

// The error of a text that must be refused, the profile being left alone.
std::string refused(const std::string& text) {
    const dwell::profile before = sample::small_profile();
    dwell::profile profile = before;
    const dwell::read_status status = dwell::read_json(text, profile);
    REQUIRE_FALSE(status);
    REQUIRE_FALSE(status.message().empty());
    REQUIRE(status.offset() <= text.size());
    REQUIRE((profile == before));
    const std::string place = "byte " + std::to_string(status.offset()) + ": ";
    REQUIRE(status.message().substr(0, place.size()) == place);
    return status.message().substr(place.size());
}

/// A document with what is given in place of the usual members.
struct document {
    std::string names = R"([{"name":"a"},{"name":"b"}])";
    std::string paths = R"([{"name":0,"parent":null,"calls":1,"total_ticks":9,"durations":{"sum":0,"buckets":[]}}])";
    std::string others = "";
    std::string schema = "dwell.profile/1";
    std::string clock = R"({"ns_per_tick":1})";

    [[nodiscard]] std::string text() const {
        return R"({"schema":")" + schema + R"(","clock":)" + clock + ",\"names\":" + names + ",\"paths\":" + paths +
               (others.empty() ? "" : ",") + others + "}";
    }
};

std::string path(const std::string& name, const std::string& parent, const std::string& more = "",
                 const std::string& durations = R"({"sum":0,"buckets":[]})") {
    return R"({"name":)" + name + R"(,"parent":)" + parent + R"(,"calls":1,"total_ticks":9)" + more +
           R"(,"durations":)" + durations + "}";
}

std::string refused_paths(const std::string& paths) {
    document changed;
    changed.paths = "[" + paths + "]";
    return refused(changed.text());
}

std::string refused_histogram(const std::string& members) {
    return refused_paths(path("0", "null", "", "{" + members + "}"));
}

std::string refused_with(const std::string& others) {
    document changed;
    changed.others = others;
    return refused(changed.text());
}

}  // namespace

TEST_CASE("the least that is a profile is read") {
    dwell::profile profile;
    REQUIRE(dwell::read_json(document().text(), profile));
    CHECK(profile.names().size() == 2);
    REQUIRE(profile.paths().size() == 1);
    CHECK(profile.paths()[0].total_ticks == 9);
    CHECK(profile.paths()[0].self_ticks == 9);
}

TEST_CASE("unknown members are ignored, on every level") {
    const std::string extra = R"("new":[{"x":{"y":[1,null,true,"z"]}}],)";
    std::string text = json_of(sample::small_profile());
    for (const char* place :
         {"{\n \"schema\"", "{\n  \"program\"", "{\n  \"source\"", "{\n  \"truncated_calls\"", "{\"name\":\"load\"",
          "{\"name\":0,\"parent\"", "{\"min\":", "{\"name\":\"main\"", "{\"path\":", "{\"name\":\"bytes.read\"",
          "{\"name\":\"queue.length\"", "{\"name\":\"reply.size\""}) {
        INFO(place);
        size_t at = text.find(place);
        REQUIRE(at != std::string::npos);
        for (; at != std::string::npos; at = text.find(place, at + extra.size())) {
            text.insert(at + 1, extra);
        }
    }
    dwell::profile profile;
    const dwell::read_status status = dwell::read_json(text, profile);
    INFO(status.message());
    REQUIRE(status);
    CHECK((profile == sample::small_profile()));
}

TEST_CASE("members and elements may come in another order") {
    dwell::profile profile;
    REQUIRE(dwell::read_json(R"({"paths":[)" + path("1", "null") + "," + path("0", "null") + "," + path("0", "0") +
                                 R"(],"names":[{"name":"z"},{"name":"a"}],"clock":{"ns_per_tick":2},)" +
                                 R"("schema":"dwell.profile/1"})",
                             profile));
    REQUIRE(profile.paths().size() == 3);
    CHECK(profile.path_string(0) == "a");
    CHECK(profile.path_string(1) == "a;z");
    CHECK(profile.path_string(2) == "z");
    CHECK(profile.paths()[0].self_ticks == 0);
}

TEST_CASE("self times of a file are not believed") {
    document changed;
    changed.paths = "[" + path("0", "null", R"(,"self_ticks":18446744073709551615)") + "]";
    dwell::profile profile;
    REQUIRE(dwell::read_json(changed.text(), profile));
    CHECK(profile.paths()[0].self_ticks == 9);
}

TEST_CASE("another schema is refused by name") {
    document changed;
    changed.schema = "dwell.profile/2";
    CHECK(refused(changed.text()) ==
          "written by a newer dwell: schema \"dwell.profile/2\", and this one reads \"dwell.profile/1\"");
    changed.schema = "pprof";
    CHECK(refused(changed.text()) == "not a profile: schema \"pprof\"");
    CHECK(refused("{}") == "no \"schema\" in the object that ends here");
    CHECK(refused(R"({"schema":1})") == "expected a string");
    CHECK(refused("") == "expected an object");
    CHECK(refused("[]") == "expected an object");
    CHECK(refused(document().text() + "x") == "expected the end of the text");
    CHECK(refused(R"({"schema":"dwell.profile/1"})") == "no \"clock\" in the object that ends here");
}

TEST_CASE("indices that lead nowhere are refused") {
    CHECK(refused_paths(path("2", "null")) == "a call path's name is not in \"names\"");
    CHECK(refused_paths(path("0", "0")) == "a call path's parent does not stand before it");
    CHECK(refused_paths(path("0", "1") + "," + path("0", "0")) == "a call path's parent does not stand before it");
    CHECK(refused_paths(path("0", "4294967295")) == "a call path's parent does not stand before it");
    CHECK(refused_paths(path("0", "4294967296")) == "expected an integer of 32 bits");
    CHECK(refused_paths(path("-1", "null")) == "expected an integer of 32 bits");
    CHECK(refused_paths(path("0", "null", R"(,"sampled":{"calls":2,"timed":1,"squared_runs":1})")) ==
          "more calls were sampled than there were");
    CHECK(refused_with(R"("threads":[{"name":"t","paths":[{"path":1,"calls":1,"total_ticks":1}]}])") ==
          "a thread's path is not in \"paths\"");
}

TEST_CASE("duplicates are refused") {
    document changed;
    changed.names = R"([{"name":"a"},{"name":"b"},{"name":"a"}])";
    CHECK(refused(changed.text()) == "the name \"a\" twice in \"names\"");
    CHECK(refused_paths(path("0", "null") + "," + path("1", "0") + "," + path("0", "null")) ==
          "a call path twice in \"paths\", under \"a\"");
    CHECK(refused_paths(path("0", "null") + "," + path("1", "0") + "," + path("0", "0") + "," + path("1", "0")) ==
          "a call path twice in \"paths\", under \"b\"");
    CHECK(refused_paths(path("0", "null", R"(,"calls":1)")) == "\"calls\" twice in one object");
    CHECK(refused_with(R"("schema":"dwell.profile/1")") == "\"schema\" twice in one object");
    const std::string twice = R"({"path":0,"calls":1,"total_ticks":1})";
    CHECK(refused_with(R"("threads":[{"name":"t","paths":[)" + twice + "," + twice + "]}]") ==
          "a call path twice in a thread's \"paths\"");
    CHECK(refused_with(R"("counters":[{"name":"c","value":1},{"name":"c","labels":{},"value":1}])") ==
          "a metric twice with the same labels");
}

TEST_CASE("names that no recorder makes are refused") {
    for (const char* name : {R"("")", R"("a;b")", R"("a\u0000")", R"("a\nb")", R"("\u007f")"}) {
        document changed;
        changed.names = std::string(R"([{"name":)") + name + "},{\"name\":\"b\"}]";
        CHECK(refused(changed.text()) == "a scope's name is empty, or has ';' or a control character");
    }
}

TEST_CASE("numbers out of range are refused") {
    CHECK(refused_paths(path("0", "null", R"(,"cpu_ns":18446744073709551616)")) ==
          "expected an integer from 0 to 2^64 - 1");
    CHECK(refused_paths(path("0", "null", R"(,"cpu_ns":-1)")) == "expected an integer from 0 to 2^64 - 1");
    CHECK(refused_paths(path("0", "null", R"(,"cpu_ns":1e400)")) == "expected an integer from 0 to 2^64 - 1");
    for (const char* scale : {"0", "-1", "1e13", "-1e-300"}) {
        document changed;
        changed.clock = std::string(R"({"ns_per_tick":)") + scale + "}";
        CHECK(refused(changed.text()) == "\"ns_per_tick\" is not above 0 and at most 1e12");
    }
    document changed;
    changed.clock = R"({"ns_per_tick":1e999})";
    CHECK(refused(changed.text()) == "expected a number that a double can hold");
    CHECK(refused_with(R"("distributions":[{"name":"d","steps_per_unit":0,"values":{"sum":0,"buckets":[]}}])") ==
          "\"steps_per_unit\" is 0");
}

TEST_CASE("memory that cannot be is refused") {
    const auto counts = [](const std::string& key, const std::string& allocations) {
        return "\"" + key + "\":{\"allocations\":" + allocations + R"(,"allocated_bytes":1,"frees":1,"freed_bytes":1})";
    };
    const auto live = [](const std::string& key, const std::string& bytes, const std::string& variance = "0",
                         const std::string& samples = "1") {
        return "\"" + key + R"(":{"blocks":1,"bytes":)" + bytes + ",\"bytes_variance\":" + variance +
               ",\"samples\":" + samples + "}";
    };
    const auto refused_path = [](const std::string& memory) { return refused_paths(path("0", "null", "," + memory)); };
    CHECK(refused_path(counts("self_memory", "-1")) == "expected an integer from 0 to 2^64 - 1");
    CHECK(refused_path(counts("self_memory", "1.5")) == "expected an integer from 0 to 2^64 - 1");
    CHECK(refused_path(R"("self_memory":{"allocations":1})") == "no \"allocated_bytes\" in the object that ends here");
    CHECK(refused_path(R"("self_memory":[])") == "expected an object");
    CHECK(refused_path(counts("self_memory", "1") + "," + counts("self_memory", "1")) ==
          "\"self_memory\" twice in one object");
    const std::string held = "live memory below 0, or more than a process can hold";
    CHECK(refused_path(live("self_live", "-1")) == held);
    CHECK(refused_path(live("self_live", "1e20")) == held);
    CHECK(refused_path(live("self_live", "1", "-1e-300")) == held);
    CHECK(refused_path(live("self_live", "1", "1e39")) == held);
    CHECK(refused_path(live("self_live", "null")) == "expected a number that a double can hold");
    CHECK(refused_path(live("self_live", "1", "0", "18446744073709551616")) ==
          "expected an integer from 0 to 2^64 - 1");
    CHECK(refused_path(R"("self_live":{})") == "no \"blocks\" in the object that ends here");

    // What could be of each call path, but not of all.
    const std::string whole = "memory of all call paths together passes 2^64 - 1";
    CHECK(refused_paths(path("0", "null", "," + counts("self_memory", "18446744073709551615")) + "," +
                        path("1", "0", "," + counts("self_memory", "1"))) == whole);
    document changed;
    changed.paths = "[" + path("0", "null", "," + counts("self_memory", "18446744073709551615")) + "]";
    dwell::profile profile;
    CHECK(dwell::read_json(changed.text(), profile));
    CHECK(profile.paths().at(0).memory.allocations == UINT64_MAX);
    changed.others = "\"memory\":{" + counts("own", "18446744073709551615") + "}";  // in no call path
    CHECK(dwell::read_json(changed.text(), profile));
    changed.others = "\"memory\":{" + counts("outside", "1") + "}";
    CHECK(refused(changed.text()) == whole);
    CHECK(refused_paths(path("0", "null", "," + live("self_live", "1", "0", "18446744073709551615")) + "," +
                        path("1", "0", "," + live("self_live", "1"))) ==
          "samples of all call paths together pass 2^64 - 1");
    CHECK(refused_with("\"memory\":{" + live("live_outside", "-1") + "}") == held);
    CHECK(refused_with(R"("memory":{"sizes":1})") == "expected a string");
    CHECK(refused_with(R"("memory":{"sample_interval_bytes":-1})") == "expected an integer from 0 to 2^64 - 1");
}

TEST_CASE("exemplars that cannot be are refused") {
    const auto scope = [](const std::string& start, const std::string& duration, const std::string& more = "") {
        return R"({"path":0,"start_ticks":)" + start + R"(,"duration_ticks":)" + duration + more + "}";
    };
    const auto refused_list = [](const std::string& list, const std::string& most = "5") {
        return refused_with(R"("exemplars_per_name":)" + most + R"(,"exemplars":[)" + list + "]");
    };
    const auto with_inside = [&](const std::string& inside) {
        return refused_list(scope("10", "90", R"(,"inside":[)" + inside + "]"));
    };
    document good;
    good.others = R"("exemplars":[)" +
                  scope("10", "90",
                        R"(,"inside":[)" + scope("10", "90") + "," + scope("20", "9") + "," + scope("29", "71") + "]") +
                  R"(],"exemplars_per_name":1)";
    dwell::profile profile;
    REQUIRE(dwell::read_json(good.text(), profile));
    REQUIRE(profile.exemplars().size() == 1);
    CHECK(profile.exemplars()[0].inside.size() == 3);
    CHECK(profile.exemplars()[0].thread.empty());

    const std::string wrong_place = "scopes inside an exemplar that are not in it, or out of order";
    CHECK(with_inside(scope("9", "1")) == wrong_place);
    CHECK(with_inside(scope("10", "91")) == wrong_place);
    CHECK(with_inside(scope("50", "1") + "," + scope("49", "1")) == wrong_place);
    CHECK(with_inside(scope("20", "10") + "," + scope("25", "10")) == wrong_place);
    CHECK(with_inside(scope("20", "18446744073709551615")) == wrong_place);
    CHECK(refused_list(scope("1", "18446744073709551615")) == "an exemplar that ends after 2^64 - 1 ticks");
    const std::string nowhere = "an exemplar's path is not in \"paths\"";
    CHECK(refused_list(R"({"path":1,"start_ticks":1,"duration_ticks":1})") == nowhere);
    CHECK(with_inside(R"({"path":4294967295,"start_ticks":11,"duration_ticks":1})") == nowhere);
    CHECK(refused_list(R"({"path":4294967296,"start_ticks":1,"duration_ticks":1})") != nowhere);
    const std::string too_many = "more exemplars of a name than \"exemplars_per_name\"";
    CHECK(refused_list(scope("1", "2") + "," + scope("3", "4"), "1") == too_many);
    CHECK(refused_with(R"("exemplars":[)" + scope("1", "2") + "]") == too_many);
    CHECK(refused_list(R"({"path":0,"start_ticks":1})") == "no \"duration_ticks\" in the object that ends here");
    CHECK(refused_list(scope("1", "2", R"(,"start_ticks":1)")) == "\"start_ticks\" twice in one object");
    CHECK(refused_list(scope("-1", "2")) != "");
    CHECK(refused_list(scope("1", "2.5")) != "");
    CHECK(refused_list(scope("1", "2", R"(,"cut":1)")) == "expected true or false");
    CHECK(refused_list(scope("1", "2", R"(,"thread_number":4294967296)")) != "");
    CHECK(refused_list("[]") != "");
    CHECK(refused_with(R"("exemplars":{})") != "");
    CHECK(refused_with(R"("exemplars_per_name":4294967296)") != "");
    CHECK(refused_with(R"("origin_unix_ns":9223372036854775808)") != "");
}

TEST_CASE("histograms that cannot be are refused") {
    const std::string bucket = "a bucket's index is out of order or too large";
    const std::string count = "a bucket's count is 0, or all counts together pass 2^64 - 1";
    const std::string shape = "a bucket is not [index, count]";
    const std::string bounds = "\"min\" or \"max\" is not in the first or the last bucket";
    CHECK(refused_histogram(R"("sum":0,"buckets":[[7424,1]])") == bucket);
    CHECK(refused_histogram(R"("sum":0,"buckets":[[18446744073709551615,1]])") == bucket);
    CHECK(refused_histogram(R"("sum":0,"buckets":[[5,1],[5,1]])") == bucket);
    CHECK(refused_histogram(R"("sum":0,"buckets":[[5,1],[4,1]])") == bucket);
    CHECK(refused_histogram(R"("sum":0,"buckets":[[5,0]])") == count);
    CHECK(refused_histogram(R"("sum":0,"buckets":[[5,18446744073709551615],[6,1]])") == count);
    CHECK(refused_histogram(R"("sum":0,"buckets":[[5]])") == shape);
    CHECK(refused_histogram(R"("sum":0,"buckets":[[]])") == shape);
    CHECK(refused_histogram(R"("sum":0,"buckets":[[5,1,1]])") == shape);
    CHECK(refused_histogram(R"("sum":5,"buckets":[[5,1]])") == bounds);
    CHECK(refused_histogram(R"("min":5,"max":4,"sum":5,"buckets":[[5,1]])") == bounds);
    CHECK(refused_histogram(R"("min":5,"max":6,"sum":5,"buckets":[[5,1]])") == bounds);
    CHECK(refused_histogram(R"("sum":340282366920938463463374607431768211456,"buckets":[])") ==
          "expected an integer from 0 to 2^128 - 1");
    CHECK(refused_histogram(R"("sum":0)") == "no \"buckets\" in the object that ends here");
}

TEST_CASE("depth is bounded, in the text and in the tree") {
    CHECK(refused_with("\"new\":" + std::string(1'000'000, '[')) == "nested deeper than 64 levels");
    std::string paths = path("0", "null");
    for (int i = 0; i < 70'000; ++i) {
        paths += ',';
        paths += path("0", std::to_string(i));
    }
    CHECK(refused_paths(paths) == "a call path deeper than 65535");
}

TEST_CASE("an error is found where it is") {
    dwell::profile profile;
    const std::string text = document().text();
    const size_t at = text.find("\"parent\":null");
    std::string broken = text;
    broken.replace(at, 13, "\"parent\":true");
    const dwell::read_status status = dwell::read_json(broken, profile);
    CHECK(status.offset() == at + 9);
    CHECK(status.message() == "byte " + std::to_string(at + 9) + ": expected an integer of 32 bits");
}

TEST_CASE("files are read, and those that cannot be are named") {
    const std::string name = "dwell-read-json-test.tmp";
    const std::string text = json_of(sample::full_profile());
    std::FILE* const file = std::fopen(name.c_str(), "wb");
    REQUIRE(file != nullptr);
    REQUIRE(std::fwrite(text.data(), 1, text.size(), file) == text.size());
    std::fclose(file);
    dwell::profile profile;
    CHECK(dwell::read_json_file(name, profile));
    CHECK((profile == sample::full_profile()));
    CHECK(std::remove(name.c_str()) == 0);
    CHECK(dwell::read_json_file(name, profile).message() == name + ": No such file or directory");
    CHECK_FALSE(dwell::read_json_file(".", profile));
    CHECK((profile == sample::full_profile()));
#if defined(__linux__)
    CHECK(dwell::read_json_file("/dev/null", profile).message() == "/dev/null: byte 0: expected an object");
#endif
}
