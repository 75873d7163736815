// SPDX-License-Identifier: BSL-1.0
// What the JSON of `write_json` means, and whether it is a profile that can be.
#ifndef DWELL_EXPORT_PROFILE_READER_HPP
#define DWELL_EXPORT_PROFILE_READER_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/export/exemplar_json.hpp>
#include <dwell/export/json.hpp>
#include <dwell/export/json_members.hpp>
#include <dwell/export/json_reader.hpp>
#include <dwell/export/memory_json.hpp>
#include <dwell/export/metadata_fields.hpp>
#include <dwell/export/read_histogram.hpp>
#include <dwell/export/status.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Reads the schema `dwell.profile/1`. Indices are checked when all is read: members may come in any order.
class profile_reader {
public:
    explicit profile_reader(std::string_view text, text_progress progress = {}) noexcept : in_(text, progress) {}

    read_status read(profile& target) {
        const bool good = read_document() && in_.end() && check_paths() && check_threads() &&
                          exemplars_.check_paths(parts_.paths.size());
        if (good) {
            profile result = build();
            if (check_once(result)) {
                target = std::move(result);
                return {};
            }
        }
        return read_status::failure("byte " + std::to_string(in_.offset()) + ": " + in_.error(), in_.offset());
    }

private:
    bool read_document() {
        return read_members(
            in_,
            {required("schema", [this] { return read_schema(); }),
             optional("metadata", [this] { return read_metadata(); }),
             required("clock", [this] { return read_clock(); }), optional("health", [this] { return read_health(); }),
             optional("exact_extremes", parts_.exact_extremes),
             optional("memory", [this] { return memory_.read(parts_.memory); }),
             required("names", [this] { return in_.array([this] { return read_name(); }); }),
             required("paths", [this] { return in_.array([this] { return read_path(); }); }),
             optional("threads", [this] { return in_.array([this] { return read_thread(); }); }),
             optional("counters", [this] { return in_.array([this] { return read_counter(); }); }),
             optional("gauges", [this] { return in_.array([this] { return read_gauge(); }); }),
             optional("distributions", [this] { return in_.array([this] { return read_distribution(); }); }),
             optional("origin_unix_ns", parts_.origin_unix_ns),
             optional("exemplars_per_name", parts_.exemplars_per_name),
             optional("exemplars", [this] { return in_.array([this] { return exemplars_.read(); }); })});
    }

    bool read_schema() {
        constexpr std::string_view family = "dwell.profile/";
        std::string schema;
        if (!in_.string(schema)) {
            return false;
        }
        if (schema == profile_schema) {
            return true;
        }
        if (schema.compare(0, family.size(), family) == 0) {
            return in_.fail("written by a newer dwell: schema \"" + schema + "\", and this one reads \"" +
                            std::string(profile_schema) + "\"");
        }
        return in_.fail("not a profile: schema \"" + schema + "\"");
    }

    // The members that a `visit_...` function lists, and one more.
    struct member_list {
        json_member members[64];
        size_t count = 0;
        void add(json_member member) noexcept { members[count++] = member; }
        bool read(json_reader& in) const { return read_members(in, members, count); }
    };

    bool read_metadata() {
        const auto read_extra = [this] { return read_string_map(parts_.metadata.extra); };
        member_list list;
        visit_metadata(parts_.metadata, [&](const char* key, auto& member) { list.add(optional(key, member)); });
        list.add(optional("extra", read_extra));
        return list.read(in_);
    }

    bool read_clock() {
        member_list list;
        visit_clock(parts_.metadata, parts_.scale,
                    [&](const char* key, auto& member) { list.add(optional(key, member)); });
        const double& scale = parts_.scale.ns_per_tick;
        return list.read(in_) &&
               ((scale > 0 && scale <= 1e12) || in_.fail("\"ns_per_tick\" is not above 0 and at most 1e12"));
    }

    bool read_health() {
        member_list list;
        visit_health(parts_.health,
                     [&](const char* key, uint64_t& member, const char*) { list.add(optional(key, member)); });
        return list.read(in_);
    }

    bool read_string_map(std::vector<std::pair<std::string, std::string>>& map) {
        return in_.object(
            [&](std::string_view key) { return in_.string(map.emplace_back(std::string(key), std::string()).second); });
    }

    bool read_name() {
        const size_t begin = in_.offset();
        scope_name& name = parts_.names.emplace_back();
        return read_members(in_,
                            {required("name", name.text), optional("file", name.file), optional("line", name.line)}) &&
               (is_valid_name(name.text.data(), name.text.size()) ||
                in_.fail_at(begin, "a scope's name is empty, or has ';' or a control character"));
    }

    bool read_path() {
        in_.tell_progress();
        reserve_paths();
        path_offsets_.push_back(in_.offset());
        call_path& path = parts_.paths.emplace_back();
        return read_members(in_,
                            {required("name", path.name), required("parent", [&] { return read_parent(path.parent); }),
                             required("calls", path.calls), optional("open_calls", path.open_calls),
                             required("total_ticks", path.total_ticks), optional("span_ticks", path.span_ticks),
                             optional("sampled", [&] { return read_sampled(path.sampled); }),
                             optional("cpu_calls", path.cpu_calls), optional("cpu_ns", path.cpu_ns),
                             optional("self_memory", [&] { return memory_.read(path.self_memory); }),
                             optional("self_live", [&] { return memory_.read(path.self_live); }),
                             required("durations", [&] { return read_histogram(in_, path.durations); })}) &&
               (path.sampled.calls <= path.calls ||
                in_.fail_at(path_offsets_.back(), "more calls were sampled than there were")) &&
               check_parent(path);
    }

    // Very many are not copied when there are more: there is room for what the rest of the text can hold, if the others
    // are as long. In proportion to the text, whatever that names.
    void reserve_paths() {
        constexpr size_t few = 4096;
        std::vector<call_path>& paths = parts_.paths;
        if (paths.size() < few || paths.size() != paths.capacity()) {
            return;
        }
        const size_t bytes_each = (in_.offset() - path_offsets_.front()) / paths.size();
        const size_t left = in_.bytes_left() / larger<size_t>(bytes_each, 1);
        paths.reserve(paths.size() + larger(left + left / 8, paths.size() / 8));
    }

    bool read_sampled(sampled_calls& sampled) {
        return read_members(in_, {required("calls", sampled.calls), required("timed", sampled.timed),
                                  required("squared_runs", sampled.squared_runs)});
    }

    bool read_parent(uint32_t& parent) {
        return in_.take_null() || (in_.integer(parent) && (parent != call_path::no_parent ||
                                                           in_.fail("a call path's parent does not stand before it")));
    }

    bool check_parent(call_path& path) {
        // A parent before its child: no cycle, and what stands before it is complete.
        if (path.parent != call_path::no_parent) {
            if (path.parent >= parts_.paths.size() - 1) {
                return in_.fail_at(path_offsets_.back(), "a call path's parent does not stand before it");
            }
            path.depth = parts_.paths[path.parent].depth + 1;
        }
        return path.depth <= deepest_path || in_.fail_at(path_offsets_.back(), "a call path deeper than 65535");
    }

    bool read_thread() {
        thread_offsets_.push_back(in_.offset());
        thread_profile& thread = parts_.threads.emplace_back();
        const auto read_paths = [&] {
            return in_.array([&] {
                thread_path& path = thread.paths.emplace_back();
                return read_members(
                    in_, {required("path", path.path), required("calls", path.calls),
                          required("total_ticks", path.total_ticks), optional("span_ticks", path.span_ticks)});
            });
        };
        return read_members(in_, {required("name", thread.name), optional("started", thread.started),
                                  optional("running", thread.running), optional("cpu_ns", thread.cpu_ns),
                                  required("paths", read_paths)});
    }

    bool read_metric(metric_identity& identity, std::initializer_list<json_member> values) {
        const auto read_labels = [&] { return read_string_map(identity.labels); };
        member_list list;
        list.add(required("name", identity.name));
        list.add(optional("labels", read_labels));
        list.add(optional("help", identity.help));
        list.add(optional("unit", identity.unit));
        for (const json_member& value : values) {
            list.add(value);
        }
        return list.read(in_);
    }

    bool read_counter() {
        counter_value& counter = parts_.counters.emplace_back();
        return read_metric(counter.identity, {required("value", counter.value)});
    }

    bool read_gauge() {
        gauge_value& gauge = parts_.gauges.emplace_back();
        const auto read_number = [&] {
            // JSON has no NaN and no infinity: null is what they were written as.
            if (in_.take_null()) {
                gauge.value = not_a_number;
                return true;
            }
            return in_.number(gauge.value);
        };
        return read_metric(gauge.identity,
                           {required("value", read_number), optional("written_at_ticks", gauge.written_at_ticks)});
    }

    bool read_distribution() {
        distribution_value& distribution = parts_.distributions.emplace_back();
        return read_metric(distribution.identity,
                           {required("steps_per_unit", distribution.steps_per_unit),
                            required("values", [&] { return read_histogram(in_, distribution.values); })}) &&
               (distribution.steps_per_unit != 0 || in_.fail("\"steps_per_unit\" is 0"));
    }

    bool check_paths() {
        for (size_t i = 0; i < parts_.paths.size(); ++i) {
            if (parts_.paths[i].name >= parts_.names.size()) {
                return in_.fail_at(path_offsets_[i], "a call path's name is not in \"names\"");
            }
        }
        return true;
    }

    bool check_threads() {
        for (size_t i = 0; i < parts_.threads.size(); ++i) {
            for (const thread_path& path : parts_.threads[i].paths) {
                if (path.path >= parts_.paths.size()) {
                    return in_.fail_at(thread_offsets_[i], "a thread's path is not in \"paths\"");
                }
            }
        }
        return true;
    }

    profile build() {
        profile_builder builder;
        for (const thread_profile& thread : parts_.threads) {
            thread_paths_ += thread.paths.size();
        }
        series_ = parts_.counters.size() + parts_.gauges.size() + parts_.distributions.size();
        builder.parts() = std::move(parts_);
        exemplars_.add_to(builder);
        return builder.build();
    }

    // Equal names and siblings stand side by side once all is in order; equal metrics and paths of a thread were added.
    bool check_once(const profile& result) {
        for (size_t i = 1; i < result.names().size(); ++i) {
            if (result.names()[i].text == result.names()[i - 1].text) {
                return in_.fail("the name \"" + result.names()[i].text + "\" twice in \"names\"");
            }
        }
        constexpr uint32_t none = uint32_max;
        std::vector<uint32_t> last_child(result.paths().size() + 1, none);
        for (const call_path& path : result.paths()) {
            uint32_t& sibling = last_child[path.parent == call_path::no_parent ? result.paths().size() : path.parent];
            if (sibling == path.name) {
                return in_.fail("a call path twice in \"paths\", under \"" + result.name_of(path) + "\"");
            }
            sibling = path.name;
        }
        size_t thread_paths = 0;
        for (const thread_profile& thread : result.threads()) {
            thread_paths += thread.paths.size();
        }
        if (thread_paths != thread_paths_) {
            return in_.fail("a call path twice in a thread's \"paths\"");
        }
        const size_t series = result.counters().size() + result.gauges().size() + result.distributions().size();
        return (series == series_ || in_.fail("a metric twice with the same labels")) && exemplars_.check_count(result);
    }

    // A recorder stops at 10,000.
    static constexpr uint32_t deepest_path = 65535;

    json_reader in_;
    memory_reader memory_{in_};
    exemplar_reader exemplars_{in_};
    profile_parts parts_;
    std::vector<size_t> path_offsets_;
    std::vector<size_t> thread_offsets_;
    size_t thread_paths_ = 0;
    size_t series_ = 0;
};

}  // namespace detail

DWELL_NAMESPACE_END

#endif
