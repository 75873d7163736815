// SPDX-License-Identifier: BSL-1.0
// A part of a history, and the best place to cut it in two: by energy distances, as it is or shuffled.
#ifndef DWELL_STATS_HISTORY_SEGMENT_HPP
#define DWELL_STATS_HISTORY_SEGMENT_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/random.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A cut before `index`, and how far apart its two sides are.
struct history_cut {
    size_t index = 0;
    double divergence = -1.0;
};

/// Counts and adds up those of some ascending numbers that were added to it, up to any of them: P. M. Fenwick, "A new
/// data structure for cumulative frequency tables", Software: Practice and Experience 24(3), 1994.
class rank_sums {
public:
    struct entry {
        double count = 0.0;
        double sum = 0.0;
    };

    explicit rank_sums(size_t size) : entries_(size + 1) {}

    void clear() noexcept {
        for (entry& each : entries_) {
            each = {};
        }
    }

    /// Those of smaller rank. O(log(size)), as is `add`.
    [[nodiscard]] entry below(size_t rank) const noexcept {
        entry result;
        for (size_t i = rank; i != 0; i &= i - 1) {
            result.count += entries_[i].count;
            result.sum += entries_[i].sum;
        }
        return result;
    }

    void add(size_t rank, double value) noexcept {
        for (size_t i = rank + 1; i < entries_.size(); i += i & (~i + 1)) {
            entries_[i].count += 1;
            entries_[i].sum += value;
        }
    }

private:
    std::vector<entry> entries_;  // the i-th is of as many ranks as the last bit of i that is set says, the last i - 1
};

/// The values [first, last) of a history.
class history_segment {
public:
    history_segment(const std::vector<double>& history, size_t first, size_t last)
        : first_(first), ranks_(last - first), ascending_(last - first), distances_(last - first), left_(last - first) {
        const std::vector<uint32_t> order =
            sorted_order(size(), [&](uint32_t a, uint32_t b) { return history[first + a] < history[first + b]; });
        double sum = 0.0;
        for (uint32_t rank = 0; rank < size(); ++rank) {
            ranks_[order[rank]] = rank;
            // From the smallest one on: sums of large numbers that hardly differ would lose their differences.
            ascending_[rank] = history[first + order[rank]] - history[first + order[0]];
            sum += ascending_[rank];
        }
        double below = 0.0;
        for (size_t rank = 0; rank < size(); ++rank) {
            const double value = ascending_[rank];
            const double more_below = 2 * static_cast<double>(rank) + 1 - static_cast<double>(size());
            distances_[rank] = value * more_below + (sum - below - value) - below;
            pairs_ += distances_[rank] / 2;
            below += value;
        }
    }

    [[nodiscard]] size_t first() const noexcept { return first_; }
    [[nodiscard]] size_t last() const noexcept { return first_ + size(); }

    /// Puts its values into a random order (Fisher and Yates).
    void shuffle(random_generator& random) noexcept {
        for (size_t i = size(); i > 1; --i) {
            std::swap(ranks_[i - 1], ranks_[static_cast<size_t>(random.below(i))]);
        }
    }

    /// The cut with the largest divergence (m n / (m + n)) * E, where m and n are the lengths of the two sides, and E
    /// their energy distance for alpha = 1: 2 mean|x - y| - mean|x - x'| - mean|y - y'|, means over pairs of different
    /// values. Divergence -1 where the segment is too short. O(size * log(size)): sums move by one value for each step,
    /// and its distances to all on the left are known from how many there are below and above it, and their sums.
    [[nodiscard]] history_cut best_cut(size_t smallest) noexcept {
        history_cut result;
        double count = 0.0;
        double sum = 0.0;
        double between = 0.0;
        double within_left = 0.0;
        double within_right = pairs_;
        left_.clear();
        for (size_t cut = 1; cut + smallest <= size(); ++cut) {
            // The value before the cut goes from the right side to the left.
            const uint32_t rank = ranks_[cut - 1];
            const double value = ascending_[rank];
            const rank_sums::entry below = left_.below(rank);
            const double to_left = value * (2 * below.count - count) + sum - 2 * below.sum;
            const double to_right = distances_[rank] - to_left;
            left_.add(rank, value);
            count += 1;
            sum += value;
            between += to_right - to_left;
            within_left += to_left;
            within_right -= to_right;
            if (cut < smallest) {
                continue;
            }
            const auto m = static_cast<double>(cut);
            const auto n = static_cast<double>(size() - cut);
            const double distance =
                2 * between / (m * n) - 2 * within_left / (m * (m - 1)) - 2 * within_right / (n * (n - 1));
            const double divergence = m * n / (m + n) * distance;
            if (divergence > result.divergence) {
                result = {first_ + cut, divergence};
            }
        }
        return result;
    }

private:
    [[nodiscard]] size_t size() const noexcept { return ranks_.size(); }

    size_t first_;
    std::vector<uint32_t> ranks_;    // of the values, in their order
    std::vector<double> ascending_;  // the values
    std::vector<double> distances_;  // of each to all others
    double pairs_ = 0.0;             // the distances of all pairs
    rank_sums left_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
