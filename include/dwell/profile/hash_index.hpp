// SPDX-License-Identifier: BSL-1.0
// Finds the elements of a vector by their content, without <unordered_map> (70 ms in every file that reports).
#ifndef DWELL_PROFILE_HASH_INDEX_HPP
#define DWELL_PROFILE_HASH_INDEX_HPP

#include <dwell/core/config.hpp>

#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

[[nodiscard]] inline uint64_t hash_of(std::string_view text) noexcept { return std::hash<std::string_view>()(text); }

[[nodiscard]] constexpr uint64_t hash_of(uint32_t parent, uint32_t name) noexcept {
    return (uint64_t{parent} << 32U) | name;
}

/// A hash table of indices into a vector that the caller has: it gives the hash of an element, and compares. Open
/// addressing with linear probing, at most half full.
class hash_index {
public:
    static constexpr uint32_t none = uint32_max;

    /// The index that was inserted with this hash and for which `is_equal(index)` is true, or `none`. O(1).
    template <typename IsEqual>
    [[nodiscard]] uint32_t find(uint64_t hash, const IsEqual& is_equal) const {
        if (slots_.empty()) {
            return none;
        }
        for (size_t at = home_of(hash);; at = next(at)) {
            const slot& candidate = slots_[at];
            if (candidate.index == none || (candidate.hash == hash && is_equal(candidate.index))) {
                return candidate.index;
            }
        }
    }

    /// Inserts an index other than `none` that is not there. Amortised O(1).
    void insert(uint64_t hash, uint32_t index) {
        if (size_ == slots_.size() / 2) {
            grow();
        }
        place({hash, index});
        ++size_;
    }

    void clear() noexcept {
        slots_ = std::vector<slot>();
        size_ = 0;
    }

private:
    struct slot {
        uint64_t hash = 0;
        uint32_t index = none;
    };

    // The high bits of the product depend on all of the hash, which may be a plain number. 2^64 / the golden ratio.
    [[nodiscard]] size_t home_of(uint64_t hash) const noexcept {
        return static_cast<size_t>((hash * 0x9E3779B97F4A7C15U) >> 32U) & (slots_.size() - 1);
    }
    [[nodiscard]] size_t next(size_t at) const noexcept { return (at + 1) & (slots_.size() - 1); }

    void place(slot added) noexcept {
        size_t at = home_of(added.hash);
        while (slots_[at].index != none) {
            at = next(at);
        }
        slots_[at] = added;
    }

    void grow() {
        std::vector<slot> full(slots_.empty() ? 16 : 2 * slots_.size());
        full.swap(slots_);
        for (const slot& kept : full) {
            if (kept.index != none) {
                place(kept);
            }
        }
    }

    std::vector<slot> slots_;  // a power of two, or none
    size_t size_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
