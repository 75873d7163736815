// SPDX-License-Identifier: BSL-1.0
// Exemplars in words: which of them a person sees first, when each ran, and what it took its time for.
#ifndef DWELL_EXPORT_SLOWEST_INSTANCES_HPP
#define DWELL_EXPORT_SLOWEST_INSTANCES_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/utc_time.hpp>
#include <dwell/profile/exemplar.hpp>
#include <dwell/profile/exemplar_cause.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Ticks that an instance took longer than the median of its call path; not above 0 where it was no slower.
[[nodiscard]] inline double excess_over_median(const profile& source, const exemplar& slow) {
    return static_cast<double>(slow.instance.duration_ticks) -
           static_cast<double>(source.paths()[slow.instance.path].durations.percentile(50));
}

/// Indices of the exemplars that took longer than the median of their call path, those first that exceed it most; where
/// `one_a_name`, the slowest of each name alone.
[[nodiscard]] inline std::vector<uint32_t> slowest_instances(const profile& source, bool one_a_name) {
    const std::vector<exemplar>& all = source.exemplars();
    std::vector<double> excess;
    excess.reserve(all.size());
    for (size_t i = 0; i < all.size(); ++i) {
        const bool is_first =
            i == 0 || source.paths()[all[i].instance.path].name != source.paths()[all[i - 1].instance.path].name;
        excess.push_back(is_first || !one_a_name ? excess_over_median(source, all[i]) : 0.0);
    }
    std::vector<uint32_t> order = largest_first(excess, 0);
    while (!order.empty() && !(excess[order.back()] > 0)) {
        order.pop_back();
    }
    return order;
}

/// The time of day of a moment, in UTC and to the millisecond: `13:46:40.123`; `-` where it is not known.
[[nodiscard]] inline std::string time_of_day(const profile& source, uint64_t ticks) {
    if (source.parts().origin_unix_ns == 0) {
        return "-";
    }
    const int64_t unix_ns = source.unix_ns_at(ticks);
    const int64_t ms = (unix_ns % 1'000'000'000 + 1'000'000'000) % 1'000'000'000 / 1'000'000;
    // 2026-09-21T13:46:40+00:00
    const std::string text = utc_time(unix_ns);
    return text.substr(text.find('T') + 1, 8) + (ms < 10 ? ".00" : ms < 100 ? ".0" : ".") + std::to_string(ms);
}

/// The call path of a cause, from the instance on; empty for the instance's own.
[[nodiscard]] inline std::string cause_path(const profile& source, const exemplar& slow, const exemplar_cause& cause) {
    const std::string whole = source.path_string(cause.path);
    const std::string own = source.path_string(slow.instance.path) + ';';
    if (cause.path == slow.instance.path) {
        return {};
    }
    return whole.compare(0, own.size(), own) == 0 ? whole.substr(own.size()) : whole;
}

/// What an instance took its time for: `rebuild;sort: 20.0 ms, usually 2.10 us`. `name` is what to call the cause's
/// call path.
[[nodiscard]] inline std::string cause_words(const profile& source, const exemplar& slow, const exemplar_cause& cause,
                                             const std::string& name) {
    std::string text;
    if (cause.path != slow.instance.path) {
        text = cause.is_self ? name : name + " with what is inside it";
    } else {
        text = cause.is_self ? "itself" : "in several parts";
    }
    text += ": " + human_duration(source.scale().to_ns(cause.ticks));
    const call_path& path = source.paths()[slow.instance.path];
    if (path.calls > 1 || path.open_calls > 1) {
        text += ", usually " + human_duration(source.scale().to_ns(cause.usual_ticks));
    }
    if (slow.left_out != 0 && cause.is_self) {
        text += "; " + human_count(slow.left_out) + " short scopes inside are not kept";
    }
    text += slow.is_cut ? "; its beginning is not in the timeline" : "";
    return text;
}

/// What became too much for the timeline; empty where nothing did.
[[nodiscard]] inline std::string overwritten_words(const profile& source) {
    uint64_t cut = 0;
    for (const exemplar& slow : source.exemplars()) {
        cut += slow.is_cut ? 1 : 0;
    }
    uint64_t scopes = 0;
    uint64_t values = 0;
    for (const timeline_thread& thread : source.timeline().threads) {
        scopes += thread.overwritten_scopes;
        values += thread.overwritten_values;
    }
    std::string text;
    if (cut != 0) {
        text = "instances of which the timeline lacks the beginning: " + human_count(cut);
    }
    if (scopes != 0 || values != 0) {
        text += text.empty() ? "" : "; ";
        text += "the timeline has overwritten " + human_count(scopes) + " older scopes and " + human_count(values) +
                " marks and values";
    }
    return text;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
