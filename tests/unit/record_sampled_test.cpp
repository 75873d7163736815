// SPDX-License-Identifier: BSL-1.0
// TIMED_SCOPE_SAMPLED: every call counts, and the timed ones say as much of all as they claim.
#include "support/catch.hpp"
#include "support/manual_recording.hpp"

#include <dwell/dwell.hpp>

#include <cmath>
#include <deque>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using test::path_of;

template <typename Tag>
struct sampled_recording : test::manual_recording<Tag> {
    using base = test::manual_recording<Tag>;
    using sampled_scope = dwell::detail::basic_sampled_scope<typename base::recorder>;
};

// A name of its own for each seed, and so a node of its own.
struct loop_names {
    std::vector<std::string> texts;
    std::deque<dwell::detail::sampled_site> sites;

    loop_names(size_t count, uint32_t spacing) {
        texts.reserve(count);
        for (size_t i = 0; i < count; ++i) {
            texts.push_back("loop." + std::to_string(spacing) + "." + std::to_string(i));
        }
        for (const std::string& text : texts) {
            sites.emplace_back(text.c_str(), text.size(), "", 0, spacing);
        }
    }
};

// An interval of 95 % that is right in 94 % of all cases has at least 93.4 % of 2,000 of them inside but for one time
// in ten: what the loops below must reach.
constexpr size_t seeds = 2000;
constexpr double least_inside = 0.934;

struct result {
    size_t defined = 0;
    size_t inside = 0;
    double sum_of_errors = 0;
    double sum_of_squares = 0;

    void add(const dwell::estimate_interval& interval, double exact) {
        const double error = interval.estimate / exact - 1;
        sum_of_errors += error;
        sum_of_squares += error * error;
        if (interval.is_defined()) {
            ++defined;
            inside += interval.lower <= exact && exact <= interval.upper ? 1 : 0;
        }
    }
    [[nodiscard]] double mean_error() const { return sum_of_errors / static_cast<double>(seeds); }
    [[nodiscard]] double standard_error() const {
        return std::sqrt(sum_of_squares / static_cast<double>(seeds) / static_cast<double>(seeds));
    }
};

template <typename Tag, typename Duration>
result run_seeds(uint32_t spacing, size_t calls, const Duration& duration) {
    using here = sampled_recording<Tag>;
    dwell::set_sampling_seed(20'261'121);
    loop_names names(seeds, spacing);
    std::vector<double> exact(seeds, 0.0);
    for (size_t seed = 0; seed < seeds; ++seed) {
        for (size_t i = 0; i < calls; ++i) {
            const uint64_t ticks = duration(i);
            exact[seed] += static_cast<double>(ticks);
            const typename here::sampled_scope scope(names.sites[seed]);
            here::advance(ticks);
        }
    }
    const dwell::profile profile = here::snapshot();
    result all;
    bool counts_all = true;
    for (size_t seed = 0; seed < seeds; ++seed) {
        const auto found = profile.find(names.texts[seed]);
        REQUIRE(found);
        counts_all &= found->calls() == calls && found->is_sampled() && found->timed_calls() < calls;
        all.add(found->total_interval_ns(), exact[seed]);
    }
    CHECK(counts_all);
    dwell::set_sampling_seed(0);
    return all;
}

}  // namespace

TEST_CASE("record: a sampled total is unbiased and as certain as it says, for lognormal durations", "[sampled]") {
    std::mt19937_64 random(7);
    std::lognormal_distribution<double> duration(8, 1);
    const result all =
        run_seeds<struct lognormal_tag>(64, 20'000, [&](size_t) { return static_cast<uint64_t>(duration(random)); });
    CHECK(all.defined == seeds);
    CHECK(std::fabs(all.mean_error()) < 3 * all.standard_error());
    CHECK(static_cast<double>(all.inside) >= least_inside * static_cast<double>(all.defined));
}

TEST_CASE("record: a loop with the period of the sampling hides nothing from it", "[sampled]") {
    // One call in 16 takes a hundred times as long: a sampler that timed each 16th would see all of them or none.
    const result all =
        run_seeds<struct period_tag>(16, 20'000, [](size_t i) { return i % 16 == 5 ? 100'000U : 1000U; });
    CHECK(std::fabs(all.mean_error()) < 3 * all.standard_error());
    CHECK(static_cast<double>(all.inside) >= least_inside * static_cast<double>(all.defined));
}

TEST_CASE("record: a sampled total of durations that grow is unbiased", "[sampled]") {
    const result all = run_seeds<struct growing_tag>(64, 5000, [](size_t i) { return 1000 + i; });
    CHECK(std::fabs(all.mean_error()) < 3 * all.standard_error());
    CHECK(static_cast<double>(all.inside) >= least_inside * static_cast<double>(all.defined));
}

TEST_CASE("record: what is rare but long escapes the interval, though not the mean of many runs", "[sampled]") {
    // Five calls of 5,000 are nearly the whole total, and most seeds see none of them.
    const result all =
        run_seeds<struct rare_tag>(64, 5000, [](size_t i) { return i % 1000 == 500 ? 10'000'000U : 1000U; });
    CHECK(std::fabs(all.mean_error()) < 3 * all.standard_error());
    CHECK(static_cast<double>(all.inside) < 0.2 * static_cast<double>(all.defined));
}

TEST_CASE("record: one call in N is timed, the first ones more often", "[sampled]") {
    using here = sampled_recording<struct rate_tag>;
    dwell::detail::sampled_site site("rate", 4, "", 0, 64);
    for (int i = 0; i < 100'000; ++i) {
        const here::sampled_scope scope(site);
        here::advance(10);
    }
    const dwell::call_path path = path_of(here::snapshot(), "rate");
    CHECK(path.calls == 100'000);
    CHECK(path.sampled.calls == 100'000);
    CHECK(path.sampled.timed > 100'000 / 64);
    CHECK(path.sampled.timed < 100'000 / 64 + 30);
    // Every duration is the same: what is left is the run that has not ended.
    CHECK(std::fabs(static_cast<double>(path.total_ticks) - 1'000'000) <= 640);
    CHECK(path.total_ticks == path.durations.sum());
}

TEST_CASE("record: a sampled scope that was called once was timed", "[sampled]") {
    using here = sampled_recording<struct once_tag>;
    dwell::detail::sampled_site site("once", 4, "", 0, 64);
    {
        const here::sampled_scope scope(site);
        here::advance(123);
        CHECK(path_of(here::snapshot(), "once").open_calls == 1);
        CHECK(path_of(here::snapshot(), "once").calls == 0);
        CHECK(path_of(here::snapshot(), "once").total_ticks == 0);
    }
    const dwell::profile profile = here::snapshot();
    const dwell::estimate_interval total = profile.find("once")->total_interval_ns();
    CHECK(total.is_defined());
    CHECK(total.lower == 123);
    CHECK(total.upper == 123);
    CHECK(profile.find("once")->percentile_ns(50) == 123);
}

TEST_CASE("record: too few samples have no interval", "[sampled]") {
    using here = sampled_recording<struct few_tag>;
    dwell::detail::sampled_site site("few", 3, "", 0, 1000);
    for (int i = 0; i < 20; ++i) {
        const here::sampled_scope scope(site);
        here::advance(static_cast<uint64_t>(i));
    }
    const auto few = here::snapshot().find("few");
    CHECK(few->total_interval_ns().status == dwell::interval_status::too_few_samples);
    CHECK(std::isnan(few->total_interval_ns().lower));
    CHECK(few->percentile_interval_ns(99).status == dwell::interval_status::too_few_samples);
    CHECK(few->total_interval_ns(2).status == dwell::interval_status::invalid_argument);
}

TEST_CASE("record: what runs inside a sampled scope stands under it, timed call by call", "[sampled]") {
    using here = sampled_recording<struct inside_tag>;
    dwell::detail::sampled_site site("outer", 5, "", 0, 8);
    for (int i = 0; i < 1000; ++i) {
        const here::sampled_scope scope(site);
        here::advance(5);
        here::spend("inner", 10);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "outer;inner").calls == 1000);
    CHECK(path_of(profile, "outer;inner").total_ticks == 10'000);
    CHECK(path_of(profile, "outer").calls == 1000);
    const auto outer = static_cast<double>(path_of(profile, "outer").total_ticks);
    CHECK(std::fabs(outer - 15'000) <= 8 * 15);
    CHECK(path_of(profile, "outer").self_ticks == path_of(profile, "outer").total_ticks - 10'000);
    CHECK(profile.paths().size() == 2);
    CHECK(test::is_clean(profile));
}

TEST_CASE("record: a name that is sampled in one place and timed in another is one call path", "[sampled]") {
    using here = sampled_recording<struct both_tag>;
    dwell::detail::sampled_site site("both", 4, "", 0, 16);
    dwell::detail::sampled_site finer("both", 4, "", 0, 2);
    for (int i = 0; i < 500; ++i) {
        here::spend("both", 7);
        const here::sampled_scope first(site);
        here::advance(7);
    }
    for (int i = 0; i < 500; ++i) {
        const here::sampled_scope second(finer);
        here::advance(7);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(profile.paths().size() == 1);
    const dwell::call_path& path = profile.paths()[0];
    CHECK(path.calls == 1500);
    CHECK(path.sampled.calls == 1000);
    CHECK(profile.find("both")->timed_calls() == 500 + path.sampled.timed);
    const dwell::estimate_interval total = profile.find("both")->total_interval_ns();
    CHECK(total.lower <= 7 * 1500);
    CHECK(total.upper >= 7 * 1500);
}

TEST_CASE("record: sampled scopes that recurse, end out of order or on another thread are counted", "[sampled]") {
    using here = sampled_recording<struct misuse_tag>;
    dwell::detail::sampled_site site("misused", 7, "", 0, 4);
    const auto recurse = [&](const auto& self, int depth) -> void {
        const here::sampled_scope scope(site);
        here::advance(1);
        if (depth > 1) {
            self(self, depth - 1);
        }
    };
    for (int i = 0; i < 100; ++i) {
        recurse(recurse, 3);
    }
    CHECK(path_of(here::snapshot(), "misused").calls == 100);
    CHECK(path_of(here::snapshot(), "misused;misused;misused").calls == 100);
    CHECK(test::is_clean(here::snapshot()));
    for (int i = 0; i < 100; ++i) {
        auto* outer = new here::sampled_scope(site);
        auto* inner = new here::sampled_scope(site);
        delete outer;
        delete inner;
    }
    CHECK(here::snapshot().health().misnested_scopes > 0);
    here::advance(1'000'000);
    CHECK(path_of(here::snapshot(), "misused").calls == 200);
    for (int i = 0; i < 100; ++i) {
        auto* elsewhere = new here::sampled_scope(site);
        std::thread([&] { delete elsewhere; }).join();
    }
    CHECK(here::snapshot().health().ended_on_other_thread == 100);
    CHECK(path_of(here::snapshot(), "misused").calls == 300);
    // A call that is not timed has no duration, however it ends.
    CHECK(path_of(here::snapshot(), "misused").durations.max() < 1000);
    CHECK(path_of(here::snapshot(), "misused").sampled.timed < 200);
    here::spend("after", 1);
    CHECK(path_of(here::snapshot(), "after").calls == 1);
}

TEST_CASE("record: sampled calls from many threads are all counted, while a reader looks on", "[sampled]") {
    using here = sampled_recording<struct threads_tag>;
    static dwell::detail::sampled_site site("parallel", 8, "", 0, 16);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([] {
            for (int i = 0; i < 50'000; ++i) {
                const here::sampled_scope scope(site);
            }
        });
    }
    bool goes_forwards = true;
    dwell::profile before = here::snapshot();
    for (int i = 0; i < 100; ++i) {
        const dwell::profile now = here::snapshot();
        goes_forwards &= dwell::delta(now, before).health().delta_mismatches == 0;
        before = now;
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(goes_forwards);
    CHECK(path_of(here::snapshot(), "parallel").calls == 200'000);
}

TEST_CASE("profile: what is sampled adds up over intervals, and survives JSON", "[sampled]") {
    using here = sampled_recording<struct intervals_tag>;
    dwell::detail::sampled_site site("part", 4, "", 0, 8);
    const auto work = [&](int calls) {
        for (int i = 0; i < calls; ++i) {
            const here::sampled_scope scope(site);
            here::advance(static_cast<uint64_t>(i % 10));
        }
    };
    work(1000);
    const dwell::profile first = here::snapshot();
    work(2000);
    const dwell::profile whole = here::snapshot();
    const dwell::profile interval = dwell::delta(whole, first);
    CHECK(path_of(interval, "part").calls == 2000);
    CHECK(path_of(interval, "part").sampled.timed ==
          path_of(whole, "part").sampled.timed - path_of(first, "part").sampled.timed);
    const dwell::profile sum = dwell::merge(first, interval);
    CHECK(path_of(sum, "part").sampled == path_of(whole, "part").sampled);
    CHECK(path_of(sum, "part").total_ticks == path_of(whole, "part").total_ticks);

    std::ostringstream text;
    REQUIRE(dwell::write_json(text, whole));
    dwell::profile read;
    REQUIRE(dwell::read_json(text.str(), read));
    CHECK(read == whole);
}

TEST_CASE("profile: the squares of the runs stay at 2^64 - 1, and make nothing more certain", "[sampled]") {
    using here = sampled_recording<struct squares_tag>;
    dwell::detail::sampled_site site("often", 5, "", 0, 8);
    for (int i = 0; i < 1000; ++i) {
        const here::sampled_scope scope(site);
        here::advance(10);
    }
    dwell::profile_parts parts = here::snapshot().parts();
    const uint64_t samples = dwell::profile(parts).find("often")->effective_samples();
    CHECK(samples > 100);
    CHECK(samples < 200);
    // More certain than the calls themselves: no recording says so, but a file may.
    parts.paths[0].sampled.squared_runs = 1;
    CHECK(dwell::profile(parts).find("often")->effective_samples() == parts.paths[0].durations.count());
    parts.paths[0].sampled.squared_runs = std::numeric_limits<uint64_t>::max() - 5;
    const dwell::profile most(parts);
    const dwell::profile sum = dwell::merge(most, most);
    CHECK(path_of(sum, "often").sampled.squared_runs == std::numeric_limits<uint64_t>::max());
    CHECK(sum.find("often")->effective_samples() == 0);
}

TEST_CASE("export: every format says what was sampled", "[sampled]") {
    using here = sampled_recording<struct marks_tag>;
    dwell::detail::sampled_site site("hot", 3, "", 0, 8);
    for (int i = 0; i < 5000; ++i) {
        const here::sampled_scope scope(site);
        here::advance(1000);
    }
    here::spend("cold", 5000);
    const dwell::profile profile = here::snapshot();
    std::ostringstream table;
    REQUIRE(dwell::write_table(table, profile));
    CHECK(table.str().find("hot (sampled)") != std::string::npos);
    CHECK(table.str().find("calls timed, total ") != std::string::npos);
    CHECK(table.str().find("cold (sampled)") == std::string::npos);
    std::ostringstream folded;
    REQUIRE(dwell::write_folded(folded, profile));
    CHECK(folded.str().find("hot (sampled) ") != std::string::npos);
    CHECK(folded.str().find("cold 5\n") != std::string::npos);
    std::ostringstream hgrm;
    REQUIRE(dwell::write_hgrm(hgrm, *profile.find("hot")));
    CHECK(hgrm.str().find("#[Sampled: ") == 0);
    std::ostringstream unmarked;
    REQUIRE(dwell::write_hgrm(unmarked, *profile.find("cold")));
    CHECK(unmarked.str().find("#[Sampled: ") == std::string::npos);
    std::ostringstream log;
    REQUIRE(dwell::write_hdr_log(log, profile));
    CHECK(log.str().find("Tag=scope:hot%20(sampled),") != std::string::npos);
    CHECK(log.str().find("Tag=scope:cold,") != std::string::npos);
    std::ostringstream speedscope;
    REQUIRE(dwell::write_speedscope(speedscope, profile));
    CHECK(speedscope.str().find("\"hot (sampled)\"") != std::string::npos);
    std::ostringstream json;
    REQUIRE(dwell::write_json(json, profile));
    CHECK(json.str().find("\"timed_calls\"") != std::string::npos);
    CHECK(json.str().find("\"total_lower_ns\"") != std::string::npos);
}

TEST_CASE("record: the same seed times the same calls", "[sampled]") {
    const auto durations_with = [](uint64_t seed, auto tag) {
        using here = sampled_recording<decltype(tag)>;
        dwell::set_sampling_seed(seed);
        static dwell::detail::sampled_site site("seeded", 6, "", 0, 32);
        for (int i = 0; i < 5000; ++i) {
            const typename here::sampled_scope scope(site);
            here::advance(static_cast<uint64_t>(i));
        }
        dwell::set_sampling_seed(0);
        return path_of(here::snapshot(), "seeded").durations;
    };
    struct first {};
    struct second {};
    struct third {};
    const dwell::histogram one = durations_with(42, first());
    CHECK(one == durations_with(42, second()));
    CHECK(one != durations_with(43, third()));
}
