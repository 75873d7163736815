// SPDX-License-Identifier: BSL-1.0
// HdrHistogram's log: decoded again here, and by the libraries themselves in tests/consumers/hdr_log.py.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"

#include <dwell/export/hdr_log.hpp>

#include <cstring>
#include <map>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr uint64_t int64_max = UINT64_MAX >> 1;

struct decoded_line {
    std::string tag, start, length, max;
    uint64_t highest = 0;
    double ratio = 0;
    std::map<size_t, uint64_t> counts;
};

std::string from_base64(const std::string& text) {
    const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string bytes;
    uint32_t group = 0;
    int bits = 0;
    for (const char c : text) {
        if (c == '=') {
            break;
        }
        group = (group << 6) | static_cast<uint32_t>(digits.find(c));
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(group >> bits);
        }
    }
    return bytes;
}

uint64_t big_endian(const std::string& bytes, size_t at, size_t size) {
    uint64_t value = 0;
    for (size_t i = 0; i < size; ++i) {
        value = (value << 8) | static_cast<unsigned char>(bytes.at(at + i));
    }
    return value;
}

std::string inflate_stored(const std::string& stream) {
    REQUIRE(stream.substr(0, 2) == "\x78\x01");
    std::string bytes;
    size_t at = 2;
    for (bool is_last = false; !is_last;) {
        is_last = stream.at(at) == 1;
        const size_t size =
            static_cast<unsigned char>(stream.at(at + 1)) + 256U * static_cast<unsigned char>(stream.at(at + 2));
        bytes += stream.substr(at + 5, size);
        at += 5 + size;
    }
    REQUIRE(big_endian(stream, at, 4) == dwell::detail::adler32(bytes));
    REQUIRE(stream.size() == at + 4);
    return bytes;
}

decoded_line decode(const std::string& line) {
    decoded_line result;
    std::istringstream fields(line);
    std::string payload;
    std::getline(fields, result.tag, ',');
    std::getline(fields, result.start, ',');
    std::getline(fields, result.length, ',');
    std::getline(fields, result.max, ',');
    std::getline(fields, payload);
    REQUIRE(result.tag.substr(0, 4) == "Tag=");
    result.tag.erase(0, 4);
    const std::string whole = from_base64(payload);
    REQUIRE(big_endian(whole, 0, 4) == 0x1c849314);
    REQUIRE(big_endian(whole, 4, 4) == whole.size() - 8);
    const std::string plain = inflate_stored(whole.substr(8));
    REQUIRE(big_endian(plain, 0, 4) == 0x1c849313);
    REQUIRE(big_endian(plain, 4, 4) == plain.size() - 40);
    REQUIRE(big_endian(plain, 8, 4) == 0);
    REQUIRE(big_endian(plain, 12, 4) == 2);
    REQUIRE(big_endian(plain, 16, 8) == 1);
    result.highest = big_endian(plain, 24, 8);
    const uint64_t ratio = big_endian(plain, 32, 8);
    std::memcpy(&result.ratio, &ratio, 8);
    size_t index = 0;
    for (size_t at = 40; at < plain.size();) {
        uint64_t zigzag = 0;
        for (unsigned i = 0;; ++i) {
            const auto byte = static_cast<unsigned char>(plain.at(at++));
            zigzag |= static_cast<uint64_t>(i == 8 ? byte : byte & 0x7F) << (7 * i);
            if (byte < 0x80 || i == 8) {
                break;
            }
        }
        if ((zigzag & 1) != 0) {
            index += (zigzag >> 1) + 1;
            continue;
        }
        if (zigzag != 0) {
            result.counts[index] = zigzag >> 1;
        }
        ++index;
    }
    REQUIRE(index >= 1);
    REQUIRE(dwell::histogram::layout::upper(index - 1) <= result.highest);
    return result;
}

std::string log_of(const dwell::profile& profile, dwell::hdr_log_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_hdr_log(out, profile, options));
    return out.text();
}

struct decoded_log {
    std::vector<std::string> comments;
    std::vector<decoded_line> lines;
};

decoded_log decode_log(const std::string& text) {
    decoded_log result;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line[0] == '#' || line[0] == '"') {
            result.comments.push_back(line);
        } else {
            result.lines.push_back(decode(line));
        }
    }
    return result;
}

std::map<size_t, uint64_t> counts_of(const dwell::histogram& values) {
    std::map<size_t, uint64_t> counts;
    values.for_each_bucket([&](size_t index, uint64_t, uint64_t, uint64_t n) { counts[index] = n; });
    return counts;
}

dwell::profile with_distribution(const dwell::histogram& values, uint64_t steps_per_unit = 1) {
    dwell::profile_builder builder;
    builder.parts().distributions.push_back({{"d", {}, "", ""}, steps_per_unit, values});
    return builder.build();
}

decoded_log decode_distribution(const dwell::histogram& values, uint64_t steps_per_unit = 1) {
    decoded_log log = decode_log(log_of(with_distribution(values, steps_per_unit), {false, false, false}));
    REQUIRE(log.lines.size() == 1);
    return log;
}

}  // namespace

TEST_CASE("the log begins with its version, the start and the legend; names and distributions follow") {
    const decoded_log log = decode_log(log_of(sample::small_profile()));
    REQUIRE(log.comments.size() == 4);
    CHECK(log.comments[0] == "#[Histogram log format version 1.3]");
    CHECK(log.comments[1] == "#[StartTime: 1790000000.000000 (seconds since epoch)]");
    CHECK(log.comments[3] ==
          "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"");
    std::vector<std::string> tags;
    for (const decoded_line& line : log.lines) {
        tags.push_back(line.tag);
        CHECK(line.start == "1790000000.000000");
        CHECK(line.length == "2.500000");
    }
    CHECK(tags == std::vector<std::string>{"scope:load", "scope:parse", "scope:plan", "scope:step", "scope:tiny",
                                           "distribution:reply.size;kind=json"});
    // 123,456,789 ticks of 0.4 ns.
    CHECK(log.lines[0].max == "49.382");
    CHECK(log.lines[0].ratio == 1.0);
    CHECK((log.lines[0].counts == std::map<size_t, uint64_t>{{dwell::histogram::layout::index(49'382'716), 1}}));
}

TEST_CASE("durations are in nanoseconds, or in ticks as they were recorded") {
    const dwell::profile profile = sample::small_profile();
    const decoded_log ns = decode_log(log_of(profile, {true, false, true}));
    const decoded_log ticks = decode_log(log_of(profile, {true, true, true}));
    REQUIRE(ns.lines.size() == profile.paths().size() + 1);
    REQUIRE(ticks.lines.size() == profile.paths().size() + 1);
    for (size_t i = 0; i < profile.paths().size(); ++i) {
        CHECK(ns.lines[i].tag == "path:" + profile.path_string(i));
        CHECK(ticks.lines[i].tag == "path:" + profile.path_string(i));
        const dwell::histogram& durations = profile.paths()[i].durations;
        CHECK((ns.lines[i].counts == counts_of(durations.scaled(0.4))));
        CHECK((ticks.lines[i].counts == counts_of(durations)));
        CHECK(ticks.lines[i].ratio == 0.4);
        CHECK(ticks.lines[i].max == ns.lines[i].max);
    }
}

TEST_CASE("an interval is appended to a log without the lines at its beginning") {
    const std::string text = log_of(sample::small_profile(), {false, false, false});
    CHECK(text.substr(0, 10) == "Tag=scope:");
    CHECK(log_of(sample::small_profile()).find(text) != std::string::npos);
    CHECK(log_of(dwell::profile(), {false, false, false}).empty());
    CHECK(log_of(dwell::profile()).find("#[StartTime: 0.000000 ") != std::string::npos);
}

TEST_CASE("tags hold no separator, no blank and no byte that is not printable ASCII") {
    const auto tag = [](const std::string& text) {
        std::string result;
        dwell::detail::append_hdr_tag(result, text);
        return result;
    };
    CHECK(tag("http.requests") == "http.requests");
    CHECK(tag("a,b c;d=e%f") == "a%2Cb%20c%3Bd%3De%25f");
    CHECK(tag("\n\r\t\x7f") == "%0A%0D%09%7F");
    CHECK(tag("\xE2\x80\xA8\xFF") == "%E2%80%A8%FF");  // U+2028 ends a line for Java
    CHECK(tag("std::vector<int>::operator[]") == "std::vector<int>::operator[]");
    dwell::profile_builder builder;
    builder.parts().distributions.push_back({{"x", {{"a=", "1;2"}, {"b", ""}}, "", ""}, 1, {}});
    const decoded_log log = decode_log(log_of(builder.build()));
    REQUIRE(log.lines.size() == 1);
    CHECK(log.lines[0].tag == "distribution:x;a%3D=1%3B2;b=");
    for (const char c : log_of(sample::full_profile())) {
        REQUIRE((c == '\n' || (c >= ' ' && c <= '~')));
    }
}

TEST_CASE("the counts of a distribution come back bit for bit") {
    std::mt19937_64 random(3);
    for (int round = 0; round < 200; ++round) {
        dwell::histogram values;
        for (uint64_t n = random() % 200; n > 0; --n) {
            values.record(random() >> (1 + random() % 63), (random() >> (8 + random() % 56)) + 1);
        }
        const decoded_log log = decode_distribution(values);
        REQUIRE((log.lines[0].counts == counts_of(values)));
        REQUIRE(log.comments.empty());
        REQUIRE((values.max)() <= log.lines[0].highest);
    }
}

TEST_CASE("all buckets full of large counts take more than one stored block") {
    dwell::histogram values;
    for (size_t index = 0; index <= dwell::detail::hdr_counts::last_index; ++index) {
        values.add_bucket(index, (uint64_t{1} << 50) - index);
    }
    const decoded_log log = decode_distribution(values);
    CHECK((log.lines[0].counts == counts_of(values)));
    CHECK(log.lines[0].counts.size() == 7296);
    CHECK(log.lines[0].highest == int64_max);
}

TEST_CASE("an empty histogram is one bucket of nothing") {
    const decoded_log log = decode_distribution({});
    CHECK(log.lines[0].counts.empty());
    CHECK(log.lines[0].highest == 255);
    CHECK(log.lines[0].max == "0.000");
    CHECK(log.comments.empty());
}

TEST_CASE("values above 2^63 - 1 go into the highest bucket, and a comment says so") {
    dwell::histogram values;
    values.record(int64_max, 5);
    values.record(int64_max + 1, 2);
    values.record(UINT64_MAX, 3);
    values.record(1e30);
    values.record(-1);
    const decoded_log log = decode_distribution(values);
    CHECK((log.lines[0].counts == std::map<size_t, uint64_t>{{7295, 11}}));
    CHECK(log.comments ==
          std::vector<std::string>{"#[distribution:d: 1 values refused, negative or no number, are not in it]",
                                   "#[distribution:d: 6 values above 2^63 - 1 are in the highest bucket]"});
}

TEST_CASE("counts above 2^63 - 1 are divided by 4, and a comment says so") {
    dwell::histogram values;
    values.record(7, int64_max);
    CHECK((decode_distribution(values).lines[0].counts == std::map<size_t, uint64_t>{{7, int64_max}}));
    values.record(8, 1);
    values.record(9, 5);
    const decoded_log log = decode_distribution(values);
    CHECK((log.lines[0].counts == std::map<size_t, uint64_t>{{7, uint64_t{1} << 61}, {8, 1}, {9, 2}}));
    REQUIRE(log.comments.size() == 1);
    CHECK(log.comments[0].find("divided by: all would pass 2^63 - 1") != std::string::npos);
    values.record(10, UINT64_MAX);
    const decoded_log saturated = decode_distribution(values);
    REQUIRE(saturated.comments.size() == 2);
    CHECK(saturated.comments[1].find("2^64 - 1") != std::string::npos);
}

TEST_CASE("a distribution's largest value is in its unit, and the ratio is its step") {
    dwell::histogram values;
    values.record(1'234'567);
    CHECK(decode_distribution(values, 1).lines[0].max == "1234567.000");
    CHECK(decode_distribution(values, 1000).lines[0].max == "1234.567");
    CHECK(decode_distribution(values, 1000).lines[0].ratio == 0.001);
    CHECK(decode_distribution(values, UINT64_MAX).lines[0].max == "0.000");
    CHECK(decode_distribution(values, 0).lines[0].ratio == 1.0);
    values.record(UINT64_MAX);
    CHECK(decode_distribution(values, uint64_t{1} << 63).lines[0].max == "1.999");
}

TEST_CASE("a deep tree has a tag for each of its paths, and needs no stack") {
    dwell::profile_builder builder;
    const uint32_t name = builder.name("f");
    uint32_t path = dwell::call_path::no_parent;
    for (uint32_t i = 0; i < 2'000; ++i) {
        path = builder.path(path, name);
    }
    const decoded_log log = decode_log(log_of(builder.build(), {true, false, false}));
    REQUIRE(log.lines.size() == 2'000);
    CHECK(log.lines.back().tag.size() == 5 + 2 * 2'000 - 1);
}

TEST_CASE("a sink that fails is reported by write_hdr_log") {
    struct {
        bool write(const char*, size_t) { return false; }
    } broken;
    CHECK_FALSE(dwell::write_hdr_log(broken, sample::small_profile()));
}
