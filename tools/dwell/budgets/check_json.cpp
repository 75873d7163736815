// SPDX-License-Identifier: BSL-1.0
#include "budgets/check_json.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace dwell::tool {
namespace {

using nlohmann::ordered_json;

std::string_view name_of(limit_unit unit) {
    constexpr std::string_view names[] = {"nanoseconds", "bytes", "bytes_per_hour", "count", "ratio"};
    return names[static_cast<size_t>(unit)];
}

ordered_json json_of(const limit_check& check) {
    ordered_json result = {
        {"quantity", check.quantity}, {"unit", name_of(check.unit)},     {"relation", to_text(check.relation)},
        {"limit", check.limit},       {"measured", check.estimate},      {"interval", {check.lower, check.upper}},
        {"samples", check.samples},   {"answer", to_text(check.answer)},
    };
    if (check.samples_wanted != 0) {
        result["samples_wanted"] = check.samples_wanted;
    }
    if (!check.reason.empty()) {
        result["reason"] = check.reason;
    }
    return result;
}

ordered_json json_of(const checked_budget& one) {
    ordered_json result = {
        {"profile", one.profile}, {"subject", one.result.subject},          {"kind", to_text(one.kind)},
        {"line", one.line},       {"answer", to_text(one.result.answer())}, {"limits", ordered_json::array()},
    };
    for (const limit_check& check : one.result.checks) {
        result["limits"].push_back(json_of(check));
    }
    if (!one.result.error.empty()) {
        result["error"] = one.result.error;
    }
    if (!one.result.costliest.path.empty()) {
        result["costliest"] = {{"path", one.result.costliest.path},
                               {"share", one.result.costliest.share},
                               {"of", one.result.costliest.of}};
    }
    result["notes"] = one.result.notes;
    return result;
}

}  // namespace

ordered_json check_json(const std::string& budgets_file, const std::vector<checked_budget>& all) {
    ordered_json document = {
        {"schema", "dwell.check/1"},
        {"budgets_file", budgets_file},
        {"answer", to_text(answer_to(all))},
        {"budgets", ordered_json::array()},
    };
    for (const checked_budget& one : all) {
        document["budgets"].push_back(json_of(one));
    }
    return document;
}

}  // namespace dwell::tool
