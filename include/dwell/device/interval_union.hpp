// SPDX-License-Identifier: BSL-1.0
// Stretches of time that arrive in any order, as one set: what overlaps or touches is one stretch.
#ifndef DWELL_DEVICE_INTERVAL_UNION_HPP
#define DWELL_DEVICE_INTERVAL_UNION_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Bounded. What is before a moment can be taken off, and only its length is kept. One thread at a time.
class interval_union {
public:
    static constexpr uint32_t capacity = 4096;

    /// False, and nothing is added, where there would be more stretches than fit.
    bool add(uint64_t from, uint64_t to) noexcept {
        if (from >= to) {
            return true;
        }
        const uint32_t first = first_that_ends_at(from);
        uint32_t last = first;
        while (last < count_ && at_[last].from <= to) {
            ++last;
        }
        if (first == last) {
            return insert(first, {from, to});
        }
        at_[first].from = from < at_[first].from ? from : at_[first].from;
        at_[first].to = to > at_[last - 1].to ? to : at_[last - 1].to;
        erase(first + 1, last);
        return true;
    }

    /// Takes off what is before a moment, and returns how long that was.
    uint64_t take_until(uint64_t moment) noexcept {
        uint64_t length = 0;
        uint32_t whole = 0;
        for (; whole < count_ && at_[whole].to <= moment; ++whole) {
            length += at_[whole].to - at_[whole].from;
        }
        erase(0, whole);
        if (count_ != 0 && at_[0].from < moment) {
            length += moment - at_[0].from;
            at_[0].from = moment;
        }
        return length;
    }

    [[nodiscard]] uint32_t count() const noexcept { return count_; }
    /// Where the first stretch begins; `uint64_max` where there is none.
    [[nodiscard]] uint64_t begin() const noexcept { return count_ != 0 ? at_[0].from : uint64_max; }
    /// A moment with about as many stretches before it as behind it. There must be some.
    [[nodiscard]] uint64_t middle() const noexcept { return at_[count_ / 2].to; }
    void clear() noexcept { count_ = 0; }

private:
    struct interval {
        uint64_t from;
        uint64_t to;
    };

    [[nodiscard]] uint32_t first_that_ends_at(uint64_t moment) const noexcept {
        uint32_t low = 0;
        for (uint32_t high = count_; low < high;) {
            const uint32_t middle = low + (high - low) / 2;
            if (at_[middle].to < moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    bool insert(uint32_t where, interval added) noexcept {
        if (count_ == capacity) {
            return false;
        }
        for (uint32_t i = count_++; i > where; --i) {
            at_[i] = at_[i - 1];
        }
        at_[where] = added;
        return true;
    }

    void erase(uint32_t first, uint32_t last) noexcept {
        if (first == last) {
            return;
        }
        for (; last < count_; ++first, ++last) {
            at_[first] = at_[last];
        }
        count_ = first;
    }

    uint32_t count_ = 0;
    interval at_[capacity];  // only what is counted is ever written, or read
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
