// SPDX-License-Identifier: BSL-1.0
#include "commands/option_units.hpp"

#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace dwell::tool {
namespace {

struct unit {
    const char* symbol;
    double size;
};

CLI::Validator positive_with_unit(const char* description, std::vector<unit> units, std::string examples) {
    return CLI::Validator(
        [units = std::move(units), examples = std::move(examples)](std::string& text) -> std::string {
            double number = 0;
            const char* const end = text.data() + text.size();
            const auto [rest, error] = std::from_chars(text.data(), end, number);
            for (const unit& each : units) {
                const double value = number * each.size;
                if (error == std::errc() && std::string(rest, end) == each.symbol && std::isfinite(value) &&
                    value > 0) {
                    char digits[64];
                    text = std::string(digits, std::to_chars(digits, digits + sizeof(digits), value).ptr);
                    return {};
                }
            }
            return "\"" + text + "\" is not written as " + examples;
        },
        description);
}

}  // namespace

CLI::Validator time_in_seconds() {
    return positive_with_unit("TIME", {{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}}, "500ms, 90s, 5m or 2h");
}

CLI::Validator percentage_as_share() { return positive_with_unit("PERCENT", {{"%", 0.01}}, "10%"); }

}  // namespace dwell::tool
