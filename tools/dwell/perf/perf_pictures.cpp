// SPDX-License-Identifier: BSL-1.0
#include "perf/perf_pictures.hpp"

#include "output/output_file.hpp"
#include "perf/sampled_stacks.hpp"
#include "process/child_process.hpp"

#include <dwell/export/folded.hpp>
#include <dwell/export/html.hpp>
#include <dwell/export/svg.hpp>

#include <cstdio>
#include <fstream>

namespace dwell::tool {
namespace {

/// perf script into a file. Names of inlined functions may take very long to find, so they are done without if they do.
child_result print_samples(const std::string& data, const std::string& file, signal_guard& signals) {
    child_options options;
    // Never over the network.
    options.environment = {{"DEBUGINFOD_URLS", std::nullopt}};
    options.standard_output = file;
    options.standard_error = "/dev/null";
    options.is_background = true;
    child_result result;
    for (const double limit_seconds : {60.0, 0.0}) {
        options.command = {"perf", "script", "-i", data, "-F", "comm,period,ip,sym,dso"};
        options.command.emplace_back(limit_seconds > 0 ? "--inline" : "--no-inline");
        options.time_limit_seconds = limit_seconds;
        result = run_child(options, signals);
        if (!result.is_timed_out) {
            break;
        }
    }
    return result;
}

}  // namespace

perf_outcome write_perf_pictures(const std::string& folder, const perf_options& options, signal_guard& signals) {
    const std::string text = folder + "/perf.script";
    const child_result printed = print_samples(folder + "/perf.data", text, signals);
    sampled_stacks read;
    if (printed.succeeded()) {
        std::ifstream in(text);
        read = read_perf_script(in, options.frequency);
    }
    std::remove(text.c_str());
    if (!printed.succeeded()) {
        return {false, "perf script cannot read perf.data: " + printed.words({})};
    }
    if (read.samples == 0) {
        std::remove((folder + "/perf.data").c_str());
        return {false, "perf recorded no sample: the program hardly used a processor"};
    }
    const profile& stacks = read.stacks;
    write_output(folder + "/perf.folded",
                 [&](file_sink& out) { return write_folded(out, stacks, {.unit = folded_unit::calls}); });
    write_output(folder + "/perf.svg", [&](file_sink& out) {
        return write_svg(out, stacks, {.title = "perf: " + std::to_string(read.samples) + " samples"});
    });
    write_output(folder + "/perf.html", [&](file_sink& out) { return write_html(out, stacks); });
    return {true, ""};
}

}  // namespace dwell::tool
