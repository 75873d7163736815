// SPDX-License-Identifier: BSL-1.0
// Messages that GitHub shows at a line of a file, and above the log: annotations.
#ifndef DWELL_TOOL_GITHUB_ANNOTATION_HPP
#define DWELL_TOOL_GITHUB_ANNOTATION_HPP

#include <cstddef>
#include <string>
#include <vector>

namespace dwell::tool {

enum class annotation_level { notice, warning, error };

struct annotation {
    annotation_level level = annotation_level::error;
    std::string file;  ///< as a person names it from the folder they are in; empty: of no file
    size_t line = 0;   ///< 0: of the whole file
    std::string title;
    std::string message;  ///< any text, of any number of lines
};

/// The workflow command that makes it, without the end of its line: `::error file=…,line=…,title=…::message`. It is one
/// line, and one command, whatever the texts are. The file becomes one from the root of the repository, where
/// GITHUB_WORKSPACE says where that is.
[[nodiscard]] std::string annotation_text(const annotation& one);

/// Of each level, GitHub shows only so many of a step.
inline constexpr size_t annotations_shown = 10;

/// All of them, a line each, errors first. The first of each level are the most important: of more than GitHub shows,
/// the others become one that counts them.
[[nodiscard]] std::string annotation_lines(const std::vector<annotation>& all);

}  // namespace dwell::tool

#endif
