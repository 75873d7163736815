// SPDX-License-Identifier: BSL-1.0
// The parts of a profile that describe memory: what was allocated and freed, and what is still held.
#ifndef DWELL_PROFILE_MEMORY_HPP
#define DWELL_PROFILE_MEMORY_HPP

#include <dwell/core/config.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN

/// Allocations, and what was freed. Each falls on the scope that was open on the thread that did it: memory that one
/// scope allocates and another frees is allocated by the first and freed by the second. Only the sums over all of a
/// process balance: allocated less freed is live.
struct memory_counts {
    uint64_t allocations = 0;
    uint64_t allocated_bytes = 0;
    uint64_t frees = 0;
    uint64_t freed_bytes = 0;

    void add(const memory_counts& other) noexcept {
        allocations += other.allocations;
        allocated_bytes += other.allocated_bytes;
        frees += other.frees;
        freed_bytes += other.freed_bytes;
    }
    [[nodiscard]] bool empty() const noexcept {
        return allocations == 0 && allocated_bytes == 0 && frees == 0 && freed_bytes == 0;
    }
    friend bool operator==(const memory_counts&, const memory_counts&) = default;
};

/// What was allocated and is held still, whoever would free it: the state at the snapshot. Where the heap is sampled,
/// unbiased estimates with their variance; exact, with a variance of 0, where each block is followed.
struct live_memory {
    double blocks = 0;
    double bytes = 0;
    double bytes_variance = 0;  ///< of the estimate of bytes, itself estimated
    uint64_t samples = 0;       ///< blocks that were seen

    /// Adds a block that was followed with this probability: the Horvitz-Thompson estimator of a sum, and of its
    /// variance (D. G. Horvitz and D. J. Thompson, "A generalization of sampling without replacement from a finite
    /// universe", JASA 47, 1952), where each block is drawn independently of all others.
    void add_block(uint64_t size, double probability) noexcept {
        const double represented = static_cast<double>(size) / probability;
        blocks += 1.0 / probability;
        bytes += represented;
        bytes_variance += represented * represented * (1.0 - probability);
        ++samples;
    }
    void add(const live_memory& other) noexcept {
        blocks += other.blocks;
        bytes += other.bytes;
        bytes_variance += other.bytes_variance;
        samples += other.samples;
    }
    [[nodiscard]] bool empty() const noexcept { return *this == live_memory(); }
    friend bool operator==(const live_memory&, const live_memory&) = default;
};

/// Memory of a whole profile: how it was measured, and what belongs to no call path.
struct memory_profile {
    /// "requested" or "usable" bytes a block; "not counted under <sanitizer>"; empty where no hooks are in the program.
    std::string sizes;
    /// Mean number of allocated bytes from one sampled block to the next; 1 where each is followed; 0 where none is.
    uint64_t sample_interval_bytes = 0;
    /// Blocks freed of which only the usable size was known while requested bytes are counted: `freed_bytes` has that.
    uint64_t frees_of_unknown_size = 0;
    uint64_t failed_allocations = 0;  ///< for which there was no memory
    memory_counts outside;            ///< where no scope was open
    live_memory live_outside;
    memory_counts own;          ///< dwell's own, in no call path
    uint64_t lost_samples = 0;  ///< blocks that were to be followed when no memory was left for it

    /// Whether there is nothing to tell: neither hooks nor anything else has counted.
    [[nodiscard]] bool empty() const noexcept { return *this == memory_profile(); }
    friend bool operator==(const memory_profile&, const memory_profile&) = default;
};

DWELL_NAMESPACE_END

#endif
