// SPDX-License-Identifier: BSL-1.0
// The hierarchical JSON of D3: d3-hierarchy lays it out, d3-flame-graph draws it.
#ifndef DWELL_EXPORT_D3_HPP
#define DWELL_EXPORT_D3_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/frame_names.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/path_cursor.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/rounding.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

struct d3_options {
    /// Nanoseconds, blocks or bytes.
    profile_value value = profile_value::time;
    /// How many scopes may stand above one another; those below are one frame "(deeper)". 0 for any number: the JSON is
    /// nested two levels a scope, and scripts that walk it by recursion have a limit.
    uint32_t max_depth = 1000;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
};

namespace detail {

/// A node's value is that of all below it, which is known only after them: it stands behind the children, so that no
/// more than one call path is kept.
class d3_writer {
public:
    d3_writer(text_writer& out, const profile& source, d3_options options)
        : json_(out),
          source_(source),
          options_(options),
          names_(source, options.value),
          rounding_(options.value == profile_value::time ? source.scale().ns_per_tick : 1.0) {}

    void write() {
        const std::vector<call_path>& paths = source_.paths();
        json_.begin_object();
        json_.member("name", source_.metadata().program.empty() ? "all" : source_.metadata().program);
        json_.key("children");
        json_.begin_array();
        path_cursor cursor(paths);
        const auto enter = [this](uint32_t path) { begin_node(path); };
        const auto leave = [this](uint32_t path) { end_node(path); };
        for (uint32_t i = 0; i < paths.size(); ++i) {
            if (options_.max_depth == 0 || paths[i].depth < options_.max_depth) {
                cursor.move_to(i, enter, leave);
            } else {
                // All that follows up to the next node is below the same one, and in no other of its children.
                if (!has_deeper_) {
                    has_deeper_ = true;
                    before_deeper_ = rounding_.sum();
                }
                static_cast<void>(rounding_.next(own_value(options_.value, paths[i])));
            }
        }
        cursor.move_to(call_path::no_parent, enter, leave);
        const uint64_t before_outside = rounding_.sum();
        if (rounding_.next(outside_value(options_.value, source_)) != 0) {
            write_leaf(outside_frame, before_outside);
        }
        json_.end_array();
        json_.member("value", rounding_.sum());
        json_.end_object();
    }

private:
    [[nodiscard]] bool has_children(uint32_t path) const {
        const std::vector<call_path>& paths = source_.paths();
        return path + size_t{1} < paths.size() && paths[path + size_t{1}].parent == path;
    }

    void begin_node(uint32_t path) {
        const call_path& here = source_.paths()[path];
        before_.push_back(rounding_.sum());
        static_cast<void>(rounding_.next(own_value(options_.value, here)));
        json_.begin_object();
        json_.member("name", names_[here.name]);
        if (has_children(path)) {
            json_.key("children");
            json_.begin_array();
        }
    }

    void end_node(uint32_t path) {
        if (has_deeper_) {
            write_leaf("(deeper)", before_deeper_);
            has_deeper_ = false;
        }
        if (has_children(path)) {
            json_.end_array();
        }
        json_.member("value", rounding_.sum() - before_.back());
        json_.end_object();
        before_.pop_back();
    }

    // What has been added up since the sum was `before`.
    void write_leaf(const char* name, uint64_t before) {
        json_.begin_object();
        json_.member("name", name);
        json_.member("value", rounding_.sum() - before);
        json_.end_object();
    }

    json_writer json_;
    const profile& source_;
    d3_options options_;
    frame_names names_;
    carried_rounding rounding_;
    std::vector<uint64_t> before_;  // the sum when each open node began
    bool has_deeper_ = false;
    uint64_t before_deeper_ = 0;
};

}  // namespace detail

/// Writes {name, children, value}: the tree of call paths below a root with the program's name. A value is that of a
/// call path and all below it: self times in nanoseconds, rounded so that they add up (see `detail::carried_rounding`),
/// or memory, with a frame "(outside scopes)" for what is in no call path. `children` is left out where there are none.
/// Linear in the size of the file; memory in proportion to the depth.
template <sink Sink>
export_status write_d3_hierarchy(Sink& out, const profile& source, d3_options options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_d3_hierarchy(out, compensated(source), options);
    }
    detail::text_writer writer(out);
    detail::d3_writer(writer, source, options).write();
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
