// SPDX-License-Identifier: BSL-1.0
// Counts terms, file after file, in the same memory.
#ifndef INDEXER_TERM_COUNTS_HPP
#define INDEXER_TERM_COUNTS_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace indexer {

/// How often each term stands in a text: a hash table without a block of memory for each term, which keeps what it has
/// when it is cleared. Terms are parts of a text that must outlive them here.
class term_counts {
public:
    using value_type = std::pair<std::string_view, uint32_t>;

    void clear() {
        for (const size_t slot : taken_) {
            slots_[slot] = 0;
        }
        taken_.clear();
        terms_.clear();
    }

    /// The count of a term, from 0. As of a map, but valid until the next term only.
    uint32_t& operator[](std::string_view term) {
        if (2 * (terms_.size() + 1) > slots_.size()) {
            grow();
        }
        size_t slot = slot_of(term);
        for (; slots_[slot] != 0; slot = next(slot)) {
            if (value_type& known = terms_[slots_[slot] - 1]; known.first == term) {
                return known.second;
            }
        }
        terms_.emplace_back(term, 0U);
        take(slot, terms_.size());
        return terms_.back().second;
    }

    [[nodiscard]] size_t size() const noexcept { return terms_.size(); }
    [[nodiscard]] auto begin() const noexcept { return terms_.begin(); }
    [[nodiscard]] auto end() const noexcept { return terms_.end(); }

private:
    [[nodiscard]] size_t slot_of(std::string_view term) const noexcept {
        return std::hash<std::string_view>{}(term) & (slots_.size() - 1);
    }
    [[nodiscard]] size_t next(size_t slot) const noexcept { return (slot + 1) & (slots_.size() - 1); }

    void take(size_t slot, size_t term) {
        slots_[slot] = static_cast<uint32_t>(term);
        taken_.push_back(slot);
    }

    void grow() {
        slots_.assign(slots_.empty() ? 1024 : 2 * slots_.size(), 0);
        taken_.clear();
        for (size_t term = 0; term < terms_.size(); ++term) {
            size_t slot = slot_of(terms_[term].first);
            while (slots_[slot] != 0) {
                slot = next(slot);
            }
            take(slot, term + 1);
        }
    }

    std::vector<value_type> terms_;  // in the order in which they first came
    std::vector<uint32_t> slots_;    // a term's number, from 1; 0 where there is none. A power of two of them.
    std::vector<size_t> taken_;      // the slots that are not 0
};

}  // namespace indexer

#endif
