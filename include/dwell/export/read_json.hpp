// SPDX-License-Identifier: BSL-1.0
// Reads what `write_json` wrote, and refuses anything else with an error value.
#ifndef DWELL_EXPORT_READ_JSON_HPP
#define DWELL_EXPORT_READ_JSON_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/export/profile_reader.hpp>
#include <dwell/export/read_file.hpp>
#include <dwell/export/status.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN

/// Reads JSON of the schema `dwell.profile/1` into `target`, which equals the profile that `write_json` was given
/// (where that held UTF-8 and finite numbers). Unknown members are ignored, so that files of later releases with the
/// same schema are read; derived ones (`scopes`, all that end in `_ns` but `cpu_ns`, percentiles) are, too, and self
/// times, and memory with the children's, are derived anew. Any other input is refused, with `target` as it was: the
/// message says why and where. Time O(n log n) in the size of the text, memory O(n); nothing is allocated for a number
/// that the input merely names.
[[nodiscard]] inline read_status read_json(std::string_view text, profile& target) {
    const detail::own_work not_the_users;
    return detail::profile_reader(text).read(target);
}

/// The same for a file, of at most 1 GiB.
[[nodiscard]] inline read_status read_json_file(const char* path, profile& target) {
    std::string text;
    const std::string trouble = detail::read_file(path, size_t{1} << 30U, text);
    if (!trouble.empty()) {
        return read_status::failure(std::string(path) + ": " + trouble);
    }
    const read_status status = read_json(text, target);
    return status ? status : read_status::failure(std::string(path) + ": " + status.message(), status.offset());
}
[[nodiscard]] inline read_status read_json_file(const std::string& path, profile& target) {
    return read_json_file(path.c_str(), target);
}

DWELL_NAMESPACE_END

#endif
