// SPDX-License-Identifier: BSL-1.0
// The call paths of the page of write_html, column by column, and each thread's share of them.
#ifndef DWELL_EXPORT_HTML_PATHS_HPP
#define DWELL_EXPORT_HTML_PATHS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/path_choice.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/floating.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Times on the page: a tenth of a nanosecond is below what any clock resolves.
inline constexpr int page_decimals_of_ns = 1;

/// The frame of call paths that the page has no room for.
inline constexpr const char* left_out_frame = "(left out)";

/// Columns about call paths, as members of the object that `json` is in: a row for each one that the page has room for,
/// then one for each group of others.
class html_paths {
public:
    html_paths(json_writer& json, const path_choice& choice, bool with_memory, bool with_live_memory) noexcept
        : json_(json), choice_(choice), with_memory_(with_memory), with_live_memory_(with_live_memory) {}

    /// What the tree is made of.
    void write_tree(const profile& source) const {
        const std::vector<call_path> groups = groups_of(source);
        column(source, groups, "name",
               [](json_writer& json, const profile&, const call_path& path) { json.value(path.name); });
        json_.key("parent");
        json_.begin_array();
        for (const uint32_t index : choice_.kept()) {
            write_row_of(source.paths()[index].parent);
        }
        for (const call_path& group : groups) {
            write_row_of(group.parent);
        }
        json_.end_array();
        column(source, groups, "open",
               [](json_writer& json, const profile&, const call_path& path) { json.value(path.open_calls); });
        column(source, groups, "span",
               [](json_writer& json, const profile& of, const call_path& path) { ns(json, of, path.span_ticks); });
        column(source, groups, "sampled", [](json_writer& json, const profile&, const call_path& path) {
            json.value(path.sampled.calls != 0 ? 1 : 0);
        });
    }

    /// What was measured. Percentiles are null where no duration is known.
    void write_measured(const profile& source) const {
        const std::vector<call_path> groups = groups_of(source);
        column(source, groups, "calls",
               [](json_writer& json, const profile&, const call_path& path) { json.value(path.calls); });
        column(source, groups, "total",
               [](json_writer& json, const profile& of, const call_path& path) { ns(json, of, path.total_ticks); });
        column(source, groups, "self",
               [](json_writer& json, const profile& of, const call_path& path) { ns(json, of, path.self_ticks); });
        column(source, groups, "p50", [](json_writer& json, const profile& of, const call_path& path) {
            percentile(json, of, path.durations, 50);
        });
        column(source, groups, "p95", [](json_writer& json, const profile& of, const call_path& path) {
            percentile(json, of, path.durations, 95);
        });
        column(source, groups, "p99", [](json_writer& json, const profile& of, const call_path& path) {
            percentile(json, of, path.durations, 99);
        });
        column(source, groups, "max", [](json_writer& json, const profile& of, const call_path& path) {
            percentile(json, of, path.durations, 100);
        });
        if (with_memory_) {
            column(source, groups, "allocations", [](json_writer& json, const profile&, const call_path& path) {
                json.value(path.self_memory.allocations);
            });
            column(source, groups, "bytes", [](json_writer& json, const profile&, const call_path& path) {
                json.value(path.self_memory.allocated_bytes);
            });
        }
        if (with_live_memory_) {
            column(source, groups, "live", [](json_writer& json, const profile&, const call_path& path) {
                json.value(own_value(profile_value::live_bytes, path));
            });
        }
    }

    /// Of one thread, or threads of one name: those rows that it has.
    void write_thread(const profile& source, const thread_profile& thread) const {
        const std::vector<thread_path> rows = choice_.rows_of(source, thread);
        thread_column(source, rows, "paths",
                      [](json_writer& json, const profile&, const thread_path& row) { json.value(row.path); });
        thread_column(source, rows, "calls",
                      [](json_writer& json, const profile&, const thread_path& row) { json.value(row.calls); });
        thread_column(source, rows, "total", [](json_writer& json, const profile& of, const thread_path& row) {
            ns(json, of, row.total_ticks);
        });
        thread_column(source, rows, "self", [](json_writer& json, const profile& of, const thread_path& row) {
            ns(json, of, row.self_ticks);
        });
        thread_column(source, rows, "span", [](json_writer& json, const profile& of, const thread_path& row) {
            ns(json, of, row.span_ticks);
        });
    }

private:
    // Named by what follows the profile's own names.
    [[nodiscard]] std::vector<call_path> groups_of(const profile& source) const {
        return choice_.groups_of(source, static_cast<uint32_t>(source.names().size()));
    }

    void write_row_of(uint32_t path) const {
        json_.value(path == call_path::no_parent ? int64_t{-1} : int64_t{choice_.row_of(path)});
    }

    static void ns(json_writer& json, const profile& source, uint64_t ticks) {
        json.value(source.scale().to_ns(ticks), page_decimals_of_ns);
    }

    static void percentile(json_writer& json, const profile& source, const histogram& durations, double percent) {
        json.value(durations.empty() ? not_a_number : source.scale().to_ns(durations.percentile(percent)),
                   page_decimals_of_ns);
    }

    void column(const profile& source, const std::vector<call_path>& groups, const char* key,
                void (*write)(json_writer& json, const profile& source, const call_path& path)) const {
        json_.key(key);
        json_.begin_array();
        for (const uint32_t index : choice_.kept()) {
            write(json_, source, source.paths()[index]);
        }
        for (const call_path& group : groups) {
            write(json_, source, group);
        }
        json_.end_array();
    }

    void thread_column(const profile& source, const std::vector<thread_path>& rows, const char* key,
                       void (*write)(json_writer& json, const profile& source, const thread_path& row)) const {
        json_.key(key);
        json_.begin_array();
        for (const thread_path& row : rows) {
            write(json_, source, row);
        }
        json_.end_array();
    }

    json_writer& json_;
    const path_choice& choice_;
    bool with_memory_;
    bool with_live_memory_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
