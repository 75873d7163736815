// SPDX-License-Identifier: BSL-1.0
// What registered sources give stands in a snapshot, each once, and no longer once they are taken off.
#include <dwell/record/source.hpp>
#include <dwell/scope.hpp>
#include <dwell/snapshot.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"

using dwell::detail::all_sources;
using dwell::detail::read_source;
using dwell::detail::source_list;
using dwell::detail::source_sink;

namespace {

int times_asked = 0;

void read_some(source_sink& sink) {
    ++times_asked;
    sink.counter({"test.bytes", "By", "Bytes of a test.", "direction", "in"}, 41);
    sink.counter({"test.bytes", "By", "Bytes of a test.", "direction", "out"}, UINT64_MAX);
    sink.gauge({"test.level", "1", "A level."}, -2.5);
    sink.fact("test.fact", "a fact");
}
void read_others(source_sink& sink) {
    TIMED_SCOPE("inside a source");
    sink.gauge({"test.other", "", ""}, 7);
}

/// Before any constructor of this file: the list is constant-initialised.
[[maybe_unused]] const bool added_early = [] {
    const bool added = all_sources.add(12345, read_others);
    all_sources.remove(12345, read_others);
    return added;
}();

std::vector<dwell::gauge_value> test_gauges(const dwell::profile& profile) {
    std::vector<dwell::gauge_value> found;
    std::copy_if(profile.gauges().begin(), profile.gauges().end(), std::back_inserter(found),
                 [](const dwell::gauge_value& gauge) { return gauge.identity.name.rfind("test.", 0) == 0; });
    return found;
}

class counting_sink final : public source_sink {
public:
    void counter(const dwell::detail::source_metric&, std::uint64_t) override { ++series; }
    void gauge(const dwell::detail::source_metric&, double) override { ++series; }
    int series = 0;
};

template <int Number>
void read_numbered(source_sink& sink) {
    sink.counter({"numbered", "", ""}, Number);
}

template <int... Numbers>
std::vector<read_source> numbered_sources(std::integer_sequence<int, Numbers...>) {
    return {read_numbered<Numbers>...};
}

}  // namespace

TEST_CASE("a snapshot has what its sources give", "[sources]") {
    CHECK(added_early);
    REQUIRE(all_sources.add(1, read_some));
    REQUIRE(all_sources.add(2, read_others));
    times_asked = 0;
    const dwell::profile first = dwell::snapshot();
    CHECK(times_asked == 1);
    std::vector<dwell::counter_value> counters;
    std::copy_if(first.counters().begin(), first.counters().end(), std::back_inserter(counters),
                 [](const dwell::counter_value& counter) { return counter.identity.name == "test.bytes"; });
    REQUIRE(counters.size() == 2);
    CHECK(counters[0].identity.unit == "By");
    CHECK(counters[0].identity.help == "Bytes of a test.");
    CHECK(counters[0].identity.labels == std::vector<std::pair<std::string, std::string>>{{"direction", "in"}});
    CHECK(counters[0].value == 41);
    CHECK(counters[1].identity.labels[0].second == "out");
    CHECK(counters[1].value == UINT64_MAX);
    const std::pair<std::string, std::string> fact("test.fact", "a fact");
    CHECK(std::count(first.metadata().extra.begin(), first.metadata().extra.end(), fact) == 1);
    const std::vector<dwell::gauge_value> gauges = test_gauges(first);
    REQUIRE(gauges.size() == 2);
    CHECK(gauges[0].identity.name == "test.level");
    CHECK(gauges[0].identity.labels.empty());
    CHECK(gauges[0].value == -2.5);
    CHECK(gauges[1].value == 7);

    // Written when it was asked: later than in the snapshot before.
    const dwell::profile second = dwell::snapshot();
    CHECK(test_gauges(second)[0].written_at_ticks > gauges[0].written_at_ticks);
    // What a source records while it is asked is in the next one.
    REQUIRE(second.find("inside a source").has_value());
    CHECK(second.find("inside a source")->calls() >= 1);

    // A registry with a clock of its own has no metrics, and no sources.
    struct tag {};
    times_asked = 0;
    CHECK(test::manual_recording<tag>::snapshot().gauges().empty());
    CHECK(times_asked == 0);

    all_sources.remove(1, read_others);  // not this one's
    CHECK(test_gauges(dwell::snapshot()).size() == 2);
    all_sources.remove(1, read_some);
    all_sources.remove(1, read_some);
    CHECK(test_gauges(dwell::snapshot()).size() == 1);
    all_sources.remove(2, read_others);
    CHECK(test_gauges(dwell::snapshot()).empty());
}

TEST_CASE("a source is registered once, and there are no more than fit", "[sources]") {
    static source_list list;
    CHECK(list.add(1, read_some));
    CHECK(list.add(1, read_some));          // the same, from another file
    CHECK_FALSE(list.add(1, read_others));  // another copy, from a shared library
    counting_sink sink;
    list.read_all(sink);
    CHECK(sink.series == 3);
    // A plugin that shared it with the program takes off its part.
    list.remove(1, read_some);
    list.read_all(sink);
    CHECK(sink.series == 6);
    list.remove(1, read_some);
    list.read_all(sink);
    CHECK(sink.series == 6);
    CHECK(list.add(1, read_others));
    list.remove(1, read_others);

    const std::vector<read_source> many = numbered_sources(std::make_integer_sequence<int, 17>());
    for (size_t i = 0; i < many.size(); ++i) {
        CHECK(list.add(100 + i, many[i]) == (i < source_list::capacity));
    }
    sink.series = 0;
    list.read_all(sink);
    CHECK(sink.series == 16);
    list.remove(100, many[0]);
    CHECK(list.add(116, many[16]));
}

TEST_CASE("sources are asked, added and taken off by several threads at once", "[sources]") {
    static source_list list;
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([thread, &wrong] {
            const auto key = static_cast<std::uint64_t>(thread + 1);
            for (int round = 0; round < 2000; ++round) {
                counting_sink sink;
                list.add(key, read_numbered<0>);
                list.read_all(sink);
                wrong += sink.series < 1 || sink.series > 4 ? 1 : 0;
                list.remove(key, read_numbered<0>);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(wrong == 0);
    counting_sink sink;
    list.read_all(sink);
    CHECK(sink.series == 0);
}
