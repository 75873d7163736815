// SPDX-License-Identifier: BSL-1.0
#include "output/json_document.hpp"

#include <nlohmann/json.hpp>

namespace dwell::tool {

std::string json_document(const nlohmann::ordered_json& document) {
    return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

nlohmann::ordered_json text_or_null(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

}  // namespace dwell::tool
