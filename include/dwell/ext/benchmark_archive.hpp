// SPDX-License-Identifier: BSL-1.0
// A flame graph of each benchmark, in a folder that is named after the commit.
#ifndef DWELL_EXT_BENCHMARK_ARCHIVE_HPP
#define DWELL_EXT_BENCHMARK_ARCHIVE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/machine.hpp>
#include <dwell/export/atomic_file.hpp>
#include <dwell/export/file_system.hpp>
#include <dwell/export/folded.hpp>
#include <dwell/export/html.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>
#include <dwell/profile/profile.hpp>

#include <set>
#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// ASCII's letters alone.
[[nodiscard]] inline std::string in_lower_case(std::string text) {
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

/// A name that every file system takes: what is neither a letter of ASCII nor a digit nor one of "+,-.=_" becomes `_`;
/// a device's name of Windows ("nul", "com1.x") gets one more in front, as does what begins with a dot. Cut to 150
/// bytes.
[[nodiscard]] inline std::string safe_file_name(std::string_view name) {
    constexpr std::string_view taken = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+,-.=_";
    constexpr std::string_view devices[] = {"con", "prn", "aux", "nul", "com", "lpt"};
    std::string safe;
    for (const char c : name.substr(0, 150)) {
        safe += taken.find(c) != std::string_view::npos ? c : '_';
    }
    const std::string stem = in_lower_case(safe.substr(0, safe.find('.')));
    bool is_device = false;
    for (const std::string_view device : devices) {
        const bool is_numbered = device == "com" || device == "lpt";
        is_device = is_device || (stem.substr(0, 3) == device && stem.size() == (is_numbered ? 4 : 3));
    }
    return is_device || safe.empty() || safe[0] == '.' ? "_" + safe : safe;
}

/// `<directory>/<commit>/<benchmark>.folded` and `.html`.
class benchmark_archive {
public:
    explicit benchmark_archive(const std::string& directory) {
        const std::string commit = git_commit();
        folder_ = directory + "/" + (commit.empty() ? "no-commit" : safe_file_name(commit));
    }

    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }

    [[nodiscard]] export_status prepare() const {
        const int error = make_folders(folder_);
        return error == 0 ? export_status() : file_failure(folder_, "cannot make the directory", error);
    }

    [[nodiscard]] export_status write(const profile& source, const std::string& benchmark) {
        const std::string file = unused_name(benchmark);
        export_status folded =
            write_whole_file(folder_, file + ".folded", [&](file_sink& out) { return write_folded(out, source); });
        export_status page = write_whole_file(
            folder_, file + ".html", [&](file_sink& out) { return write_html(out, source, {.title = benchmark}); });
        return folded ? page : folded;
    }

private:
    /// No two benchmarks of a run share a file, also where the file system takes `A` and `a` for the same.
    [[nodiscard]] std::string unused_name(const std::string& benchmark) {
        const std::string safe = safe_file_name(benchmark);
        std::string candidate = safe;
        for (unsigned number = 2; !used_.insert(in_lower_case(candidate)).second; ++number) {
            candidate = safe + "-" + std::to_string(number);
        }
        return candidate;
    }

    std::string folder_;
    std::set<std::string> used_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
