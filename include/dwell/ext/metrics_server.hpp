// SPDX-License-Identifier: BSL-1.0
// metrics_server: dwell's endpoint on a server and threads of its own, for programs that have no HTTP server.
#ifndef DWELL_EXT_METRICS_SERVER_HPP
#define DWELL_EXT_METRICS_SERVER_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/machine.hpp>
#include <dwell/ext/http_endpoint.hpp>

#include <httplib.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#if !defined(_WIN32)
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>
#include <csignal>
#endif

DWELL_NAMESPACE_BEGIN

struct metrics_server_options {
    /// The address to listen at. With another one than that of this machine alone, whoever reaches it reads the
    /// profile.
    std::string host = "127.0.0.1";
    int port = 9464;  ///< 0 for any that is free: see `metrics_server::port`
    endpoint_options endpoint = {};
};

namespace detail {

#if !defined(_WIN32)

/// The number that a socket has for SO_TYPE and the like; -1 for what is no socket.
inline int socket_number(int descriptor, int option) noexcept {
    int number = -1;
    socklen_t size = sizeof(number);
    return getsockopt(descriptor, SOL_SOCKET, option, &number, &size) == 0 ? number : -1;
}

inline bool is_listening(int descriptor) noexcept { return socket_number(descriptor, SO_ACCEPTCONN) > 0; }

/// Where this end of a connection is, or where a socket listens.
struct socket_address {
    /// Of no family where there is none, or one that is not of the internet.
    static socket_address of(int descriptor) noexcept {
        sockaddr_storage local{};
        socklen_t size = sizeof(local);
        socket_address found;
        if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&local), &size) != 0) {
            return found;
        }
        if (local.ss_family == AF_INET) {
            const auto& of_four = reinterpret_cast<const sockaddr_in&>(local);
            found.port = ntohs(of_four.sin_port);
            std::memcpy(found.bytes, &of_four.sin_addr, 4);
        } else if (local.ss_family == AF_INET6) {
            const auto& of_six = reinterpret_cast<const sockaddr_in6&>(local);
            found.port = ntohs(of_six.sin6_port);
            std::memcpy(found.bytes, &of_six.sin6_addr, 16);
        } else {
            return found;
        }
        found.family = local.ss_family;
        return found;
    }

    bool operator==(const socket_address&) const = default;

    /// Whether a connection with this end may be one to a socket that listens at `other`.
    [[nodiscard]] bool is_at(const socket_address& other) const noexcept {
        socket_address any = other;
        std::memset(any.bytes, 0, sizeof(any.bytes));
        return *this == other || (other == any && family == other.family && port == other.port);
    }

    int family = AF_UNSPEC;
    int port = 0;
    unsigned char bytes[16] = {};
};

#endif

/// While it lives, threads that this one starts take no signals: the program's handlers run on the program's threads.
class signals_blocked {
public:
    signals_blocked() noexcept {
#if !defined(_WIN32)
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
#endif
    }
    ~signals_blocked() {
#if !defined(_WIN32)
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
#endif
    }
    signals_blocked(const signals_blocked&) = delete;
    signals_blocked& operator=(const signals_blocked&) = delete;

private:
#if !defined(_WIN32)
    sigset_t before_{};
#endif
};

/// The socket that httplib listens at, which it does not tell. (Nothing on Windows, which has no fork.)
class listening_socket {
public:
    void is([[maybe_unused]] socket_t socket) noexcept {
#if !defined(_WIN32)
        descriptor_ = socket;
#endif
    }

    /// Once it is bound.
    void note_address() noexcept {
#if !defined(_WIN32)
        address_ = socket_address::of(descriptor_);
#endif
    }

    /// In the child of a fork, so that it does not keep the port from others. The child may have closed it, and have
    /// another one of that number.
    void close_inherited() const noexcept {
#if !defined(_WIN32)
        if (is_listening(descriptor_) && socket_address::of(descriptor_) == address_) {
            ::close(descriptor_);
        }
#endif
    }

    /// Ends the connections of this process that somebody made to it, whoever reads or writes them: httplib does not
    /// tell which they are. (Not on Windows, where descriptors are no small numbers.)
    void cut_connections() const noexcept {
#if !defined(_WIN32)
        constexpr long most = 65536;
        const long end = (std::min)((std::max)(sysconf(_SC_OPEN_MAX), 1024L), most);
        for (int each = 0; each < end; ++each) {
            if (socket_number(each, SO_TYPE) == SOCK_STREAM && !is_listening(each) &&
                socket_address::of(each).is_at(address_)) {
                shutdown(each, SHUT_RDWR);
            }
        }
#endif
    }

private:
#if !defined(_WIN32)
    int descriptor_ = -1;
    socket_address address_;
#endif
};

}  // namespace detail

/// Serves what `serve_metrics` does until it ends. One thread listens, and `requests_at_once` + 1 answer.
class metrics_server {
public:
    /// Starts to listen. Where that is not possible, `error()` says why, and nothing else happens.
    explicit metrics_server(metrics_server_options options = {}) {
        const detail::own_work not_the_users;
        state_ = std::make_unique<state>();
        prepare(*state_, options.endpoint);
        errno = 0;
        if (options.port < 0 || options.port > 65535) {
            errno = EINVAL;
        } else if (options.port == 0) {
            port_ = state_->server.bind_to_any_port(options.host);
        } else if (state_->server.bind_to_port(options.host, options.port)) {
            port_ = options.port;
        }
        const std::string address = options.host + ":" + std::to_string(options.port);
        if (port_ <= 0) {
            fail("cannot listen on " + address + ": " + (errno != 0 ? std::strerror(errno) : "no such address"));
            return;
        }
        state_->listening.note_address();
        start();
        // httplib forgets a stop() that comes before this.
        while (!state_->server.is_running()) {
            if (state_->wait(std::chrono::milliseconds(1))) {
                state_->thread.join();
                fail("cannot listen on " + address);
                return;
            }
        }
    }

    /// As `stop`.
    ~metrics_server() { stop(); }
    metrics_server(const metrics_server&) = delete;
    metrics_server& operator=(const metrics_server&) = delete;

    /// Whether it listens.
    [[nodiscard]] bool is_running() const noexcept { return state_ != nullptr && state_->thread.joinable(); }
    explicit operator bool() const noexcept { return is_running(); }
    /// Why it does not listen; empty where it does, or did.
    [[nodiscard]] const std::string& error() const noexcept { return error_; }
    /// Where it listens, or did; 0 where it never has.
    [[nodiscard]] int port() const noexcept { return port_; }

    /// Stops, and waits for its threads. Requests that wait for an interval are cut off at once, clients that are in
    /// the middle of sending or reading after a second.
    void stop() {
        if (!is_running()) {
            return;
        }
        if (detail::process_id() != process_) {
            // The child of a fork has no such threads. Their handles must not be used: a thread that the child started
            // since may have the same.
            state_->listening.close_inherited();
            static_cast<void>(state_.release());
            return;
        }
        state_->server.stop();
        if (!state_->wait(std::chrono::seconds(1))) {
            state_->listening.cut_connections();
        }
        state_->thread.join();
    }

private:
    struct state {
        /// Whether the listening thread ended, or does within `most`.
        bool wait(std::chrono::milliseconds most) {
            std::unique_lock<std::mutex> guard(lock);
            return ended.wait_for(guard, most, [this] { return has_ended; });
        }

        httplib::Server server;
        std::thread thread;
        detail::listening_socket listening;
        std::mutex lock;
        std::condition_variable ended;
        bool has_ended = false;
    };

    void start() {
        const detail::signals_blocked in_the_threads;
        state_->thread = std::thread([mine = state_.get()] {
            const detail::own_work not_the_users;
            mine->server.listen_after_bind();
            const std::lock_guard<std::mutex> guard(mine->lock);
            mine->has_ended = true;
            mine->ended.notify_all();
        });
    }

    static void prepare(state& mine, const endpoint_options& options) {
        httplib::Server& server = mine.server;
        server.new_task_queue = [threads = options.requests_at_once + 1] { return new httplib::ThreadPool(threads); };
        // One request a connection: httplib gives each connection a thread, and a stop waits for those that are idle.
        server.set_keep_alive_max_count(1);
        server.set_keep_alive_timeout(1);
        server.set_read_timeout(2);
        server.set_write_timeout(2);
        server.set_tcp_nodelay(true);  // the body follows its headers at once, not after the client's acknowledgement
        server.set_socket_options([&mine](socket_t socket) {
            refuse_shared_port(socket);
            mine.listening.is(socket);
        });
        // Before any body is read.
        server.set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
            if (request.method == "GET" || request.method == "HEAD") {
                return httplib::Server::HandlerResponse::Unhandled;
            }
            detail::refuse_method(response);
            return httplib::Server::HandlerResponse::Handled;
        });
        serve_metrics(server, options);
        server.Get("/", [prefix = options.prefix](const httplib::Request&, httplib::Response& response) {
            response.set_redirect(prefix + "/debug/dwell");
        });
    }

    /// httplib's own choice lets a second program listen at the same port, and then each gets a part of the requests.
    static void refuse_shared_port(socket_t socket) {
        const int yes = 1;
#if defined(_WIN32)
        const int option = SO_EXCLUSIVEADDRUSE;
#else
        const int option = SO_REUSEADDR;  // of a program that just ended, not of one that listens
#endif
        setsockopt(socket, SOL_SOCKET, option, reinterpret_cast<const char*>(&yes), sizeof(yes));
    }

    void fail(std::string why) {
        port_ = 0;
        error_ = std::move(why);
    }

    std::unique_ptr<state> state_;
    std::string error_;
    int port_ = 0;
    uint64_t process_ = detail::process_id();
};

DWELL_NAMESPACE_END

#endif
