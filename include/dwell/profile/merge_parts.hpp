// SPDX-License-Identifier: BSL-1.0
// What a merge makes of the parts of a profile that describe the whole of it: metadata, health, memory.
#ifndef DWELL_PROFILE_MERGE_PARTS_HPP
#define DWELL_PROFILE_MERGE_PARTS_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/memory.hpp>
#include <dwell/profile/metadata.hpp>
#include <dwell/profile/text_pairs.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Both texts, each of their parts once and in ascending order, so that neither the order nor the grouping of merges
/// shows in the result.
[[nodiscard]] inline std::string join_texts(const std::string& a, const std::string& b) {
    constexpr std::string_view separator = " | ";
    if (a == b || b.empty()) {
        return a;
    }
    if (a.empty()) {
        return b;
    }
    std::vector<std::string> texts;
    for (std::string_view rest : {std::string_view(a), std::string_view(b)}) {
        for (size_t end = rest.find(separator); end != std::string_view::npos; end = rest.find(separator)) {
            texts.push_back(std::string(rest.substr(0, end)));
            rest.remove_prefix(end + separator.size());
        }
        texts.push_back(std::string(rest));
    }
    const std::vector<uint32_t> order =
        sorted_order(texts.size(), [&](uint32_t i, uint32_t j) { return texts[i].compare(texts[j]) < 0; });
    std::string joined(texts[order[0]]);
    for (size_t i = 1; i < order.size(); ++i) {
        if (texts[order[i]] != texts[order[i - 1]]) {
            joined += separator;
            joined += texts[order[i]];
        }
    }
    return joined;
}

/// All pairs of both, each once and in ascending order; where both have the same, that as it is.
[[nodiscard]] inline std::vector<text_pair> join_pairs(const std::vector<text_pair>& a,
                                                       const std::vector<text_pair>& b) {
    std::vector<text_pair> all(a);
    if (compare(a, b) == 0) {
        return all;
    }
    for (const text_pair& pair : b) {
        all.push_back(pair);
    }
    std::vector<text_pair> joined;
    for (const uint32_t i :
         sorted_order(all.size(), [&](uint32_t i, uint32_t j) { return compare(all[i], all[j]) < 0; })) {
        if (joined.empty() || compare(joined.back(), all[i]) != 0) {
            joined.push_back(all[i]);
        }
    }
    return joined;
}

[[nodiscard]] inline profile_metadata merge_metadata(const profile_metadata& a, const profile_metadata& b) {
    profile_metadata merged;
    merged.program = join_texts(a.program, b.program);
    merged.command = join_texts(a.command, b.command);
    merged.pid = a.pid == b.pid ? a.pid : 0;
    merged.host = join_texts(a.host, b.host);
    merged.operating_system = join_texts(a.operating_system, b.operating_system);
    merged.cpu_model = join_texts(a.cpu_model, b.cpu_model);
    merged.cpu_count = larger(a.cpu_count, b.cpu_count);
    const bool knows_starts = a.start_unix_ns != 0 && b.start_unix_ns != 0;  // 0 is "not known"
    merged.start_unix_ns =
        knows_starts ? smaller(a.start_unix_ns, b.start_unix_ns) : larger(a.start_unix_ns, b.start_unix_ns);
    merged.snapshot_unix_ns = larger(a.snapshot_unix_ns, b.snapshot_unix_ns);
    // Without a sign, since a file may say any two times.
    const uint64_t span =
        knows_starts && merged.snapshot_unix_ns > merged.start_unix_ns
            ? static_cast<uint64_t>(merged.snapshot_unix_ns) - static_cast<uint64_t>(merged.start_unix_ns)
            : 0;
    merged.duration_ns = larger(larger(a.duration_ns, b.duration_ns), span);
    merged.clock = join_texts(a.clock, b.clock);
    merged.clock_resolution_ns = larger(a.clock_resolution_ns, b.clock_resolution_ns);
    merged.compiler = join_texts(a.compiler, b.compiler);
    merged.build_flags = join_texts(a.build_flags, b.build_flags);
    merged.git_commit = join_texts(a.git_commit, b.git_commit);
    merged.dwell_version = join_texts(a.dwell_version, b.dwell_version);
    merged.scope_cost_ns = larger(a.scope_cost_ns, b.scope_cost_ns);
    merged.scope_parent_cost_ns = larger(a.scope_parent_cost_ns, b.scope_parent_cost_ns);
    merged.sampled_scope_cost_ns = larger(a.sampled_scope_cost_ns, b.sampled_scope_cost_ns);
    merged.sampled_scope_parent_cost_ns = larger(a.sampled_scope_parent_cost_ns, b.sampled_scope_parent_cost_ns);
    merged.untimed_scope_cost_ns = larger(a.untimed_scope_cost_ns, b.untimed_scope_cost_ns);
    // Never taken away twice, though then not from all.
    merged.compensated = a.compensated || b.compensated;
    merged.extra = join_pairs(a.extra, b.extra);
    return merged;
}

[[nodiscard]] inline recording_health merge_health(const recording_health& a, const recording_health& b) noexcept {
    recording_health merged;
    merged.truncated_calls = a.truncated_calls + b.truncated_calls;
    merged.other_names = a.other_names + b.other_names;
    merged.other_series = a.other_series + b.other_series;
    merged.misnested_scopes = a.misnested_scopes + b.misnested_scopes;
    merged.ended_on_other_thread = a.ended_on_other_thread + b.ended_on_other_thread;
    merged.negative_durations = a.negative_durations + b.negative_durations;
    merged.lost_records = a.lost_records + b.lost_records;
    merged.rebucketed = a.rebucketed + b.rebucketed;
    merged.delta_mismatches = a.delta_mismatches + b.delta_mismatches;
    return merged;
}

/// Counts are added; live memory is a state, and added where `has_state_of_...` says so.
[[nodiscard]] inline memory_profile merge_memory(const memory_profile& a, bool has_state_of_a, const memory_profile& b,
                                                 bool has_state_of_b) {
    memory_profile merged;
    const bool is_one_kind = a.sizes == b.sizes || a.sizes.empty() || b.sizes.empty();
    merged.sizes = !is_one_kind ? "mixed" : a.sizes.empty() ? b.sizes : a.sizes;
    merged.sample_interval_bytes = larger(a.sample_interval_bytes, b.sample_interval_bytes);
    merged.frees_of_unknown_size = a.frees_of_unknown_size + b.frees_of_unknown_size;
    merged.failed_allocations = a.failed_allocations + b.failed_allocations;
    merged.lost_samples = a.lost_samples + b.lost_samples;
    for (const auto& [from, has_state] : {std::pair(&a, has_state_of_a), std::pair(&b, has_state_of_b)}) {
        merged.outside.add(from->outside);
        merged.own.add(from->own);
        if (has_state) {
            merged.live_outside.add(from->live_outside);
        }
    }
    return merged;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
