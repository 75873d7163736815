// SPDX-License-Identifier: BSL-1.0
#include "output/json_document.hpp"

#include <nlohmann/json.hpp>

namespace dwell::tool {

std::string json_document(const nlohmann::ordered_json& document) {
    return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace dwell::tool
