// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace camera_pipeline {
namespace {

constexpr double ns_per_ms = 1e6;

using counted = unsigned long long;

void print_camera(const std::string& name, double fps, const camera_record& its, const dwell::histogram& latency_ns) {
    std::printf("%-6s %8.2f %7llu %8llu %6llu %7llu %8.2f %8.2f %8.2f %8.2f\n", name.c_str(), fps,
                static_cast<counted>(its.due), static_cast<counted>(its.answered), static_cast<counted>(its.late),
                static_cast<counted>(its.dropped), latency_ns.percentile(50) / ns_per_ms,
                latency_ns.percentile(95) / ns_per_ms, latency_ns.percentile(99) / ns_per_ms,
                static_cast<double>((latency_ns.max)()) / ns_per_ms);
}

void print_scope(const dwell::scope_statistics& scope, double seconds) {
    std::printf("%-26s %8llu %7.1f %9.3f %9.3f %9.3f %9.3f\n", scope.name().c_str(),
                static_cast<counted>(scope.calls()), scope.total_ns() / seconds / 1e7,
                scope.percentile_ns(50) / ns_per_ms, scope.percentile_ns(95) / ns_per_ms,
                scope.percentile_ns(99) / ns_per_ms, scope.max_ns() / ns_per_ms);
}

bool is_stage(const std::string& name) {
    return std::find(std::begin(stage_names), std::end(stage_names), name) != std::end(stage_names);
}

}  // namespace

void print_cameras(const options& wanted, const pipeline& finished) {
    std::printf("%-6s %8s %7s %8s %6s %7s %8s %8s %8s %8s\n", "camera", "fps", "due", "answered", "late", "dropped",
                "p50 ms", "p95 ms", "p99 ms", "max ms");
    camera_record all;
    double all_fps = 0;
    for (size_t i = 0; i < wanted.cameras; ++i) {
        const camera_record& its = finished.frames().cameras()[i];
        // Of the time that the frames were to take, or of the longer one that they took.
        const std::chrono::duration<double> time = (std::max)(finished.end(), its.last_answer) - finished.begin();
        const double fps = static_cast<double>(its.answered) / time.count();
        print_camera(std::to_string(i), fps, its, its.latency_ns);
        all.due += its.due;
        all.answered += its.answered;
        all.late += its.late;
        all.dropped += its.dropped;
        all.latency_ns.merge(its.latency_ns);
        all_fps += fps;
    }
    print_camera("all", all_fps, all, all.latency_ns);
}

void print_stages(const options& wanted, const dwell::profile& recorded) {
    std::printf("\n%-26s %8s %7s %9s %9s %9s %9s\n", "stage", "calls", "busy %", "p50 ms", "p95 ms", "p99 ms",
                "max ms");
    for (const char* const name : stage_names) {
        for (const std::string& which : {"queue." + std::string(name), std::string(name)}) {
            if (const auto scope = recorded.find(which)) {
                print_scope(*scope, wanted.seconds);
            }
        }
    }
    std::printf("\n%-26s %8s %7s %9s %9s %9s %9s\n", "inside", "calls", "busy %", "p50 ms", "p95 ms", "p99 ms",
                "max ms");
    for (const dwell::scope_name& name : recorded.names()) {
        const std::string prefix = name.text.substr(0, name.text.find('.'));
        if (prefix != name.text && is_stage(prefix)) {
            print_scope(*recorded.find(name.text), wanted.seconds);
        }
    }
}

void print_batches(const dwell::profile& recorded) {
    std::vector<std::pair<int, const dwell::distribution_value*>> by_size;
    for (const dwell::distribution_value& each : recorded.distributions()) {
        if (each.identity.name == "detect.batch.time" && !each.identity.labels.empty()) {
            by_size.emplace_back(std::stoi(each.identity.labels.front().second), &each);
        }
    }
    std::sort(by_size.begin(), by_size.end());
    std::printf("\n%-6s %8s %9s %9s %16s\n", "batch", "batches", "p50 ms", "p99 ms", "frames/s at p50");
    for (const auto& [size, each] : by_size) {
        const double p50_us = each->values.percentile(50);
        std::printf("%-6d %8llu %9.3f %9.3f %16.0f\n", size, static_cast<counted>(each->values.count()), p50_us / 1e3,
                    each->values.percentile(99) / 1e3, 1e6 * size / p50_us);
    }
}

}  // namespace camera_pipeline
