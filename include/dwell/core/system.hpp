// SPDX-License-Identifier: BSL-1.0
// The few functions of the C library that recording calls, when a thread starts or a call path is new.
#ifndef DWELL_CORE_SYSTEM_HPP
#define DWELL_CORE_SYSTEM_HPP

#include <dwell/core/config.hpp>

// <stdlib.h>, <stdio.h>, <string.h>, <time.h> and <pthread.h> cost 10 ms together in every file that records. Where the
// compiler can bind a declaration of ours to the library's symbol, that is all that is needed of them. An assembler
// name, not a second declaration of `getenv`: that would clash with libraries that declare it with another exception
// specification. Only where the types behind it are known: Linux on 64 bits.
#if defined(__GNUC__) && defined(__linux__) && defined(__LP64__)
#define DWELL_DETAIL_BINDS_SYMBOLS 1
#else
#define DWELL_DETAIL_BINDS_SYMBOLS 0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if !defined(_WIN32)
#include <pthread.h>
#include <sched.h>
#endif
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

#if DWELL_DETAIL_BINDS_SYMBOLS

using posix_clock = int;  // clockid_t

inline constexpr posix_clock realtime_clock = 0;
inline constexpr posix_clock monotonic_system_clock = 1;
inline constexpr posix_clock thread_cpu_clock_id = 3;

/// The library's timespec.
struct seconds_and_nanoseconds {
    long tv_sec;
    long tv_nsec;
};

extern "C" {
int dwell_c_clock_gettime(posix_clock clock, seconds_and_nanoseconds* now) noexcept __asm__("clock_gettime");
char* dwell_c_getenv(const char* name) noexcept __asm__("getenv");
int dwell_c_atexit(void (*action)()) noexcept __asm__("atexit");
int dwell_c_open(const char* path, int flags, ...) noexcept __asm__("open");
long dwell_c_read(int file, void* buffer, size_t size) noexcept __asm__("read");
long dwell_c_write(int file, const void* buffer, size_t size) noexcept __asm__("write");
int dwell_c_close(int file) noexcept __asm__("close");
int dwell_c_sched_yield() noexcept __asm__("sched_yield");
unsigned long dwell_c_pthread_self() noexcept __asm__("pthread_self");
int dwell_c_pthread_getcpuclockid(unsigned long thread, posix_clock* clock) noexcept __asm__("pthread_getcpuclockid");
int dwell_c_pthread_atfork(void (*prepare)(), void (*parent)(), void (*child)()) noexcept __asm__("pthread_atfork");
}

inline int read_clock(posix_clock clock, seconds_and_nanoseconds& now) noexcept {
    return dwell_c_clock_gettime(clock, &now);
}
inline void let_others_run() noexcept { dwell_c_sched_yield(); }
inline void* allocate_zeroed(size_t size) noexcept { return __builtin_calloc(1, size); }
inline void release_memory(void* memory) noexcept { __builtin_free(memory); }
inline size_t text_size(const char* text) noexcept { return __builtin_strlen(text); }
inline bool same_bytes(const char* a, const char* b, size_t size) noexcept { return __builtin_memcmp(a, b, size) == 0; }
inline void copy_bytes(char* to, const char* from, size_t size) noexcept { __builtin_memcpy(to, from, size); }
inline const char* environment_or_null(const char* name) noexcept { return dwell_c_getenv(name); }
inline void run_at_exit(void (*action)()) noexcept { dwell_c_atexit(action); }
inline void write_to_stderr(const char* text) noexcept { (void)dwell_c_write(2, text, text_size(text)); }

/// Reads the beginning of a small file as text; returns its size, 0 where it cannot be read.
inline size_t read_small_file(const char* path, char* buffer, size_t capacity) noexcept {
    const int file = dwell_c_open(path, 0);
    if (file < 0) {
        return 0;
    }
    const long got = dwell_c_read(file, buffer, capacity - 1);
    dwell_c_close(file);
    const size_t size = got > 0 ? static_cast<size_t>(got) : 0;
    buffer[size] = '\0';
    return size;
}

/// The clock of the calling thread's CPU time, readable from other threads while it lives.
inline bool own_cpu_clock(posix_clock& clock) noexcept {
    return dwell_c_pthread_getcpuclockid(dwell_c_pthread_self(), &clock) == 0;
}
inline void run_around_fork(void (*before)(), void (*in_parent)(), void (*in_child)()) noexcept {
    dwell_c_pthread_atfork(before, in_parent, in_child);
}

#else

using posix_clock = clockid_t;
using seconds_and_nanoseconds = timespec;

inline constexpr posix_clock realtime_clock = CLOCK_REALTIME;
inline constexpr posix_clock monotonic_system_clock = CLOCK_MONOTONIC;
inline constexpr posix_clock thread_cpu_clock_id = CLOCK_THREAD_CPUTIME_ID;

inline int read_clock(posix_clock clock, seconds_and_nanoseconds& now) noexcept { return clock_gettime(clock, &now); }
#if defined(_WIN32)
inline void let_others_run() noexcept {}
#else
inline void let_others_run() noexcept { sched_yield(); }
#endif
inline void* allocate_zeroed(size_t size) noexcept { return calloc(1, size); }
inline void release_memory(void* memory) noexcept { free(memory); }
inline size_t text_size(const char* text) noexcept { return strlen(text); }
inline bool same_bytes(const char* a, const char* b, size_t size) noexcept { return memcmp(a, b, size) == 0; }
inline void copy_bytes(char* to, const char* from, size_t size) noexcept { memcpy(to, from, size); }
inline const char* environment_or_null(const char* name) noexcept { return getenv(name); }
inline void run_at_exit(void (*action)()) noexcept { atexit(action); }
inline void write_to_stderr(const char* text) noexcept { fputs(text, stderr); }

inline size_t read_small_file(const char* path, char* buffer, size_t capacity) noexcept {
    FILE* const file = fopen(path, "rb");
    if (file == nullptr) {
        return 0;
    }
    const size_t size = fread(buffer, 1, capacity - 1, file);
    fclose(file);
    buffer[size] = '\0';
    return size;
}

#if defined(_WIN32) || defined(__APPLE__)
// No clock of another thread's CPU time: a running thread's is read by itself when it ends.
inline bool own_cpu_clock(posix_clock&) noexcept { return false; }
#else
inline bool own_cpu_clock(posix_clock& clock) noexcept { return pthread_getcpuclockid(pthread_self(), &clock) == 0; }
#endif
#if defined(_WIN32)
inline void run_around_fork(void (*)(), void (*)(), void (*)()) noexcept {}
#else
inline void run_around_fork(void (*before)(), void (*in_parent)(), void (*in_child)()) noexcept {
    pthread_atfork(before, in_parent, in_child);
}
#endif

#endif

/// A class whose objects are constructed in memory that the caller has, without <new>: `new (memory) T`.
struct constructed_in_place {
    static void* operator new(size_t, void* memory) noexcept { return memory; }
    static void operator delete(void*, void*) noexcept {}
    static void operator delete(void*) noexcept {}
};

/// Nanoseconds on one of the system's clocks; 0 where it cannot be read.
inline uint64_t read_clock_ns(posix_clock clock) noexcept {
    seconds_and_nanoseconds now{};
    if (read_clock(clock, now) != 0) {
        return 0;
    }
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<uint64_t>(now.tv_nsec);
}

/// Nanoseconds since 1970-01-01 UTC.
inline uint64_t unix_time_ns() noexcept { return read_clock_ns(realtime_clock); }

/// CPU time of the calling thread, in nanoseconds. A system call: 360 to 470 ns.
inline uint64_t thread_cpu_time_ns() noexcept { return read_clock_ns(thread_cpu_clock_id); }

}  // namespace detail
DWELL_NAMESPACE_END

#endif
