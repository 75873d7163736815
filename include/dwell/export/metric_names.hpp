// SPDX-License-Identifier: BSL-1.0
// The names of metrics, labels and units as Prometheus has them: few characters, base units, and each name once.
#ifndef DWELL_EXPORT_METRIC_NAMES_HPP
#define DWELL_EXPORT_METRIC_NAMES_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/export/metric_buckets.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/profile/hash_index.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// `text` with `_` for each code point that is no ASCII letter, digit or `_`, and one before a digit that it begins
/// with. Colons become `_` too: Prometheus leaves them to recording rules.
[[nodiscard]] inline std::string metric_word(std::string_view text) {
    std::string word;
    while (!text.empty()) {
        const char c = text[0];
        const bool is_digit = c >= '0' && c <= '9';
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (is_digit && word.empty()) {
            word += '_';
        }
        word += is_digit || is_letter ? c : '_';
        const size_t length = code_point_length(text);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return word.empty() ? "_" : word;
}

/// A label's name: as `metric_word`, with `exported_` before what has a meaning of its own, which is what Prometheus
/// itself puts there: `le` and `quantile`, and whatever begins with `__`.
[[nodiscard]] inline std::string label_word(std::string_view text) {
    const std::string word = metric_word(text);
    return word == "le" || word == "quantile" || word.rfind("__", 0) == 0 ? "exported_" + word : word;
}

/// A unit as it stands behind a metric's name, and what turns the metric's values into it.
struct metric_unit {
    std::string word;  ///< empty for none
    value_scale scale;
};

/// The base unit of time or of bytes, whether `unit` is one of UCUM (https://ucum.org), as OpenTelemetry has them, or a
/// word. `1` and what stands in braces are no units. Any other is taken as it is.
[[nodiscard]] inline metric_unit base_unit(std::string_view unit) {
    static constexpr struct {
        const char* names[4];  // "" is no unit's
        const char* word;
        value_scale scale;
    } known[] = {
        {{"s", "seconds", "second", "sec"}, "seconds", {}},
        {{"ms", "milliseconds", "millisecond", "msec"}, "seconds", {1, 1e3}},
        {{"us", "microseconds", "microsecond", "usec"}, "seconds", {1, 1e6}},
        {{"\xC2\xB5s", "\xCE\xBCs", "\xC2\xB5sec", "\xCE\xBCsec"}, "seconds", {1, 1e6}},
        {{"ns", "nanoseconds", "nanosecond", "nsec"}, "seconds", {1, 1e9}},
        {{"min", "minutes", "minute", "mins"}, "seconds", {60, 1}},
        {{"h", "hours", "hour", "hrs"}, "seconds", {3600, 1}},
        {{"d", "days", "day", ""}, "seconds", {86400, 1}},
        {{"By", "bytes", "byte", "B"}, "bytes", {}},
        {{"KiBy", "kibibytes", "kibibyte", "KiB"}, "bytes", {1024.0, 1}},
        {{"MiBy", "mebibytes", "mebibyte", "MiB"}, "bytes", {1024.0 * 1024, 1}},
        {{"GiBy", "gibibytes", "gibibyte", "GiB"}, "bytes", {1024.0 * 1024 * 1024, 1}},
        {{"TiBy", "tebibytes", "tebibyte", "TiB"}, "bytes", {1024.0 * 1024 * 1024 * 1024, 1}},
        {{"kBy", "kilobytes", "kilobyte", "kB"}, "bytes", {1e3, 1}},
        {{"MBy", "megabytes", "megabyte", "MB"}, "bytes", {1e6, 1}},
        {{"GBy", "gigabytes", "gigabyte", "GB"}, "bytes", {1e9, 1}},
        {{"TBy", "terabytes", "terabyte", "TB"}, "bytes", {1e12, 1}},
        {{"KBy", "KB", "", ""}, "bytes", {1e3, 1}},
        {{"%", "percent", "percents", "per cent"}, "percent", {}},
    };
    if (unit.empty() || unit == "1" || unit.front() == '{') {
        return {};
    }
    for (const auto& entry : known) {
        for (const char* const name : entry.names) {
            if (unit == name) {
                return {entry.word, entry.scale};
            }
        }
    }
    std::string word = metric_word(unit);
    const size_t begin = word.find_first_not_of('_');
    const size_t end = word.find_last_not_of('_') + 1;
    return {begin == std::string::npos ? "" : word.substr(begin, end - begin), {}};
}

[[nodiscard]] inline bool ends_with_word(std::string_view name, std::string_view word) noexcept {
    return name.size() > word.size() && name.substr(name.size() - word.size()) == word &&
           name[name.size() - word.size() - 1] == '_';
}

/// Nothing where it is all of the name.
inline void remove_word_at_end(std::string& name, std::string_view word) {
    if (ends_with_word(name, word) && name.size() > word.size() + 1) {
        name.resize(name.size() - word.size() - 1);
    }
}

/// The name of a metric family, and whether it needed a hash to differ from the others.
struct family_name {
    std::string text;
    bool is_hashed = false;
};

/// Hands out names of metric families of which no sample has the name of another's.
class family_names {
public:
    /// The family for a metric of this name. `suffixes` are what its samples put behind the family's name. Begins with
    /// `user_` where it would begin with dwell's own `dwell_`. Where another metric has the name (`a.b` and `a_b` are
    /// one), a hash of the metric's own name tells them apart: it does not depend on which others there are.
    [[nodiscard]] family_name add(std::string_view metric, std::string_view kind, const metric_unit& unit,
                                  std::string_view metric_unit_text, const std::vector<const char*>& suffixes) {
        std::string stem = metric_word(metric);
        if (kind == "counter") {
            remove_word_at_end(stem, "total");
        }
        if (!unit.scale.is_identity()) {
            remove_word_at_end(stem, metric_word(metric_unit_text));
        }
        if (stem == "dwell" || stem.rfind("dwell_", 0) == 0) {
            stem.insert(0, "user_");
        }
        const std::string plain_stem = stem;
        uint64_t hash = hash_text({metric.data(), metric.size()});
        hash = hash_text({kind.data(), kind.size()}, hash);
        for (bool is_hashed = false;; is_hashed = true) {
            std::string family = stem;
            if (!unit.word.empty() && !ends_with_word(family, unit.word)) {
                family += '_' + unit.word;
            }
            if (take(family, suffixes)) {
                return {family, is_hashed};
            }
            remove_word_at_end(stem = plain_stem, unit.word);
            stem += '_' + hexadecimal(hash);
            hash = hash_text({stem.data(), stem.size()}, hash);
        }
    }

private:
    static std::string hexadecimal(uint64_t hash) {
        std::string digits;
        for (unsigned shift = 32; shift > 0; shift -= 4) {
            digits += "0123456789abcdef"[(hash >> (shift - 4)) & 15U];
        }
        return digits;
    }

    bool take(const std::string& family, const std::vector<const char*>& suffixes) {
        if (has(family)) {
            return false;
        }
        for (const char* const suffix : suffixes) {
            if (has(family + suffix)) {
                return false;
            }
        }
        insert(family);
        for (const char* const suffix : suffixes) {
            insert(family + suffix);
        }
        return true;
    }

    [[nodiscard]] bool has(const std::string& name) const {
        return index_.find(hash_of(name), [&](uint32_t i) { return names_[i] == name; }) != hash_index::none;
    }

    void insert(std::string name) {
        index_.insert(hash_of(name), static_cast<uint32_t>(names_.size()));
        names_.push_back(std::move(name));
    }

    std::vector<std::string> names_;
    hash_index index_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
