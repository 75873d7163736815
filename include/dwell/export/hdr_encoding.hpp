// SPDX-License-Identifier: BSL-1.0
// A histogram in HdrHistogram's encoding V2, compressed form, as Base64: what a line of its logs holds.
#ifndef DWELL_EXPORT_HDR_ENCODING_HPP
#define DWELL_EXPORT_HDR_ENCODING_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/base64.hpp>
#include <dwell/export/big_endian.hpp>
#include <dwell/export/zigzag_leb128.hpp>
#include <dwell/export/zlib_stored.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/histogram.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The buckets of a histogram as HdrHistogram counts them: two significant digits, from 1 up. Its indices are ours. It
/// has values and counts of 63 bits: larger values go into its highest bucket, and where the count of all would not
/// fit, each bucket's is divided by 4, rounded up.
class hdr_counts {
public:
    using layout = histogram::layout;
    static constexpr uint64_t highest_value = uint64_max >> 1U;
    static constexpr size_t last_index = layout::index(highest_value);

    explicit hdr_counts(const histogram& values) : divides_(values.count() > highest_value) {
        uint64_t top = 0;
        values.for_each_bucket([&](size_t index, uint64_t, uint64_t, uint64_t n) {
            if (index < last_index) {
                append(index, n);
            } else {
                top += n;
                above_range_ += index > last_index ? n : 0;
            }
        });
        if (top != 0 || next_ == 0) {
            append(top != 0 ? last_index : 0, top);
        }
    }

    /// Counts in ascending order, a run of zeros as the negative number of them.
    [[nodiscard]] const std::string& bytes() const noexcept { return bytes_; }
    /// The largest value of the power of two that the last count lies in: HdrHistogram's highestTrackableValue.
    [[nodiscard]] uint64_t highest_trackable() const noexcept {
        constexpr size_t row = size_t{1} << layout::sub_bucket_bits;
        return layout::upper(larger((next_ - 1) | (row - 1), 2 * row - 1));
    }
    /// Values above 2^63 - 1, which are in the highest bucket.
    [[nodiscard]] uint64_t above_range() const noexcept { return above_range_; }
    /// Whether counts were divided by 4.
    [[nodiscard]] bool divides() const noexcept { return divides_; }

private:
    void append(size_t index, uint64_t n) {
        const auto zeros = static_cast<int64_t>(index - next_);
        if (zeros != 0) {
            append_zigzag_leb128(bytes_, zeros == 1 ? 0 : -zeros);
        }
        append_zigzag_leb128(bytes_, static_cast<int64_t>(divides_ ? n / 4 + (n % 4 != 0 ? 1 : 0) : n));
        next_ = index + 1;
    }

    std::string bytes_;
    size_t next_ = 0;
    uint64_t above_range_ = 0;
    bool divides_;
};

/// The encoding V2 in Base64. `conversion_ratio` says what one step of the values is; readers keep it and do no
/// arithmetic with it.
[[nodiscard]] inline std::string encode_hdr(const hdr_counts& counts, double conversion_ratio) {
    // The lowest nibble but one stands for "words of 9 bytes at most".
    constexpr uint32_t cookie = 0x1c849303U | 0x10U;
    constexpr uint32_t compressed_cookie = 0x1c849304U | 0x10U;
    std::string plain;
    append_big_endian(plain, cookie);
    append_big_endian(plain, static_cast<uint32_t>(counts.bytes().size()));
    append_big_endian(plain, uint32_t{0});  // normalizing index offset
    append_big_endian(plain, uint32_t{2});  // significant digits
    append_big_endian(plain, uint64_t{1});  // lowest discernible value
    append_big_endian(plain, counts.highest_trackable());
    append_big_endian(plain, conversion_ratio);
    plain += counts.bytes();

    std::string stream;
    append_zlib_stored(stream, plain);
    std::string whole;
    append_big_endian(whole, compressed_cookie);
    append_big_endian(whole, static_cast<uint32_t>(stream.size()));
    whole += stream;
    std::string text;
    append_base64(text, whole);
    return text;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
