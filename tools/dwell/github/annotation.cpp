// SPDX-License-Identifier: BSL-1.0
#include "github/annotation.hpp"

#include <dwell/export/human.hpp>

#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace dwell::tool {
namespace {

// GitHub cuts what is longer, a title after 255 characters and a message after 64 KB, and does not say so.
constexpr size_t longest_title = 250;
constexpr size_t longest_message = 16'000;

constexpr std::string_view of_data = "%\r\n";
constexpr std::string_view of_a_property = "%\r\n:,";

std::string escaped(std::string_view text, std::string_view characters) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        if (characters.find(c) == std::string_view::npos) {
            result += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            result += {'%', digits[byte >> 4U], digits[byte & 15U]};
        }
    }
    return result;
}

std::string_view command_of(annotation_level level) {
    switch (level) {
        case annotation_level::notice:
            return "notice";
        case annotation_level::warning:
            return "warning";
        case annotation_level::error:
            break;
    }
    return "error";
}

/// GitHub finds a file by its path from the root of the repository.
std::string from_the_repository(const std::string& file) {
    namespace fs = std::filesystem;
    const char* const root = std::getenv("GITHUB_WORKSPACE");
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(fs::absolute(file, error), error);
    if (root == nullptr || *root == '\0' || error) {
        return file;
    }
    const fs::path inside = whole.lexically_relative(fs::weakly_canonical(root, error));
    return error || inside.empty() || *inside.begin() == ".." ? file : inside.string();
}

annotation count_of_others(annotation_level level, size_t count) {
    return {level, "", 0, std::to_string(count) + " more", "The log of this step has all of them"};
}

}  // namespace

std::string annotation_text(const annotation& one) {
    std::string text = "::" + std::string(command_of(one.level));
    const char* separator = " ";
    const auto add = [&](const char* name, std::string_view value) {
        text += separator;
        text += name;
        text += escaped(value, of_a_property);
        separator = ",";
    };
    if (!one.file.empty()) {
        add("file=", from_the_repository(one.file));
        if (one.line != 0) {
            add("line=", std::to_string(one.line));
        }
    }
    if (!one.title.empty()) {
        add("title=", detail::shortened(one.title, longest_title));
    }
    return text + "::" + escaped(detail::shortened(one.message, longest_message), of_data);
}

std::string annotation_lines(const std::vector<annotation>& all) {
    std::string text;
    for (const annotation_level level :
         {annotation_level::error, annotation_level::warning, annotation_level::notice}) {
        std::vector<annotation> chosen;
        for (const annotation& one : all) {
            if (one.level == level) {
                chosen.push_back(one);
            }
        }
        if (chosen.size() > annotations_shown) {
            const size_t others = chosen.size() - (annotations_shown - 1);
            chosen.resize(annotations_shown - 1);
            chosen.push_back(count_of_others(level, others));
        }
        for (const annotation& one : chosen) {
            text += annotation_text(one) + '\n';
        }
    }
    return text;
}

}  // namespace dwell::tool
