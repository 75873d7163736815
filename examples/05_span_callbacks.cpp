// SPDX-License-Identifier: BSL-1.0
// Work that is no block of code: a request begins on one thread, waits in a queue, and ends in a callback on another.
// A span travels with it, and is timed from its construction to its end.
#include <dwell/dwell.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace {

struct request {
    int number;
    dwell::span span;  // movable, as the request is
};

class request_queue {
public:
    void push(request added) {
        {
            const std::lock_guard lock(mutex_);
            waiting_.push_back(std::move(added));
        }
        changed_.notify_one();
    }
    request pop() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !waiting_.empty(); });
        request first = std::move(waiting_.front());
        waiting_.pop_front();
        return first;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<request> waiting_;
};

}  // namespace

int main() {
    constexpr int request_count = 50;
    request_queue queue;
    std::thread worker([&queue] {
        dwell::set_thread_name("worker");
        for (int handled = 0; handled < request_count; ++handled) {
            request current = queue.pop();
            TIMED_SCOPE("worker.handle");
            std::this_thread::sleep_for(std::chrono::microseconds(100));
            current.span.end();  // or when `current` ends
        }
    });
    {
        TIMED_SCOPE("server.accept");
        for (int number = 0; number < request_count; ++number) {
            queue.push({number, dwell::span("request")});
        }
    }
    worker.join();

    // The span stands where it began, under "server.accept", but outlasts it: its time, with the waiting, is its own
    // and is in no other path's self time.
    const dwell::profile profile = dwell::snapshot();
    const auto path = profile.find_path("server.accept;request");
    if (!path.has_value()) {
        return 1;
    }
    const dwell::scope_statistics requests = profile.statistics(*path);
    std::printf("%llu requests took p50 %.0f us, p99 %.0f us from accepting to answering\n",
                static_cast<unsigned long long>(requests.calls()), requests.percentile_ns(50) / 1e3,
                requests.percentile_ns(99) / 1e3);
    return requests.calls() == request_count ? 0 : 1;
}
