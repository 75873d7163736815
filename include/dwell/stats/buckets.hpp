// SPDX-License-Identifier: BSL-1.0
// Which bucket of a histogram a value falls into, and which values a bucket holds. Light: every recording file has it.
#ifndef DWELL_STATS_BUCKETS_HPP
#define DWELL_STATS_BUCKETS_HPP

#include <dwell/core/bits.hpp>
#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN

/// Buckets that grow with the value: each power of two is cut into 2^SubBucketBits buckets of equal width, so a bucket
/// is never wider than 2^-SubBucketBits of its smallest value (0.78 % for 7 bits), and values below
/// 2^(SubBucketBits + 1) have a bucket each. This is the layout of HdrHistogram with a unit magnitude of 0
/// (https://github.com/HdrHistogram/HdrHistogram): 7 bits are its two significant digits, with the same indices.
template <unsigned SubBucketBits = 7>
struct bucket_layout {
    static_assert(SubBucketBits >= 1 && SubBucketBits <= 14, "a histogram has 1 to 14 bits of sub-buckets");

    static constexpr unsigned sub_bucket_bits = SubBucketBits;

    /// Buckets for all values of 64 bits: 7424 for 7 bits.
    static constexpr size_t count = size_t{65 - SubBucketBits} << SubBucketBits;

    /// The bucket of `value`; ascending with it. Total: every value has one.
    [[nodiscard]] static constexpr size_t index(uint64_t value) noexcept {
        const unsigned exponent = width_exponent(value);
        return (size_t{exponent} << SubBucketBits) + static_cast<size_t>(value >> exponent);
    }

    /// The bucket of `value` has the width 2^width_exponent(value).
    [[nodiscard]] static constexpr unsigned width_exponent(uint64_t value) noexcept {
        return detail::bit_width_nonzero(value | (uint64_t{1} << SubBucketBits)) - SubBucketBits - 1;
    }

    /// The smallest value of a bucket; `index` is below `count`, here and below.
    [[nodiscard]] static constexpr uint64_t lower(size_t index) noexcept {
        return static_cast<uint64_t>(index - (size_t{exponent_of(index)} << SubBucketBits)) << exponent_of(index);
    }

    /// How many integers a bucket holds: a power of two.
    [[nodiscard]] static constexpr uint64_t width(size_t index) noexcept { return uint64_t{1} << exponent_of(index); }

    /// The largest value of a bucket (inclusive): one less than the next bucket's smallest.
    [[nodiscard]] static constexpr uint64_t upper(size_t index) noexcept { return lower(index) + (width(index) - 1); }

private:
    // The first two rows of 2^SubBucketBits buckets have width 1, and each further row twice the width before it.
    [[nodiscard]] static constexpr unsigned exponent_of(size_t index) noexcept {
        const size_t row = index >> SubBucketBits;
        return row == 0 ? 0U : static_cast<unsigned>(row - 1);
    }
};

DWELL_NAMESPACE_END

#endif
