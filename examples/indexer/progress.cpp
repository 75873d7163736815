// SPDX-License-Identifier: BSL-1.0
#include "progress.hpp"

#include <cstdio>

namespace indexer {

void progress::begin(const char* step, uint64_t total) {
    step_ = step;
    total_ = total;
    done_ = 0;
    begun_ = shown_ = std::chrono::steady_clock::now();
}

void progress::show() {
    using namespace std::chrono_literals;
    const auto now = std::chrono::steady_clock::now();
    if (style_ == progress_style::none || now - shown_ < (style_ == progress_style::terminal ? 100ms : 1000ms)) {
        return;
    }
    shown_ = now;
    print(style_ == progress_style::terminal ? '\r' : '\n');
}

void progress::end() {
    if (style_ != progress_style::none) {
        print('\n');
    }
}

void progress::print(char last) const {
    const uint64_t done = done_.load(std::memory_order_relaxed);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun_;
    if (total_ == 0) {
        std::fprintf(stderr, "%s: %llu in %.1f s   %c", step_, static_cast<unsigned long long>(done), seconds.count(),
                     last);
    } else {
        std::fprintf(stderr, "%s: %llu of %llu (%.0f %%) in %.1f s   %c", step_, static_cast<unsigned long long>(done),
                     static_cast<unsigned long long>(total_),
                     100.0 * static_cast<double>(done) / static_cast<double>(total_), seconds.count(), last);
    }
    std::fflush(stderr);
}

}  // namespace indexer
