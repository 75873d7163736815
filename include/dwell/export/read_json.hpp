// SPDX-License-Identifier: BSL-1.0
// Reads what `write_json` wrote, and refuses anything else with an error value.
#ifndef DWELL_EXPORT_READ_JSON_HPP
#define DWELL_EXPORT_READ_JSON_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/export/profile_reader.hpp>
#include <dwell/export/status.hpp>
#include <dwell/profile/profile.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
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
    constexpr size_t largest = size_t{1} << 30U;
    const auto failure = [path](const char* what) { return read_status::failure(std::string(path) + ": " + what); };
    errno = 0;
    std::FILE* const file = std::fopen(path, "rb");
    if (file == nullptr) {
        return failure(std::strerror(errno));
    }
    std::string text;
    char block[16384];
    size_t size = 0;
    do {
        size = std::fread(block, 1, sizeof(block), file);
        text.append(block, size);
    } while (size == sizeof(block) && text.size() <= largest);
    const int error = std::ferror(file) != 0 ? errno : 0;
    std::fclose(file);
    if (error != 0) {
        return failure(std::strerror(error));
    }
    if (text.size() > largest) {
        return failure("larger than 1 GiB");
    }
    const read_status status = read_json(text, target);
    return status ? status : read_status::failure(std::string(path) + ": " + status.message(), status.offset());
}
[[nodiscard]] inline read_status read_json_file(const std::string& path, profile& target) {
    return read_json_file(path.c_str(), target);
}

DWELL_NAMESPACE_END

#endif
