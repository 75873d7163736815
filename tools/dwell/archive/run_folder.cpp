// SPDX-License-Identifier: BSL-1.0
#include "archive/run_folder.hpp"

#include "command_error.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <filesystem>
#include <tuple>

namespace dwell::tool {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view hexadecimal = "0123456789abcdef";

bool consists_of(std::string_view text, std::string_view characters) {
    return text.find_first_not_of(characters) == std::string_view::npos;
}

bool is_time(std::string_view text) {
    return text.size() == 16 && text[8] == 'T' && text[15] == 'Z' && consists_of(text.substr(0, 8), digits) &&
           consists_of(text.substr(9, 6), digits);
}

}  // namespace

std::string run_name::text() const {
    return time + (commit.empty() ? "" : "-" + commit) + (number == 1 ? "" : "." + std::to_string(number));
}

bool operator<(const run_name& a, const run_name& b) {
    return std::tie(a.time, a.number, a.commit) < std::tie(b.time, b.number, b.commit);
}

std::optional<run_name> parse_run_name(std::string_view text) {
    run_name result;
    if (!is_time(text.substr(0, 16))) {
        return std::nullopt;
    }
    result.time = text.substr(0, 16);
    text.remove_prefix(16);
    if (const size_t dot = text.find('.'); dot != std::string_view::npos) {
        const std::string_view number = text.substr(dot + 1);
        const auto parsed = std::from_chars(number.data(), number.data() + number.size(), result.number);
        if (parsed.ec != std::errc() || parsed.ptr != number.data() + number.size() || result.number < 2 ||
            number[0] == '0') {
            return std::nullopt;
        }
        text = text.substr(0, dot);
    }
    if (!text.empty()) {
        result.commit = text.substr(1);
        if (text[0] != '-' || result.commit.size() < 7 || result.commit.size() > 40 ||
            !consists_of(result.commit, hexadecimal)) {
            return std::nullopt;
        }
    }
    return result;
}

std::string run_time(int64_t unix_seconds) {
    const auto seconds = static_cast<time_t>(unix_seconds);
    tm utc{};
    gmtime_r(&seconds, &utc);
    char text[32];
    std::strftime(text, sizeof(text), "%Y%m%dT%H%M%SZ", &utc);
    return text;
}

std::vector<run_folder> list_runs(const std::string& archive) {
    namespace fs = std::filesystem;
    std::vector<run_folder> runs;
    std::error_code error;
    fs::directory_iterator entries(archive, error);
    if (error == std::errc::no_such_file_or_directory) {
        return runs;
    }
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        const std::optional<run_name> name = parse_run_name(entries->path().filename().string());
        std::error_code ignored;
        if (name && !entries->is_symlink(ignored) && entries->is_directory(ignored) &&
            fs::is_regular_file(entries->path() / "run.json", ignored)) {
            runs.push_back({*name, entries->path().string()});
        }
    }
    if (error) {
        throw command_error(archive + ": cannot read the archive: " + error.message());
    }
    std::sort(runs.begin(), runs.end(), [](const run_folder& a, const run_folder& b) { return a.name < b.name; });
    return runs;
}

}  // namespace dwell::tool
