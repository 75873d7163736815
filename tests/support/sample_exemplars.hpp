// SPDX-License-Identifier: BSL-1.0
// Exemplars for the sample profiles.
#ifndef DWELL_TESTS_SUPPORT_SAMPLE_EXEMPLARS_HPP
#define DWELL_TESTS_SUPPORT_SAMPLE_EXEMPLARS_HPP

#include "support/sample_profile.hpp"

#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sample {

/// The source with up to three exemplars of each name, whose durations are in its histograms: all that is below the
/// call path ran inside, each scope once, children one after the other. Threads have hostile names; some exemplars are
/// cut, lack scopes, or allocated.
inline dwell::profile with_exemplars(const dwell::profile& source) {
    const std::vector<dwell::call_path>& paths = source.paths();
    dwell::profile_builder builder;
    builder.parts() = source.parts();
    builder.parts().origin_unix_ns = source.metadata().start_unix_ns;
    builder.parts().exemplars_per_name = 3;
    // For each call path, the one behind the last below it.
    std::vector<std::uint32_t> end_of(paths.size());
    for (std::uint32_t i = static_cast<std::uint32_t>(paths.size()); i-- > 0;) {
        end_of[i] = (std::max)(end_of[i], i + 1);
        if (paths[i].parent != dwell::call_path::no_parent) {
            end_of[paths[i].parent] = (std::max)(end_of[paths[i].parent], end_of[i]);
        }
    }
    std::vector<std::string> threads = hostile_names();
    threads.emplace_back();
    std::uint64_t number = 0;
    for (std::uint32_t i = 0; i < paths.size(); ++i) {
        for (const double percent : {100.0, 90.0, 50.0, 10.0}) {
            if (paths[i].durations.empty()) {
                continue;
            }
            dwell::exemplar slow;
            const auto duration = static_cast<std::uint64_t>(paths[i].durations.percentile(percent));
            const std::uint64_t start = 1'000 + number * 2'000'000'000;
            const std::uint64_t allocations = number % 3 == 0 ? number : 0;
            slow.instance = {i, false, start, duration, allocations, allocations * 64};
            slow.thread = threads[(number / 4 + number % 4) % threads.size()];
            slow.thread_number = static_cast<std::uint32_t>(1 + number % 5);
            slow.allocations = allocations * 7;
            slow.allocated_bytes = allocations * 123'456;
            slow.left_out = number % 4 == 0 ? number : 0;
            slow.is_cut = number % 7 == 6;
            // An only child takes most of the time; of several, each takes as long as it has scopes inside.
            const std::uint64_t size = end_of[i] - i;
            const std::uint64_t step = duration / (size == 2 ? 10 : 2 * size);
            for (std::uint32_t below = i + 1; below < end_of[i] && step != 0; ++below) {
                const std::uint64_t steps = size == 2 ? 8 : 2 * (end_of[below] - below) - 1;
                slow.inside.push_back(
                    {below, false, start + (2 * (below - i) - 1) * step, steps * step, below % 2, 16 * (below % 2)});
            }
            builder.add_exemplar(std::move(slow));
            ++number;
        }
    }
    return builder.build();
}

}  // namespace sample

#endif
