// SPDX-License-Identifier: BSL-1.0
// The file format of DHAT, valgrind's heap profiler, version 2: its viewer, dh_view.html, opens it.
#ifndef DWELL_EXPORT_DHAT_HPP
#define DWELL_EXPORT_DHAT_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/path_cursor.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// Which blocks a DHAT file counts.
enum class dhat_blocks {
    allocated,  ///< all that were
    live,       ///< those that are held still; estimates where the heap is sampled, rounded to whole blocks and bytes
};

struct dhat_options {
    dhat_blocks blocks = dhat_blocks::allocated;
};

namespace detail {

class dhat_writer {
public:
    dhat_writer(text_writer& out, const profile& source, dhat_options options) noexcept
        : json_(out), source_(source), is_live_(options.blocks == dhat_blocks::live) {}

    void write() {
        const profile_metadata& metadata = source_.metadata();
        json_.begin_object();
        json_.member("dhatFileVersion", 2);
        json_.member("mode", is_live_ ? "dwell, live blocks" : "dwell, all blocks");
        json_.member("verb", is_live_ ? "Held, allocated" : "Allocated");
        // Lifetimes and accesses of blocks are not known, nor are their numbers at the heap's peak.
        json_.member("bklt", false);
        json_.member("bkacc", false);
        json_.member("tu", "us");
        json_.member("Mtu", "s");
        json_.member("cmd", metadata.command.empty() ? metadata.program : metadata.command);
        json_.member("pid", metadata.pid);
        json_.member("te", metadata.duration_ns / 1000);
        write_program_points();
        write_frames();
        json_.end_object();
    }

private:
    void write_program_points() {
        const std::vector<call_path>& paths = source_.paths();
        const memory_profile& memory = source_.memory();
        json_.key("pps");
        json_.begin_array();
        path_cursor cursor(paths);
        for (uint32_t i = 0; i < paths.size(); ++i) {
            cursor.move_to(i);
            write_program_point(paths[i].self_memory, paths[i].self_live, [&] {
                for (size_t depth = cursor.open().size(); depth-- > 0;) {
                    json_.value(frame_of(paths[cursor.open()[depth]].name));
                }
            });
        }
        write_program_point(memory.outside, memory.live_outside,
                            [&] { json_.value(frame_of(source_.names().size())); });
        json_.end_array();
    }

    // Nothing for no blocks. `write_frames` writes the frames, the innermost first.
    template <typename WriteFrames>
    void write_program_point(const memory_counts& memory, const live_memory& live, const WriteFrames& write_frames) {
        const uint64_t bytes = is_live_ ? round_to_uint64(live.bytes) : memory.allocated_bytes;
        const uint64_t blocks = is_live_ ? round_to_uint64(live.blocks) : memory.allocations;
        if (bytes == 0 && blocks == 0) {
            return;
        }
        json_.begin_object();
        json_.member("tb", bytes);
        json_.member("tbk", blocks);
        json_.key("fs");
        json_.begin_array();
        write_frames();
        json_.end_array();
        json_.end_object();
    }

    // The first frame is the root.
    [[nodiscard]] static size_t frame_of(size_t name) noexcept { return name + 1; }

    void write_frames() {
        json_.key("ftbl");
        json_.begin_array();
        json_.value("[root]");
        for (const scope_name& name : source_.names()) {
            json_.value(name.file.empty() ? name.text
                                          : name.text + " (" + name.file + ":" + std::to_string(name.line) + ")");
        }
        json_.value(outside_frame);
        json_.end_array();
    }

    json_writer json_;
    const profile& source_;
    bool is_live_;
};

}  // namespace detail

/// Writes a file for valgrind's DHAT viewer: a program point for each call path that allocated something itself, or
/// holds something, with its bytes and blocks, and one "(outside scopes)" for what is in no call path. The viewer's
/// tree begins at the innermost scope. Lifetimes, the heap's peak and accesses, which valgrind measures, are not known,
/// and the viewer leaves them out. Times are in microseconds. Linear in the size of the file: paths times their depth.
template <sink Sink>
export_status write_dhat(Sink& out, const profile& source, dhat_options options = {}) {
    detail::text_writer writer(out);
    detail::dhat_writer(writer, source, options).write();
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
