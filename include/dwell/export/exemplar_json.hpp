// SPDX-License-Identifier: BSL-1.0
// Exemplars as `write_json` writes them, and reading that.
#ifndef DWELL_EXPORT_EXEMPLAR_JSON_HPP
#define DWELL_EXPORT_EXEMPLAR_JSON_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_members.hpp>
#include <dwell/export/json_reader.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/profile/exemplar.hpp>
#include <dwell/profile/exemplar_cause.hpp>
#include <dwell/profile/profile.hpp>

#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Writes them as members of the object that `json` is in: of a profile without a timeline none.
class exemplar_json {
public:
    exemplar_json(json_writer& json, const profile& source, bool with_derived) noexcept
        : json_(json), source_(source), with_derived_(with_derived) {}

    void write() {
        const profile_parts& parts = source_.parts();
        if (parts.origin_unix_ns != 0) {
            json_.member("origin_unix_ns", parts.origin_unix_ns);
        }
        write_unless_0("exemplars_per_name", parts.exemplars_per_name);
        if (source_.exemplars().empty()) {
            return;
        }
        json_.key("exemplars");
        json_.begin_array();
        for (const exemplar& slow : source_.exemplars()) {
            json_.begin_object();
            write_exemplar(slow);
            json_.end_object();
        }
        json_.end_array();
    }

private:
    static constexpr int decimals_of_ns = 3;

    void write_unless_0(std::string_view key, uint64_t value) {
        if (value != 0) {
            json_.member(key, value);
        }
    }

    void write_scope(const timeline_scope& scope) {
        json_.member("path", scope.path);
        json_.member("start_ticks", scope.start_ticks);
        json_.member("duration_ticks", scope.duration_ticks);
        if (scope.is_open) {
            json_.member("open", true);
        }
        write_unless_0("self_allocations", scope.allocations);
        write_unless_0("self_allocated_bytes", scope.allocated_bytes);
    }

    void write_exemplar(const exemplar& slow) {
        write_scope(slow.instance);
        json_.member("thread", slow.thread);
        json_.member("thread_number", slow.thread_number);
        write_unless_0("allocations", slow.allocations);
        write_unless_0("allocated_bytes", slow.allocated_bytes);
        write_unless_0("left_out", slow.left_out);
        if (slow.is_cut) {
            json_.member("cut", true);
        }
        if (with_derived_) {
            write_derived(slow);
        }
        json_.key("inside");
        json_.begin_array();
        for (const timeline_scope& scope : slow.inside) {
            json_.begin_object();
            write_scope(scope);
            json_.end_object();
        }
        json_.end_array();
    }

    void write_derived(const exemplar& slow) {
        const tick_scale scale = source_.scale();
        if (source_.parts().origin_unix_ns != 0) {
            json_.member("start_unix_ns", source_.unix_ns_at(slow.instance.start_ticks));
        }
        json_.member("duration_ns", scale.to_ns(slow.instance.duration_ticks), decimals_of_ns);
        const exemplar_cause cause = cause_of(source_, slow);
        json_.key("cause");
        json_.begin_object();
        json_.member("path", cause.path);
        json_.member("self", cause.is_self);
        json_.member("ns", scale.to_ns(cause.ticks), decimals_of_ns);
        json_.member("usual_ns", scale.to_ns(cause.usual_ticks), decimals_of_ns);
        json_.end_object();
    }

    json_writer& json_;
    const profile& source_;
    bool with_derived_;
};

/// Reads the exemplars of one profile, and refuses scopes that cannot have run.
class exemplar_reader {
public:
    explicit exemplar_reader(json_reader& in) noexcept : in_(in) {}

    /// One element.
    bool read() {
        const size_t begin = in_.offset();
        exemplar& slow = read_.emplace_back();
        offsets_.push_back(begin);
        const auto read_inside = [&] { return in_.array([&] { return read_scope(slow); }); };
        timeline_scope& instance = slow.instance;
        return read_members(
                   in_, {required("path", instance.path), required("start_ticks", instance.start_ticks),
                         required("duration_ticks", instance.duration_ticks), optional("open", instance.is_open),
                         optional("self_allocations", instance.allocations),
                         optional("self_allocated_bytes", instance.allocated_bytes), optional("thread", slow.thread),
                         optional("thread_number", slow.thread_number), optional("allocations", slow.allocations),
                         optional("allocated_bytes", slow.allocated_bytes), optional("left_out", slow.left_out),
                         optional("cut", slow.is_cut), optional("inside", read_inside)}) &&
               check_times(slow);
    }

    /// Whether all call paths are in a profile of `paths`.
    bool check_paths(size_t paths) {
        for (size_t i = 0; i < read_.size(); ++i) {
            bool are_known = read_[i].instance.path < paths;
            for (const timeline_scope& scope : read_[i].inside) {
                are_known = are_known && scope.path < paths;
            }
            if (!are_known) {
                return in_.fail_at(offsets_[i], "an exemplar's path is not in \"paths\"");
            }
        }
        return true;
    }

    void add_to(profile_builder& builder) {
        for (exemplar& slow : read_) {
            builder.add_exemplar(std::move(slow));
        }
    }

    /// Whether `result` has all that were read.
    bool check_count(const profile& result) {
        return result.exemplars().size() == read_.size() ||
               in_.fail("more exemplars of a name than \"exemplars_per_name\"");
    }

private:
    bool read_scope(exemplar& slow) {
        timeline_scope& scope = slow.inside.emplace_back();
        return read_members(in_, {required("path", scope.path), required("start_ticks", scope.start_ticks),
                                  required("duration_ticks", scope.duration_ticks), optional("open", scope.is_open),
                                  optional("self_allocations", scope.allocations),
                                  optional("self_allocated_bytes", scope.allocated_bytes)});
    }

    static bool has_end(const timeline_scope& scope) noexcept {
        return scope.duration_ticks <= uint64_max - scope.start_ticks;
    }

    // In the order of a timeline, each inside the instance, and of any two one inside the other or apart.
    bool check_times(const exemplar& slow) {
        if (!has_end(slow.instance)) {
            return in_.fail_at(offsets_.back(), "an exemplar that ends after 2^64 - 1 ticks");
        }
        open_ends_.assign(1, slow.instance.end_ticks());
        uint64_t last_start = slow.instance.start_ticks;
        for (const timeline_scope& scope : slow.inside) {
            const bool is_in_order = has_end(scope) && scope.start_ticks >= last_start;
            while (is_in_order && open_ends_.size() > 1 && open_ends_.back() <= scope.start_ticks) {
                open_ends_.pop_back();
            }
            if (!is_in_order || scope.end_ticks() > open_ends_.back()) {
                return in_.fail_at(offsets_.back(), "scopes inside an exemplar that are not in it, or out of order");
            }
            last_start = scope.start_ticks;
            open_ends_.push_back(scope.end_ticks());
        }
        return true;
    }

    json_reader& in_;
    std::vector<exemplar> read_;
    std::vector<size_t> offsets_;
    std::vector<uint64_t> open_ends_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
