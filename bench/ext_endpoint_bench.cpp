// SPDX-License-Identifier: BSL-1.0
// What a scope costs on 8 threads while a client asks for /metrics without pause, over the same without one. By the
// recording threads' CPU time, in rounds that alternate. Argument --benchmark_repetitions=N: so many rounds.
#include "support/machine.hpp"
#include "support/ratio_table.hpp"

#include <dwell/ext/httplib.hpp>

#include <httplib.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr size_t thread_count = 8;
constexpr int connections = 2;
constexpr double seconds_a_round = 0.2;

// Other names than the measured one: a scrape has to read and to write them, too.
void touch_names() {
    for (int i = 0; i < 50; ++i) {
        TIMED_SCOPE_DYNAMIC("touched." + std::to_string(i));
        dwell::counter<"touched">.with("number", i).add(1);
    }
}

struct totals {
    uint64_t scopes = 0;
    uint64_t cpu_ns = 0;
};

// Threads that record, and add up their CPU time while they are told to.
class recorders {
public:
    recorders() {
        for (size_t i = 0; i < thread_count; ++i) {
            threads_.emplace_back([this] { record(); });
        }
    }
    ~recorders() {
        stop_ = true;
        for (std::thread& each : threads_) {
            each.join();
        }
    }
    recorders(const recorders&) = delete;
    recorders& operator=(const recorders&) = delete;

    // So far, all threads together.
    [[nodiscard]] totals read() const { return {scopes_.load(), cpu_ns_.load()}; }

private:
    void record() {
        touch_names();
        while (!stop_) {
            constexpr uint64_t batch = 20'000;  // 0.4 ms: the clock and the sums are nothing beside it
            const uint64_t begin = dwell::detail::thread_cpu_time_ns();
            for (uint64_t i = 0; i < batch; ++i) {
                TIMED_SCOPE("measured");
                benchmark::ClobberMemory();
            }
            cpu_ns_ += dwell::detail::thread_cpu_time_ns() - begin;
            scopes_ += batch;
        }
    }

    std::atomic<bool> stop_{false};
    std::atomic<uint64_t> scopes_{0};
    std::atomic<uint64_t> cpu_ns_{0};
    std::vector<std::thread> threads_;
};

// A process that asks for /metrics without pause, on two connections at once; asleep but for where it is told to go on.
class scraper {
public:
    explicit scraper(pid_t process) : process_(process) { pause(); }
    ~scraper() {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
    scraper(const scraper&) = delete;
    scraper& operator=(const scraper&) = delete;

    void go_on() const { kill(process_, SIGCONT); }
    void pause() const { kill(process_, SIGSTOP); }

private:
    pid_t process_;
};

[[noreturn]] void scrape_for_ever(int port_pipe, std::atomic<uint64_t>& answers) {
    int port = 0;
    if (read(port_pipe, &port, sizeof port) != sizeof port) {
        _exit(0);
    }
    std::vector<std::thread> clients;
    for (int i = 0; i < connections; ++i) {
        clients.emplace_back([port, &answers] {
            httplib::Client client("127.0.0.1", port);
            client.set_tcp_nodelay(true);
            for (;;) {
                if (const auto answer = client.Get("/metrics"); answer && answer->status == 200) {
                    ++answers;
                }
            }
        });
    }
    for (std::thread& each : clients) {
        each.join();
    }
    _exit(0);
}

// Nanoseconds of CPU time a scope in the next moment.
double measure(const recorders& recording) {
    const totals before = recording.read();
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds_a_round));
    const totals after = recording.read();
    return static_cast<double>(after.cpu_ns - before.cpu_ns) / static_cast<double>(after.scopes - before.scopes);
}

int rounds_of(int argc, char** argv) {
    const std::string option = "--benchmark_repetitions=";
    for (int i = 1; i < argc; ++i) {
        if (std::string(argv[i]).starts_with(option)) {
            return std::atoi(argv[i] + option.size());
        }
    }
    return 25;
}

}  // namespace

int main(int argc, char** argv) {
    int port_pipe[2];
    void* const shared =
        mmap(nullptr, sizeof(std::atomic<uint64_t>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (pipe(port_pipe) != 0 || shared == MAP_FAILED) {
        return 2;
    }
    auto& answers = *new (shared) std::atomic<uint64_t>(0);
    // Before there is any thread.
    const pid_t child = fork();
    if (child == 0) {
        close(port_pipe[1]);
        scrape_for_ever(port_pipe[0], answers);
    }
    const scraper client(child);
    dwell::metrics_server server({.port = 0});
    const int port = server.port();
    if (!server || write(port_pipe[1], &port, sizeof port) != sizeof port) {
        std::fprintf(stderr, "%s\n", server.error().c_str());
        return 2;
    }

    const recorders recording;
    bench::measurements alone;
    bench::measurements scraped;
    const int rounds = rounds_of(argc, argv);
    for (int i = 0; i < rounds; ++i) {
        alone.values.push_back(measure(recording));
        client.go_on();
        scraped.values.push_back(measure(recording));
        client.pause();
        std::this_thread::sleep_for(std::chrono::milliseconds(50));  // what was asked for last is answered
    }
    char what[120];
    std::snprintf(what, sizeof what,
                  "one scope, 8 threads, 2 clients that ask for /metrics without pause (%.0f a second)",
                  static_cast<double>(answers.load()) / (rounds * seconds_a_round));
    bench::print_row(what, scraped, "the same without clients", &alone, "ratio at most 1.05");
    return 0;
}
