// SPDX-License-Identifier: BSL-1.0
// Several values over time, in bounded memory: when it is full, neighbours are merged, so the whole run stays covered.
#ifndef DWELL_STATS_THINNED_SERIES_HPP
#define DWELL_STATS_THINNED_SERIES_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/theil_sen.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Rows of values that were taken at the same times. A point is the mean of as many samples as every other, a power of
/// two, and at the mean of their times; the newest may be of fewer still. Any number of samples takes `points` numbers
/// a row. Not thread-safe.
class thinned_series {
public:
    /// Holds at most `points`, rounded up to an even number of at least twice what a trend takes, so that there are
    /// enough just after neighbours were merged.
    explicit thinned_series(size_t points) : most_points_(larger(points + points % 2, 2 * theil_sen_fewest_points)) {}

    [[nodiscard]] size_t size() const noexcept { return times_.size(); }
    [[nodiscard]] size_t rows() const noexcept { return rows_.size(); }
    [[nodiscard]] size_t samples_a_point() const noexcept { return samples_a_point_; }
    [[nodiscard]] const std::vector<double>& times() const noexcept { return times_; }
    [[nodiscard]] const std::vector<double>& row(size_t index) const noexcept { return rows_[index]; }

    /// A row more, which was 0 until now.
    size_t add_row() {
        rows_.emplace_back(times_.size(), 0.0);
        return rows_.size() - 1;
    }

    /// Adds a sample: a value for each row.
    void add(double time, const std::vector<double>& values) {
        if (times_.empty() || samples_of_newest_ == samples_a_point_) {
            if (times_.size() == most_points_) {
                merge_neighbours();
            }
            samples_of_newest_ = 0;
            times_.push_back(0.0);
            for (std::vector<double>& row : rows_) {
                row.push_back(0.0);
            }
        }
        ++samples_of_newest_;
        move_to_mean(times_.back(), time);
        for (size_t i = 0; i < rows_.size(); ++i) {
            move_to_mean(rows_[i].back(), values[i]);
        }
    }

private:
    void merge_neighbours() {
        halve(times_);
        for (std::vector<double>& row : rows_) {
            halve(row);
        }
        samples_a_point_ *= 2;
    }

    static void halve(std::vector<double>& points) {
        for (size_t i = 0; i < points.size() / 2; ++i) {
            points[i] = points[2 * i] / 2 + points[2 * i + 1] / 2;
        }
        points.resize(points.size() / 2);
    }

    void move_to_mean(double& mean, double value) const noexcept {
        mean += (value - mean) / static_cast<double>(samples_of_newest_);
    }

    size_t most_points_;
    size_t samples_a_point_ = 1;
    size_t samples_of_newest_ = 0;
    std::vector<double> times_;
    std::vector<std::vector<double>> rows_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
