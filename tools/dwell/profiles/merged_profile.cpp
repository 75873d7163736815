// SPDX-License-Identifier: BSL-1.0
#include "profiles/merged_profile.hpp"

#include "profiles/profile_file.hpp"

#include <dwell/profile/merge.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

namespace dwell::tool {
namespace {

constexpr const char* count_key = "merged_profiles";

/// Takes the number of profiles that one is made of out of its metadata, where it says so: 1 elsewhere.
uint64_t take_count(profile& source) {
    profile_parts parts = source.parts();
    auto& extra = parts.metadata.extra;
    uint64_t count = 1;
    const auto found =
        std::find_if(extra.begin(), extra.end(), [](const auto& pair) { return pair.first == count_key; });
    if (found == extra.end()) {
        return count;
    }
    const std::string& digits = found->second;
    std::from_chars(digits.data(), digits.data() + digits.size(), count);
    extra.erase(found);
    source = profile(std::move(parts));
    return count;
}

profile with_count(const profile& source, uint64_t count) {
    profile_parts parts = source.parts();
    parts.metadata.extra.emplace_back(count_key, std::to_string(count));
    return profile(std::move(parts));
}

}  // namespace

merged_profile load_and_merge(const std::vector<std::string>& paths) {
    merged_profile merged;
    uint64_t count = 0;
    for (const std::string& path : paths) {
        profile next = load_profile(path);
        count += take_count(next);
        if (&path == &paths.front()) {
            merged.result = std::move(next);
            continue;
        }
        const uint64_t before = merged.result.health().rebucketed + next.health().rebucketed;
        if (merged.result.metadata().compensated != next.metadata().compensated) {
            merged.notes.push_back(path +
                                   ": only one of it and what stands before it is compensated; the result says "
                                   "that all is");
        }
        merged.result = merge(merged.result, next);
        if (const uint64_t rebucketed = merged.result.health().rebucketed - before; rebucketed != 0) {
            merged.notes.push_back(path + ": its clock has other ticks: " + std::to_string(rebucketed) +
                                   " histograms were rescaled, at most 1.6 % off");
        }
    }
    merged.result = with_count(merged.result, count);
    return merged;
}

}  // namespace dwell::tool
