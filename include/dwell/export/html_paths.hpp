// SPDX-License-Identifier: BSL-1.0
// The call paths of the page of write_html, column by column, and each thread's share of them.
#ifndef DWELL_EXPORT_HTML_PATHS_HPP
#define DWELL_EXPORT_HTML_PATHS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/path_choice.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/profile/profile.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Times on the page: a tenth of a nanosecond is below what any clock resolves.
inline constexpr int page_decimals_of_ns = 1;

/// Columns about the call paths that a page has room for, as members of the object that `json` is in.
class html_paths {
public:
    html_paths(json_writer& json, const path_choice& choice, bool with_memory, bool with_live_memory) noexcept
        : json_(json), choice_(choice), with_memory_(with_memory), with_live_memory_(with_live_memory) {}

    /// What the tree is made of.
    void write_tree(const profile& source) const {
        column(source, "name", [](json_writer& json, const profile&, const call_path& path) { json.value(path.name); });
        json_.key("parent");
        json_.begin_array();
        for (const uint32_t index : choice_.kept()) {
            const uint32_t parent = source.paths()[index].parent;
            json_.value(parent == call_path::no_parent ? int64_t{-1} : int64_t{choice_.position_of(parent)});
        }
        json_.end_array();
        column(source, "open",
               [](json_writer& json, const profile&, const call_path& path) { json.value(path.open_calls); });
        column(source, "span",
               [](json_writer& json, const profile& of, const call_path& path) { ns(json, of, path.span_ticks); });
        column(source, "sampled", [](json_writer& json, const profile&, const call_path& path) {
            json.value(path.sampled.calls != 0 ? 1 : 0);
        });
    }

    /// What was measured. Percentiles are null where no duration is known.
    void write_measured(const profile& source) const {
        column(source, "calls",
               [](json_writer& json, const profile&, const call_path& path) { json.value(path.calls); });
        column(source, "total",
               [](json_writer& json, const profile& of, const call_path& path) { ns(json, of, path.total_ticks); });
        column(source, "self",
               [](json_writer& json, const profile& of, const call_path& path) { ns(json, of, path.self_ticks); });
        column(source, "p50", [](json_writer& json, const profile& of, const call_path& path) {
            percentile(json, of, path.durations, 50);
        });
        column(source, "p95", [](json_writer& json, const profile& of, const call_path& path) {
            percentile(json, of, path.durations, 95);
        });
        column(source, "p99", [](json_writer& json, const profile& of, const call_path& path) {
            percentile(json, of, path.durations, 99);
        });
        column(source, "max", [](json_writer& json, const profile& of, const call_path& path) {
            percentile(json, of, path.durations, 100);
        });
        if (with_memory_) {
            column(source, "allocations", [](json_writer& json, const profile&, const call_path& path) {
                json.value(path.self_memory.allocations);
            });
            column(source, "bytes", [](json_writer& json, const profile&, const call_path& path) {
                json.value(path.self_memory.allocated_bytes);
            });
        }
        if (with_live_memory_) {
            column(source, "live", [](json_writer& json, const profile&, const call_path& path) {
                json.value(own_value(profile_value::live_bytes, path));
            });
        }
    }

    /// Of one thread, or threads of one name; only those call paths that it has.
    void write_thread(const profile& source, const thread_profile& thread) const {
        thread_column(source, thread, "paths", [](json_writer& json, const profile&, const thread_path& path) {
            json.value(path.path);
        });
        thread_column(source, thread, "calls",
                      [](json_writer& json, const profile&, const thread_path& path) { json.value(path.calls); });
        thread_column(source, thread, "total", [](json_writer& json, const profile& of, const thread_path& path) {
            ns(json, of, path.total_ticks);
        });
        thread_column(source, thread, "self", [](json_writer& json, const profile& of, const thread_path& path) {
            ns(json, of, path.self_ticks);
        });
        thread_column(source, thread, "span", [](json_writer& json, const profile& of, const thread_path& path) {
            ns(json, of, path.span_ticks);
        });
    }

private:
    static void ns(json_writer& json, const profile& source, uint64_t ticks) {
        json.value(source.scale().to_ns(ticks), page_decimals_of_ns);
    }

    static void percentile(json_writer& json, const profile& source, const histogram& durations, double percent) {
        json.value(durations.empty() ? not_a_number : source.scale().to_ns(durations.percentile(percent)),
                   page_decimals_of_ns);
    }

    void column(const profile& source, const char* key,
                void (*write)(json_writer& json, const profile& source, const call_path& path)) const {
        json_.key(key);
        json_.begin_array();
        for (const uint32_t index : choice_.kept()) {
            write(json_, source, source.paths()[index]);
        }
        json_.end_array();
    }

    void thread_column(const profile& source, const thread_profile& thread, const char* key,
                       void (*write)(json_writer& json, const profile& source, const thread_path& path)) const {
        json_.key(key);
        json_.begin_array();
        for (thread_path path : thread.paths) {
            path.path = choice_.position_of(path.path);
            if (path.path != path_choice::none) {
                write(json_, source, path);
            }
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
