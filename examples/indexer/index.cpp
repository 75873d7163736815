// SPDX-License-Identifier: BSL-1.0
#include "index.hpp"

#include <dwell/scope.hpp>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <iterator>
#include <memory>
#include <system_error>
#include <utility>

#include "tokenizer.hpp"
#include "workers.hpp"

namespace indexer {
namespace {

// Reads a whole file into `text`; errno where that fails, else 0.
int read_file(const source_file& file, std::string& text) {
    TIMED_SCOPE("index.read");
    struct closer {
        void operator()(std::FILE* stream) const noexcept { std::fclose(stream); }
    };
    errno = 0;
    const std::unique_ptr<std::FILE, closer> stream(std::fopen(file.path.string().c_str(), "rb"));
    if (stream == nullptr) {
        return errno;
    }
    // One byte more than the file is long, to meet its end; a file that grew meanwhile is read to where it ended.
    text.resize(static_cast<size_t>(file.size) + 1);
    text.resize(std::fread(text.data(), 1, text.size(), stream.get()));
    return std::ferror(stream.get()) != 0 ? errno : 0;
}

// A NUL byte within the first few thousand is what grep and git take for a binary file, too.
bool is_binary(std::string_view text) { return text.substr(0, 8000).find('\0') != std::string_view::npos; }

// What a worker needs for one file, and uses again for the next.
struct worker_memory {
    std::string text;
    term_counts counts;
};

void index_file(const source_file& file, uint32_t number, term_counting counting, worker_memory& memory,
                index_result& result) {
    // The extension is known at run time only: one scope for each, for instance "index.file.hpp".
    TIMED_SCOPE_DYNAMIC("index.file" + (file.extension == "(none)" ? "" : file.extension));
    if (const int error = read_file(file, memory.text); error != 0) {
        dwell::counter<"index.unreadable">.add(1);
        result.unreadable.push_back(file.path.string() + ": " + std::generic_category().message(error));
        return;
    }
    ++result.files;
    result.bytes += memory.text.size();
    dwell::counter<"index.files">.with("extension", file.extension).add(1);
    dwell::counter<"index.bytes">.add(memory.text.size());
    if (is_binary(memory.text)) {
        ++result.binary_files;
        return;
    }
    if (counting == term_counting::map) {
        result.index.add_by_map(number, memory.text);
    } else {
        result.index.add(number, memory.text, memory.counts);
    }
}

// In /usr/include of Debian 12 there is a new term for each 755 bytes of 94 MB.
size_t expected_terms(const std::vector<source_file>& files) {
    uint64_t bytes = 0;
    for (const source_file& file : files) {
        bytes += file.size;
    }
    return static_cast<size_t>(bytes / 755);
}

}  // namespace

void inverted_index::add(uint32_t file, std::string_view text, term_counts& counts) {
    counts.clear();
    add_counted(file, text, counts);
}

void inverted_index::add_by_map(uint32_t file, std::string_view text) {
    std::unordered_map<std::string_view, uint32_t> counts;
    add_counted(file, text, counts);
}

template <typename Counts>
void inverted_index::add_counted(uint32_t file, std::string_view text, Counts& counts) {
    {
        TIMED_SCOPE("index.tokenize");
        tokenizer tokens(text);
        for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
            ++counts[token];
        }
    }
    TIMED_SCOPE("index.insert");
    dwell::distribution<"index.file.terms">.record(counts.size());
    for (const auto& [term, count] : counts) {
        term_map& part = parts_[part_of(term)];
        const auto found = part.find(term);
        postings& files = found != part.end() ? found->second : add_term(part, term);
        files.push_back({file, count});
    }
}

postings& inverted_index::add_term(term_map& part, std::string_view term) {
    if (static_cast<float>(part.size() + 1) > static_cast<float>(part.bucket_count()) * part.max_load_factor()) {
        TIMED_SCOPE("index.grow");  // all that are in it move
        part.rehash(2 * part.bucket_count() + 1);
    }
    return part.emplace(std::string(term), postings()).first->second;
}

void inverted_index::reserve(size_t terms) {
    TIMED_SCOPE("index.reserve");
    for (term_map& part : parts_) {
        part.reserve(terms / part_count);
    }
}

void inverted_index::merge_part(size_t part, inverted_index& other) {
    TIMED_SCOPE("index.merge");
    term_map& mine = parts_[part];
    term_map& theirs = other.parts_[part];
    mine.merge(theirs);  // moves the terms that are new here; what stays there is known
    for (auto& [term, files] : theirs) {
        postings& known = mine.find(term)->second;
        known.insert(known.end(), files.begin(), files.end());
    }
    theirs.clear();
}

void inverted_index::sort_part(size_t part) {
    TIMED_SCOPE("index.sort");
    for (auto& [term, files] : parts_[part]) {
        std::sort(files.begin(), files.end(), [](const posting& a, const posting& b) { return a.file < b.file; });
    }
}

const postings* inverted_index::find(std::string_view term) const {
    const term_map& part = parts_[part_of(term)];
    const auto found = part.find(term);
    return found == part.end() ? nullptr : &found->second;
}

size_t inverted_index::term_count() const noexcept {
    size_t count = 0;
    for (const term_map& part : parts_) {
        count += part.size();
    }
    return count;
}

size_t inverted_index::posting_count() const noexcept {
    size_t count = 0;
    for (const term_map& part : parts_) {
        for (const auto& [term, files] : part) {
            count += files.size();
        }
    }
    return count;
}

std::vector<std::string_view> inverted_index::frequent_terms(size_t count) const {
    TIMED_FUNCTION();
    std::vector<std::pair<size_t, std::string_view>> terms;
    terms.reserve(term_count());
    for (const term_map& part : parts_) {
        for (const auto& [term, files] : part) {
            terms.emplace_back(files.size(), term);
        }
    }
    count = (std::min)(count, terms.size());
    std::partial_sort(
        terms.begin(), terms.begin() + static_cast<std::ptrdiff_t>(count), terms.end(),
        [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    std::vector<std::string_view> names;
    for (size_t i = 0; i < count; ++i) {
        names.push_back(terms[i].second);
    }
    return names;
}

index_result build_index(const std::vector<source_file>& files, const index_options& options, progress& shown) {
    TIMED_FUNCTION();
    std::vector<index_result> shards(options.threads);
    const size_t terms = options.growth == index_growth::ahead ? expected_terms(files) : 0;
    std::atomic<uint32_t> next_file{0};
    shown.begin("indexing files", files.size());
    run_workers(options.threads, "indexer", shown, [&](unsigned worker) {
        worker_memory memory;
        shards[worker].index.reserve(terms);
        for (uint32_t file = next_file++; file < files.size(); file = next_file++) {
            index_file(files[file], file, options.counting, memory, shards[worker]);
            shown.advance();
        }
    });
    shown.end();

    index_result whole = std::move(shards.front());
    std::atomic<size_t> next_part{0};
    shown.begin("merging parts", inverted_index::part_count);
    run_workers(options.threads, "merger", shown, [&](unsigned) {
        for (size_t part = next_part++; part < inverted_index::part_count; part = next_part++) {
            for (size_t shard = 1; shard < shards.size(); ++shard) {
                whole.index.merge_part(part, shards[shard].index);
            }
            whole.index.sort_part(part);
            shown.advance();
        }
    });
    shown.end();
    for (size_t shard = 1; shard < shards.size(); ++shard) {
        std::move(shards[shard].unreadable.begin(), shards[shard].unreadable.end(),
                  std::back_inserter(whole.unreadable));
        whole.files += shards[shard].files;
        whole.binary_files += shards[shard].binary_files;
        whole.bytes += shards[shard].bytes;
    }
    std::sort(whole.unreadable.begin(), whole.unreadable.end());
    dwell::gauge<"index.terms">.set(static_cast<double>(whole.index.term_count()));
    return whole;
}

}  // namespace indexer
