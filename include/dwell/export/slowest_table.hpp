// SPDX-License-Identifier: BSL-1.0
// The rows of the table that are exemplars: when each ran, on which thread, and what it took its time for.
#ifndef DWELL_EXPORT_SLOWEST_TABLE_HPP
#define DWELL_EXPORT_SLOWEST_TABLE_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/slowest_instances.hpp>
#include <dwell/export/table_rows.hpp>
#include <dwell/profile/exemplar.hpp>
#include <dwell/profile/exemplar_cause.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

class slowest_table {
public:
    /// `source` outlives the table.
    explicit slowest_table(const profile& source)
        : source_(source), with_memory_(has_memory(source)), rows_(heading(with_memory_)) {}

    [[nodiscard]] table_rows& rows() noexcept { return rows_; }

    /// A row, and below it the cause.
    void add(const exemplar& slow) {
        const timeline_scope& instance = slow.instance;
        const tick_scale scale = source_.scale();
        table_rows::row cells{source_.name_of(instance) + (instance.is_open ? " (open)" : ""),
                              human_duration(scale.to_ns(instance.duration_ticks)),
                              human_duration(scale.to_ns(source_.paths()[instance.path].durations.percentile(50))),
                              human_duration(scale.to_ns(instance.start_ticks)),
                              time_of_day(source_, instance.start_ticks),
                              shortened(printable(slow.thread), longest_thread)};
        if (with_memory_) {
            cells.push_back(human_count(slow.allocations));
        }
        const exemplar_cause cause = cause_of(source_, slow);
        const std::string cause_name = shortened(printable(cause_path(source_, slow, cause)), longest_cause);
        rows_.add(std::move(cells), cause_words(source_, slow, cause, cause_name));
    }

private:
    static constexpr size_t longest_thread = 16;
    static constexpr size_t longest_cause = 60;

    static table_rows::row heading(bool with_memory) {
        table_rows::row cells{"slowest instances", "took", "median", "after", "at (UTC)", "thread"};
        if (with_memory) {
            cells.push_back("allocations");
        }
        return cells;
    }

    const profile& source_;
    bool with_memory_;
    table_rows rows_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
