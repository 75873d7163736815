// SPDX-License-Identifier: BSL-1.0
// The innermost loop: a scope that counts every call, times one in 64, and says how sure its total is.
#include <dwell/dwell.hpp>

#include <cstdint>
#include <cstdio>
#include <vector>

namespace {

std::uint64_t hash(std::uint64_t key) {
    // 10 ns of work: a scope that times each call would cost twice as much.
    TIMED_SCOPE_SAMPLED("table.hash", 64);
    for (int round = 0; round < 8; ++round) {
        key = (key ^ (key >> 32U)) * 0x9e3779b97f4a7c15U;
    }
    return key;
}

std::uint64_t fill(std::vector<std::uint64_t>& table) {
    TIMED_SCOPE("table.fill");
    std::uint64_t used = 0;
    for (std::uint64_t key = 0; key < 200'000; ++key) {
        std::uint64_t& slot = table[hash(key) % table.size()];
        used += slot == 0 ? 1 : 0;
        slot = key + 1;
    }
    return used;
}

}  // namespace

int main() {
    std::vector<std::uint64_t> table(1 << 16);
    const std::uint64_t used = fill(table);
    std::printf("%llu of %zu slots used\n", static_cast<unsigned long long>(used), table.size());

    const dwell::profile profile = dwell::snapshot();
    const auto hashing = profile.find("table.hash");
    if (!hashing || !hashing->is_sampled()) {
        return 1;
    }
    // An estimate out of the calls that were timed, and where the true total is, with 95 % confidence.
    const dwell::estimate_interval total = hashing->total_interval_ns();
    std::printf("%llu calls, %llu timed: %.2f ms (%.2f to %.2f)\n", static_cast<unsigned long long>(hashing->calls()),
                static_cast<unsigned long long>(hashing->timed_calls()), total.estimate / 1e6, total.lower / 1e6,
                total.upper / 1e6);

    // A timed call contains what timing costs. Here without the most that this can be: the truth lies between.
    const dwell::profile compensated = dwell::compensated(profile);
    for (const char* name : {"table.fill", "table.hash"}) {
        std::printf("%s: %.2f ms, compensated %.2f ms\n", name, profile.find(name)->total_ns() / 1e6,
                    compensated.find(name)->total_ns() / 1e6);
    }
    return hashing->calls() == 200'000 && total.is_defined() ? 0 : 1;
}
