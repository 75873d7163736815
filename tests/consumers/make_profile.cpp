// SPDX-License-Identifier: BSL-1.0
// Saves the sample profiles for the programs that read our files: make_profile <directory>.
#include "support/sample_profile.hpp"

#include <dwell/export/hdr_log.hpp>
#include <dwell/export/hgrm.hpp>
#include <dwell/export/openmetrics.hpp>
#include <dwell/export/save.hpp>

#include <cstdio>
#include <string>

namespace {

bool report(const dwell::export_status& status) {
    if (!status) {
        std::fprintf(stderr, "make_profile: %s\n", status.message().c_str());
    }
    return status.ok();
}

// Beside what save() writes: the histograms as they were recorded, the distributions as HdrHistogram prints them, and
// memory for speedscope and what is live for DHAT's viewer; metrics as summaries.
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
    dwell::file_sink summaries((folder + "/summaries.openmetrics.txt").c_str());
    dwell::openmetrics_options metrics;
    metrics.quantiles = dwell::openmetrics_quantiles::summaries;
    all = report(dwell::write_openmetrics(summaries, profile, metrics)) && summaries.close() && all;
    dwell::file_sink live((folder + "/live.dhat.json").c_str());
    return report(dwell::write_dhat(live, profile, {dwell::dhat_blocks::live})) && live.close() && all;
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
        {"hostile", sample::with_hostile_metrics(sample::with_memory(sample::full_profile()))},
        {"empty", dwell::profile()},
    };
    for (const auto& one : samples) {
        const std::string folder = std::string(argv[1]) + "/" + one.name;
        if (!report(dwell::save(one.profile, folder, {.formats = "all"})) || !write_more(one.profile, folder)) {
            return 2;
        }
    }
    return 0;
}
