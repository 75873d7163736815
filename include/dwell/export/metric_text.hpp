// SPDX-License-Identifier: BSL-1.0
// The lines of Prometheus's text format and of OpenMetrics: what is said of a family, labels, samples.
#ifndef DWELL_EXPORT_METRIC_TEXT_HPP
#define DWELL_EXPORT_METRIC_TEXT_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/metric_names.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/profile/text_pairs.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// Two formats of the same: a scraper says in its Accept header which it reads.
enum class openmetrics_format {
    openmetrics,      ///< OpenMetrics 1.0
    prometheus_text,  ///< Prometheus's text format 0.0.4, which its textfile collector and older servers read
};

namespace detail {

enum class metric_type { counter, gauge, histogram, summary, info };

/// Appends `text` with `\`, line feeds and, where asked for, quotes escaped. U+FFFD stands for what no reader takes: a
/// byte that is not UTF-8, a carriage return, a zero.
inline void append_escaped(std::string& result, std::string_view text, bool escapes_quotes = true) {
    while (!text.empty()) {
        const size_t length = code_point_length(text);
        const char c = text[0];
        if (c == '\\' || (c == '"' && escapes_quotes)) {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (length == 0 || c == '\r' || c == '\0') {
            result += replacement_character;
        } else {
            result += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
}

/// `name="text"`.
[[nodiscard]] inline std::string formatted_label(std::string_view name, std::string_view text) {
    std::string result(name);
    result += "=\"";
    append_escaped(result, text);
    result += '"';
    return result;
}

/// The labels of a series without their braces, in the order of their names, so that the same labels give the same
/// text. One without text is left out, as Prometheus sees no difference. Where two have one name, their texts are
/// joined by `;`.
[[nodiscard]] inline std::string formatted_labels(const std::vector<text_pair>& labels) {
    std::vector<text_pair> renamed;
    for (const auto& [key, text] : labels) {
        if (!text.empty()) {
            renamed.emplace_back(label_word(key), text);
        }
    }
    const std::vector<uint32_t> order = sorted_order(
        renamed.size(), [&](uint32_t a, uint32_t b) { return renamed[a].first.compare(renamed[b].first) < 0; });
    std::string result;
    for (size_t i = 0; i < order.size();) {
        const text_pair& label = renamed[order[i]];
        std::string text = label.second;
        for (++i; i < order.size() && renamed[order[i]].first == label.first; ++i) {
            text += ';' + renamed[order[i]].second;
        }
        result += result.empty() ? "" : ",";
        result += formatted_label(label.first, text);
    }
    return result;
}

/// A number as the text of `le` or `quantile`: as Go formats it, with `.0` behind a whole number, which is the one form
/// that OpenMetrics allows for powers of ten. The same in both formats, so that a series keeps its name.
[[nodiscard]] inline std::string bound_text(double bound) {
    char buffer[32];
    char* end = std::to_chars(buffer, buffer + sizeof(buffer), bound, std::chars_format::scientific).ptr;
    std::string text(buffer, end);
    int exponent = 0;
    for (const char c : text.substr(text.find('e') + 2)) {
        exponent = exponent * 10 + (c - '0');
    }
    exponent = text.find("e-") == std::string::npos ? exponent : -exponent;
    if (exponent >= -4 && exponent < 6) {
        end = std::to_chars(buffer, buffer + sizeof(buffer), bound, std::chars_format::fixed).ptr;
        text.assign(buffer, end);
        text += text.find('.') == std::string::npos ? ".0" : "";
    }
    return text;
}

/// Writes families one after the other, each with its samples.
class metric_text {
public:
    metric_text(text_writer& out, openmetrics_format format) noexcept
        : out_(out), is_openmetrics_(format == openmetrics_format::openmetrics) {}

    [[nodiscard]] bool is_openmetrics() const noexcept { return is_openmetrics_; }

    /// Begins a family: what is said of it. `name` is without `_total` or `_info`, and ends in `unit` if there is one.
    void family(std::string_view name, metric_type type, std::string_view unit, std::string_view help) {
        name_ = name;
        std::string shown = name_;
        if (!is_openmetrics_ && type == metric_type::counter) {
            shown += "_total";
        } else if (!is_openmetrics_ && type == metric_type::info) {
            shown += "_info";
        }
        std::string escaped;
        append_escaped(escaped, help, is_openmetrics_);
        comment("HELP", shown, escaped);
        comment("TYPE", shown, type_name(type));
        if (is_openmetrics_ && !unit.empty()) {
            comment("UNIT", shown, unit);
        }
    }

    /// A sample of the family: `suffix` stands behind its name, `labels` and `more` (each may be empty) in braces,
    /// `exemplar` as it is behind the value.
    template <typename Number>
    void sample(std::string_view suffix, std::string_view labels, std::string_view more, Number value,
                std::string_view exemplar = {}) {
        out_.text(name_);
        out_.text(suffix);
        if (!labels.empty() || !more.empty()) {
            out_.character('{');
            out_.text(labels);
            out_.text(labels.empty() || more.empty() ? "" : ",");
            out_.text(more);
            out_.character('}');
        }
        out_.character(' ');
        number(value);
        out_.text(exemplar);
        out_.character('\n');
    }

    void end() {
        if (is_openmetrics_) {
            out_.text("# EOF\n");
        }
    }

private:
    static const char* as_text(metric_type type) noexcept {
        switch (type) {
            case metric_type::counter:
                return "counter";
            case metric_type::histogram:
                return "histogram";
            case metric_type::summary:
                return "summary";
            case metric_type::info:
                return "info";
            case metric_type::gauge:
                break;
        }
        return "gauge";
    }

    [[nodiscard]] const char* type_name(metric_type type) const noexcept {
        return as_text(type == metric_type::info && !is_openmetrics_ ? metric_type::gauge : type);
    }

    void comment(std::string_view what, std::string_view name, std::string_view text) {
        out_.text("# ");
        out_.text(what);
        out_.character(' ');
        out_.text(name);
        out_.character(' ');
        out_.text(text);
        out_.character('\n');
    }

    void number(uint64_t value) { out_.integer(value); }
    void number(double value) {
        if (is_finite(value)) {
            out_.number(value);
        } else {
            out_.text(is_nan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
        }
    }

    text_writer& out_;
    bool is_openmetrics_;
    std::string name_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
