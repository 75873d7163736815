// SPDX-License-Identifier: BSL-1.0
#include "query.hpp"

#include <dwell/scope.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <random>

#include "workers.hpp"

namespace indexer {
namespace {

// The files of each term of a query, fewest first; nothing where a term stands in no file.
std::vector<const postings*> look_up(const inverted_index& index, std::string_view query) {
    TIMED_SCOPE("query.look_up");
    constexpr std::string_view blanks = " \t";
    std::vector<const postings*> found;
    for (size_t begin = query.find_first_not_of(blanks); begin != std::string_view::npos;) {
        const size_t end = (std::min)(query.find_first_of(blanks, begin), query.size());
        const postings* const files = index.find(query.substr(begin, end - begin));
        if (files == nullptr) {
            return {};
        }
        found.push_back(files);
        begin = query.find_first_not_of(blanks, end);
    }
    std::sort(found.begin(), found.end(), [](const postings* a, const postings* b) { return a->size() < b->size(); });
    return found;
}

double weight(uint32_t occurrences, size_t files_with_term, size_t file_count) {
    return (1 + std::log(static_cast<double>(occurrences))) *
           std::log(1 + static_cast<double>(file_count) / static_cast<double>(files_with_term));
}

// Goes through the files of the rarest term, and looks each up among those of the others.
std::vector<match> intersect(const std::vector<const postings*>& terms, size_t file_count) {
    TIMED_SCOPE("query.intersect");
    std::vector<match> matches;
    std::vector<postings::const_iterator> at;
    at.reserve(terms.size());
    for (const postings* term : terms) {
        at.push_back(term->begin());
    }
    for (const posting& first : *terms.front()) {
        double score = weight(first.occurrences, terms.front()->size(), file_count);
        size_t matching = 1;
        for (size_t i = 1; i < terms.size() && matching == i; ++i) {
            at[i] = std::lower_bound(at[i], terms[i]->end(), first.file,
                                     [](const posting& candidate, uint32_t file) { return candidate.file < file; });
            if (at[i] != terms[i]->end() && at[i]->file == first.file) {
                score += weight(at[i]->occurrences, terms[i]->size(), file_count);
                ++matching;
            }
        }
        if (matching == terms.size()) {
            matches.push_back({first.file, score});
        }
    }
    return matches;
}

}  // namespace

answer search(const inverted_index& index, size_t file_count, std::string_view query, size_t limit) {
    TIMED_SCOPE("query.search");
    answer result;
    if (const std::vector<const postings*> terms = look_up(index, query); !terms.empty()) {
        result.best = intersect(terms, file_count);
    }
    result.matching_files = result.best.size();
    dwell::distribution<"query.matches">.record(result.matching_files);
    TIMED_SCOPE("query.rank");
    const size_t kept = (std::min)(limit, result.best.size());
    std::partial_sort(
        result.best.begin(), result.best.begin() + static_cast<std::ptrdiff_t>(kept), result.best.end(),
        [](const match& a, const match& b) { return a.score != b.score ? a.score > b.score : a.file < b.file; });
    result.best.resize(kept);
    return result;
}

std::vector<answer> search_all(const inverted_index& index, size_t file_count, const std::vector<std::string>& queries,
                               size_t limit, unsigned threads, progress& shown) {
    TIMED_FUNCTION();
    std::vector<answer> answers(queries.size());
    std::atomic<size_t> next_query{0};
    shown.begin("answering queries", queries.size());
    run_workers(threads, "searcher", shown, [&](unsigned) {
        for (size_t query = next_query++; query < queries.size(); query = next_query++) {
            answers[query] = search(index, file_count, queries[query], limit);
            shown.advance();
        }
    });
    shown.end();
    return answers;
}

std::vector<std::string> random_queries(const inverted_index& index, size_t count, uint64_t seed) {
    const std::vector<std::string_view> terms = index.frequent_terms(500);
    std::vector<std::string> queries;
    if (terms.empty()) {
        return queries;
    }
    std::mt19937_64 random(seed);
    for (size_t i = 0; i < count; ++i) {
        std::string query;
        for (uint64_t words = 1 + random() % 3; words > 0; --words) {
            query += query.empty() ? "" : " ";
            query += terms[random() % terms.size()];
        }
        queries.push_back(std::move(query));
    }
    return queries;
}

}  // namespace indexer
