// SPDX-License-Identifier: BSL-1.0
// `compensate` in the options of each format: what is written is the compensated profile.
#include <dwell/export/callgrind.hpp>
#include <dwell/export/folded.hpp>
#include <dwell/export/hdr_log.hpp>
#include <dwell/export/json.hpp>
#include <dwell/export/metadata.hpp>
#include <dwell/export/pprof.hpp>
#include <dwell/export/read_json.hpp>
#include <dwell/export/save.hpp>
#include <dwell/export/speedscope.hpp>
#include <dwell/export/table.hpp>
#include <dwell/profile/compensate.hpp>

#include "support/catch.hpp"
#include "support/sample_profile.hpp"

#include <filesystem>
#include <string>

namespace {

template <typename Write, typename Options>
void check_option(const Write& write, Options options) {
    const dwell::profile plain = sample::small_profile();
    const auto text = [&](const dwell::profile& source) {
        dwell::string_sink out;
        REQUIRE(write(out, source, options));
        return std::string(out.text());
    };
    const std::string uncompensated = text(plain);
    const std::string expected = text(dwell::compensated(plain));
    options.compensate = true;
    CHECK(text(plain) == expected);
    CHECK(text(dwell::compensated(plain)) == expected);
    CHECK(expected != uncompensated);
}

}  // namespace

TEST_CASE("every format writes the compensated profile where its options say so") {
    check_option([](auto& out, const auto& p, auto o) { return dwell::write_folded(out, p, o); },
                 dwell::folded_options{dwell::folded_unit::nanoseconds});
    check_option([](auto& out, const auto& p, auto o) { return dwell::write_speedscope(out, p, o); },
                 dwell::speedscope_options{});
    check_option([](auto& out, const auto& p, auto o) { return dwell::write_table(out, p, o); },
                 dwell::table_options{});
    check_option([](auto& out, const auto& p, auto o) { return dwell::write_json(out, p, o); }, dwell::json_options{});
    check_option([](auto& out, const auto& p, auto o) { return dwell::write_hdr_log(out, p, o); },
                 dwell::hdr_log_options{});
    check_option([](auto& out, const auto& p, auto o) { return dwell::write_callgrind(out, p, o); },
                 dwell::callgrind_options{});
    check_option([](auto& out, const auto& p, auto o) { return dwell::write_pprof(out, p, o); },
                 dwell::pprof_options{});
    check_option([](auto& out, const auto& p, auto o) { return dwell::write_metadata(out, p, o); },
                 dwell::metadata_options{});
}

TEST_CASE("a compensated table and a compensated log say so at the top") {
    const auto first_line = [](const std::string& text) { return text.substr(0, text.find('\n', 130)); };
    dwell::string_sink table;
    REQUIRE(dwell::write_table(table, sample::small_profile(), {.width = 0, .compensate = true}));
    CHECK(first_line(table.text()).find(", compensated: less what scopes cost") != std::string::npos);
    dwell::string_sink plain;
    REQUIRE(dwell::write_table(plain, sample::small_profile(), {.width = 0}));
    CHECK(plain.text().find("compensated") == std::string::npos);
    dwell::string_sink log;
    REQUIRE(dwell::write_hdr_log(log, sample::small_profile(), {.compensate = true}));
    CHECK(log.text().find("Durations: nanoseconds, less what scopes cost]\n") != std::string::npos);
}

TEST_CASE("save compensates all files at once") {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "dwell_save_compensated";
    REQUIRE(dwell::save(sample::small_profile(), folder.string(), {.compensate = true}));
    dwell::profile read;
    REQUIRE(dwell::read_json_file((folder / "profile.json").string(), read));
    CHECK((read == dwell::compensated(sample::small_profile())));
    std::filesystem::remove_all(folder);
}
