// SPDX-License-Identifier: BSL-1.0
// A piece of work that is always the same: where its duration changes, it was the machine.
#ifndef DWELL_TESTING_REFERENCE_LOOP_HPP
#define DWELL_TESTING_REFERENCE_LOOP_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/tsc_clock.hpp>
#include <dwell/testing/do_not_optimize.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

/// A chain of dependent multiplications and loads from 16 KiB of memory, which a core's first cache holds. Of one
/// thread at a time.
class reference_loop {
public:
    reference_loop() : table_(table_size) {
        uint64_t state = 1;
        for (uint64_t& word : table_) {
            state = mixed(state);
            word = state;
        }
    }

    /// Runs it once; how long that took, in ns on the monotonic clock: 20 to 50 us with optimisation, about three times
    /// as long without.
    uint64_t run() const noexcept {
        const uint64_t start = monotonic_clock::now();
        const uint64_t* const table = table_.data();
        uint64_t state = 1;
        do_not_optimize(state);
        for (int i = 0; i < steps; ++i) {
            state = mixed(state ^ table[state % table_size]);
        }
        do_not_optimize(static_cast<const uint64_t&>(state));
        return monotonic_clock::now() - start;
    }

    /// A short piece of work without memory, about 1 us with optimisation; how long it took, in ticks of the clock that
    /// calls are timed with.
    static uint64_t run_piece() noexcept {
        uint64_t state = 1;
        const uint64_t start = tsc_clock::now();
        do_not_optimize(state);
        for (int i = 0; i < piece_steps; ++i) {
            state = mixed(state);
        }
        do_not_optimize(static_cast<const uint64_t&>(state));
        return tsc_clock::now() - start;
    }

private:
    static constexpr int piece_steps = 700;
    static constexpr size_t table_size = 2048;
    static constexpr int steps = 10'000;

    [[nodiscard]] static uint64_t mixed(uint64_t state) noexcept {
        return (state ^ (state >> 29)) * 0xbf58476d1ce4e5b9U;
    }

    std::vector<uint64_t> table_;
};

DWELL_NAMESPACE_END

#endif
