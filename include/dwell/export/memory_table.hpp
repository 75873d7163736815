// SPDX-License-Identifier: BSL-1.0
// The rows of the table that are about memory: who allocated, and what is held still.
#ifndef DWELL_EXPORT_MEMORY_TABLE_HPP
#define DWELL_EXPORT_MEMORY_TABLE_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/table_rows.hpp>
#include <dwell/profile/live_interval.hpp>
#include <dwell/profile/memory.hpp>
#include <dwell/profile/statistics.hpp>

#include <string>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

class memory_table {
public:
    /// `memory` outlives the table.
    explicit memory_table(const memory_profile& memory) : memory_(memory), rows_(heading()) {}

    [[nodiscard]] table_rows& rows() noexcept { return rows_; }

    void add(std::string label, const scope_statistics& scope) {
        const bool has_calls = scope.calls() != 0;
        add(std::move(label), has_calls ? human_number(scope.allocations_per_call()) : "-", scope.memory(),
            scope.self_memory(), &scope.live());
    }

    /// What is in no call path.
    void add_outside() {
        if (!memory_.outside.empty() || !memory_.live_outside.empty()) {
            add(outside_frame, "-", memory_.outside, memory_.outside, &memory_.live_outside);
        }
        if (!memory_.own.empty()) {
            add("(dwell itself)", "-", memory_.own, memory_.own, nullptr);
        }
    }

    /// What the numbers are: `(bytes: requested; live bytes: each block is followed)`.
    [[nodiscard]] std::string legend() const {
        std::string text = "(bytes: ";
        text += memory_.sizes.empty() ? "of a kind that is not known" : printable(memory_.sizes);
        if (is_sampled()) {
            text += "; live bytes: estimates, of one sample every ";
            text += human_bytes(memory_.sample_interval_bytes);
            text += " on average";
        } else if (memory_.sample_interval_bytes == 1) {
            text += "; live bytes: each block is followed";
        }
        return text + ")";
    }

private:
    // Whether what is held is an estimate.
    [[nodiscard]] bool is_sampled() const noexcept { return memory_.sample_interval_bytes > 1; }

    [[nodiscard]] table_rows::row heading() const {
        table_rows::row cells{"memory", "allocations", "a call", "bytes", "self bytes", "live bytes"};
        if (is_sampled()) {
            cells.push_back("95 %");
        }
        return cells;
    }

    // `live` is null for what is never followed.
    void add(std::string label, std::string a_call, const memory_counts& memory, const memory_counts& self,
             const live_memory* live) {
        const bool is_followed = live != nullptr && memory_.sample_interval_bytes != 0;
        table_rows::row cells{std::move(label),
                              human_count(memory.allocations),
                              std::move(a_call),
                              human_bytes(memory.allocated_bytes),
                              human_bytes(self.allocated_bytes),
                              is_followed ? human_bytes(live->bytes) : "-"};
        if (is_sampled()) {
            std::string interval = "-";
            if (is_followed) {
                const estimate_interval bytes = live_bytes_interval(*live, memory_.sample_interval_bytes);
                interval = human_bytes(bytes.lower);
                interval += " to ";
                interval += human_bytes(bytes.upper);
            }
            cells.push_back(std::move(interval));
        }
        rows_.add(std::move(cells));
    }

    const memory_profile& memory_;
    table_rows rows_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
