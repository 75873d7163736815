// SPDX-License-Identifier: BSL-1.0
// Every metric and every series (a metric with label values) of the process, by content.
#ifndef DWELL_RECORD_METRIC_TABLE_HPP
#define DWELL_RECORD_METRIC_TABLE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/metric_cell.hpp>
#include <dwell/record/name_table.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

enum class metric_kind : unsigned char { counter, gauge, distribution };

/// A metric: what all its series have in common.
struct metric_record {
    text_view name;
    metric_kind kind = metric_kind::counter;
    uint64_t steps_per_unit = 1;
    atomic_cell<const char*> help{};
    atomic_cell<const char*> unit{};
    uint32_t labelled_series = 0;
    metric_record* next = nullptr;
};

/// One label of a series.
struct label_text {
    text_view key;
    text_view value;
};

/// A series. Never freed, never changed.
struct series_record {
    const metric_record* metric = nullptr;
    const label_text* labels = nullptr;
    size_t label_count = 0;
    uint32_t number = 0;  ///< which cell of each thread
    series_record* next = nullptr;
    series_record* next_in_chain = nullptr;
};

/// Look-up takes no lock; adding takes a spin lock. A template, so that a file without metrics does not compile it.
template <size_t ChainCount>
class basic_metric_table {
public:
    constexpr basic_metric_table() noexcept = default;

    /// The metric of this kind and name; null where there is no memory.
    metric_record* metric(metric_kind kind, text_view name, uint64_t steps_per_unit) noexcept {
        const spin_guard guard(lock_);
        for (metric_record* at = metrics_; at != nullptr; at = at->next) {
            if (at->kind == kind && at->name == name) {
                return at;
            }
        }
        auto* const fresh = static_cast<metric_record*>(allocate_zeroed(sizeof(metric_record)));
        char* const name_copy = copy_text(name);
        if (fresh == nullptr || name_copy == nullptr) {
            release_memory(fresh);
            release_memory(name_copy);
            return nullptr;
        }
        fresh->name = text_view(name_copy, name.size);
        fresh->kind = kind;
        fresh->steps_per_unit = steps_per_unit;
        fresh->next = metrics_;
        metrics_ = fresh;
        return fresh;
    }

    /// The series of a metric with these labels. Beyond the metric's bound, the one whose values are all "(other)".
    /// Null where there is no memory or no number left.
    const series_record* series(metric_record* metric, const label_text* labels, size_t label_count) noexcept {
        const uint64_t hash = hash_labels(*metric, labels, label_count);
        if (const series_record* const known = find(hash, *metric, labels, label_count)) {
            return known;
        }
        const spin_guard guard(lock_);
        if (label_count > 0 && metric->labelled_series >= current_limits.series_per_metric.load()) {
            other_series.fetch_add(1);
            return other(*metric, labels, label_count);
        }
        const series_record* const added = add(hash, *metric, labels, label_count);
        metric->labelled_series += added != nullptr && label_count > 0 ? 1U : 0U;
        return added;
    }

    /// The first help and the first unit stay: a reader may hold them, so that replaced ones could never be freed.
    static void describe(metric_record& metric, text_view help, text_view unit) noexcept {
        keep_first(metric.help, help);
        keep_first(metric.unit, unit);
    }

    [[nodiscard]] const series_record* first() const noexcept { return all_.load_acquire(); }
    spin_lock& lock() noexcept { return lock_; }

    atomic_cell<uint64_t> other_series{};  ///< look-ups that ended in "(other)"
    atomic_cell<uint64_t> lost_records{};  ///< no memory, or no number, for their series

private:
    static constexpr size_t most_labels = 16;

    static void keep_first(atomic_cell<const char*>& known, text_view text) noexcept {
        if (text.size == 0 || known.load() != nullptr) {
            return;
        }
        char* const copy = copy_text(text);
        const char* expected = nullptr;
        if (!known.compare_exchange(expected, copy)) {
            release_memory(copy);
        }
    }

    static uint64_t hash_labels(const metric_record& metric, const label_text* labels, size_t count) noexcept {
        uint64_t hash = hash_text(metric.name) + static_cast<uint64_t>(metric.kind);
        for (size_t i = 0; i < count; ++i) {
            // The size keeps ("a", "bc") and ("ab", "c") apart.
            hash = hash_text(labels[i].value, hash_text(labels[i].key, hash ^ labels[i].key.size));
        }
        return hash;
    }

    const series_record* find(uint64_t hash, const metric_record& metric, const label_text* labels,
                              size_t label_count) const noexcept {
        for (const series_record* at = chains_[hash % ChainCount].load_acquire(); at != nullptr;
             at = at->next_in_chain) {
            bool same = at->metric == &metric && at->label_count == label_count;
            for (size_t i = 0; same && i < label_count; ++i) {
                same = at->labels[i].key == labels[i].key && at->labels[i].value == labels[i].value;
            }
            if (same) {
                return at;
            }
        }
        return nullptr;
    }

    const series_record* other(const metric_record& metric, const label_text* labels, size_t label_count) noexcept {
        label_text others[most_labels];
        const size_t count = label_count < most_labels ? label_count : most_labels;
        for (size_t i = 0; i < count; ++i) {
            others[i] = {labels[i].key, text_view("(other)", 7)};
        }
        return add(hash_labels(metric, others, count), metric, others, count);
    }

    const series_record* add(uint64_t hash, const metric_record& metric, const label_text* labels,
                             size_t label_count) noexcept {
        if (const series_record* const raced = find(hash, metric, labels, label_count)) {
            return raced;
        }
        if (next_number_ >= metric_cells::capacity) {
            return nullptr;
        }
        auto* const fresh = static_cast<series_record*>(allocate_zeroed(sizeof(series_record)));
        auto* const copies = static_cast<label_text*>(allocate_zeroed((label_count + 1) * sizeof(label_text)));
        if (fresh == nullptr || copies == nullptr) {
            release_memory(fresh);
            release_memory(copies);
            return nullptr;
        }
        for (size_t i = 0; i < label_count; ++i) {
            const char* const key = copy_text(labels[i].key);
            const char* const value = copy_text(labels[i].value);
            copies[i].key = text_view(key, key != nullptr ? labels[i].key.size : 0);
            copies[i].value = text_view(value, value != nullptr ? labels[i].value.size : 0);
        }
        fresh->metric = &metric;
        fresh->labels = copies;
        fresh->label_count = label_count;
        fresh->number = next_number_++;
        fresh->next = all_.load();
        auto& chain = chains_[hash % ChainCount];
        fresh->next_in_chain = chain.load();
        all_.store_release(fresh);
        chain.store_release(fresh);
        return fresh;
    }

    atomic_cell<series_record*> chains_[ChainCount]{};
    atomic_cell<series_record*> all_{};
    metric_record* metrics_ = nullptr;
    spin_lock lock_;
    uint32_t next_number_ = 0;
};

using metric_table = basic_metric_table<512>;
DWELL_EXPORT inline constinit metric_table all_metrics{};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
