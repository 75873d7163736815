// SPDX-License-Identifier: BSL-1.0
// Sinks, the buffer in front of them, and what happens to each exporter when one fails.
#include "support/catch.hpp"
#include "support/exemplar_fixture.hpp"
#include "support/sample_profile.hpp"

#include <dwell/export/benchmark_json.hpp>
#include <dwell/export/callgrind.hpp>
#include <dwell/export/csv.hpp>
#include <dwell/export/d3.hpp>
#include <dwell/export/folded.hpp>
#include <dwell/export/html.hpp>
#include <dwell/export/job_summary.hpp>
#include <dwell/export/json.hpp>
#include <dwell/export/metadata.hpp>
#include <dwell/export/openmetrics.hpp>
#include <dwell/export/pprof.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/smaller_is_better.hpp>
#include <dwell/export/speedscope.hpp>
#include <dwell/export/svg.hpp>
#include <dwell/export/table.hpp>
#include <dwell/export/text_writer.hpp>

#include <cerrno>
#include <cmath>
#include <functional>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct silent_sink {
    std::string text;
    void write(const char* data, size_t size) { text.append(data, size); }
};

struct signed_sink {
    std::string text;
    bool write(const char* data, long size) {
        text.append(data, static_cast<size_t>(size));
        return true;
    }
};

/// Takes `left` bytes and fails from then on, also in the middle of a block.
struct full_sink {
    size_t left;
    size_t calls_after_failure = 0;
    bool has_failed = false;
    bool write(const char*, size_t size) {
        calls_after_failure += has_failed ? 1 : 0;
        has_failed = has_failed || size > left;
        left -= has_failed ? 0 : size;
        return !has_failed;
    }
};

struct odd_result {
    std::string write(const char*, size_t) { return {}; }
};
struct no_sink {};

static_assert(dwell::sink<std::ostream>);
static_assert(dwell::sink<std::ostringstream>);
static_assert(dwell::sink<silent_sink>);
static_assert(dwell::sink<signed_sink>);
static_assert(dwell::sink<dwell::string_sink>);
static_assert(dwell::sink<dwell::file_sink>);
static_assert(!dwell::sink<odd_result>);
static_assert(!dwell::sink<no_sink>);

// One call in 100 took longer.
dwell::profile slow_profile() {
    dwell::profile_builder builder = test::builder_of({{"step", 100, 1'100}, {"step;load", 1, 90}});
    builder.parts().origin_unix_ns = 1'790'000'000'000'000'000;
    builder.parts().exemplars_per_name = 1;
    builder.add_exemplar(test::exemplar_of(builder, {"step", 20, 100}, {{"step;load", 25, 90}}));
    return builder.build();
}

template <typename Write>
std::string written(Write&& write) {
    dwell::string_sink out;
    dwell::detail::text_writer writer(out);
    write(writer);
    REQUIRE(writer.finish());
    return out.text();
}

}  // namespace

TEST_CASE("every kind of sink gets the same bytes") {
    const dwell::profile profile = sample::full_profile();
    dwell::string_sink strings;
    silent_sink silent;
    signed_sink with_sign;
    std::ostringstream stream;
    REQUIRE(dwell::write_json(strings, profile));
    REQUIRE(dwell::write_json(silent, profile));
    REQUIRE(dwell::write_json(with_sign, profile));
    REQUIRE(dwell::write_json(stream, profile));
    CHECK(strings.text().size() > 20'000);
    CHECK(silent.text == strings.text());
    CHECK(with_sign.text == strings.text());
    CHECK(stream.str() == strings.text());
}

TEST_CASE("a stream that fails is a failure") {
    std::ostringstream stream;
    stream.setstate(std::ios::badbit);
    const dwell::export_status status = dwell::write_folded(stream, sample::small_profile());
    CHECK_FALSE(status);
    CHECK(status.message() == "the sink failed after 0 bytes");
}

TEST_CASE("text of any size passes the buffer in order") {
    std::string expected;
    const std::string result = written([&](dwell::detail::text_writer& out) {
        for (const size_t size : std::initializer_list<size_t>{1, 100, 8191, 8192, 8193, 3, 20'000, 8190, 5}) {
            const std::string block(size, static_cast<char>('a' + size % 26));
            expected += block;
            out.text(block);
            expected += '|';
            out.character('|');
            expected += "18446744073709551615";
            out.integer(UINT64_MAX);
        }
    });
    CHECK(result == expected);
}

TEST_CASE("numbers are written without a locale") {
    const auto number = [](double value) { return written([&](auto& out) { out.number(value); }); };
    const auto rounded = [](double value) { return written([&](auto& out) { out.number(value, 3); }); };
    CHECK(number(0.1) == "0.1");
    CHECK(number(1.0 / 3) == "0.3333333333333333");
    CHECK(number(1e300) == "1e+300");
    CHECK(rounded(0) == "0");
    CHECK(rounded(1234.5) == "1234.5");
    CHECK(rounded(1234.56789) == "1234.568");
    CHECK(rounded(100) == "100");
    CHECK(rounded(0.0004) == "0");
    CHECK(rounded(999999999999999.0) == "999999999999999");
    CHECK(rounded(1.5e18) == "1.5e+18");
    CHECK(rounded(std::numeric_limits<double>::max()) == "1.7976931348623157e+308");
    CHECK(written([](auto& out) { out.integer(std::numeric_limits<int64_t>::min()); }) == "-9223372036854775808");
}

TEST_CASE("each exporter reports a sink that fails, wherever it does, and leaves it alone afterwards") {
    const dwell::profile profile = sample::small_profile();
    const dwell::profile slow = slow_profile();
    dwell::openmetrics_options metrics;
    metrics.duration_bounds_seconds = {1e-6};  // of 25 each would be written as often as the file has bytes
    using exporter = std::function<dwell::export_status(full_sink&)>;
    const std::vector<std::pair<std::string, exporter>> exporters = {
        {"json", [&](full_sink& out) { return dwell::write_json(out, profile); }},
        {"folded", [&](full_sink& out) { return dwell::write_folded(out, profile); }},
        {"speedscope", [&](full_sink& out) { return dwell::write_speedscope(out, profile); }},
        {"table", [&](full_sink& out) { return dwell::write_table(out, profile); }},
        {"callgrind", [&](full_sink& out) { return dwell::write_callgrind(out, profile); }},
        {"pprof", [&](full_sink& out) { return dwell::write_pprof(out, profile); }},
        {"metadata", [&](full_sink& out) { return dwell::write_metadata(out, profile); }},
        {"benchmark", [&](full_sink& out) { return dwell::write_benchmark_json(out, profile); }},
        {"summary", [&](full_sink& out) { return dwell::write_job_summary(out, profile); }},
        {"smaller is better", [&](full_sink& out) { return dwell::write_smaller_is_better(out, profile); }},
        {"d3", [&](full_sink& out) { return dwell::write_d3_hierarchy(out, profile); }},
        {"csv", [&](full_sink& out) { return dwell::write_csv(out, profile); }},
        {"html", [&](full_sink& out) { return dwell::write_html(out, profile); }},
        {"svg", [&](full_sink& out) { return dwell::write_svg(out, profile); }},
        {"openmetrics", [&](full_sink& out) { return dwell::write_openmetrics(out, profile, metrics); }},
        {"json of exemplars", [&](full_sink& out) { return dwell::write_json(out, slow); }},
        {"table of exemplars", [&](full_sink& out) { return dwell::write_table(out, slow); }},
        {"summary of exemplars", [&](full_sink& out) { return dwell::write_job_summary(out, slow); }},
        {"openmetrics of exemplars", [&](full_sink& out) { return dwell::write_openmetrics(out, slow, metrics); }},
    };
    for (const auto& [name, write] : exporters) {
        INFO(name);
        full_sink endless{SIZE_MAX};
        REQUIRE(write(endless));
        const size_t size = SIZE_MAX - endless.left;
        full_sink exact{size};
        CHECK(write(exact));
        // Most of the page is the same for every profile, and long: a prime, so that the sink fails at many places.
        const size_t step = name == "html" ? 37 : 1;
        for (size_t limit = 0; limit < size; limit += step) {
            full_sink limited{limit};
            const dwell::export_status status = write(limited);
            if (status || status.message().empty() || limited.calls_after_failure != 0) {
                FAIL("not reported after " << limit << " of " << size << " bytes");
            }
        }
    }
}

TEST_CASE("a file sink writes bytes as they are, and finds a full disk when it closes") {
    const std::string path = "dwell-sink-test.tmp";
    {
        dwell::file_sink file(path.c_str());
        REQUIRE(file.is_open());
        CHECK(file.write("a\nb\r\n\0", 6));
        CHECK(file.close());
        CHECK(file.error() == 0);
        CHECK_FALSE(file.write("x", 1));
        CHECK_FALSE(file.close());
    }
    std::FILE* const back = std::fopen(path.c_str(), "rb");
    REQUIRE(back != nullptr);
    char bytes[16];
    const size_t size = std::fread(bytes, 1, sizeof(bytes), back);
    std::fclose(back);
    CHECK(std::string(bytes, size) == std::string("a\nb\r\n\0", 6));
    CHECK(std::remove(path.c_str()) == 0);

    dwell::file_sink missing("no such folder/file");
    CHECK_FALSE(missing.is_open());
    CHECK(missing.error() == ENOENT);

#if defined(__linux__)
    dwell::file_sink full("/dev/full");
    REQUIRE(full.is_open());
    CHECK(full.write("small enough for the C library's buffer", 39));
    CHECK_FALSE(full.close());
    CHECK(full.error() == ENOSPC);
#endif
}
