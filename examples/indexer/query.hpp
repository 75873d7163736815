// SPDX-License-Identifier: BSL-1.0
// Answers queries: the files in which all of some identifiers stand, the most relevant first.
#ifndef INDEXER_QUERY_HPP
#define INDEXER_QUERY_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index.hpp"
#include "progress.hpp"

namespace indexer {

struct match {
    uint32_t file;  ///< index into the files that were indexed
    double score;   ///< larger is more relevant
};

struct answer {
    size_t matching_files = 0;
    std::vector<match> best;  ///< at most as many as were asked for, best first
};

/// Answers a query of identifiers separated by blanks. A file matches where all of them stand in it, and its score is
/// the sum of their tf-idf weights: (1 + ln occurrences) * ln(1 + all files / files with the term).
[[nodiscard]] answer search(const inverted_index& index, size_t file_count, std::string_view query, size_t limit);

/// Answers all queries, on `threads` threads, in the order of the queries.
[[nodiscard]] std::vector<answer> search_all(const inverted_index& index, size_t file_count,
                                             const std::vector<std::string>& queries, size_t limit, unsigned threads,
                                             progress& shown);

/// Queries of one to three of the 500 terms that stand in the most files: for the same index and seed the same ones.
[[nodiscard]] std::vector<std::string> random_queries(const inverted_index& index, size_t count, uint64_t seed);

}  // namespace indexer

#endif
