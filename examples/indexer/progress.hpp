// SPDX-License-Identifier: BSL-1.0
// How far a step is, on standard error: one line that is written over on a terminal, a line now and then in a log.
#ifndef INDEXER_PROGRESS_HPP
#define INDEXER_PROGRESS_HPP

#include <atomic>
#include <chrono>
#include <cstdint>

namespace indexer {

enum class progress_style { none, terminal, log };

class progress {
public:
    explicit progress(progress_style style) : style_(style) {}

    /// Begins a step of `total` pieces; 0 where nobody knows how many there will be.
    void begin(const char* step, uint64_t total);
    /// One piece is done. Any thread.
    void advance() noexcept { done_.fetch_add(1, std::memory_order_relaxed); }
    /// Shows how far the step is, unless it was shown a moment ago. The thread that called `begin`.
    void show();
    void end();

private:
    void print(char last) const;

    progress_style style_;
    const char* step_ = "";
    uint64_t total_ = 0;
    std::atomic<uint64_t> done_{0};
    std::chrono::steady_clock::time_point begun_;
    std::chrono::steady_clock::time_point shown_;
};

}  // namespace indexer

#endif
