// SPDX-License-Identifier: BSL-1.0
// A leak that no leak checker sees: sessions that nobody asks for again, but that a map still holds. The live heap has
// their call path, and its slope says that it grows.
#include <dwell/memory/new_delete.hpp>

// In a block of its own: the single header wants to know of the hooks first.
#include <dwell/dwell.hpp>

#include <chrono>
#include <cstdio>
#include <deque>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

class server {
public:
    void handle(int request) {
        TIMED_SCOPE("server.request");
        reply(request);
        note(request);
        remember(request);
    }

private:
    // Comes and goes.
    static void reply(int request) {
        TIMED_SCOPE("reply.format");
        std::vector<std::string> parts;
        parts.reserve(20);
        for (int i = 0; i < request % 20; ++i) {
            parts.emplace_back(1000, 'x');
        }
    }
    // Holds a lot, and always as much.
    void note(int request) {
        TIMED_SCOPE("log.note");
        newest_.emplace_back(2000, static_cast<char>('a' + request % 26));
        if (newest_.size() > 500) {
            newest_.pop_front();
        }
    }
    // The leak: one in ten never says good-bye.
    void remember(int request) {
        TIMED_SCOPE("session.open");
        sessions_.emplace(request, std::string(500, 's'));
        if (request % 10 != 0) {
            TIMED_SCOPE("session.close");
            sessions_.erase(request);
        }
    }

    std::deque<std::string> newest_;
    std::unordered_map<int, std::string> sessions_;
};

}  // namespace

int main() {
    if (!dwell::counts_allocations()) {
        std::puts("no allocations counted: recording is off, or a sanitizer is on");
        return 0;
    }
    // One block in 4 KB is followed. The default, one in 512 KiB, suits a program that holds gigabytes.
    dwell::set_heap_interval(4096);

    server here;
    int request = 0;
    const auto serve = [&](int count) {
        for (const int end = request + count; request < end; ++request) {
            here.handle(request);
        }
    };
    serve(1000);  // what fills the log is no growth of interest

    dwell::memory_growth growth;
    auto next = std::chrono::steady_clock::now();
    for (int i = 0; i < 250; ++i) {
        serve(100);
        next += std::chrono::milliseconds(2);  // a minute, in a real program
        std::this_thread::sleep_until(next);
        if (const dwell::window_status status = growth.add(dwell::snapshot()); status != dwell::window_status::added) {
            std::printf("%s\n", dwell::message(status));
            return 1;
        }
    }

    // Who holds memory now? The largest is not the leak.
    const dwell::profile profile = dwell::snapshot();
    for (std::size_t i = 0; i < profile.paths().size(); ++i) {
        const dwell::live_memory& live = profile.paths()[i].self_live;
        std::printf("%-30s holds %5.0f KB\n", profile.path_string(i).c_str(), live.bytes / 1e3);
    }
    // And whose share grows?
    const std::vector<dwell::growing_path> growing = growth.growing_paths();
    for (const dwell::growing_path& each : growing) {
        std::printf("%-30s grows by %.0f MB/h (%.0f to %.0f)\n", each.path.c_str(), each.bytes_per_hour.slope / 1e6,
                    each.bytes_per_hour.lower / 1e6, each.bytes_per_hour.upper / 1e6);
    }
    return growing.size() == 1 && growing.front().path == "server.request;session.open" ? 0 : 1;
}
