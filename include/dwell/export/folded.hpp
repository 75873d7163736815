// SPDX-License-Identifier: BSL-1.0
// Folded stacks: one line a call path, `root;child;leaf 123`. Read by flamegraph.pl, inferno and speedscope.
#ifndef DWELL_EXPORT_FOLDED_HPP
#define DWELL_EXPORT_FOLDED_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/frame_names.hpp>
#include <dwell/export/path_cursor.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/rounding.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// What the number of a line counts, for `profile_value::time`.
enum class folded_unit {
    microseconds,  ///< self time; the default, since a viewer may make one sample of each
    milliseconds,  ///< self time
    nanoseconds,   ///< self time
    calls,         ///< scopes that ended
};

struct folded_options {
    folded_unit unit = folded_unit::microseconds;
    /// Whether each thread's call paths stand under a root frame with the thread's name, in place of all merged.
    bool by_thread = false;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
    /// Whether lines have time, in `unit`, or memory, in blocks or bytes.
    profile_value value = profile_value::time;
};

namespace detail {

/// Appends a name as a frame that no reader takes for anything else: `;` becomes `:`, a control character or a byte
/// that is not UTF-8 becomes `_`, and a name that ends in blanks and a number has its last blank made `_`
/// (flamegraph.pl takes `name 12 345` for two columns of a differential profile).
inline void append_folded_frame(std::string& line, std::string_view name) {
    const size_t begin = line.size();
    while (!name.empty()) {
        const size_t length = code_point_length(name);
        const auto byte = static_cast<unsigned char>(name[0]);
        if (length > 1) {
            line += name.substr(0, length);
        } else if (length == 0 || byte < 0x20 || byte == 0x7f) {
            line += '_';
        } else {
            line += byte == ';' ? ':' : name[0];
        }
        name.remove_prefix(length == 0 ? 1 : length);
    }
    const size_t last = line.find_last_not_of("0123456789.");
    if (last != std::string::npos && last >= begin && last + 1 < line.size() && line[last] == ' ') {
        line[last] = '_';
    }
}

[[nodiscard]] inline double folded_units_per_tick(folded_unit unit, tick_scale scale) noexcept {
    switch (unit) {
        case folded_unit::milliseconds:
            return scale.ns_per_tick / 1e6;
        case folded_unit::nanoseconds:
            return scale.ns_per_tick;
        case folded_unit::calls:
            return 1.0;
        case folded_unit::microseconds:
            break;
    }
    return scale.ns_per_tick / 1e3;
}

/// Writes lines, one call path after the other in the order of the profile.
class folded_lines {
public:
    /// `root` is an outermost frame, or empty for none.
    folded_lines(text_writer& out, const profile& source, profile_value value, std::string_view root = {})
        : out_(out), source_(source), names_(source, value), cursor_(source.paths()) {
        if (!root.empty()) {
            append_folded_frame(line_, root);
            line_ += ';';
        }
    }

    /// Nothing for 0, which viewers have no use for.
    void write(uint32_t path, uint64_t count) {
        cursor_.move_to(
            path,
            [this](uint32_t entered) {
                sizes_.push_back(line_.size());
                append_folded_frame(line_, names_[source_.paths()[entered].name]);
                line_ += ';';
            },
            [this](uint32_t) {
                line_.resize(sizes_.back());
                sizes_.pop_back();
            });
        write(std::string_view(line_).substr(0, line_.size() - 1), count);
    }

    void write(std::string_view stack, uint64_t count) {
        if (count != 0) {
            out_.text(stack);
            out_.character(' ');
            out_.integer(count);
            out_.character('\n');
        }
    }

private:
    text_writer& out_;
    const profile& source_;
    frame_names names_;
    path_cursor cursor_;
    std::string line_;
    std::vector<size_t> sizes_;
};

inline void write_folded(text_writer& out, const profile& source, folded_options options) {
    if (options.value != profile_value::time) {
        folded_lines lines(out, source, options.value);
        for (uint32_t i = 0; i < source.paths().size(); ++i) {
            lines.write(i, own_value(options.value, source.paths()[i]));
        }
        lines.write(outside_frame, outside_value(options.value, source));
        return;
    }
    carried_rounding rounding(folded_units_per_tick(options.unit, source.scale()));
    const auto count_of = [&](const auto& path) {
        return rounding.next(options.unit == folded_unit::calls ? path.calls : path.self_ticks);
    };
    if (options.by_thread) {
        for (const thread_profile& thread : source.threads()) {
            folded_lines lines(out, source, options.value, thread.name.empty() ? "(unnamed thread)" : thread.name);
            for (const thread_path& path : thread.paths) {
                lines.write(path.path, count_of(path));
            }
        }
        return;
    }
    folded_lines lines(out, source, options.value);
    for (uint32_t i = 0; i < source.paths().size(); ++i) {
        lines.write(i, count_of(source.paths()[i]));
    }
}

}  // namespace detail

/// Writes folded stacks: self time or calls of each call path, as integers, zeros left out, lines ending in LF. The
/// numbers of the file add up to the profile's whole self time, rounded once (see `detail::carried_rounding`). Or
/// memory, with a frame "(outside scopes)" for what is in no call path; that is not known by thread: `by_thread` is an
/// error then. Linear in the size of the file.
template <sink Sink>
export_status write_folded(Sink& out, const profile& source, folded_options options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_folded(out, compensated(source), options);
    }
    if (options.by_thread && options.value != profile_value::time) {
        return export_status::failure("memory is not known by thread: folded_options::by_thread is for time");
    }
    detail::text_writer writer(out);
    detail::write_folded(writer, source, options);
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
