// SPDX-License-Identifier: BSL-1.0
// What one thread has recorded of each series: a counter, a gauge or a distribution.
#ifndef DWELL_RECORD_METRIC_CELL_HPP
#define DWELL_RECORD_METRIC_CELL_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/live_histogram.hpp>
#include <dwell/stats/recordable.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A thread's distribution of one series.
struct live_distribution {
    live_histogram values;
    // Apart, so that no carry from one to the other can be seen half done: each goes up on its own. A sum of 2^32
    // values of the largest size fits.
    atomic_cell<uint64_t> sum_of_low_halves{};   ///< of the values' low 32 bits
    atomic_cell<uint64_t> sum_of_high_halves{};  ///< of what is above those
    atomic_cell<uint64_t> minimum{};
    atomic_cell<uint64_t> maximum{};
    atomic_cell<uint64_t> refused{};     ///< negative or not a number
    atomic_cell<uint64_t> over_range{};  ///< above 2^64 - 1: in the top bucket
    atomic_cell<unsigned char> is_used{};

    /// Counts a value as `fit_value` found it. False, and nothing counted, where there is no memory.
    bool add(fitted_value what) noexcept {
        if (what.fit == value_fit::refused) {
            refused.add(1);
            return true;
        }
        if (!values.add(what.value)) {
            return false;
        }
        if (what.fit == value_fit::over_range) {
            over_range.add(1);
        }
        if (is_used.load() == 0 || what.value < minimum.load()) {
            minimum.store(what.value);
            is_used.store_release(1);
        }
        if (what.value > maximum.load()) {
            maximum.store(what.value);
        }
        sum_of_low_halves.add(what.value & uint32_max);
        sum_of_high_halves.add(what.value >> 32U);
        return true;
    }
};

/// One series on one thread. Which member means something is the kind of the series.
struct metric_cell {
    atomic_cell<uint64_t> count{};           ///< counter
    atomic_cell<double> value{};             ///< gauge
    atomic_cell<uint64_t> written_at{};      ///< gauge: ticks; 0 while `value` changes and before the first write
    atomic_cell<live_distribution*> live{};  ///< distribution

    void set(double to, uint64_t now) noexcept {
        written_at.store_release(0);
        value.store_release(to);
        written_at.store_release(now);
    }

    live_distribution* distribution() noexcept {
        live_distribution* known = live.load();
        if (known == nullptr) {
            known = static_cast<live_distribution*>(allocate_zeroed(sizeof(live_distribution)));
            live.store_release(known);
        }
        return known;
    }
};

/// The cells of one thread, by the number of the series. One writer, any readers.
class metric_cells {
public:
    static constexpr uint32_t cells_per_block = 64;
    static constexpr uint32_t block_count = 256;
    static constexpr uint32_t capacity = cells_per_block * block_count;  ///< series of a process: 16,384

    /// The cell of a series, or null where this thread has not used it.
    [[nodiscard]] metric_cell* find(uint32_t series) const noexcept {
        metric_cell* const block = blocks_[series / cells_per_block].load_acquire();
        return block != nullptr ? block + series % cells_per_block : nullptr;
    }

    /// The same, made where it is missing; null where there is no memory. Only the owner calls it.
    metric_cell* find_or_add(uint32_t series) noexcept {
        if (metric_cell* const known = find(series)) {
            return known;
        }
        auto* const block = static_cast<metric_cell*>(allocate_zeroed(cells_per_block * sizeof(metric_cell)));
        if (block == nullptr) {
            return nullptr;
        }
        blocks_[series / cells_per_block].store_release(block);
        return block + series % cells_per_block;
    }

private:
    atomic_cell<metric_cell*> blocks_[block_count]{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
