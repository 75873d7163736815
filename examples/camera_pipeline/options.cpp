// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace camera_pipeline {
namespace {

/// Unlike CLI::Range, it refuses what is no number.
CLI::Validator number_between(double least, double most) {
    return {[=](const std::string& text) {
                double value = 0;
                const bool is_inside = CLI::detail::lexical_cast(text, value) && value >= least && value <= most;
                return is_inside ? std::string()
                                 : text + " is not between " + CLI::detail::to_string(least) + " and " +
                                       CLI::detail::to_string(most);
            },
            "NUMBER"};
}

}  // namespace

std::optional<options> parse(int argc, char** argv, int& exit_status) {
    options parsed;
    CLI::App app(
        "Ten cameras, and a pipeline that says what each of them sees: capture, preprocess, detect, aggregate, api.\n"
        "Exit status: 0; 1 where a budget failed; 2 for an error; 3 where one is inconclusive.");
    app.add_option("--cameras", parsed.cameras, "Cameras")
        ->check(CLI::Range(size_t{1}, size_t{100}))
        ->capture_default_str();
    app.add_option("--fps", parsed.fps, "Frames per second of each camera")
        ->check(number_between(0.1, 1000))
        ->capture_default_str();
    app.add_option("--seconds", parsed.seconds, "How long cameras take frames")
        ->check(number_between(0.1, 1e6))
        ->capture_default_str();
    app.add_flag("--staggered", parsed.is_staggered, "Cameras take turns, where they otherwise have one trigger");
    app.add_option("--batch", parsed.batch, "Frames that are detected together, at most")
        ->check(CLI::Range(size_t{1}, size_t{1000}))
        ->capture_default_str();
    app.add_option("--queue", parsed.queue, "Frames that wait for a stage, at most")
        ->check(CLI::Range(size_t{1}, size_t{10000}))
        ->capture_default_str();
    app.add_option("--channels", parsed.channels, "The load: channels of the detector's first layer")
        ->check(CLI::Range(size_t{1}, size_t{256}))
        ->capture_default_str();
    app.add_option("--device", parsed.device, "Where detection runs: any is a CUDA device where there is one")
        ->transform(CLI::CheckedTransformer(device_choices).description("any, cpu, cuda"))
        ->default_str("any");
    app.add_option("--seed", parsed.seed, "Of what the cameras see")->capture_default_str();
    app.add_option("--deadline", parsed.deadline_ms, "Milliseconds from when a frame is due to its answer")
        ->check(number_between(1e-6, 1e9))
        ->capture_default_str();
    app.add_option("--detect-limit", parsed.detect_limit_ms,
                   "Milliseconds that p99 of detecting a batch may take: 50 on a CUDA device, if not given")
        ->check(number_between(1e-6, 1e9));
    app.add_option("--max-growth", parsed.growth_mb_per_hour, "Fail where memory grows by more MB per hour")
        ->check(number_between(-1e9, 1e9));
    app.add_option("--out", parsed.out, "Write the profile and the last answers into this folder")
        ->capture_default_str();
    app.add_option("--formats", parsed.formats, "In these formats: a list as in DWELL_FORMATS, or all");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        exit_status = app.exit(error) == 0 ? 0 : 2;  // --help is an "error", too
        return std::nullopt;
    }
    return parsed;
}

}  // namespace camera_pipeline
