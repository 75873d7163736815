// SPDX-License-Identifier: BSL-1.0
// profile.proto, the format of https://github.com/google/pprof, not compressed. Read by `go tool pprof` and others.
#ifndef DWELL_EXPORT_PPROF_HPP
#define DWELL_EXPORT_PPROF_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/frame_names.hpp>
#include <dwell/export/path_cursor.hpp>
#include <dwell/export/pprof_stack.hpp>
#include <dwell/export/pprof_types.hpp>
#include <dwell/export/pprof_values.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/protobuf_writer.hpp>
#include <dwell/export/source_files.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/profile/align.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

class pprof_writer {
public:
    /// `before` is null, or an earlier profile with the same call paths: see `with_paths_of`.
    pprof_writer(text_writer& out, const profile& source, const profile* before, pprof_options options)
        : out_(out),
          source_(source),
          options_(options),
          types_(source, options.content),
          own_(source, types_),
          is_difference_(before != nullptr),
          own_before_(before == nullptr ? source : *before, types_) {
        if (before != nullptr) {
            types_.add(pprof_types(*before, options.content));
            options_.by_thread = false;
        }
    }

    /// Whether all numbers were in the range of the format. The function of the first location comes last, so that
    /// pprof refuses a file that was cut anywhere.
    export_status write() {
        write_types();
        write_location(outside, 0);
        write_strings_of_types();
        write_header();
        write_functions();
        write_merged();
        if (options_.by_thread && types_.has_times()) {
            for (const thread_profile& thread : source_.threads()) {
                write_thread(thread);
            }
        }
        write_comments();
        write_function(outside, outside_frame, 0, 0);
        const char* const too_large = own_.too_large() != nullptr ? own_.too_large() : own_before_.too_large();
        return too_large == nullptr
                   ? export_status()
                   : export_status::failure(std::string(too_large) +
                                            " adds up to more than 2^63 - 1, the largest number of a pprof file");
    }

private:
    static constexpr size_t type_count = pprof_types::size;

    // The table of strings is one repeated field, whose elements may stand anywhere in the file.
    uint64_t add_string(std::string_view text) {
        if (is_utf8(text)) {
            out_.bytes(6, text);
        } else {
            out_.bytes(6, to_utf8(text));
        }
        return strings_++;
    }

    void write_types() {
        uint64_t next_string = 1;
        const auto write_type = [&](uint32_t field) {
            message_.clear();
            message_.integer(1, next_string++);
            message_.integer(2, next_string++);
            out_.message(field, message_);
        };
        bool has_choice = false;
        uint64_t shown_first = 0;
        for (size_t type = 0; type < type_count; ++type) {
            if (types_.has(type)) {
                shown_first = has_choice ? shown_first : next_string;
                has_choice = has_choice || type == static_cast<size_t>(options_.shown_first);
                write_type(1);
            }
        }
        write_type(11);
        message_.clear();
        message_.integer(14, shown_first);
        out_.fields(message_);
    }

    // In the order in which they were referred to.
    void write_strings_of_types() {
        add_string("");
        for (size_t type = 0; type < type_count; ++type) {
            if (types_.has(type)) {
                add_string(pprof_types::name_of(type));
                add_string(pprof_types::unit_of(type));
            }
        }
        add_string(types_.has_times() ? "wall" : "space");
        add_string(types_.has_times() ? "nanoseconds" : "bytes");
    }

    void write_header() {
        // The program as that which has the functions: pprof does not look for symbols in it then.
        message_.clear();
        message_.integer(1, mapping);
        message_.integer(5, add_string(source_.metadata().program.empty() ? "dwell" : source_.metadata().program));
        message_.integer(7, 1);
        message_.integer(8, 1);
        message_.integer(9, 1);
        out_.message(3, message_);
        message_.clear();
        message_.integer(9, static_cast<uint64_t>(source_.metadata().start_unix_ns));
        message_.integer(10, smaller(source_.metadata().duration_ns, pprof_values::largest));
        // How much of the period's type there is from one event that is seen to the next.
        message_.integer(12, types_.has_times() ? 1 : larger<uint64_t>(source_.memory().sample_interval_bytes, 1));
        out_.fields(message_);
    }

    void write_functions() {
        const frame_names names(source_, types_.has_times() ? profile_value::time : profile_value::allocations);
        const std::vector<uint32_t> first_of_file = first_names_of_files(source_);
        std::vector<uint64_t> files;  // their strings, by name
        for (uint32_t i = 0; i < source_.names().size(); ++i) {
            const scope_name& name = source_.names()[i];
            files.push_back(first_of_file[i] != i ? files[first_of_file[i]]
                            : name.file.empty()   ? 0
                                                  : add_string(name.file));
            is_any_sampled_ = is_any_sampled_ || names.is_sampled(i);
            write_location(identifier_of(i), name.line);
            write_function(identifier_of(i), names[i], files[i], name.line);
        }
    }

    // Of each function one, with the same number.
    void write_location(uint64_t identifier, uint32_t line) {
        line_.clear();
        line_.integer(1, identifier);
        line_.integer(2, line);
        message_.clear();
        message_.integer(1, identifier);
        message_.integer(2, mapping);
        message_.message(4, line_);
        out_.message(4, message_);
    }

    void write_function(uint64_t identifier, std::string_view name, uint64_t file, uint32_t line) {
        message_.clear();
        message_.integer(1, identifier);
        message_.integer(2, add_string(name));
        // No system_name, the third: pprof would strip template arguments.
        message_.integer(4, file);
        message_.integer(5, line);
        out_.message(5, message_);
    }

    // What is outside of all scopes is the first function, and 0 is none.
    static constexpr uint64_t outside = 1;
    [[nodiscard]] static uint64_t identifier_of(uint32_t name) noexcept { return uint64_t{name} + 2; }
    [[nodiscard]] uint64_t location_of(uint32_t path) const noexcept {
        return identifier_of(source_.paths()[path].name);
    }

    // All threads together.
    void write_merged() {
        path_cursor cursor(source_.paths());
        const auto enter = [&](uint32_t path) {
            stack_.push(location_of(path));
            own_.enter();
            if (is_difference_) {
                own_before_.enter();
            }
        };
        const auto leave = [&](uint32_t path) {
            const bool wants_times = types_.has_times() && !options_.by_thread;
            write_sample(own_.leave(path, wants_times), [&] { return own_before_.leave(path, wants_times); });
            stack_.pop(location_of(path));
        };
        for (uint32_t i = 0; i < source_.paths().size(); ++i) {
            cursor.move_to(i, enter, leave);
        }
        cursor.move_to(call_path::no_parent, enter, leave);
        stack_.push(outside);
        write_sample(own_.outside(), [&] { return own_before_.outside(); });
        stack_.pop(outside);
    }

    void write_thread(const thread_profile& thread) {
        label_.clear();
        label_.integer(1, thread_key());
        label_.integer(2, add_string(thread.name.empty() ? "(unnamed thread)" : std::string_view(thread.name)));
        path_cursor cursor(source_.paths());
        const auto enter = [this](uint32_t path) { stack_.push(location_of(path)); };
        const auto leave = [this](uint32_t path) { stack_.pop(location_of(path)); };
        for (const thread_path& path : thread.paths) {
            cursor.move_to(path.path, enter, leave);
            write_sample(own_.of(path));
        }
        cursor.move_to(call_path::no_parent, enter, leave);
        label_.clear();
    }

    uint64_t thread_key() {
        if (thread_key_ == 0) {
            thread_key_ = add_string("thread");
        }
        return thread_key_;
    }

    // What it has more than before.
    template <typename Before>
    void write_sample(pprof_sample sample, const Before& before) {
        if (is_difference_) {
            const pprof_sample earlier = before();
            for (size_t type = 0; type < type_count; ++type) {
                // A negative number is its two's complement, in 64 bits: what the format wants.
                sample.values[type] -= earlier.values[type];
            }
        }
        write_sample(sample);
    }

    // Nothing where all is 0.
    void write_sample(const pprof_sample& sample) {
        char packed[type_count * longest_varint];
        char* end = packed;
        uint64_t any = 0;
        for (size_t type = 0; type < type_count; ++type) {
            if (types_.has(type)) {
                any |= sample.values[type];
                end = put_varint(end, sample.values[type]);
            }
        }
        if (any == 0) {
            return;
        }
        message_.clear();
        message_.bytes(1, stack_.packed());
        message_.bytes(2, std::string_view(packed, static_cast<size_t>(end - packed)));
        if (!label_.bytes().empty()) {
            message_.message(3, label_);
        }
        out_.message(2, message_);
    }

    void write_comments() {
        const profile_metadata& metadata = source_.metadata();
        write_comment("command: ", metadata.command);
        write_comment("commit: ", metadata.git_commit);
        write_comment("host: ", metadata.host);
        write_comment("dwell: ", metadata.dwell_version);
        if (is_difference_) {
            write_comment("difference: ", "values are what was more than before, and negative where it was less");
        }
        if (metadata.compensated) {
            write_comment("compensated: ", "what dwell itself has cost was taken away from the times");
        }
        if (is_any_sampled_) {
            write_comment("sampled: ", "the times of functions named (sampled) are estimates");
        }
        if (types_.has(pprof_sample_type::inuse_space) && source_.memory().sample_interval_bytes > 1) {
            write_comment("sampled: ", "inuse_objects and inuse_space are estimates");
        }
    }

    void write_comment(const char* what, const std::string& text) {
        if (!text.empty()) {
            message_.clear();
            message_.integer(13, add_string(what + text));
            out_.fields(message_);
        }
    }

    static constexpr uint64_t mapping = 1;

    protobuf_writer out_;
    const profile& source_;
    pprof_options options_;
    pprof_types types_;
    pprof_values own_;
    bool is_difference_;
    pprof_values own_before_;  // where it is a difference
    bool is_any_sampled_ = false;
    uint64_t strings_ = 0;
    uint64_t thread_key_ = 0;
    pprof_stack stack_;
    protobuf_message message_;
    protobuf_message line_;
    protobuf_message label_;
};

inline export_status write_pprof(text_writer& out, const profile& source, const profile* before,
                                 pprof_options options) {
    export_status in_range = pprof_writer(out, source, before, options).write();
    export_status written = out.finish();
    return written ? in_range : written;
}

inline export_status write_pprof(text_writer& out, const profile& source, pprof_options options) {
    if (options.compensate && !source.metadata().compensated) {
        return write_pprof(out, compensated(source), options);
    }
    if (options.before == nullptr) {
        return write_pprof(out, source, nullptr, options);
    }
    const profile before = options.compensate ? compensated(*options.before) : *options.before;
    const profile aligned = with_paths_of(before, source);
    return write_pprof(out, with_paths_of(source, before), &aligned, options);
}

}  // namespace detail

/// Writes a file for pprof: a sample for each call path, with the sample types that `options.content` asks for and the
/// profile has, and with memory one in the frame "(outside scopes)" for what is in no call path. Samples are each
/// path's own, so that a reader adds them up; those of time add up to the whole self time, rounded once (see
/// `detail::carried_rounding`). The format's integers have 63 bits: where those of a sample type add up to more, the
/// status is a failure that says which. With `options.before`, the differences to an earlier profile. Linear in the
/// size of the file: paths times their depth.
template <sink Sink>
export_status write_pprof(Sink& out, const profile& source, pprof_options options = {}) {
    detail::text_writer writer(out);
    return detail::write_pprof(writer, source, options);
}

DWELL_NAMESPACE_END

#endif
