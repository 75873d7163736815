// SPDX-License-Identifier: BSL-1.0
// Which scopes' names stand in the same source file, for the formats that write each file once.
#ifndef DWELL_EXPORT_SOURCE_FILES_HPP
#define DWELL_EXPORT_SOURCE_FILES_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/hash_index.hpp>
#include <dwell/profile/profile.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// For each name the index of the first name of its file, itself or an earlier one.
[[nodiscard]] inline std::vector<uint32_t> first_names_of_files(const profile& source) {
    const std::vector<scope_name>& names = source.names();
    hash_index files;
    std::vector<uint32_t> first;
    first.reserve(names.size());
    for (uint32_t i = 0; i < names.size(); ++i) {
        const uint64_t hash = hash_of(names[i].file);
        const uint32_t known = files.find(hash, [&](uint32_t other) { return names[other].file == names[i].file; });
        if (known == hash_index::none) {
            files.insert(hash, i);
        }
        first.push_back(known == hash_index::none ? i : known);
    }
    return first;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
