// SPDX-License-Identifier: BSL-1.0
// A program that goes on and saves meanwhile: periodic_test.py runs it. service CASE [MILLISECONDS [DIRECTORY]].
#include <dwell/dwell.hpp>

#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <thread>

namespace {

using milliseconds = std::chrono::milliseconds;

volatile std::sig_atomic_t is_to_end = 0;

/// Each request is a scope, with one of 500 names inside. SIGUSR1 ends it early.
void serve(milliseconds time) {
    std::printf("ready\n");
    std::fflush(stdout);
    const auto end = std::chrono::steady_clock::now() + time;
    for (int request = 0; is_to_end == 0 && std::chrono::steady_clock::now() < end; ++request) {
        TIMED_SCOPE("request");
        dwell::counter<"requests">.add(1);
        { TIMED_SCOPE_DYNAMIC("page " + std::to_string(request % 500)); }
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
}

/// As a service does that leaves its terminal.
int serve_in_child(milliseconds time) {
    const pid_t child = fork();
    if (child == 0) {
        serve(time);
        return 0;
    }
    int status = 0;
    waitpid(child, &status, 0);
    std::printf("child %d\n", static_cast<int>(child));
    return status;
}

/// As a service does that leaves all that it was started with. The file that it opens gets the number of one it closed.
int serve_as_daemon(milliseconds time) {
    for (int file = 3; file < 64; ++file) {
        close(file);
    }
    if (chdir("/") != 0) {
        return 1;
    }
    std::FILE* const own = std::tmpfile();
    std::fputs("0123456789", own);
    std::rewind(own);
    serve(time);
    char text[16] = {};
    const char* const read = std::fgets(text, sizeof(text), own);
    return read != nullptr && std::string(text) == "0123456789" ? 0 : 1;
}

void try_to_save_every(const char* what, const dwell::export_status& status) {
    std::printf("%s: %s\n", what, status ? "ok" : status.message().c_str());
}

int bad_calls(const std::string& directory) {
    dwell::save_every_options there;
    there.directory = directory;
    try_to_save_every("0", dwell::save_every(milliseconds(0), there));
    try_to_save_every("negative", dwell::save_every(milliseconds(-5), there));
    try_to_save_every(
        "nan", dwell::save_every(std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN()), there));
    try_to_save_every("long", dwell::save_every(std::chrono::hours(24 * 367), there));
    dwell::save_every_options none = there;
    none.keep = 0;
    try_to_save_every("keep", dwell::save_every(std::chrono::seconds(1), none));
    dwell::save_every_options unknown = there;
    unknown.save.formats = "jsn";
    try_to_save_every("format", dwell::save_every(std::chrono::seconds(1), unknown));
    try_to_save_every("nowhere", dwell::save_every(std::chrono::seconds(1)));
    try_to_save_every("valid", dwell::save_every(std::chrono::minutes(1), there));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGUSR1, [](int) { is_to_end = 1; });
    const std::string what = argc > 1 ? argv[1] : "";
    const milliseconds time(argc > 2 ? std::atoi(argv[2]) : 1000);
    const std::string directory = argc > 3 ? argv[3] : "";
    if (what == "serve") {
        serve(time);
        return 0;
    }
    if (what == "daemon") {
        return serve_as_daemon(time);
    }
    if (what == "fork") {
        return serve_in_child(time);
    }
    if (what == "bad_calls") {
        return bad_calls(directory);
    }
    if (what == "call") {
        dwell::save_every_options options;
        options.directory = directory;
        options.keep = 2;
        options.save.formats = "json,table";
        try_to_save_every("call", dwell::save_every(milliseconds(20), options));
        serve(time);
        try_to_save_every("slower", dwell::save_every(std::chrono::hours(1), options));
        serve(time);
        return 0;
    }
    if (what == "signal") {
        std::printf("installed %d\n", dwell::save_on_interrupt() ? 1 : 0);
        serve(time);
        return 0;
    }
    return 2;
}
