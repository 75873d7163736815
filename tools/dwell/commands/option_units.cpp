// SPDX-License-Identifier: BSL-1.0
#include "commands/option_units.hpp"

#include <dwell/autosave/save_plan.hpp>
#include <dwell/stats/floating.hpp>

#include <charconv>
#include <string>
#include <string_view>

namespace dwell::tool {
namespace {

/// NaN where it is none.
double read_percentage(std::string_view text) {
    double percent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
    const bool is_percentage = error == std::errc() && text.substr(static_cast<size_t>(end - text.data())) == "%";
    return is_percentage ? percent / 100 : detail::not_a_number;
}

CLI::Validator number_with_unit(const char* description, double (*read)(std::string_view), bool may_be_zero,
                                const char* examples) {
    return CLI::Validator(
        [read, may_be_zero, examples](std::string& text) -> std::string {
            const double value = read(text);
            if (!detail::is_positive(value) && !(may_be_zero && value == 0)) {
                return "\"" + text + "\" is not written as " + examples;
            }
            char digits[64];
            text = std::string(digits, std::to_chars(digits, digits + sizeof(digits), value).ptr);
            return {};
        },
        description);
}

}  // namespace

CLI::Validator time_in_seconds() {
    return number_with_unit("TIME", detail::read_seconds, false, "500ms, 90s, 5m or 2h");
}

CLI::Validator percentage_as_share(const char* example) {
    return number_with_unit("PERCENT", read_percentage, false, example);
}

CLI::Validator percentage_or_zero_as_share(const char* example) {
    return number_with_unit("PERCENT", read_percentage, true, example);
}

CLI::Validator not_empty() {
    return {[](const std::string& text) { return text.empty() ? std::string("is empty") : std::string(); }, ""};
}

}  // namespace dwell::tool
