// SPDX-License-Identifier: BSL-1.0
// The part of the table that is about memory: who allocated most, and what is held still.
#ifndef DWELL_EXPORT_MEMORY_TABLE_HPP
#define DWELL_EXPORT_MEMORY_TABLE_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/scope_totals.hpp>
#include <dwell/export/table_rows.hpp>
#include <dwell/profile/live_interval.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Rows of the scopes, or call paths, that allocated or hold something, those that allocated most bytes themselves
/// first.
class memory_table {
public:
    memory_table(const profile& source, bool by_name) : source_(source) {
        if (by_name) {
            for (const scope_statistics& scope : totals_by_name(source)) {
                add({scope.name(), scope.calls(), scope.memory(), scope.self_memory(), scope.live()});
            }
        } else {
            for (size_t i = 0; i < source.paths().size(); ++i) {
                const call_path& path = source.paths()[i];
                add({source.path_string(i), path.calls, path.memory, path.self_memory, path.live});
            }
        }
    }

    /// How many rows there are, without those that are in no call path.
    [[nodiscard]] size_t size() const noexcept { return entries_.size(); }

    /// The first `top` of them, or all for 0, and behind them what is in no call path.
    [[nodiscard]] table_rows rows(size_t top) const {
        table_rows::row heading{"memory", "allocations", "a call", "bytes", "self bytes", "live bytes"};
        if (is_sampled()) {
            heading.push_back("95 %");
        }
        table_rows rows(std::move(heading));
        for (const uint32_t i : sorted_order(entries_.size(), [this](uint32_t a, uint32_t b) {
                 return entries_[a].self.allocated_bytes > entries_[b].self.allocated_bytes;
             })) {
            if (top != 0 && rows.size() == top) {
                break;
            }
            add(rows, entries_[i], true);
        }
        const memory_profile& memory = source_.memory();
        if (!memory.outside.empty() || !memory.live_outside.empty()) {
            add(rows, {outside_frame, 0, memory.outside, memory.outside, memory.live_outside}, true);
        }
        if (!memory.own.empty()) {
            add(rows, {"(dwell itself)", 0, memory.own, memory.own, {}}, false);
        }
        return rows;
    }

    /// What the numbers are: `(bytes: requested; live bytes: each block is followed)`.
    [[nodiscard]] std::string legend() const {
        const memory_profile& memory = source_.memory();
        std::string text =
            "(bytes: " + (memory.sizes.empty() ? "of a kind that is not known" : printable(memory.sizes));
        if (is_sampled()) {
            text += "; live bytes: estimates, of one sample every " +
                    human_bytes(static_cast<double>(memory.sample_interval_bytes)) + " on average";
        } else if (memory.sample_interval_bytes == 1) {
            text += "; live bytes: each block is followed";
        }
        return text + ")";
    }

private:
    struct entry {
        std::string label;
        uint64_t calls;
        memory_counts memory;
        memory_counts self;
        live_memory live;
    };

    void add(entry one) {
        if (!one.memory.empty() || !one.live.empty()) {
            entries_.push_back(std::move(one));
        }
    }

    // Whether what is held is an estimate.
    [[nodiscard]] bool is_sampled() const noexcept { return source_.memory().sample_interval_bytes > 1; }

    void add(table_rows& rows, const entry& one, bool may_be_followed) const {
        const bool is_followed = may_be_followed && source_.memory().sample_interval_bytes != 0;
        const double allocations = static_cast<double>(one.memory.allocations);
        table_rows::row cells{one.label,
                              human_count(one.memory.allocations),
                              one.calls == 0 ? "-" : human_number(allocations / static_cast<double>(one.calls)),
                              human_bytes(static_cast<double>(one.memory.allocated_bytes)),
                              human_bytes(static_cast<double>(one.self.allocated_bytes)),
                              is_followed ? human_bytes(one.live.bytes) : "-"};
        if (is_sampled()) {
            const estimate_interval bytes = live_bytes_interval(one.live, source_.memory().sample_interval_bytes);
            cells.push_back(is_followed ? human_bytes(bytes.lower) + " to " + human_bytes(bytes.upper) : "-");
        }
        rows.add(std::move(cells));
    }

    const profile& source_;
    std::vector<entry> entries_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
