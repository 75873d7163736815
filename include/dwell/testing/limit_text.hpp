// SPDX-License-Identifier: BSL-1.0
// A limit and what was measured, as a line for a person.
#ifndef DWELL_TESTING_LIMIT_TEXT_HPP
#define DWELL_TESTING_LIMIT_TEXT_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/digits.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/testing/counter_limit.hpp>
#include <dwell/testing/limit_check.hpp>
#include <dwell/testing/verdict.hpp>

#include <charconv>
#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What a number of this size is written in.
[[nodiscard]] inline human_unit unit_of_limit(limit_unit unit, double value) {
    const double magnitude = is_finite(value) ? absolute(value) : 0.0;
    switch (unit) {
        case limit_unit::nanoseconds:
            return duration_unit(magnitude);
        case limit_unit::bytes:
            return {1, " B"};             // as the limit is written in the code
        case limit_unit::bytes_per_hour:  // as `growth_check` has it
            return magnitude < 1e5 ? human_unit{1, " B/h"} : human_unit{1e6, " MB/h"};
        case limit_unit::count:
        case limit_unit::ratio:
            break;
    }
    return {1, ""};
}

/// A limit as somebody wrote it, in up to 12 digits: `5 ms`, `0.8`.
[[nodiscard]] inline std::string limit_text(limit_unit unit, double limit) {
    if (is_nan(limit)) {
        return "NaN";
    }
    const human_unit shown = unit_of_limit(unit, limit);
    char digits[64];
    const auto end = std::to_chars(digits, digits + sizeof(digits), limit / shown.size, std::chars_format::general, 12);
    return with_thousands(std::string(digits, end.ptr)) + shown.symbol;
}

/// How what was measured is written: all of a line's numbers in one unit, with as many decimals.
class measured_format {
public:
    /// Three digits of the largest, or as many as it takes until no number looks to be on another side of the limit
    /// than it is: 5.0004 ms is not to be read as 5.00 where 5 ms are the limit.
    explicit measured_format(const limit_check& check)
        : unit_(unit_of_limit(check.unit, largest_of(check))), limit_(check.limit / unit_.size) {
        const double largest = absolute(largest_of(check)) / unit_.size;
        decimals_ = largest < 9.995 ? 2 : largest < 99.95 ? 1 : 0;
        for (double scaled = largest * 100; scaled > 0 && scaled < 99.95 && decimals_ < most_decimals; scaled *= 10) {
            ++decimals_;
        }
        while (decimals_ < most_decimals &&
               (misleads(check.estimate) || misleads(check.lower) || misleads(check.upper))) {
            ++decimals_;
        }
    }

    /// Without the unit. Whole numbers that were counted have no decimals.
    [[nodiscard]] std::string number(double value) const {
        return with_thousands(fixed_text(value / unit_.size, decimals_));
    }
    [[nodiscard]] std::string counted(double value) const {
        std::string digits = fixed_text(value / unit_.size, decimals_);
        if (digits.find('.') != std::string::npos) {
            digits.erase(digits.find_last_not_of('0') + 1);
            digits.erase(digits.find_last_not_of('.') + 1);
        }
        return with_thousands(digits);
    }
    [[nodiscard]] const char* symbol() const noexcept { return unit_.symbol; }

private:
    static constexpr int most_decimals = 12;

    // NaN only where all three are.
    [[nodiscard]] static double largest_of(const limit_check& check) noexcept {
        double largest = not_a_number;
        for (const double value : {check.estimate, check.lower, check.upper}) {
            if (is_finite(value) && !(absolute(value) <= absolute(largest))) {
                largest = value;
            }
        }
        return largest;
    }

    // What differs in the 14th digit is equal: no decimals show it, and changing units may make it so.
    [[nodiscard]] int side_of_limit(double value) const noexcept {
        const bool is_equal = absolute(value - limit_) <= 1e-13 * absolute(limit_);
        return is_equal ? 0 : value < limit_ ? -1 : value > limit_ ? 1 : 0;
    }
    [[nodiscard]] bool misleads(double value) const noexcept {
        double scale = 1;
        for (int i = 0; i < decimals_; ++i) {
            scale *= 10;
        }
        const double shown = value / unit_.size;
        return is_finite(value) && side_of_limit(rounded(shown * scale) / scale) != side_of_limit(shown);
    }

    human_unit unit_;
    double limit_;
    int decimals_;
};

[[nodiscard]] inline std::string whole_number(double value) { return with_thousands(fixed_text(value, 0)); }

/// "12,000 calls".
[[nodiscard]] inline std::string samples_text(limit_unit unit, double samples) {
    if (unit == limit_unit::ratio) {
        return whole_number(samples) + " of them";
    }
    return whole_number(samples) + (unit == limit_unit::bytes_per_hour ? " point" : " call") +
           (samples == 1 ? "" : "s");
}

/// What was counted, and in how many: " (300 of 400)", " (1 in 10,000 calls)", " (10,000 calls)".
[[nodiscard]] inline std::string counts_text(const limit_check& check) {
    const auto samples = static_cast<double>(check.samples);
    if (check.samples == 0) {
        return {};
    }
    const double sum = check.estimate * samples;
    const bool is_sum = absolute(sum - rounded(sum)) < 1e-6 * samples && sum < 1e15;
    if (check.unit == limit_unit::ratio) {
        const std::string events = is_sum ? whole_number(sum) + (sum > samples ? " over " : " of ") : "of ";
        return " (" + events + whole_number(samples) + ")";
    }
    // So few allocations, say, that their mean hides how many there were.
    const bool is_rare = is_sum && check.unit == limit_unit::count && check.lower == check.upper && sum < samples;
    return " (" + (is_rare && sum > 0 ? whole_number(sum) + " in " : std::string()) +
           samples_text(check.unit, samples) + ")";
}

/// "6.21 ms, surely from 6.02 to 6.40 ms (12,000 calls)"; nothing where nothing was measured.
[[nodiscard]] inline std::string measured_text(const limit_check& check) {
    if (is_nan(check.estimate) && is_nan(check.lower) && is_nan(check.upper)) {
        return {};
    }
    const measured_format format(check);
    const bool is_counted = check.lower == check.upper && check.unit != limit_unit::nanoseconds;
    const std::string lower = format.number(check.lower);
    const std::string upper = format.number(check.upper);
    const std::string estimate = is_nan(check.estimate) ? std::string()
                                 : is_counted           ? format.counted(check.estimate)
                                                        : format.number(check.estimate);
    std::string text = estimate.empty() ? estimate : estimate + format.symbol();
    const auto separate = [&] { text += text.empty() ? "" : ", "; };
    if (is_counted) {
        text += ", counted";
    } else if (is_finite(check.lower) && is_finite(check.upper)) {
        // Not bounds of one bucket, say, that no shown digit tells apart.
        if (lower != upper || lower != estimate) {
            separate();
            text += "surely from " + lower + " to " + upper + format.symbol();
        }
    } else if (is_finite(check.lower) && check.upper == infinity) {
        separate();
        text += "surely " + lower + format.symbol() + " or more";
    } else if (check.lower == -infinity && is_finite(check.upper)) {
        separate();
        text += "surely " + upper + format.symbol() + " or less";
    }
    const std::string counts = counts_text(check);
    return text.empty() && !counts.empty() ? counts.substr(1) : text + counts;
}

/// `number` in two digits, rounded up: what is wanted is not known better.
[[nodiscard]] inline double two_digits_up(uint64_t number) noexcept {
    double unit = 1;
    while (static_cast<double>(number) / unit > 99) {
        unit *= 10;
    }
    const double units = static_cast<double>(number) / unit;
    return (rounded(units) < units ? rounded(units) + 1 : rounded(units)) * unit;
}

/// "p99 <= 5 ms: 6.21 ms, surely from 6.02 to 6.40 ms (12,000 calls): fail", and the reason.
[[nodiscard]] inline std::string line_of(const limit_check& check) {
    std::string text = printable(check.quantity) + " ";
    text += to_text(check.relation);
    text += " " + limit_text(check.unit, check.limit) + ": ";
    const std::string measured = measured_text(check);
    text += measured.empty() ? "" : measured + ": ";
    text += to_text(check.answer);
    if (!check.reason.empty()) {
        text += ": " + printable(check.reason);
    }
    if (check.samples_wanted != 0) {
        text += check.reason.empty() ? ": wants about " : "; wants about ";
        text += samples_text(check.unit, two_digits_up(check.samples_wanted));
    }
    return text;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
