// SPDX-License-Identifier: BSL-1.0
// What can be known of the machine, the process and the build. Where the system does not say, text is empty.
#ifndef DWELL_CORE_MACHINE_HPP
#define DWELL_CORE_MACHINE_HPP

#include <dwell/core/config.hpp>

#include <cstdio>
#include <string>

#if defined(_WIN32)
#include <process.h>
#else
#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The whole of a small file; empty where it cannot be read.
inline std::string read_text_file(const char* path) {
    std::string text;
    std::FILE* const file = std::fopen(path, "rb");
    if (file == nullptr) {
        return text;
    }
    char buffer[4096];
    for (size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, file)) > 0;) {
        text.append(buffer, size);
        if (text.size() > (size_t{1} << 20)) {
            break;
        }
    }
    std::fclose(file);
    return text;
}

/// As the system names it: "model name" of /proc/cpuinfo.
inline std::string cpu_model() {
    const std::string text = read_text_file("/proc/cpuinfo");
    const size_t key = text.find("model name");
    const size_t colon = key == std::string::npos ? key : text.find(": ", key);
    if (colon == std::string::npos) {
        return {};
    }
    return text.substr(colon + 2, text.find('\n', colon) - colon - 2);
}

/// Processors that this process may use; 0 where that is not known.
inline uint64_t usable_cpu_count() {
#if defined(__linux__)
    cpu_set_t usable;
    if (sched_getaffinity(0, sizeof usable, &usable) == 0) {
        return static_cast<uint64_t>(CPU_COUNT(&usable));
    }
#endif
#if defined(_SC_NPROCESSORS_ONLN)
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? static_cast<uint64_t>(online) : 0;
#else
    return 0;
#endif
}

/// The command line, its arguments separated by spaces.
inline std::string command_line() {
    std::string text = read_text_file("/proc/self/cmdline");
    while (!text.empty() && text.back() == '\0') {
        text.pop_back();
    }
    for (char& c : text) {
        if (c == '\0') {
            c = ' ';
        }
    }
    return text;
}

/// The file name of the running program; "program" where that is not known.
inline std::string program_name() {
#if defined(__linux__)
    char path[4096];
    const ssize_t size = readlink("/proc/self/exe", path, sizeof path);
    if (size > 0) {
        std::string name(path, static_cast<size_t>(size));
        return name.substr(name.rfind('/') + 1);
    }
#endif
    return "program";
}

inline uint64_t process_id() {
#if defined(_WIN32)
    return static_cast<uint64_t>(_getpid());
#else
    return static_cast<uint64_t>(getpid());
#endif
}

inline std::string host_name() {
#if defined(_WIN32)
    return {};
#else
    utsname system{};
    return uname(&system) == 0 ? system.nodename : "";
#endif
}

/// Name, release and architecture.
inline std::string operating_system() {
#if defined(_WIN32)
    return "Windows";
#else
    utsname system{};
    if (uname(&system) != 0) {
        return {};
    }
    return std::string(system.sysname) + " " + system.release + " " + system.machine;
#endif
}

/// The compiler of the file that asks.
inline std::string compiler_name() {
#if defined(__clang__)
    return std::string("clang ") + __clang_version__;
#elif defined(__GNUC__)
    return std::string("g++ ") + __VERSION__;
#elif defined(_MSC_VER)
    return "MSVC " + std::to_string(_MSC_VER);
#else
    return {};
#endif
}

/// What the compiler tells a header of its flags.
inline std::string build_flags() {
    std::string flags = "C++" + std::to_string(__cplusplus / 100 % 100);
#if defined(__OPTIMIZE__)
    flags += " optimised";
#else
    flags += " not-optimised";
#endif
#if defined(NDEBUG)
    flags += " NDEBUG";
#endif
#if defined(__SANITIZE_ADDRESS__)
    flags += " address-sanitizer";
#endif
#if defined(__SANITIZE_THREAD__)
    flags += " thread-sanitizer";
#endif
#if !defined(__cpp_exceptions)
    flags += " no-exceptions";
#endif
#if !defined(__cpp_rtti)
    flags += " no-rtti";
#endif
    return flags;
}

/// The commit that the program was built from, where its build says so.
inline std::string git_commit() {
#if defined(DWELL_GIT_COMMIT)
    return DWELL_GIT_COMMIT;
#else
    return {};
#endif
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
