// SPDX-License-Identifier: BSL-1.0
// "0 allocations per call" is an ordinary assertion. With a test framework, write CHECK or EXPECT_EQ for `expect`.

// In one source file of the test program, and only there: replaces operator new by one that counts.
#include <dwell/memory/new_delete.hpp>

// The rest of dwell, in a block of its own: the single header wants to know of the hooks first.
#include <dwell/dwell.hpp>

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

// What is tested: a log that is to allocate nothing once its buffers have grown.
class event_log {
public:
    void add(std::string_view text) {
        line_.assign("event: ");
        line_.append(text);
        bytes_ += line_.size();
    }
    // Looks the same, and takes memory for each call.
    void add_slowly(const std::string& text) { bytes_ += ("event: " + text).size(); }

    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    std::string line_;
    std::size_t bytes_ = 0;
};

bool expect(const char* what, std::uint64_t found, std::uint64_t expected) {
    std::printf("%s: %llu, expected %llu\n", what, static_cast<unsigned long long>(found),
                static_cast<unsigned long long>(expected));
    return found == expected;
}

}  // namespace

int main() {
    if (!dwell::counts_allocations()) {
        std::puts("no allocations counted: recording is off, or a sanitizer is on");
        return 0;
    }
    const std::string text(40, 'x');  // longer than what a string holds without memory
    event_log log;
    log.add(text);  // the first call is not typical: it makes the buffer

    constexpr std::uint64_t calls = 1000;
    const dwell::allocation_count steady = dwell::allocations([&] {
        for (std::uint64_t i = 0; i < calls; ++i) {
            log.add(text);
        }
    });
    bool passed = expect("allocations of 1,000 calls", steady.count, 0);

    const dwell::allocation_count slow = dwell::allocations([&] {
        for (std::uint64_t i = 0; i < calls; ++i) {
            log.add_slowly(text);
        }
    });
    passed &= expect("allocations of 1,000 slow calls", slow.count, calls);
    passed &= expect("of these, not freed", slow.leaked_blocks, 0);

    // Also: the most that was held at once, and what was left behind.
    std::string kept;
    const dwell::allocation_count growth = dwell::allocations([&] {
        kept.assign(1000, 'x');
        kept.assign(3000, 'y');
    });
    std::printf("%zu characters: %llu bytes at the peak\n", kept.size(), static_cast<unsigned long long>(growth.peak));
    passed &= expect("bytes left behind", growth.leaked, kept.capacity() + 1);
    passed &= expect("blocks left behind", growth.leaked_blocks, 1);
    return passed && log.bytes() != 0 ? 0 : 1;
}
