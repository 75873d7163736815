// SPDX-License-Identifier: BSL-1.0
// A histogram of one's own that many threads record to at once: a member, a static, or as many as there are queues.
#include <dwell/dwell.hpp>

#include <cstdio>
#include <thread>
#include <vector>

namespace {

class job_queue {
public:
    // Any thread, at once; nobody waits.
    void finished(double waited_us) { waiting_.record(waited_us); }

    [[nodiscard]] dwell::histogram waiting() const { return waiting_.snapshot(); }

private:
    dwell::concurrent_histogram waiting_;  // microseconds
};

}  // namespace

int main() {
    job_queue queue;
    std::vector<std::thread> workers(4);
    for (std::thread& worker : workers) {
        worker = std::thread([&queue] {
            for (int job = 0; job < 100'000; ++job) {
                queue.finished(100 + job % 900);
            }
        });
    }
    // A plain value, taken while they work: what has been recorded so far.
    const dwell::histogram so_far = queue.waiting();
    for (std::thread& worker : workers) {
        worker.join();
    }
    dwell::histogram since = queue.waiting();
    const dwell::histogram all = since;
    if (!since.subtract(so_far)) {
        return 1;
    }
    const dwell::quantile_interval p99 = all.percentile_interval(99);
    std::printf("%llu jobs waited, p99 %.0f us (%.0f to %.0f); %llu of them since the first look\n",
                static_cast<unsigned long long>(all.count()), p99.estimate, p99.lower, p99.upper,
                static_cast<unsigned long long>(since.count()));
    return all.count() == 400'000 ? 0 : 1;
}
