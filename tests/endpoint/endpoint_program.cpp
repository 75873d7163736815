// SPDX-License-Identifier: BSL-1.0
// A program with dwell's endpoint, for endpoint_test.py: says its port, records, and does what it is told on stdin.
#include <dwell/ext/httplib.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using std::chrono::steady_clock;

void say(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

// Threads that record until they are stopped.
class recorders {
public:
    // Returns when each has recorded something.
    explicit recorders(size_t count) {
        for (size_t i = 0; i < count; ++i) {
            threads_.emplace_back([this, i] { record(i); });
        }
        while (started_ < count) {
            std::this_thread::yield();
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

private:
    using blocks = std::vector<std::unique_ptr<char[]>>;

    void record(size_t number) {
        blocks kept;
        record_once(number, kept);
        ++started_;
        while (!stop_) {
            record_once(number, kept);
        }
    }

    static void record_once(size_t number, blocks& kept) {
        TIMED_SCOPE("recorder");
        dwell::counter<"recorded">.add(1);
        dwell::counter<"recorded.by">.with("thread", number).add(1);
        dwell::distribution<"recorded.size">.record(kept.size());
        {
            TIMED_SCOPE("recorder.inner");
            kept.push_back(std::make_unique<char[]>(100));
            if (kept.size() > 1000) {
                kept.clear();
            }
        }
    }

    std::atomic<bool> stop_{false};
    std::atomic<size_t> started_{0};
    std::vector<std::thread> threads_;
};

// 64 MiB, in a scope of its own.
std::vector<std::vector<char>> hold_memory() {
    TIMED_SCOPE("holder");
    std::vector<std::vector<char>> blocks;
    for (int i = 0; i < 64; ++i) {
        blocks.emplace_back(size_t{1} << 20U);
    }
    return blocks;
}

dwell::endpoint_options options_of(int argc, char** argv) {
    dwell::endpoint_options options;
    for (int i = 2; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        if (name == "--prefix") {
            options.prefix = argv[i + 1];
        } else if (name == "--intervals") {
            options.intervals_at_once = std::strtoul(argv[i + 1], nullptr, 10);
        } else if (name == "--most-seconds") {
            options.most_seconds = std::strtod(argv[i + 1], nullptr);
        } else if (name == "--requests") {
            options.requests_at_once = std::strtoul(argv[i + 1], nullptr, 10);
        }
    }
    return options;
}

std::string milliseconds_since(steady_clock::time_point begin) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin).count());
}

void wait_for_line() {
    std::string line;
    std::getline(std::cin, line);
}

// A server of dwell's own.
int serve(const dwell::endpoint_options& options) {
    const recorders recording(8);
    const std::vector<std::vector<char>> held = hold_memory();
    dwell::metrics_server server({.port = 0, .endpoint = options});
    if (!server) {
        say(server.error());
        return 1;
    }
    say(std::to_string(server.port()));
    wait_for_line();
    const auto begin = steady_clock::now();
    server.stop();
    say(milliseconds_since(begin));
    return server.is_running() ? 1 : 0;
}

// A server of the user's, with routes of its own.
int routes(const dwell::endpoint_options& options) {
    httplib::Server server;
    server.set_tcp_nodelay(true);
    server.Get(R"(/users/(\d+))",
               dwell::timed_route("/users/:id", [](const httplib::Request& request, httplib::Response& response) {
                   response.set_content(request.matches[1].str(), "text/plain");
               }));
    server.Get("/moved", dwell::timed_route("/moved", [](const httplib::Request&, httplib::Response& response) {
                   response.set_redirect("/users/1");
               }));
    server.Get("/throws", dwell::timed_route("/throws", [](const httplib::Request&, httplib::Response&) {
                   throw std::runtime_error("on purpose");
               }));
    server.Post("/upload", dwell::timed_route("/upload", [](const httplib::Request&, httplib::Response& response,
                                                            const httplib::ContentReader& reader) {
                    size_t size = 0;
                    reader([&size](const char*, size_t more) {
                        size += more;
                        return true;
                    });
                    response.set_content(std::to_string(size), "text/plain");
                }));
    dwell::serve_metrics(server, options);
    server.Get(".*", dwell::timed_route("(no route)", [](const httplib::Request&, httplib::Response& response) {
                   response.status = 404;
               }));
    const int port = server.bind_to_any_port("127.0.0.1");
    std::thread listening([&server] { server.listen_after_bind(); });
    while (!server.is_running()) {
        std::this_thread::yield();
    }
    say(std::to_string(port));
    wait_for_line();
    const auto begin = steady_clock::now();
    server.stop();
    listening.join();
    say(milliseconds_since(begin));
    return 0;
}

// Two servers at one port of two addresses, of which the first stops.
int neighbours(const dwell::endpoint_options& options) {
    dwell::metrics_server first({.port = 0, .endpoint = options});
    const dwell::metrics_server second({.host = "127.0.0.2", .port = first.port(), .endpoint = options});
    if (!second) {
        say(second.error());
        return 1;
    }
    say(std::to_string(first.port()));
    wait_for_line();
    const auto begin = steady_clock::now();
    first.stop();
    say(milliseconds_since(begin));
    wait_for_line();
    return second ? 0 : 1;
}

// What cannot be listened at.
int refusals() {
    const dwell::metrics_server first({.port = 0});
    say(first.error() + (first ? "running" : "stopped"));
    for (const dwell::metrics_server_options& options :
         {dwell::metrics_server_options{.port = first.port()}, dwell::metrics_server_options{.port = 70000},
          dwell::metrics_server_options{.port = -1}, dwell::metrics_server_options{.host = "192.0.2.1", .port = 0}}) {
        const dwell::metrics_server next(options);
        say(std::string(next ? "running: " : "stopped: ") + std::to_string(next.port()) + " " + next.error());
    }
    return 0;
}

// The child of a fork has the object, but not its threads. It keeps nothing of its parent's when the object ends there.
int fork_a_child() {
    dwell::metrics_server server({.port = 0});
    say(std::to_string(server.port()));
    int child_stopped[2];
    int child_may_end[2];
    if (pipe(child_stopped) != 0 || pipe(child_may_end) != 0) {
        return 1;
    }
    const pid_t child = fork();
    if (child == 0) {
        close(child_may_end[1]);
        // Some get the handles of the parent's threads, whose stacks are free here.
        std::vector<std::thread> own;
        for (int i = 0; i < 20; ++i) {
            own.emplace_back([] { std::this_thread::sleep_for(std::chrono::milliseconds(50)); });
        }
        server.stop();
        for (std::thread& each : own) {
            each.join();
        }
        char byte = 0;
        const bool is_told = write(child_stopped[1], &byte, 1) == 1;
        (void)!read(child_may_end[0], &byte, 1);
        _exit(is_told && !server.is_running() ? 0 : 1);
    }
    close(child_stopped[1]);
    char byte = 0;
    say(read(child_stopped[0], &byte, 1) == 1 ? "child stopped" : "child failed");
    wait_for_line();
    server.stop();
    const dwell::metrics_server next({.port = server.port()});
    say(next ? "running" : next.error());
    close(child_may_end[1]);
    int status = -1;
    waitpid(child, &status, 0);
    say(std::to_string(status));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string mode = argc > 1 ? argv[1] : "";
    if (mode == "serve") {
        return serve(options_of(argc, argv));
    }
    if (mode == "routes") {
        return routes(options_of(argc, argv));
    }
    if (mode == "neighbours") {
        return neighbours(options_of(argc, argv));
    }
    if (mode == "refusals") {
        return refusals();
    }
    if (mode == "fork") {
        return fork_a_child();
    }
    return 2;
}
