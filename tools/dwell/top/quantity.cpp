// SPDX-License-Identifier: BSL-1.0
#include "top/quantity.hpp"

#include "command_error.hpp"

#include <dwell/export/human.hpp>
#include <dwell/export/rounding.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace dwell::tool {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

double number(uint64_t count) { return static_cast<double>(count); }

/// The sum over all call paths of what each has itself, and of what is outside of them.
template <typename Own>
double sum_of_paths(const profile& source, const Own& own, uint64_t outside) {
    double sum = number(outside);
    for (const call_path& path : source.paths()) {
        sum += number(own(path));
    }
    return sum;
}

double whole_time(const profile& source) {
    return source.scale().ns_per_tick * sum_of_paths(
                                            source, [](const call_path& path) { return path.self_ticks; }, 0);
}
double whole_calls(const profile& source) {
    return sum_of_paths(
        source, [](const call_path& path) { return path.calls; }, 0);
}
double whole_allocations(const profile& source) {
    return sum_of_paths(
        source, [](const call_path& path) { return path.self_memory.allocations; },
        source.memory().outside.allocations);
}
double whole_allocated_bytes(const profile& source) {
    return sum_of_paths(
        source, [](const call_path& path) { return path.self_memory.allocated_bytes; },
        source.memory().outside.allocated_bytes);
}
double whole_live_bytes(const profile& source) {
    double sum = source.memory().live_outside.bytes;
    for (const call_path& path : source.paths()) {
        sum += path.self_live.bytes;
    }
    return sum;
}

const std::vector<quantity>& quantities() {
    using statistics = const scope_statistics&;
    const auto where_timed = [](auto duration) {
        return [duration](statistics scope) { return scope.durations().empty() ? unknown : duration(scope); };
    };
    constexpr auto time = metric_unit::nanoseconds;
    static const std::vector<quantity> all = {
        {"self", time, [](statistics scope) { return scope.self_ns(); }, whole_time},
        {"total", time, [](statistics scope) { return scope.total_ns(); }, whole_time},
        {"calls", metric_unit::count, [](statistics scope) { return number(scope.calls()); }, whole_calls},
        {"mean", time, where_timed([](statistics scope) { return scope.mean_ns(); })},
        {"min", time, where_timed([](statistics scope) { return scope.min_ns(); })},
        {"max", time, where_timed([](statistics scope) { return scope.max_ns(); })},
        {"cpu", time,
         [](statistics scope) {
             return scope.cpu_calls() == 0 ? unknown : scope.cpu_ns_per_call() * number(scope.cpu_calls());
         }},
        {"allocations", metric_unit::count, [](statistics scope) { return number(scope.memory().allocations); },
         whole_allocations},
        {"allocated-bytes", metric_unit::bytes, [](statistics scope) { return number(scope.memory().allocated_bytes); },
         whole_allocated_bytes},
        {"self-allocations", metric_unit::count,
         [](statistics scope) { return number(scope.self_memory().allocations); }, whole_allocations},
        {"self-allocated-bytes", metric_unit::bytes,
         [](statistics scope) { return number(scope.self_memory().allocated_bytes); }, whole_allocated_bytes},
        {"live-bytes", metric_unit::bytes, [](statistics scope) { return scope.live().bytes; }, whole_live_bytes},
    };
    return all;
}

}  // namespace

std::string quantity::text(double amount) const {
    if (std::isnan(amount)) {
        return "-";
    }
    return unit == metric_unit::count ? detail::human_count(detail::round_to_uint64(amount))
                                      : amount_text(amount, unit);
}

quantity find_quantity(const std::string& asked_for) {
    std::string name = asked_for;
    std::replace(name.begin(), name.end(), '_', '-');
    for (const quantity& each : quantities()) {
        if (each.name == name) {
            return each;
        }
    }
    double percent = -1;
    const char* const end = name.data() + name.size();
    if (name.size() > 1 && name[0] == 'p' && std::from_chars(name.data() + 1, end, percent).ptr == end &&
        percent >= 0 && percent <= 100) {
        return {name, metric_unit::nanoseconds, [percent](const scope_statistics& scope) {
                    return scope.durations().empty() ? unknown : scope.percentile_ns(percent);
                }};
    }
    throw command_error("--by " + asked_for + ": there are " + list_of_quantities());
}

std::string list_of_quantities() {
    std::string list;
    for (const quantity& each : quantities()) {
        list += each.name + ", ";
    }
    return list + "and percentiles such as p50, p99 and p99.9";
}

}  // namespace dwell::tool
