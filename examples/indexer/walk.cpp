// SPDX-License-Identifier: BSL-1.0
#include "walk.hpp"

#include <dwell/scope.hpp>

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <string_view>
#include <system_error>
#include <utility>

#include "workers.hpp"

namespace indexer {
namespace {

namespace fs = std::filesystem;

bool is_source_extension(std::string_view extension) {
    constexpr std::string_view known[] = {".c",   ".cc",  ".cpp", ".cxx", ".h",   ".hh",
                                          ".hpp", ".hxx", ".inl", ".ipp", ".tcc", "(none)"};
    return std::find(std::begin(known), std::end(known), extension) != std::end(known);
}

// The directories still to be listed. The walk is over when there is none and nobody is listing one.
class directory_queue {
public:
    explicit directory_queue(std::vector<fs::path> directories) : waiting_(std::move(directories)) {}

    // Waits for a directory; false when the walk is over.
    bool take(fs::path& directory) {
        TIMED_SCOPE("walk.wait");
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !waiting_.empty() || listing_ == 0; });
        if (waiting_.empty()) {
            return false;
        }
        directory = std::move(waiting_.back());
        waiting_.pop_back();
        ++listing_;
        return true;
    }

    // What was found in a directory that was taken.
    void finish(std::vector<fs::path> found) {
        const std::lock_guard lock(mutex_);
        waiting_.insert(waiting_.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        --listing_;
        dwell::gauge<"walk.queue.depth">.set(static_cast<double>(waiting_.size()));
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<fs::path> waiting_;
    unsigned listing_ = 0;
};

void note_unreadable(walk_result& result, const fs::path& path, const std::error_code& error) {
    dwell::counter<"walk.unreadable">.add(1);
    result.unreadable.push_back(path.string() + ": " + error.message());
}

void take_entry(const fs::directory_entry& entry, walk_result& result, std::vector<fs::path>& subdirectories) {
    std::error_code error;
    if (entry.is_directory(error) && !entry.is_symlink(error)) {
        subdirectories.push_back(entry.path());
        return;
    }
    source_file file;
    file.extension = entry.path().has_extension() ? entry.path().extension().string() : "(none)";
    if (!is_source_extension(file.extension)) {
        return;
    }
    const fs::file_status status = entry.status(error);
    if (error || status.type() == fs::file_type::not_found) {
        note_unreadable(result, entry.path(), error ? error : make_error_code(std::errc::no_such_file_or_directory));
        return;
    }
    if (status.type() != fs::file_type::regular) {
        return;  // reading a pipe would wait for whoever writes to it
    }
    file.size = entry.file_size(error);
    file.path = entry.path();
    dwell::counter<"walk.files">.with("extension", file.extension).add(1);
    dwell::distribution<"walk.file.size">.record(file.size);
    result.files.push_back(std::move(file));
}

std::vector<fs::path> list_directory(const fs::path& directory, walk_result& result) {
    TIMED_SCOPE("walk.list");
    std::vector<fs::path> subdirectories;
    std::error_code error;
    fs::directory_iterator at(directory, error);
    while (!error && at != fs::directory_iterator()) {
        take_entry(*at, result, subdirectories);
        at.increment(error);
    }
    if (error) {
        note_unreadable(result, directory, error);
    }
    ++result.directories;
    return subdirectories;
}

// Canonical, and without those that lie inside another one.
std::vector<fs::path> outermost(const std::vector<fs::path>& directories, walk_result& result) {
    std::vector<fs::path> sorted;
    for (const fs::path& directory : directories) {
        std::error_code error;
        fs::path canonical = fs::canonical(directory, error);
        if (error) {
            note_unreadable(result, directory, error);
        } else {
            sorted.push_back(std::move(canonical));
        }
    }
    std::sort(sorted.begin(), sorted.end());  // a path stands before those inside it
    std::vector<fs::path> kept;
    for (const fs::path& directory : sorted) {
        const bool is_inside = std::any_of(kept.begin(), kept.end(), [&](const fs::path& outer) {
            return std::mismatch(outer.begin(), outer.end(), directory.begin(), directory.end()).first == outer.end();
        });
        if (!is_inside) {
            kept.push_back(directory);
        }
    }
    return kept;
}

}  // namespace

walk_result walk(const std::vector<fs::path>& directories, unsigned threads, progress& shown) {
    TIMED_FUNCTION();
    walk_result whole;
    directory_queue queue(outermost(directories, whole));
    std::vector<walk_result> parts(threads);
    shown.begin("walking directories", 0);
    run_workers(threads, "walker", shown, [&](unsigned worker) {
        for (fs::path directory; queue.take(directory);) {
            queue.finish(list_directory(directory, parts[worker]));
            shown.advance();
        }
    });
    shown.end();
    for (walk_result& part : parts) {
        std::move(part.files.begin(), part.files.end(), std::back_inserter(whole.files));
        std::move(part.unreadable.begin(), part.unreadable.end(), std::back_inserter(whole.unreadable));
        whole.directories += part.directories;
    }
    TIMED_SCOPE("walk.sort");
    std::sort(whole.files.begin(), whole.files.end(),
              [](const source_file& a, const source_file& b) { return a.path < b.path; });
    std::sort(whole.unreadable.begin(), whole.unreadable.end());
    return whole;
}

}  // namespace indexer
