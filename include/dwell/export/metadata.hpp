// SPDX-License-Identifier: BSL-1.0
// metadata.json: where, when and how a profile was taken, without the profile.
#ifndef DWELL_EXPORT_METADATA_HPP
#define DWELL_EXPORT_METADATA_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/metadata_fields.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct metadata_options {
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
};

namespace detail {

inline void write_string_map(json_writer& json, const std::vector<std::pair<std::string, std::string>>& map) {
    json.begin_object();
    for (const auto& [key, text] : map) {
        json.member(key, text);
    }
    json.end_object();
}

/// The members "metadata", "clock" and "health" of the object that `json` is in.
inline void write_metadata_members(json_writer& json, const profile& source) {
    const auto write_member = [&](const char* key, const auto& content, const auto&...) { json.member(key, content); };
    json.key("metadata");
    json.begin_object();
    visit_metadata(source.metadata(), write_member);
    json.key("extra");
    write_string_map(json, source.metadata().extra);
    json.end_object();
    json.key("clock");
    json.begin_object();
    const tick_scale scale = source.scale();
    visit_clock(source.metadata(), scale, write_member);
    json.end_object();
    json.key("health");
    json.begin_object();
    visit_health(source.health(), write_member);
    json.end_object();
}

}  // namespace detail

/// Writes the schema `dwell.metadata/1`: the members "metadata", "clock" and "health" as in `write_json`.
template <sink Sink>
export_status write_metadata(Sink& out, const profile& source, metadata_options options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_metadata(out, compensated(source), options);
    }
    detail::text_writer writer(out);
    detail::json_writer json(writer);
    json.begin_object();
    json.member("schema", "dwell.metadata/1");
    detail::write_metadata_members(json, source);
    json.end_object();
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
