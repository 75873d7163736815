// SPDX-License-Identifier: BSL-1.0
#include "perf/sampled_stacks.hpp"

#include <dwell/profile/builder.hpp>

#include <string_view>
#include <vector>

namespace dwell::tool {
namespace {

constexpr std::string_view blanks = " \t";

std::string_view trimmed(std::string_view text) {
    const size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// "my program    1001001:" is the thread's name and the sample's weight. The name may have blanks.
std::string thread_name(std::string_view header) {
    header = trimmed(header);
    const size_t blank = header.find_last_of(blanks);
    const std::string_view name = trimmed(header.substr(0, blank == std::string_view::npos ? 0 : blank));
    return name.empty() ? "[unknown]" : std::string(name);
}

/// Where the file stands, in brackets, at the end of a frame; the end of the text where it does not. Files are paths or
/// names in brackets, and names of functions have brackets, too.
size_t begin_of_file(std::string_view frame) {
    if (!frame.ends_with(')')) {
        return frame.size();
    }
    for (const std::string_view start : {" (/", " (["}) {
        if (const size_t found = frame.rfind(start); found != std::string_view::npos) {
            return found;
        }
    }
    return frame.ends_with("(inlined)") ? frame.size() : frame.rfind(" (");
}

/// "    55d0c0de1234 name of a function (/path/of its/file)".
std::string frame_name(std::string_view line) {
    std::string_view frame = trimmed(line);
    const size_t blank = frame.find(' ');
    frame = blank == std::string_view::npos ? std::string_view() : frame.substr(blank + 1);
    const size_t file_begin = begin_of_file(frame);
    const std::string_view name = trimmed(frame.substr(0, file_begin));
    if (!name.empty() && name != "[unknown]") {
        return std::string(name);
    }
    if (file_begin >= frame.size()) {
        return "[unknown]";
    }
    std::string_view file = frame.substr(file_begin + 2);
    file.remove_suffix(1);
    file = file.substr(file.rfind('/') + 1);
    return file.starts_with('[') ? std::string(file) : "[" + std::string(file) + "]";
}

class stack_reader {
public:
    explicit stack_reader(uint64_t frequency) : ns_per_sample_(1'000'000'000 / frequency) {}

    void line(std::string_view text) {
        if (trimmed(text).empty()) {
            end_sample();
        } else if (thread_.empty()) {
            thread_ = thread_name(text);
        } else if (text[0] == '\t') {
            frames_.push_back(frame_name(text));
        }
    }

    sampled_stacks end() {
        end_sample();
        result_.stacks = builder_.build();
        return std::move(result_);
    }

private:
    void end_sample() {
        if (thread_.empty()) {
            return;
        }
        uint32_t path = enter(call_path::no_parent, thread_);
        for (size_t i = frames_.size(); i-- > 0;) {
            path = enter(path, frames_[i]);
        }
        builder_.at(path).calls += 1;
        ++result_.samples;
        thread_.clear();
        frames_.clear();
    }

    uint32_t enter(uint32_t parent, const std::string& name) {
        const uint32_t path = builder_.path(parent, builder_.name(name));
        builder_.at(path).total_ticks += ns_per_sample_;
        return path;
    }

    uint64_t ns_per_sample_;
    std::string thread_;               // of the sample that is read; empty: none is
    std::vector<std::string> frames_;  // the innermost first
    profile_builder builder_;
    sampled_stacks result_;
};

}  // namespace

sampled_stacks read_perf_script(std::istream& in, uint64_t frequency) {
    stack_reader reader(frequency);
    for (std::string text; std::getline(in, text);) {
        reader.line(text);
    }
    return reader.end();
}

}  // namespace dwell::tool
