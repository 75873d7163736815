// SPDX-License-Identifier: BSL-1.0
// A service with routes of its own and dwell's live endpoint, on one cpp-httplib server. Start it, and give it work:
//
//     service --port 8080 &
//     curl 'http://127.0.0.1:8080/search?q=w7'           the texts with the word w7
//     curl 'http://127.0.0.1:8080/allocate?kilobytes=64'  holds so much more memory, 64 MB at most
//     curl 'http://127.0.0.1:8080/free'                   gives all of that back
//
// and look at it while it runs:
//
//     curl http://127.0.0.1:8080/metrics                  what Prometheus scrapes
//     curl http://127.0.0.1:8080/profile.json             the whole profile
//     curl 'http://127.0.0.1:8080/profile.json?seconds=5' what happens in the next 5 s
//     go tool pprof 'http://127.0.0.1:8080/debug/pprof/profile?seconds=5'
//     go tool pprof http://127.0.0.1:8080/debug/pprof/heap
//     go tool pprof http://127.0.0.1:8080/debug/pprof/allocs
//
// Exit status: 0; 2 for a wrong command line, or where it cannot listen.
#include <dwell/dwell.hpp>
#include <dwell/ext/httplib.hpp>

#include <httplib.h>
#include <CLI/CLI.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "search_index.hpp"

namespace {

volatile std::sig_atomic_t interrupted = 0;

// Memory that requests hold until somebody frees it.
class held_memory {
public:
    // False where it would be too much.
    bool hold(size_t kilobytes) {
        TIMED_SCOPE("memory.hold");
        constexpr size_t most_kilobytes = size_t{64} << 10U;
        const std::lock_guard<std::mutex> guard(lock_);
        if (kilobytes > most_kilobytes - blocks_.size()) {
            return false;
        }
        for (size_t i = 0; i < kilobytes; ++i) {
            blocks_.push_back(std::make_unique<char[]>(1024));
        }
        dwell::gauge<"memory.held">.set(static_cast<double>(blocks_.size()) * 1024);
        return true;
    }

    void free() {
        TIMED_SCOPE("memory.free");
        const std::lock_guard<std::mutex> guard(lock_);
        blocks_.clear();
        dwell::gauge<"memory.held">.set(0);
    }

private:
    std::mutex lock_;
    std::vector<std::unique_ptr<char[]>> blocks_;
};

void answer_search(const service::search_index& index, const httplib::Request& request, httplib::Response& response) {
    const auto found = index.search(request.get_param_value("q"), 10);
    dwell::counter<"searches">.add(1);
    dwell::distribution<"search.matches">.record(found.size());
    std::string text;
    for (const auto& match : found) {
        text += std::to_string(match.text) + " " + std::to_string(match.occurrences) + "\n";
    }
    response.set_content(text, "text/plain");
}

void answer_allocate(held_memory& memory, const httplib::Request& request, httplib::Response& response) {
    const size_t kilobytes = std::strtoul(request.get_param_value("kilobytes").c_str(), nullptr, 10);
    response.status = memory.hold(kilobytes) ? 200 : 507;
}

void add_routes(httplib::Server& server, const service::search_index& index, held_memory& memory) {
    server.Get("/search",
               dwell::timed_route("/search", [&](const httplib::Request& request, httplib::Response& response) {
                   answer_search(index, request, response);
               }));
    server.Get("/allocate",
               dwell::timed_route("/allocate", [&](const httplib::Request& request, httplib::Response& response) {
                   answer_allocate(memory, request, response);
               }));
    server.Get("/free",
               dwell::timed_route("/free", [&](const httplib::Request&, httplib::Response&) { memory.free(); }));
    dwell::serve_metrics(server);
    // Last: whatever no other route matches.
    server.Get(".*", dwell::timed_route("(no route)", [](const httplib::Request&, httplib::Response& response) {
                   response.status = 404;
               }));
}

int run(int argc, char** argv) {
    std::string host = "127.0.0.1";
    int port = 8080;
    double seconds = 0;
    CLI::App app("A service with dwell's live endpoint.");
    app.add_option("--host", host, "the address to listen at")->capture_default_str();
    app.add_option("--port", port, "the port; 0 for any that is free")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    app.add_option("--seconds", seconds, "ends by itself after so long; 0: never")->check(CLI::NonNegativeNumber);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }

    dwell::counter<"searches">.describe("Searches answered.");
    dwell::distribution<"search.matches">.describe("Texts found by a search.");
    dwell::gauge<"memory.held">.describe("Memory that requests asked to hold.", "bytes");

    const service::search_index index(2000);
    held_memory memory;
    httplib::Server server;
    server.set_tcp_nodelay(true);
    add_routes(server, index, memory);
    if (port == 0) {
        port = server.bind_to_any_port(host);
    } else if (!server.bind_to_port(host, port)) {
        port = -1;
    }
    if (port < 0) {
        std::fprintf(stderr, "service: cannot listen at that address\n");
        return 2;
    }
    std::printf("http://%s:%d\n", host.c_str(), port);
    std::fflush(stdout);

    std::signal(SIGINT, [](int) { interrupted = 1; });
    std::signal(SIGTERM, [](int) { interrupted = 1; });
    std::atomic<bool> has_ended = false;
    std::thread listening([&] {
        server.listen_after_bind();
        has_ended = true;
    });
    // cpp-httplib 0.11 forgets a stop() that comes before this.
    while (!server.is_running() && !has_ended) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    const auto begin = std::chrono::steady_clock::now();
    while (interrupted == 0 &&
           (seconds <= 0 || std::chrono::steady_clock::now() - begin < std::chrono::duration<double>(seconds))) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    server.stop();
    listening.join();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "service: %s\n", error.what());
        return 2;
    }
}
