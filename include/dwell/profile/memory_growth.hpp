// SPDX-License-Identifier: BSL-1.0
// Does memory grow, how fast, and who holds it? Live bytes over time, out of periodic snapshots.
#ifndef DWELL_PROFILE_MEMORY_GROWTH_HPP
#define DWELL_PROFILE_MEMORY_GROWTH_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/hash_index.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/digits.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/holm.hpp>
#include <dwell/stats/snapshot_ring.hpp>
#include <dwell/stats/theil_sen.hpp>
#include <dwell/stats/thinned_series.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// How much is kept: 8 bytes for each point of each call path.
struct memory_growth_bounds {
    size_t points = 512;  ///< rounded up to an even number of at least 120
    size_t paths = 1000;  ///< that ever held memory; what others hold is in "(other)"
};

enum class memory_series {
    heap,          ///< bytes allocated less bytes freed, counted by the hooks: exact, noise of the program alone
    resident_set,  ///< the gauge process.memory.usage: with what the allocator keeps, stacks and code
};

struct memory_growth_options {
    double confidence = 0.95;  ///< of the interval
    /// From the first snapshot on, what is left out: warm-up is growth, too.
    double skip_hours = 0.0;
};

enum class growth_verdict {
    pass,               ///< the whole interval is at most the limit
    fail,               ///< the whole interval is above the limit
    too_short_to_tell,  ///< neither is certain yet
};

/// The answer to an assertion.
struct growth_check {
    growth_verdict verdict = growth_verdict::too_short_to_tell;
    trend bytes_per_hour;
    double hours = 0.0;  ///< from the first snapshot that counts to the newest
    std::string text;    ///< the same for a person, with slope, interval, time and limit; "" only by default

    [[nodiscard]] bool passed() const noexcept { return verdict == growth_verdict::pass; }
};

/// A call path whose own live bytes grow.
struct growing_path {
    std::string path;  ///< names from the root, separated by `;`; "(other)" for all beyond the bound
    trend bytes_per_hour;
};

/// Memory over the whole run of one process, in bounded memory: give it a snapshot every now and then, at about equal
/// intervals, as of a minute. It has no clock and no thread of its own. Once it is full, neighbouring points are merged
/// into their mean, so it always covers the whole run. Slopes, and what they assume: `theil_sen`.
///
/// Where the heap is sampled, live bytes of a call path are an estimate that is off by some sqrt(bytes * interval)
/// (23 MB for 1 GB at 512 KiB). While the same blocks stay alive so does their error: it shifts the whole series, and
/// not its slope. What comes and goes is drawn afresh, and is noise like the program's own. Both are in the interval.
///
/// Memory: 8 bytes * points * (call paths + 3), 4 MB at most as it is. A plain value; not thread-safe.
class memory_growth {
public:
    explicit memory_growth(memory_growth_bounds bounds = {}) : most_paths_(bounds.paths), series_(bounds.points) {
        for (int i = 0; i < fixed_rows; ++i) {
            series_.add_row();
        }
    }

    /// Adds a snapshot of the same process and start as the others, taken later (see `profile_window::add`). Linear in
    /// its call paths.
    window_status add(const profile& snapshot) {
        const profile_metadata& metadata = snapshot.metadata();
        if (series_.size() != 0) {
            if (!detail::same_origin(metadata, origin_) || metadata.start_unix_ns != origin_.start_unix_ns) {
                return window_status::no_later_state;
            }
            if (metadata.duration_ns <= newest_ns_) {
                return window_status::not_later;
            }
        } else {
            origin_ = metadata;
            oldest_ns_ = metadata.duration_ns;
        }
        newest_ns_ = metadata.duration_ns;
        const std::string& sizes = snapshot.memory().sizes;
        counts_heap_ = counts_heap_ && (sizes == "requested" || sizes == "usable");
        follows_blocks_ = follows_blocks_ && snapshot.memory().sample_interval_bytes != 0;

        std::vector<double> values(series_.rows());
        values[heap_row] = held_bytes(snapshot);
        const gauge_value* const resident = resident_set(snapshot);
        knows_resident_set_ = knows_resident_set_ && resident != nullptr;
        values[resident_row] = resident != nullptr ? resident->value : 0.0;
        for (size_t i = 0; i < snapshot.paths().size(); ++i) {
            const double bytes = snapshot.paths()[i].self_live.bytes;
            if (bytes != 0.0) {
                const size_t row = row_of(snapshot.path_string(i));
                values.resize(series_.rows());
                values[row] += bytes;
            }
        }
        series_.add(static_cast<double>(newest_ns_) / nanoseconds_an_hour, values);
        return window_status::added;
    }

    /// How many points there are: a point is the mean of a power of two of snapshots.
    [[nodiscard]] size_t points() const noexcept { return series_.size(); }
    /// From the first snapshot to the newest.
    [[nodiscard]] double hours() const noexcept {
        return static_cast<double>(newest_ns_ - oldest_ns_) / nanoseconds_an_hour;
    }
    /// Whether every snapshot had this.
    [[nodiscard]] bool has(memory_series which) const noexcept {
        return series_.size() != 0 && (which == memory_series::heap ? counts_heap_ : knows_resident_set_);
    }
    /// Whether every snapshot had live bytes by call path: blocks were followed, all or a sample.
    [[nodiscard]] bool has_paths() const noexcept { return series_.size() != 0 && follows_blocks_; }

    /// How fast the process's memory grows, in bytes per hour. `too_few_points` where `has(which)` is false.
    [[nodiscard]] trend slope(memory_series which, const memory_growth_options& options = {}) const {
        return has(which) ? slope_of(series_.row(which == memory_series::heap ? heap_row : resident_row), options)
                          : trend{};
    }

    /// How fast what a call path holds itself grows, in bytes per hour: names from the root, separated by `;`. Flat
    /// where it never held any; `too_few_points` where `has_paths()` is false.
    [[nodiscard]] trend path_slope(std::string_view path, const memory_growth_options& options = {}) const {
        return sum_slope(options, [path](std::string_view name) { return name == path; });
    }

    /// The same with what the call paths below it hold.
    [[nodiscard]] trend subtree_slope(std::string_view path, const memory_growth_options& options = {}) const {
        return sum_slope(options, [path](std::string_view name) {
            return name.substr(0, path.size()) == path && (name.size() == path.size() || name[path.size()] == ';');
        });
    }

    /// Whether the process's memory grows by at most `limit` bytes per hour: the heap's where that is counted,
    /// otherwise the resident set's. Less than `shortest_hours`, or an interval with the limit inside, are too short to
    /// tell. For a test: `growth below 10 MB/h` is `check(10e6).passed()`.
    [[nodiscard]] growth_check check(double limit_bytes_per_hour, const memory_growth_options& options = {},
                                     double shortest_hours = 1.0) const {
        growth_check result;
        const bool has_heap = has(memory_series::heap);
        if (!has_heap && !has(memory_series::resident_set)) {
            result.text = "too short to tell: no snapshot with the heap's bytes or the resident set";
            return result;
        }
        if (detail::is_nan(limit_bytes_per_hour)) {
            result.text = "too short to tell: the limit is no number";
            return result;
        }
        result.hours = detail::larger(0.0, hours() - detail::larger(0.0, options.skip_hours));
        result.bytes_per_hour = slope(has_heap ? memory_series::heap : memory_series::resident_set, options);
        const trend& found = result.bytes_per_hour;
        const std::string what = (has_heap ? "the heap" : "the resident set") + rate_text(found) + " over " +
                                 detail::three_digits(result.hours) + " h";
        const std::string limit = "the limit of " + megabytes(limit_bytes_per_hour) + " MB/h";
        if (result.hours < shortest_hours) {
            result.text = "too short to tell: less than " + detail::three_digits(shortest_hours) + " h; " + what +
                          ", against " + limit;
        } else if (!found.is_defined()) {
            result.text =
                std::string("too short to tell: ") + message(found.status) + "; " + what + ", against " + limit;
        } else if (found.upper <= limit_bytes_per_hour) {
            result.verdict = growth_verdict::pass;
            result.text = what + ": within " + limit;
        } else if (found.lower > limit_bytes_per_hour) {
            result.verdict = growth_verdict::fail;
            result.text = what + ": above " + limit;
        } else {
            result.text = "too short to tell: " + what + " may be within " + limit + ", or above it";
        }
        return result;
    }

    /// The call paths whose own live bytes grow, the surest first. `significance` is the probability that any is named
    /// where none grows, however many are looked at (`holm`), as far as `theil_sen` can tell slow noise from growth.
    /// Nothing where `has_paths()` is false. Some 0.1 ms a call path.
    [[nodiscard]] std::vector<growing_path> growing_paths(double significance = 0.001,
                                                          const memory_growth_options& options = {}) const {
        std::vector<growing_path> result;
        if (!has_paths()) {
            return result;
        }
        std::vector<trend> trends;
        std::vector<double> p_values;
        for (size_t row = other_row; row < series_.rows(); ++row) {
            trends.push_back(slope_of(series_.row(row), options));
            p_values.push_back(trends.back().p_growth);
        }
        for (const uint32_t i : holm(p_values, significance)) {
            result.push_back({i == 0 ? "(other)" : paths_[i - 1], trends[i]});
        }
        return result;
    }

private:
    static constexpr double nanoseconds_an_hour = 3.6e12;

    // Rows of the series: the process's, what paths beyond the bound hold, and then a row a path.
    enum : int { heap_row, resident_row, other_row, fixed_rows };

    [[nodiscard]] static double held_bytes(const profile& snapshot) noexcept {
        memory_counts all = snapshot.memory().outside;
        for (const call_path& path : snapshot.paths()) {
            all.add(path.self_memory);
        }
        // More can be freed than was counted as allocated, where blocks are older than the hooks.
        return all.allocated_bytes >= all.freed_bytes ? static_cast<double>(all.allocated_bytes - all.freed_bytes)
                                                      : -static_cast<double>(all.freed_bytes - all.allocated_bytes);
    }

    [[nodiscard]] static const gauge_value* resident_set(const profile& snapshot) noexcept {
        for (const gauge_value& gauge : snapshot.gauges()) {
            if (gauge.identity.name == "process.memory.usage" && gauge.identity.labels.empty()) {
                return &gauge;
            }
        }
        return nullptr;
    }

    size_t row_of(std::string path) {
        const uint64_t hash = detail::hash_of(path);
        const uint32_t known = index_.find(hash, [&](uint32_t i) { return paths_[i] == path; });
        if (known != detail::hash_index::none) {
            return fixed_rows + known;
        }
        if (paths_.size() == most_paths_) {
            return other_row;
        }
        index_.insert(hash, static_cast<uint32_t>(paths_.size()));
        paths_.push_back(std::move(path));
        return series_.add_row();
    }

    [[nodiscard]] trend slope_of(const std::vector<double>& values, const memory_growth_options& options) const {
        const double first = static_cast<double>(oldest_ns_) / nanoseconds_an_hour + options.skip_hours;
        std::vector<timed_value> counted;
        for (size_t i = 0; i < values.size(); ++i) {
            if (!(series_.times()[i] < first)) {
                counted.push_back({series_.times()[i], values[i]});
            }
        }
        return theil_sen(counted, options.confidence);
    }

    template <typename Matches>
    [[nodiscard]] trend sum_slope(const memory_growth_options& options, const Matches& matches) const {
        if (!has_paths()) {
            return {};
        }
        std::vector<double> sum(series_.size());
        for (size_t path = 0; path < paths_.size(); ++path) {
            for (size_t i = 0; matches(std::string_view(paths_[path])) && i < sum.size(); ++i) {
                sum[i] += series_.row(fixed_rows + path)[i];
            }
        }
        return slope_of(sum, options);
    }

    [[nodiscard]] static std::string megabytes(double bytes) { return detail::three_digits(bytes / 1e6); }

    [[nodiscard]] static std::string rate_text(const trend& found) {
        if (detail::is_nan(found.slope)) {
            return " grows by an unknown rate";
        }
        std::string text = " grows by " + megabytes(found.slope) + " MB/h";
        if (found.is_defined() && detail::is_finite(found.lower)) {
            text += " (" + megabytes(found.lower) + " to " + megabytes(found.upper) + " with a confidence of " +
                    detail::three_digits(100 * found.confidence) + " %)";
        }
        return text;
    }

    size_t most_paths_;
    detail::thinned_series series_;
    std::vector<std::string> paths_;
    detail::hash_index index_;
    profile_metadata origin_;
    uint64_t oldest_ns_ = 0;
    uint64_t newest_ns_ = 0;
    bool counts_heap_ = true;
    bool follows_blocks_ = true;
    bool knows_resident_set_ = true;
};

DWELL_NAMESPACE_END

#endif
