// SPDX-License-Identifier: BSL-1.0
// The inverted index: for each identifier, the files that it stands in.
#ifndef INDEXER_INDEX_HPP
#define INDEXER_INDEX_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "progress.hpp"
#include "term_counts.hpp"
#include "walk.hpp"

namespace indexer {

/// One file that a term stands in.
struct posting {
    uint32_t file;  ///< index into the files that were indexed
    uint32_t occurrences;
};

/// The files of one term, ascending.
using postings = std::vector<posting>;

struct term_hash {
    using is_transparent = void;  // a part of a text is looked up without a copy
    size_t operator()(std::string_view term) const noexcept { return std::hash<std::string_view>{}(term); }
};

using term_map = std::unordered_map<std::string, postings, term_hash, std::equal_to<>>;

/// Terms by their hash, in parts that can be merged side by side. While it is built, each worker has one of its own.
class inverted_index {
public:
    static constexpr size_t part_count = 16;

    /// Adds the identifiers of a file, counted in memory that the caller keeps for the next one.
    void add(uint32_t file, std::string_view text, term_counts& counts);
    /// The same with a map made for each file and a node for each term: what add() did until the call paths of its
    /// allocations were looked at. Kept to compare.
    void add_by_map(uint32_t file, std::string_view text);

    /// Makes room for so many terms, so that none of the files that follow pays for the growth of the index.
    void reserve(size_t terms);

    /// Takes over part number `part` of another index.
    void merge_part(size_t part, inverted_index& other);
    /// Puts the files of each term of a part in order, which indexing on several threads does not.
    void sort_part(size_t part);

    /// The files of a term; null for one that stands in none. Any number of threads.
    [[nodiscard]] const postings* find(std::string_view term) const;

    [[nodiscard]] size_t term_count() const noexcept;
    [[nodiscard]] size_t posting_count() const noexcept;
    /// The `count` terms that stand in the most files, most first; equal ones by name.
    [[nodiscard]] std::vector<std::string_view> frequent_terms(size_t count) const;

private:
    static postings& add_term(term_map& part, std::string_view term);
    template <typename Counts>
    void add_counted(uint32_t file, std::string_view text, Counts& counts);

    static size_t part_of(std::string_view term) noexcept { return term_hash{}(term) % part_count; }

    std::array<term_map, part_count> parts_;
};

struct index_result {
    inverted_index index;
    std::vector<std::string> unreadable;  ///< files that could not be read, and why
    size_t files = 0;                     ///< that were read
    size_t binary_files = 0;              ///< of those, passed over, since they hold a zero byte
    uint64_t bytes = 0;                   ///< that were read
};

/// How the terms of a file are counted before they go into the index.
enum class term_counting {
    table,  ///< one a worker, cleared for each file
    map,    ///< one a file: with it, all in all, twice the allocations
};

/// When the index makes room for terms.
enum class index_growth {
    ahead,     ///< before the first file, for as many terms as files of this size have
    stepwise,  ///< whenever it is full: what it did until its slowest calls were looked at. Kept to compare.
};

struct index_options {
    unsigned threads = 1;
    term_counting counting = term_counting::table;
    index_growth growth = index_growth::ahead;
};

/// Reads and indexes files.
[[nodiscard]] index_result build_index(const std::vector<source_file>& files, const index_options& options,
                                       progress& shown);

}  // namespace indexer

#endif
