// SPDX-License-Identifier: BSL-1.0
// The bucket layout: every value has one bucket, buckets join without a gap, and none is wider than promised.
#include <dwell/core/bits.hpp>
#include <dwell/stats/buckets.hpp>

#include <random>

#include "support/catch.hpp"

namespace {

using layout = dwell::bucket_layout<>;

static_assert(layout::sub_bucket_bits == 7);
static_assert(layout::count == 7424);

// Values below 256 have a bucket each.
static_assert(layout::index(0) == 0 && layout::lower(0) == 0 && layout::upper(0) == 0 && layout::width(0) == 1);
static_assert(layout::index(127) == 127 && layout::index(128) == 128 && layout::index(255) == 255);
static_assert(layout::lower(255) == 255 && layout::upper(255) == 255);
// From there on, 128 buckets a power of two.
static_assert(layout::index(256) == 256 && layout::index(257) == 256 && layout::index(258) == 257);
static_assert(layout::lower(256) == 256 && layout::upper(256) == 257 && layout::width(256) == 2);
static_assert(layout::index(511) == 383 && layout::index(512) == 384);
static_assert(layout::lower(384) == 512 && layout::upper(384) == 515);
static_assert(layout::index(1000) == layout::index(1003) && layout::index(1000) != layout::index(1004));
// The last bucket ends with the last value.
static_assert(layout::index(UINT64_MAX) == layout::count - 1);
static_assert(layout::upper(layout::count - 1) == UINT64_MAX);
static_assert(layout::width(layout::count - 1) == uint64_t{1} << 56);

// The worked example of HdrHistogram's layout for 1 ns to 1 h at two significant digits: 4608 counters hold it.
static_assert(layout::index(3'600'000'000'000) < 4608);

static_assert(dwell::bucket_layout<1>::count == 128);
static_assert(dwell::bucket_layout<14>::upper(dwell::bucket_layout<14>::count - 1) == UINT64_MAX);

static_assert(dwell::detail::bit_width_nonzero(1) == 1);
static_assert(dwell::detail::bit_width_nonzero(255) == 8);
static_assert(dwell::detail::bit_width_nonzero(UINT64_MAX) == 64);

template <unsigned Bits>
void check_all_buckets() {
    using tested = dwell::bucket_layout<Bits>;
    uint64_t next_lower = 0;
    for (size_t index = 0; index < tested::count; ++index) {
        const uint64_t lower = tested::lower(index);
        const uint64_t upper = tested::upper(index);
        const bool joins = lower == next_lower;
        const bool width_fits = upper - lower + 1 == tested::width(index);
        const bool ends_are_inside = tested::index(lower) == index && tested::index(upper) == index;
        const bool narrow_enough = tested::width(index) == 1 || tested::width(index) <= lower >> Bits;
        if (!joins || !width_fits || !ends_are_inside || !narrow_enough) {
            INFO("bits " << Bits << " bucket " << index << " from " << lower << " to " << upper);
            CHECK(joins);
            CHECK(width_fits);
            CHECK(ends_are_inside);
            CHECK(narrow_enough);
            return;
        }
        next_lower = upper + 1;
    }
    CHECK(next_lower == 0);  // 2^64: all values are covered
}

}  // namespace

TEST_CASE("buckets join without a gap and are at most 2^-bits of their lower bound wide", "[stats]") {
    check_all_buckets<1>();
    check_all_buckets<3>();
    check_all_buckets<5>();
    check_all_buckets<7>();
    check_all_buckets<10>();
    check_all_buckets<14>();
}

TEST_CASE("the index at run time is that at compile time, at every power of two", "[stats]") {
    // The two take different paths through bit_width_nonzero.
    for (unsigned bit = 0; bit < 64; ++bit) {
        const uint64_t power = uint64_t{1} << bit;
        CHECK(dwell::detail::bit_width_nonzero(power) == bit + 1);
        CHECK(dwell::detail::bit_width_nonzero(power | 1) == bit + 1);
        CHECK(dwell::detail::bit_width_nonzero(power + (power - 1)) == bit + 1);
    }
}

TEST_CASE("a random value lies in its bucket, and the index is ascending", "[stats]") {
    std::mt19937_64 random(20240611);
    bool all_inside = true;
    bool all_ascending = true;
    for (int i = 0; i < 200000; ++i) {
        const uint64_t a = random() >> (random() % 64);
        const uint64_t b = random() >> (random() % 64);
        all_inside &= layout::lower(layout::index(a)) <= a && a <= layout::upper(layout::index(a));
        all_ascending &= (a <= b) == (layout::index(a) <= layout::index(b)) || layout::index(a) == layout::index(b);
    }
    CHECK(all_inside);
    CHECK(all_ascending);
}
