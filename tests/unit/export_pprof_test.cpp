// SPDX-License-Identifier: BSL-1.0
// The pprof file, taken apart; tests/consumers lets pprof itself read it.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/protobuf_fields.hpp"
#include "support/sample_profile.hpp"

#include <dwell/export/pprof.hpp>
#include <dwell/export/utf8.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace std::string_literals;

using texts = std::vector<std::string>;

std::string pprof(const dwell::profile& profile, dwell::pprof_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_pprof(out, profile, options));
    return out.text();
}

/// A file with its strings in place of their numbers.
struct pprof_file {
    explicit pprof_file(const std::string& bytes) : fields(bytes), strings(fields.all(6)) {
        REQUIRE(strings.at(0).empty());
        for (const std::string& type : fields.all(1)) {
            types.push_back(text_of(type, 1) + "/" + text_of(type, 2));
        }
        period_type = text_of(fields.all(11).at(0), 1) + "/" + text_of(fields.all(11).at(0), 2);
        shown_first = strings.at(fields.integer(14));
        for (const std::string& one : fields.all(2)) {
            samples.push_back(sample_text(test::protobuf_fields(one)));
        }
        for (const std::string& text : strings) {
            if (text.find(": ") != std::string::npos) {
                comments.push_back(text);
            }
        }
    }

    std::string text_of(const std::string& message, uint64_t number) const {
        return strings.at(test::protobuf_fields(message).integer(number));
    }

    std::string function_text(uint64_t location) const {
        for (const std::string& one : fields.all(4)) {
            const test::protobuf_fields place(one);
            if (place.integer(1) != location) {
                continue;
            }
            REQUIRE(place.integer(2) == 1);  // the mapping
            const test::protobuf_fields line(place.all(4).at(0));
            for (const std::string& function : fields.all(5)) {
                const test::protobuf_fields read(function);
                if (read.integer(1) == line.integer(1)) {
                    CHECK(read.integer(3) == 0);
                    CHECK(read.integer(5) == line.integer(2));
                    const std::string file = strings.at(read.integer(4));
                    return strings.at(read.integer(2)) +
                           (file.empty() ? "" : "@" + file + ":" + std::to_string(read.integer(5)));
                }
            }
        }
        FAIL("no location " << location);
        return "";
    }

    std::string sample_text(const test::protobuf_fields& read) const {
        std::string text;
        for (const uint64_t location : test::packed_varints(read.all(1).at(0))) {
            text += (text.empty() ? "" : "<") + function_text(location);
        }
        for (const std::string& label : read.all(3)) {
            text += " [" + text_of(label, 1) + "=" + text_of(label, 2) + "]";
        }
        for (const uint64_t value : test::packed_varints(read.all(2).at(0))) {
            text += " " + std::to_string(static_cast<int64_t>(value));
        }
        return text;
    }

    test::protobuf_fields fields;
    texts strings;
    texts types;
    std::string period_type;
    std::string shown_first;
    texts samples;
    texts comments;
};

pprof_file read(const dwell::profile& profile, dwell::pprof_options options = {}) {
    return pprof_file(pprof(profile, options));
}

dwell::profile_builder with_memory_builder() {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 90}, {"a;b", 2, 30}, {"a;b;a", 3, 20}, {"c", 1, 4}});
    builder.parts().scale.ns_per_tick = 2.5;
    builder.parts().names[0].file = "a.cpp";
    builder.parts().names[0].line = 7;
    builder.at(test::add_path(builder, "a;b")).self_memory = {3, 4096, 9, 9};
    builder.at(test::add_path(builder, "a;b;a")).self_live = {1.5, 2000.4, 7, 1};
    builder.parts().memory.sample_interval_bytes = 512;
    builder.parts().memory.outside = {5, 77, 0, 0};
    builder.parts().memory.live_outside = {0.6, 10, 0, 1};
    return builder;
}

dwell::profile with_memory() { return with_memory_builder().build(); }

}  // namespace

TEST_CASE("samples have each call path's own numbers with the innermost frame first") {
    const pprof_file file = read(with_memory());
    CHECK(file.types == texts{"calls/count", "wall/nanoseconds", "alloc_objects/count", "alloc_space/bytes",
                              "inuse_objects/count", "inuse_space/bytes"});
    CHECK(file.shown_first == "wall");
    CHECK(file.period_type == "wall/nanoseconds");
    CHECK(file.fields.integer(12) == 1);
    CHECK(file.samples == texts{"a@a.cpp:7<b<a@a.cpp:7 3 50 0 0 2 2000", "b<a@a.cpp:7 2 25 3 4096 0 0",
                                "a@a.cpp:7 1 150 0 0 0 0", "c 1 10 0 0 0 0", "(outside scopes) 0 0 5 77 1 10"});
    CHECK(file.comments == texts{"sampled: inuse_objects and inuse_space are estimates"});
}

TEST_CASE("a pprof file of a tiny profile byte by byte") {
    const dwell::profile tiny = test::profile_of({{"f", 3, 200}});
    // clang-format off
    CHECK(pprof(tiny) ==
          "\x0A\x04\x08\x01\x10\x02"                  // sample_type: strings 1 and 2
          "\x0A\x04\x08\x03\x10\x04"                  // sample_type: strings 3 and 4
          "\x5A\x04\x08\x05\x10\x06"                  // period_type: strings 5 and 6
          "\x70\x03"                                  // default_sample_type: string 3
          "\x22\x08\x08\x01\x10\x01\x22\x02\x08\x01"  // location 1: mapping 1, a line of function 1
          "\x32\x00"
          "\x32\x05" "calls" "\x32\x05" "count" "\x32\x04" "wall" "\x32\x0B" "nanoseconds"
          "\x32\x04" "wall" "\x32\x0B" "nanoseconds"
          "\x32\x05" "dwell"
          "\x1A\x0A\x08\x01\x28\x07\x38\x01\x40\x01\x48\x01"  // mapping 1: string 7, symbols are there
          "\x60\x01"                                          // period
          "\x22\x08\x08\x02\x10\x01\x22\x02\x08\x02"          // location 2: mapping 1, a line of function 2
          "\x32\x01" "f"
          "\x2A\x04\x08\x02\x10\x08"                          // function 2: string 8
          "\x12\x08\x0A\x01\x02\x12\x03\x03\xC8\x01"          // sample: location 2, values 3 and 200
          "\x32\x10" "(outside scopes)"
          "\x2A\x04\x08\x01\x10\x09"s);                       // function 1: string 9
    // clang-format on
}

TEST_CASE("a pprof file of nothing has its types and no samples") {
    const pprof_file file = read(dwell::profile());
    CHECK(file.types == texts{"calls/count", "wall/nanoseconds"});
    CHECK(file.samples.empty());
    CHECK(read(dwell::profile(), {.content = dwell::pprof_content::memory}).types ==
          texts{"alloc_objects/count", "alloc_space/bytes"});
}

TEST_CASE("a pprof file has the content that is asked for and shows first what it can") {
    dwell::pprof_options options;
    options.content = dwell::pprof_content::memory;
    const pprof_file memory = read(with_memory(), options);
    CHECK(memory.types ==
          texts{"alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"});
    CHECK(memory.shown_first == "inuse_space");
    CHECK(memory.period_type == "space/bytes");
    CHECK(memory.fields.integer(12) == 512);
    CHECK(memory.samples ==
          texts{"a@a.cpp:7<b<a@a.cpp:7 0 0 2 2000", "b<a@a.cpp:7 3 4096 0 0", "(outside scopes) 5 77 1 10"});
    options.shown_first = dwell::pprof_sample_type::alloc_space;
    CHECK(read(with_memory(), options).shown_first == "alloc_space");

    options.content = dwell::pprof_content::time;
    CHECK(read(with_memory(), options).types == texts{"calls/count", "wall/nanoseconds"});
    CHECK(read(with_memory(), options).shown_first == "wall");
    options.shown_first = dwell::pprof_sample_type::calls;
    CHECK(read(with_memory(), options).shown_first == "calls");
    CHECK(read(with_memory(), options).samples.size() == 4);
}

TEST_CASE("CPU time of a sample is without that of the measured scopes inside") {
    dwell::profile_builder builder =
        test::builder_of({{"a", 1, 9}, {"a;b", 1, 1}, {"a;b;c", 1, 1}, {"a;d", 1, 1}, {"e", 1, 1}, {"e;f", 1, 1}});
    const auto measure = [&](const char* path, uint64_t cpu_ns) {
        builder.at(test::add_path(builder, path)).cpu_calls = 1;
        builder.at(test::add_path(builder, path)).cpu_ns = cpu_ns;
    };
    measure("a", 100);
    measure("a;b;c", 30);  // b was not measured
    measure("a;d", 20);
    measure("e", 5);
    measure("e;f", 8);  // a child that was measured more often than its parent
    const pprof_file file = read(builder.build());
    CHECK(file.types == texts{"calls/count", "wall/nanoseconds", "cpu/nanoseconds"});
    CHECK(file.samples == texts{"c<b<a 1 1 30", "b<a 1 0 0", "d<a 1 1 20", "a 1 7 50", "f<e 1 1 8", "e 1 0 0"});
}

TEST_CASE("samples of threads have a label and what is not known by thread has none") {
    dwell::profile_builder builder = with_memory_builder();
    builder.thread(test::thread_of("t 1", 1, 1, 0, {{test::add_path(builder, "a;b;a"), 3, 20, 0}}));
    builder.thread(test::thread_of("", 1, 1, 0, {{test::add_path(builder, "c"), 1, 4, 0}}));
    const pprof_file file = read(builder.build(), {.by_thread = true});
    CHECK(file.samples == texts{"a@a.cpp:7<b<a@a.cpp:7 0 0 0 0 2 2000", "b<a@a.cpp:7 0 0 3 4096 0 0",
                                "(outside scopes) 0 0 5 77 1 10", "c [thread=(unnamed thread)] 1 10 0 0 0 0",
                                "a@a.cpp:7<b<a@a.cpp:7 [thread=t 1] 3 50 0 0 0 0"});
}

TEST_CASE("self times in a pprof file add up to the whole") {
    dwell::profile_builder builder;
    builder.parts().scale.ns_per_tick = 0.3;
    for (uint32_t i = 0; i < 1000; ++i) {
        builder.at(builder.path(dwell::call_path::no_parent, builder.name("f" + std::to_string(i)))).total_ticks = 1;
    }
    const dwell::profile thousand = builder.build();
    CHECK(read(thousand).samples.size() == 300);
}

TEST_CASE("metadata are comments of a pprof file and its program is a mapping") {
    const pprof_file file = read(sample::small_profile());
    CHECK(file.fields.integer(9) == 1'790'000'000'000'000'123);
    CHECK(file.fields.integer(10) == 2'500'000'000);
    CHECK(file.text_of(file.fields.all(3).at(0), 5) == "orchestrator");
    CHECK(file.comments ==
          texts{"command: orchestrator --workers \"2\"", "commit: 0123abc", "host: build-7", "dwell: 0.1.0"});
    const texts sampled = read(sample::full_profile()).comments;
    CHECK(sampled.back() == "sampled: the times of functions named (sampled) are estimates");
    const texts compensated = read(sample::small_profile(), {.compensate = true}).comments;
    CHECK(compensated.back() == "compensated: what dwell itself has cost was taken away from the times");
}

TEST_CASE("strings of a pprof file are UTF-8 whatever the names are") {
    dwell::profile_builder builder = test::builder_of({{"b\xFFyte", 1, 5}, {"caf\xC3\xA9", 1, 5}});
    builder.parts().names[0].file = "dir\x80/a.cpp";
    builder.parts().names[1].file = "dir\x80/a.cpp";
    builder.parts().metadata.program = "\xC3";
    builder.thread(test::thread_of("\xFE", 1, 1, 0, {{0, 1, 1, 1}}));
    const pprof_file file = read(builder.build(), {.by_thread = true});
    size_t files = 0;
    for (const std::string& text : file.strings) {
        CHECK(dwell::detail::is_utf8(text));
        files += text == "dir\xEF\xBF\xBD/a.cpp" ? 1 : 0;
    }
    CHECK(files == 1);
    CHECK(file.samples == texts{"b\xEF\xBF\xBDyte@dir\xEF\xBF\xBD/a.cpp:0 [thread=\xEF\xBF\xBD] 1 1"});
}

TEST_CASE("numbers that a pprof file cannot hold are a failure") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 1}, {"b", 1, 1}});
    const auto allocate = [&](uint64_t a, uint64_t b) {
        builder.parts().paths[0].self_memory = {1, a, 0, 0};
        builder.parts().paths[1].self_memory = {1, b, 0, 0};
        dwell::profile_builder copy;
        copy.parts() = builder.parts();
        return copy.build();
    };
    const uint64_t half = uint64_t{1} << 62U;
    CHECK(read(allocate(half, half - 1)).samples ==
          texts{"a 1 1 1 " + std::to_string(half), "b 1 1 1 " + std::to_string(half - 1)});
    for (const dwell::profile& large : {allocate(half, half), allocate(UINT64_MAX, 0)}) {
        dwell::string_sink out;
        const dwell::export_status status = dwell::write_pprof(out, large);
        CHECK_FALSE(status);
        CHECK(status.message() == "alloc_space adds up to more than 2^63 - 1, the largest number of a pprof file");
        CHECK(read(large, {.content = dwell::pprof_content::time}).samples.size() == 2);
    }
}

TEST_CASE("ticks that add up to more than 64 bits are a failure of a pprof file whatever a tick is") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, UINT64_MAX}, {"b", 1, 1}});
    builder.parts().scale.ns_per_tick = 0.1;
    builder.thread(test::thread_of("t", 1, 1, 0, {{0, 1, UINT64_MAX, UINT64_MAX}, {1, 1, 1, 1}}));
    const dwell::profile large = builder.build();
    for (const bool by_thread : {false, true}) {
        dwell::string_sink out;
        CHECK(dwell::write_pprof(out, large, {.by_thread = by_thread}).message() ==
              "wall adds up to more than 2^63 - 1, the largest number of a pprof file");
    }
    dwell::profile_builder fits = test::builder_of({{"a", 1, UINT64_MAX}});
    fits.parts().scale.ns_per_tick = 0.1;
    CHECK(read(fits.build()).samples == texts{"a 1 1844674407370955264"});
}

TEST_CASE("with an earlier profile a pprof file has the signed differences") {
    const dwell::profile before = test::profile_of({{"a", 5, 100}, {"a;gone", 2, 40}, {"same", 1, 7}});
    const dwell::profile after = test::profile_of({{"a", 3, 10}, {"a;b", 1, 4}, {"same", 1, 7}});
    const pprof_file file = read(after, {.before = &before});
    CHECK(file.samples == texts{"b<a 1 4", "gone<a -2 -40", "a -2 -54"});
    CHECK(file.comments == texts{"difference: values are what was more than before, and negative where it was less"});
    CHECK(read(after, {.before = &after}).samples.empty());
    // Types that only one of them has, and what is outside of call paths.
    const dwell::profile with_more = with_memory();
    const pprof_file less = read(before, {.before = &with_more});
    CHECK(less.samples.back() == "(outside scopes) 0 0 -5 -77 -1 -10");
    // No label, by which the threads of two runs could be told apart.
    CHECK(read(after, {.by_thread = true, .before = &before}).samples == file.samples);
}

TEST_CASE("differences of what a pprof file cannot hold are a failure") {
    dwell::profile_builder builder = test::builder_of({{"a", UINT64_MAX, 1}});
    const dwell::profile large = builder.build();
    dwell::string_sink out;
    CHECK_FALSE(dwell::write_pprof(out, test::profile_of({{"a", 1, 1}}), {.before = &large}));
    CHECK_FALSE(dwell::write_pprof(out, large, {.before = &large}));
}

TEST_CASE("a very deep call path needs no stack in a pprof file") {
    dwell::profile_builder builder;
    const uint32_t name = builder.name("f");
    uint32_t path = dwell::call_path::no_parent;
    for (uint32_t i = 0; i < 60'000; ++i) {
        path = builder.path(path, name);
    }
    builder.at(path).calls = 1;
    const texts samples = test::protobuf_fields(pprof(builder.build())).all(2);
    REQUIRE(samples.size() == 1);
    CHECK(test::packed_varints(test::protobuf_fields(samples[0]).all(1).at(0)).size() == 60'000);
}
