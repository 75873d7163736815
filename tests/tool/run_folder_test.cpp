// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include "archive/run_folder.hpp"

using dwell::tool::parse_run_name;
using dwell::tool::run_time;

TEST_CASE("the name of a run says its time and commit", "[tool]") {
    const auto name = parse_run_name("20261122T124409Z-ac4e845d1c2f.12");
    REQUIRE(name);
    CHECK(name->time == "20261122T124409Z");
    CHECK(name->commit == "ac4e845d1c2f");
    CHECK(name->number == 12);
    CHECK(name->text() == "20261122T124409Z-ac4e845d1c2f.12");
    CHECK(parse_run_name("20261122T124409Z")->text() == "20261122T124409Z");
    CHECK(run_time(1'795'351'449) == "20261122T124409Z");
}

TEST_CASE("what is not the name of a run is left alone", "[tool]") {
    for (const char* const text :
         {"", "latest", "20261122T124409", "20261122T124409Z-", "20261122T124409Z-xyz1234", "20261122T124409Z-ac4e84",
          "20261122T124409Z.1", "20261122T124409Z.", "20261122T124409Z.02", "20261122T124409Z.2x", "20261122t124409Z",
          ".20261122T124409Z", "20261122T124409Z-ac4e845d1c2f.partial", "20261122T124409Zac4e845", "notes"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_run_name(text));
    }
}

TEST_CASE("runs are in the order of time and number", "[tool]") {
    CHECK(*parse_run_name("20261122T124409Z-bbbbbbb") < *parse_run_name("20261122T124409Z-aaaaaaa.2"));
    CHECK(*parse_run_name("20261122T124409Z.9") < *parse_run_name("20261122T124409Z.10"));
    CHECK(*parse_run_name("20261122T124409Z.10") < *parse_run_name("20261122T124410Z"));
}
