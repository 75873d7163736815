// SPDX-License-Identifier: BSL-1.0
// A small seeded generator of random numbers, the same on every platform: <random> promises that of engines only.
#ifndef DWELL_STATS_RANDOM_HPP
#define DWELL_STATS_RANDOM_HPP

#include <dwell/core/bits.hpp>
#include <dwell/core/config.hpp>
#include <dwell/stats/splitmix64.hpp>

DWELL_NAMESPACE_BEGIN

/// xoshiro256** of D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on
/// Mathematical Software 47(4), 2021: 2^256 - 1 numbers before it repeats. Its state is filled from the seed by
/// SplitMix64, as its authors advise, so that seeds next to each other give unrelated sequences. Integers only, but for
/// `uniform`, which is exact. Not for secrets. Not thread-safe.
class random_generator {
public:
    explicit random_generator(uint64_t seed) noexcept {
        for (uint64_t& word : state_) {
            word = detail::splitmix64(seed);
        }
    }

    /// The next 64 random bits.
    [[nodiscard]] uint64_t next() noexcept {
        const uint64_t result = rotated(state_[1] * 5, 7) * 9;
        const uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotated(state_[3], 45);
        return result;
    }

    /// An integer from 0 to `count - 1`, each with the same probability; 0 for a count of 0. Draws as many bits as
    /// `count - 1` has and draws again where they are too large: less than twice on average.
    [[nodiscard]] uint64_t below(uint64_t count) noexcept {
        if (count <= 1) {
            return 0;
        }
        const unsigned unused = 64 - detail::bit_width_nonzero(count - 1);
        uint64_t drawn = next() >> unused;
        while (drawn >= count) {
            drawn = next() >> unused;
        }
        return drawn;
    }

    /// One of the 2^53 odd multiples of 2^-54: in (0, 1), neither end among them.
    [[nodiscard]] double uniform() noexcept {
        return (static_cast<double>(next() >> 11) + 0.5) * (1.0 / 9007199254740992.0);
    }

private:
    [[nodiscard]] static uint64_t rotated(uint64_t word, unsigned by) noexcept {
        return (word << by) | (word >> (64 - by));
    }

    uint64_t state_[4];
};

DWELL_NAMESPACE_END

#endif
