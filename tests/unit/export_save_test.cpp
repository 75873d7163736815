// SPDX-License-Identifier: BSL-1.0
// save(): the whole set, each file whole or not at all.
#include "support/catch.hpp"
#include "support/sample_profile.hpp"
#include "support/scratch_folder.hpp"
#include "support/text_search.hpp"

#include <dwell/export/read_json.hpp>
#include <dwell/export/save.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#if defined(__unix__)
#include <sys/resource.h>

#include <csignal>
#endif

namespace fs = std::filesystem;

namespace {

const std::set<std::string> all_artefacts = {"profile.json", "profile.folded", "profile.speedscope.json",
                                             "profile.hlog", "profile.txt",    "metadata.json",
                                             "metrics.prom", "profile.pb",     "profile.html"};

using test::names_in;
using test::scratch_folder;

std::string content(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

using test::contains;

}  // namespace

TEST_CASE("save writes every artefact into folders that it makes") {
    const scratch_folder scratch;
    const fs::path folder = scratch.path / "a" / "b";
    for (int repeat = 0; repeat < 2; ++repeat) {
        const dwell::export_status status = dwell::save(sample::full_profile(), (folder / "").string());
        INFO(status.message());
        REQUIRE(status);
        CHECK(names_in(folder) == all_artefacts);
    }
    dwell::profile back;
    REQUIRE(dwell::read_json_file((folder / "profile.json").string(), back));
    CHECK((back == sample::full_profile()));
    dwell::string_sink folded;
    REQUIRE(dwell::write_folded(folded, sample::full_profile()));
    CHECK(content(folder / "profile.folded") == folded.text());
    CHECK(contains(content(folder / "profile.txt"), "scope "));
    CHECK(contains(content(folder / "profile.speedscope.json"), "speedscope.app"));
    CHECK(contains(content(folder / "profile.hlog"), "Histogram log format version 1.3"));
    CHECK(contains(content(folder / "metadata.json"), "dwell.metadata/1"));
    CHECK(contains(content(folder / "profile.pb"), "nanoseconds"));
    CHECK(contains(content(folder / "profile.html"), "id=\"dwell-data\""));
}

TEST_CASE("a profile with memory has files of it, and another has none") {
    const scratch_folder scratch;
    REQUIRE(dwell::save(sample::with_memory(sample::small_profile()), scratch.path.string()));
    std::set<std::string> expected = all_artefacts;
    expected.insert({"profile.allocated_bytes.folded", "profile.live_bytes.folded", "profile.dhat.json"});
    CHECK(names_in(scratch.path) == expected);
    CHECK(contains(content(scratch.path / "profile.allocated_bytes.folded"), "step;parse 4000007\n"));
    CHECK(contains(content(scratch.path / "profile.live_bytes.folded"), "step;parse 1800001\n"));
    CHECK(contains(content(scratch.path / "profile.dhat.json"), "\"dhatFileVersion\":2"));

    dwell::save_options live;
    live.dhat.blocks = dwell::dhat_blocks::live;
    live.folded.value = dwell::profile_value::allocations;
    REQUIRE(dwell::save(sample::with_memory(sample::small_profile()), scratch.path.string(), live));
    CHECK(contains(content(scratch.path / "profile.dhat.json"), "\"verb\":\"Held, allocated\""));
    CHECK(contains(content(scratch.path / "profile.folded"), "step;parse 20\n"));
    CHECK(contains(content(scratch.path / "profile.allocated_bytes.folded"), "step;parse 4000007\n"));

    // Nothing is known of what is held.
    const fs::path other = scratch.path / "other";
    dwell::profile_parts parts = sample::small_profile().parts();
    parts.memory.sizes = "requested";
    parts.memory.outside.allocations = 1;
    REQUIRE(dwell::save(dwell::profile(parts), other.string()));
    expected.erase("profile.live_bytes.folded");
    CHECK(names_in(other) == expected);
}

TEST_CASE("options reach their exporter") {
    const scratch_folder scratch;
    dwell::save_options options;
    options.folded.unit = dwell::folded_unit::calls;
    options.table.top = 1;
    options.speedscope.threads = false;
    options.hdr_log.by_call_path = true;
    options.pprof.by_thread = true;
    options.html.title = "a title of the page's own";
    REQUIRE(dwell::save(sample::small_profile(), scratch.path.string(), options));
    CHECK(contains(content(scratch.path / "profile.folded"), "step;tiny 100\n"));
    CHECK(contains(content(scratch.path / "profile.txt"), "(4 more scopes)"));
    CHECK_FALSE(contains(content(scratch.path / "profile.speedscope.json"), "worker"));
    CHECK(contains(content(scratch.path / "profile.hlog"), "Tag=path:step;tiny,"));
    CHECK(contains(content(scratch.path / "profile.pb"), "worker 1"));
    CHECK(contains(content(scratch.path / "profile.html"), "<title>a title of the page's own</title>"));
}

TEST_CASE("one file that cannot be written does not stop the others") {
    const scratch_folder scratch;
    fs::create_directory(scratch.path / "profile.folded");
    fs::create_directory(scratch.path / "profile.txt");
    const dwell::export_status status = dwell::save(sample::small_profile(), scratch.path.string());
    REQUIRE_FALSE(status);
    CHECK(status.message() == (scratch.path / "profile.folded").string() + ": cannot replace the file: Is a directory");
    CHECK(names_in(scratch.path) == all_artefacts);
    CHECK(fs::is_directory(scratch.path / "profile.folded"));
    dwell::profile back;
    CHECK(dwell::read_json_file((scratch.path / "profile.json").string(), back));
}

TEST_CASE("a folder that cannot be made is named, with the reason") {
    const scratch_folder scratch;
    std::ofstream(scratch.path / "file") << "x";
    const std::string below = (scratch.path / "file" / "folder").string();
    CHECK(dwell::save(sample::small_profile(), below).message() ==
          below + ": cannot make the directory: Not a directory");
    const std::string same = (scratch.path / "file").string();
    CHECK(dwell::save(sample::small_profile(), same).message() ==
          same + "/profile.json: cannot make the file: Not a directory");
    CHECK(content(scratch.path / "file") == "x");
#if defined(__linux__)
    CHECK(dwell::save(sample::small_profile(), "/proc/dwell").message() ==
          "/proc/dwell: cannot make the directory: No such file or directory");
#endif
}

TEST_CASE("threads that save to one folder leave whole files") {
    const scratch_folder scratch;
    std::vector<std::thread> threads;
    std::vector<int> failed(4, 0);
    for (size_t i = 0; i < failed.size(); ++i) {
        threads.emplace_back([&, i] {
            for (int repeat = 0; repeat < 20; ++repeat) {
                failed[i] +=
                    dwell::save(i % 2 == 0 ? sample::small_profile() : sample::full_profile(), scratch.path.string())
                        ? 0
                        : 1;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(failed == std::vector<int>(4, 0));
    CHECK(names_in(scratch.path) == all_artefacts);
    dwell::profile back;
    CHECK(dwell::read_json_file((scratch.path / "profile.json").string(), back));
}

#if defined(__unix__)
TEST_CASE("a disk that fills up leaves the older file, and nothing half written") {
    const scratch_folder scratch;
    REQUIRE(dwell::save(sample::small_profile(), scratch.path.string()));
    const std::string older = content(scratch.path / "profile.json");
    // No file may pass 1,000 bytes: the kernel refuses the rest, as a full disk would.
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    rlimit low = before;
    low.rlim_cur = 1000;
    REQUIRE(setrlimit(RLIMIT_FSIZE, &low) == 0);
    const dwell::export_status status = dwell::save(sample::full_profile(), scratch.path.string());
    REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, handler);
    REQUIRE_FALSE(status);
    CHECK(status.message() == (scratch.path / "profile.json").string() + ": cannot write the file: File too large");
    CHECK(names_in(scratch.path) == all_artefacts);
    CHECK(content(scratch.path / "profile.json") == older);
    CHECK(contains(content(scratch.path / "metadata.json"), "\"misnested_scopes\":4"));  // small enough
}

TEST_CASE("a disk that fills up at any byte leaves whole files alone") {
    const dwell::profile profile = sample::with_memory(sample::small_profile());
    const dwell::save_options all{.formats = "all"};
    const scratch_folder scratch;
    const fs::path whole = scratch.path / "whole";
    REQUIRE(dwell::save(profile, whole.string(), all));
    size_t largest = 0;
    for (const std::string& name : names_in(whole)) {
        largest = std::max(largest, content(whole / name).size());
    }
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
    // A prime, so that buffers end at many places.
    for (size_t limit = 0; limit <= largest + 211; limit += 211) {
        rlimit low = before;
        low.rlim_cur = limit;
        REQUIRE(setrlimit(RLIMIT_FSIZE, &low) == 0);
        const fs::path folder = scratch.path / std::to_string(limit);
        const dwell::export_status status = dwell::save(profile, folder.string(), all);
        REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
        INFO(limit << ": " << status.message());
        CHECK(status.ok() == (limit >= largest));
        std::set<std::string> expected;
        for (const std::string& name : names_in(whole)) {
            if (content(whole / name).size() <= limit) {
                expected.insert(name);
                CHECK(content(folder / name) == content(whole / name));
            }
        }
        CHECK(names_in(folder) == expected);
    }
    std::signal(SIGXFSZ, handler);
}
#endif

TEST_CASE("a list of formats chooses what is saved") {
    const auto saved = [](const std::string& formats) {
        const scratch_folder scratch;
        dwell::save_options options;
        options.formats = formats;
        const dwell::export_status status = dwell::save(sample::small_profile(), scratch.path.string(), options);
        INFO(status.message());
        CHECK(status);
        return names_in(scratch.path);
    };
    CHECK(saved("json") == std::set<std::string>{"profile.json"});
    CHECK(saved(" table , json,") == std::set<std::string>{"profile.json", "profile.txt"});
    for (const char* const every : {"", ",", "default", "json,default"}) {
        CHECK(saved(every) == all_artefacts);
    }
    // What applies to profiles with memory alone is chosen, and does not apply.
    CHECK(saved("dhat").empty());
    for (const dwell::detail::artefact& one : dwell::detail::artefacts) {
        if (one.applies(sample::small_profile())) {
            CHECK(saved("all").count(one.file_name) == 1);
            CHECK(saved(one.format).count(one.file_name) == 1);
        }
    }
}

TEST_CASE("a format that does not exist is named, and the default is saved") {
    const scratch_folder scratch;
    dwell::save_options options;
    options.formats = "json,jsn";
    const std::string message = dwell::save(sample::small_profile(), scratch.path.string(), options).message();
    CHECK(
        message.find("no format is called 'jsn': there are default, all, json, folded, speedscope, hlog, table, html, "
                     "metadata, dhat, ") == 0);
    CHECK(names_in(scratch.path) == all_artefacts);
}
