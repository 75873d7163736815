// SPDX-License-Identifier: BSL-1.0
// Saves the sample profiles for the programs that read our files: make_profile <directory>.
#include "support/expected_trace.hpp"
#include "support/sample_exemplars.hpp"
#include "support/sample_profile.hpp"
#include "support/sample_timeline.hpp"

#include <dwell/export/hdr_log.hpp>
#include <dwell/export/hgrm.hpp>
#include <dwell/export/html.hpp>
#include <dwell/export/openmetrics.hpp>
#include <dwell/export/pprof.hpp>
#include <dwell/export/save.hpp>
#include <dwell/export/trace_event.hpp>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace {

bool report(const dwell::export_status& status) {
    if (!status) {
        std::fprintf(stderr, "make_profile: %s\n", status.message().c_str());
    }
    return status.ok();
}

/// As if the clock had run at another speed: every duration times `factor`.
dwell::profile slower(const dwell::profile& source, double factor) {
    dwell::profile_parts parts = source.parts();
    parts.scale.ns_per_tick *= factor;
    return dwell::profile(std::move(parts));
}

// For comparisons of two files: one run in which all took 1.5 times as long, and nine repetitions of each.
bool write_benchmarks(const dwell::profile& profile, const std::string& folder) {
    dwell::file_sink once((folder + "/slower.benchmark.json").c_str());
    bool all = report(dwell::write_benchmark_json(once, slower(profile, 1.5))) && once.close();
    const struct {
        const char* name;
        double factor;
    } runs[] = {{"repetitions", 1.0}, {"slower_repetitions", 1.5}};
    for (const auto& run : runs) {
        std::vector<dwell::profile> repetitions;
        for (int i = 0; i < 9; ++i) {
            repetitions.push_back(slower(profile, run.factor * (1 + 0.01 * i)));
        }
        dwell::file_sink out((folder + "/" + run.name + ".benchmark.json").c_str());
        all = report(dwell::write_benchmark_json(out, repetitions)) && out.close() && all;
    }
    return all;
}

// A recursion of 10,000 scopes, whole and with the limit that d3_options has by default.
bool write_deep(const std::string& folder) {
    dwell::profile_builder builder;
    const uint32_t name = builder.name("recursion");
    uint32_t path = dwell::call_path::no_parent;
    for (int i = 0; i < 10'000; ++i) {
        path = builder.path(path, name);
        builder.at(path).total_ticks = static_cast<uint64_t>(3 * (10'000 - i));
    }
    const dwell::profile profile = builder.build();
    dwell::file_sink deep((folder + "/deep.d3.json").c_str());
    dwell::file_sink limited((folder + "/limited.d3.json").c_str());
    return report(dwell::write_d3_hierarchy(deep, profile, {.max_depth = 0})) && deep.close() &&
           report(dwell::write_d3_hierarchy(limited, profile)) && limited.close();
}

// Beside what save() writes: the histograms as they were recorded, the distributions as HdrHistogram prints them,
// memory for speedscope and D3, what is live for DHAT's viewer, and threads and the heap alone for pprof;
// metrics as summaries; and a page that compares with the small profile.
bool write_more(const dwell::profile& profile, const std::string& folder) {
    dwell::file_sink log((folder + "/ticks.hlog").c_str());
    dwell::hdr_log_options options;
    options.by_call_path = true;
    options.in_ticks = true;
    bool all = report(dwell::write_hdr_log(log, profile, options)) && log.close();
    for (size_t i = 0; i < profile.distributions().size(); ++i) {
        dwell::file_sink out((folder + "/distribution-" + std::to_string(i) + ".hgrm").c_str());
        all = report(dwell::write_hgrm(out, profile.distributions()[i].values)) && out.close() && all;
    }
    const struct {
        const char* name;
        dwell::profile_value value;
    } values[] = {{"allocations", dwell::profile_value::allocations}, {"live_bytes", dwell::profile_value::live_bytes}};
    for (const auto& one : values) {
        dwell::file_sink out((folder + "/" + one.name + ".speedscope.json").c_str());
        all = report(dwell::write_speedscope(out, profile, {.value = one.value})) && out.close() && all;
    }
    dwell::file_sink threads((folder + "/threads.pb").c_str());
    all = report(dwell::write_pprof(threads, profile, {.by_thread = true})) && threads.close() && all;
    dwell::file_sink heap((folder + "/heap.pb").c_str());
    all = report(dwell::write_pprof(heap, profile, {.content = dwell::pprof_content::memory})) && heap.close() && all;
    dwell::file_sink allocated((folder + "/allocated_bytes.d3.json").c_str());
    all = report(dwell::write_d3_hierarchy(allocated, profile, {.value = dwell::profile_value::allocated_bytes})) &&
          allocated.close() && all;
    dwell::file_sink summaries((folder + "/summaries.openmetrics.txt").c_str());
    dwell::openmetrics_options metrics;
    metrics.quantiles = dwell::openmetrics_quantiles::summaries;
    all = report(dwell::write_openmetrics(summaries, profile, metrics)) && summaries.close() && all;
    const dwell::profile before = sample::small_profile();
    dwell::file_sink comparison((folder + "/comparison.html").c_str());
    all = report(dwell::write_html(comparison, profile, {.before = &before})) && comparison.close() && all;
    dwell::file_sink live((folder + "/live.dhat.json").c_str());
    return report(dwell::write_dhat(live, profile, {dwell::dhat_blocks::live})) && live.close() && all;
}

// Timelines of a fast clock, and of one with steps of 42 ns, which many scopes share; beside them, what they show, and
// a trace of nothing.
bool write_timelines(const std::string& folder) {
    const struct {
        const char* name;
        double ns_per_tick;
    } clocks[] = {{"timeline", 0.4}, {"coarse_timeline", 41.66667}};
    bool all = true;
    for (const auto& clock : clocks) {
        const dwell::profile profile = sample::hostile_timeline(clock.ns_per_tick);
        const std::string into = folder + "/" + clock.name;
        all = report(dwell::save(profile, into, {.formats = "json, trace"})) &&
              test::write_expected_trace(profile, into + "/expected-trace.json") && all;
        dwell::file_sink empty((into + "/empty.trace.json").c_str());
        all = report(dwell::write_trace_event(empty, dwell::profile())) && empty.close() && all;
    }
    return all;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "usage: make_profile <directory>\n");
        return 2;
    }
    const struct {
        const char* name;
        dwell::profile profile;
    } samples[] = {
        {"small", sample::small_profile()},
        {"hostile", sample::with_exemplars(sample::with_hostile_metrics(sample::with_memory(sample::full_profile())))},
        {"empty", dwell::profile()},
    };
    for (const auto& one : samples) {
        const std::string folder = std::string(argv[1]) + "/" + one.name;
        if (!report(dwell::save(one.profile, folder, {.formats = "all"})) || !write_more(one.profile, folder) ||
            !write_benchmarks(one.profile, folder)) {
            return 2;
        }
    }
    return write_timelines(argv[1]) && write_deep(std::string(argv[1]) + "/small") ? 0 : 2;
}
