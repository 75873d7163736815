// SPDX-License-Identifier: BSL-1.0
// What a subcommand prints with --json.
#ifndef DWELL_TOOL_OUTPUT_JSON_DOCUMENT_HPP
#define DWELL_TOOL_OUTPUT_JSON_DOCUMENT_HPP

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace dwell::tool {

/// The text of a document, with the end of its last line. Bytes that are not UTF-8 become U+FFFD: names of scopes and
/// files may be anything. Numbers that JSON does not have become null.
[[nodiscard]] std::string json_document(const nlohmann::ordered_json& document);

/// Null where it is empty, since it is not known then.
[[nodiscard]] nlohmann::ordered_json text_or_null(const std::string& text);

}  // namespace dwell::tool

#endif
