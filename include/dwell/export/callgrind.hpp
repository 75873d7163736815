// SPDX-License-Identifier: BSL-1.0
// The format of callgrind, valgrind's call-graph profiler. Read by KCachegrind, QCachegrind and callgrind_annotate.
#ifndef DWELL_EXPORT_CALLGRIND_HPP
#define DWELL_EXPORT_CALLGRIND_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/call_graph.hpp>
#include <dwell/export/frame_names.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/rounding.hpp>
#include <dwell/export/source_files.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct callgrind_options {
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
};

namespace detail {

/// `text` as the rest of a line that no reader takes for anything else: control characters, bytes that are not UTF-8,
/// and a blank that it begins with, which readers drop, become `_`.
[[nodiscard]] inline std::string callgrind_text(std::string_view text) {
    std::string line;
    while (!text.empty()) {
        const size_t length = code_point_length(text);
        const auto byte = static_cast<unsigned char>(text[0]);
        if (length == 0 || byte < 0x20 || byte == 0x7f || (byte == ' ' && line.empty())) {
            line += '_';
        } else {
            line += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return line;
}

class callgrind_writer {
public:
    callgrind_writer(text_writer& out, const profile& source)
        : out_(out),
          source_(source),
          graph_(source),
          names_(source),
          files_(first_names_of_files(source)),
          has_memory_(has_memory(source)),
          is_name_known_(source.names().size() + 1, false),
          is_file_known_(source.names().size() + 1, false),
          self_time_(source.scale().ns_per_tick) {}

    export_status write() {
        const double scale = source_.scale().ns_per_tick;
        if (!graph_.is_exact() ||
            (scale != 1.0 && static_cast<double>(graph_.total().ticks) * scale >= beyond_64_bits)) {
            return export_status::failure(
                "calls, times or allocations add up to more than 2^64 - 1, the largest number of a callgrind file");
        }
        write_header();
        // From outside, which comes last, to the scopes that it calls, as far as it can be.
        write_function(graph_.outside());
        for (uint32_t i = 0; i < source_.names().size(); ++i) {
            write_function(i);
        }
        return {};
    }

private:
    void write_header() {
        const profile_metadata& metadata = source_.metadata();
        out_.text("# callgrind format\nversion: 1\ncreator: dwell " DWELL_VERSION_STRING "\npid: ");
        out_.integer(metadata.pid);
        write_line("\ncmd: ", metadata.command.empty() ? metadata.program : metadata.command);
        if (!metadata.git_commit.empty()) {
            write_line("\ndesc: commit ", metadata.git_commit);
        }
        if (metadata.compensated) {
            out_.text("\ndesc: less what dwell itself has cost");
        }
        out_.text("\npositions: line\nevent: ns : Nanoseconds\n");
        if (has_memory_) {
            out_.text("event: bytes : Bytes allocated\nevent: blocks : Blocks allocated\n");
        }
        out_.text(has_memory_ ? "events: ns bytes blocks\nsummary:" : "events: ns\nsummary:");
        write_cost(nanoseconds(graph_.total().ticks), graph_.total());
    }

    void write_function(uint32_t name) {
        const call_graph_node& node = graph_.node(name);
        const uint32_t line = line_of(name);
        out_.text("\nfl=");
        write_file(name);
        out_.text("fn=");
        write_name(name);
        out_.integer(line);
        write_cost(self_time_.next(node.self.ticks), node.self);
        for (uint32_t i = node.first_edge; i != call_graph_edge::none; i = graph_.edge(i).next) {
            const call_graph_edge& edge = graph_.edge(i);
            out_.text("cfi=");
            write_file(edge.callee);
            out_.text("cfn=");
            write_name(edge.callee);
            out_.text("calls=");
            // What no calls cost would be taken for the caller's own.
            out_.integer(larger<uint64_t>(edge.calls, 1));
            out_.character(' ');
            out_.integer(line_of(edge.callee));
            out_.character('\n');
            // Where in the caller is not known: its own line.
            out_.integer(line);
            write_cost(nanoseconds(edge.inclusive.ticks), edge.inclusive);
        }
    }

    void write_cost(uint64_t ns, const call_graph_cost& cost) {
        out_.character(' ');
        out_.integer(ns);
        if (has_memory_) {
            out_.character(' ');
            out_.integer(cost.bytes);
            out_.character(' ');
            out_.integer(cost.blocks);
        }
        out_.character('\n');
    }

    [[nodiscard]] uint64_t nanoseconds(uint64_t ticks) const noexcept {
        return carried_rounding(source_.scale().ns_per_tick).next(ticks);
    }

    [[nodiscard]] uint32_t line_of(uint32_t name) const noexcept {
        return name == graph_.outside() ? 0 : source_.names()[name].line;
    }

    void write_name(uint32_t name) {
        if (begin_text(is_name_known_, name)) {
            write_line(" ", name == graph_.outside() ? outside_frame : names_[name]);
        }
        out_.character('\n');
    }

    void write_file(uint32_t name) {
        const uint32_t file = name == graph_.outside() ? name : files_[name];
        if (begin_text(is_file_known_, file)) {
            const bool has_file = name != graph_.outside() && !source_.names()[name].file.empty();
            write_line(" ", has_file ? std::string_view(source_.names()[name].file) : "???");
        }
        out_.character('\n');
    }

    // A text has a number, and follows where it comes first.
    bool begin_text(std::vector<bool>& is_known, uint32_t index) {
        out_.character('(');
        out_.integer(uint64_t{index} + 1);
        out_.character(')');
        const bool is_new = !is_known[index];
        is_known[index] = true;
        return is_new;
    }

    void write_line(std::string_view begin, std::string_view text) {
        out_.text(begin);
        out_.text(callgrind_text(text));
    }

    text_writer& out_;
    const profile& source_;
    call_graph graph_;
    frame_names names_;
    std::vector<uint32_t> files_;
    bool has_memory_;
    std::vector<bool> is_name_known_;
    std::vector<bool> is_file_known_;
    carried_rounding self_time_;
};

inline export_status write_callgrind(text_writer& out, const profile& source) {
    export_status in_range = callgrind_writer(out, source).write();
    export_status written = out.finish();
    return written ? in_range : written;
}

}  // namespace detail

/// Writes a file for KCachegrind: a function for each name, with its self time in nanoseconds, and in bytes and blocks
/// what it allocated itself where memory was counted; and for each name the names that it calls, how often, and what
/// they cost with all below them. What is outside of all scopes is the function "(outside scopes)", which calls those
/// that no other does. Call paths are merged by name, so that a name inside itself is recursion: the cost of the inner
/// one is in that of the outer one, and only its calls are counted again. Self times add up to the whole, rounded once
/// (see `detail::carried_rounding`). Where a sum passes 2^64 - 1, the status is a failure that says so. Linear; memory
/// in proportion to the names and to the pairs of caller and callee.
template <sink Sink>
export_status write_callgrind(Sink& out, const profile& source, callgrind_options options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_callgrind(out, compensated(source), options);
    }
    detail::text_writer writer(out);
    return detail::write_callgrind(writer, source);
}

DWELL_NAMESPACE_END

#endif
