// SPDX-License-Identifier: BSL-1.0
// What counter, gauge and distribution have in common: their series, and the calling thread's cell of one.
#ifndef DWELL_RECORD_METRIC_HPP
#define DWELL_RECORD_METRIC_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/metric_table.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/thread_timeline.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

inline constexpr uint32_t no_series = uint32_max;

/// One series of a metric, looked up once. Cheap to copy; any thread may use it.
template <typename Recorder>
class metric_series {
public:
    explicit metric_series(uint32_t number) noexcept : number_(number) {}

protected:
    /// Runs `write(cell, log)` on the calling thread's cell, which is in its log.
    template <typename Write>
    DWELL_ALWAYS_INLINE void write_cell(const Write& write) const noexcept {
        if (number_ == no_series) [[unlikely]] {
            all_metrics.lost_records.fetch_add(1);
            return;
        }
        if (thread_log* const log = Recorder::own_log(); log != nullptr) [[likely]] {
            if (metric_cell* const cell = log->metrics.find(number_); cell != nullptr) [[likely]] {
                write(*cell, *log);
                return;
            }
        }
        const bool has_log = Recorder::with_log([&](thread_log& log) {
            if (metric_cell* const cell = log.metrics.find_or_add(number_)) {
                write(*cell, log);
            } else {
                all_metrics.lost_records.fetch_add(1);
            }
        });
        if (!has_log && is_recording()) {
            all_metrics.lost_records.fetch_add(1);
        }
    }

    /// Notes a change on the thread's timeline, where there is one.
    DWELL_ALWAYS_INLINE void note(const thread_log& log, timeline_kind kind, uint64_t value,
                                  uint64_t amount) const noexcept {
        if (thread_timeline* const line = log.timeline.load_acquire(); line != nullptr) [[unlikely]] {
            line->note_value(*line, kind, number_, value, amount);
        }
    }

private:
    uint32_t number_;
};

/// Turns an argument of `with` into text: text as it is, an integer as its digits.
class label_argument {
public:
    label_argument(text_view text) noexcept : text_(text) {}    // NOLINT(google-explicit-constructor)
    label_argument(const char* text) noexcept : text_(text) {}  // NOLINT(google-explicit-constructor)
    template <typename Text>
    requires requires(const Text& text) { text_view(text); }
    label_argument(const Text& text) noexcept : text_(text) {}  // NOLINT(google-explicit-constructor)
    template <typename Integer>
    requires requires(Integer value) { value % 2; }
    label_argument(Integer value) noexcept {  // NOLINT(google-explicit-constructor)
        const bool negative = value < Integer{};
        auto left = static_cast<uint64_t>(value);
        if (negative) {
            left = uint64_t{0} - left;
        }
        size_t at = sizeof digits_;
        do {
            digits_[--at] = static_cast<char>('0' + left % 10);
            left /= 10;
        } while (left != 0);
        if (negative) {
            digits_[--at] = '-';
        }
        text_ = text_view(digits_ + at, sizeof digits_ - at);
    }
    label_argument(const label_argument&) = delete;
    label_argument& operator=(const label_argument&) = delete;

    [[nodiscard]] text_view text() const noexcept { return text_; }

private:
    char digits_[24]{};
    text_view text_;
};

/// A metric of the program, by its compile-time name: what counter, gauge and distribution offer beside writing.
/// `Series` writes to one of its series.
template <metric_kind Kind, fixed_string Name, uint64_t StepsPerUnit, typename Series>
class metric {
    static_assert(is_valid_name(Name.text),
                  "dwell: a metric's name must not be empty, and must not hold ';' or a control character");

public:
    /// The series with these labels: `with("route", route, "status", 200)`. Values are text or integers. About 50 ns:
    /// keep the result where that matters. Beyond 1,000 different ones, the values are "(other)".
    template <typename... Labels>
    [[nodiscard]] Series with(const Labels&... keys_and_values) const noexcept {
        static_assert(sizeof...(Labels) > 0 && sizeof...(Labels) % 2 == 0,
                      "dwell: labels are pairs of a key and a value");
        static_assert(sizeof...(Labels) <= 32, "dwell: a series has at most 16 labels");
        const label_argument arguments[] = {label_argument(keys_and_values)...};
        label_text labels[sizeof...(Labels) / 2];
        for (size_t i = 0; i < sizeof...(Labels) / 2; ++i) {
            labels[i] = {arguments[2 * i].text(), arguments[2 * i + 1].text()};
        }
        return Series(find(labels, sizeof...(Labels) / 2));
    }

    /// Says what is measured, in a sentence, and in which unit ("bytes", "seconds"; empty for plain counts).
    /// The first help and the first unit stay.
    void describe(text_view help, text_view unit = {}) const noexcept {
        if (metric_record* const mine = record()) {
            all_metrics.describe(*mine, help, unit);
        }
    }

protected:
    /// The series without labels, looked up by the first that uses it.
    static Series plain() noexcept {
        uint32_t known = plain_series_.load();
        if (known == no_series) [[unlikely]] {
            known = resolve();
        }
        return Series(known);
    }

private:
    DWELL_COLD static uint32_t resolve() noexcept {
        const uint32_t found = find(nullptr, 0);
        plain_series_.store(found);
        return found;
    }

    static uint32_t find(const label_text* labels, size_t count) noexcept {
        metric_record* const mine = record();
        const series_record* const found = mine != nullptr ? all_metrics.series(mine, labels, count) : nullptr;
        return found != nullptr ? found->number : no_series;
    }

    static metric_record* record() noexcept {
        metric_record* known = record_.load_acquire();
        if (known == nullptr) {
            known = all_metrics.metric(Kind, text_view(Name.text, Name.size()), StepsPerUnit);
            record_.store_release(known);
        }
        return known;
    }

    static inline constinit atomic_cell<metric_record*> record_{};
    static inline constinit atomic_cell<uint32_t> plain_series_{no_series};
};

/// What is left of a metric where `DWELL_ENABLED` is 0.
template <typename Series>
struct disabled_metric {
    template <typename... Labels>
    [[nodiscard]] Series with(const Labels&...) const noexcept {
        return {};
    }
    void describe(text_view, text_view = {}) const noexcept {}
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
