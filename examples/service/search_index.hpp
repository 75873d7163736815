// SPDX-License-Identifier: BSL-1.0
// A search index in memory over made-up texts: something for the service to do.
#ifndef SERVICE_SEARCH_INDEX_HPP
#define SERVICE_SEARCH_INDEX_HPP

#include <dwell/scope.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace service {

/// Which texts a word stands in, and how often. Any number of threads may search.
class search_index {
public:
    struct match {
        uint32_t text;
        uint32_t occurrences;
    };

    /// `texts` texts of 200 words "w0", "w1", …; a word of twice the number is half as frequent.
    explicit search_index(uint32_t texts) {
        TIMED_SCOPE("index.build");
        std::mt19937 random(1);
        std::exponential_distribution<double> word_number(0.01);
        for (uint32_t text = 0; text < texts; ++text) {
            for (size_t word = 0; word < 200; ++word) {
                add("w" + std::to_string(static_cast<unsigned>(word_number(random))), text);
            }
        }
    }

    /// The texts with the most occurrences of `word`, at most `count`.
    [[nodiscard]] std::vector<match> search(const std::string& word, size_t count) const {
        TIMED_SCOPE("search");
        std::vector<match> found;
        {
            TIMED_SCOPE("search.look_up");
            const auto at = words_.find(word);
            if (at != words_.end()) {
                found = at->second;
            }
        }
        TIMED_SCOPE("search.rank");
        const size_t kept = (std::min)(count, found.size());
        std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(kept), found.end(),
                          [](const match& a, const match& b) {
                              return a.occurrences != b.occurrences ? a.occurrences > b.occurrences : a.text < b.text;
                          });
        found.resize(kept);
        return found;
    }

private:
    void add(const std::string& word, uint32_t text) {
        std::vector<match>& matches = words_[word];
        if (matches.empty() || matches.back().text != text) {
            matches.push_back({text, 0});
        }
        ++matches.back().occurrences;
    }

    std::unordered_map<std::string, std::vector<match>> words_;
};

}  // namespace service

#endif
