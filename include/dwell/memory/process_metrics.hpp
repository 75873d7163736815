// SPDX-License-Identifier: BSL-1.0
// What the system knows of the process: memory, page faults, CPU time, context switches, threads, transferred bytes. In
// every snapshot of a program that includes this, as <dwell/dwell.hpp> does.
//
// Names and units are those of OpenTelemetry's semantic conventions (1.38) where they have one; CPU time is counted in
// ns, since counters are integers. What the system does not say is absent, not 0.
#ifndef DWELL_MEMORY_PROCESS_METRICS_HPP
#define DWELL_MEMORY_PROCESS_METRICS_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/source.hpp>

#include <stdlib.h>

#if !defined(_WIN32)
#include <sys/resource.h>
#include <unistd.h>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Numbers of a small text file of the system, such as `VmRSS:    1234 kB`.
class system_file {
public:
    explicit system_file(const char* path) noexcept : size_(read_small_file(path, text_, sizeof(text_))) {}

    /// The number behind `key` at the begin of a line; false where there is none.
    bool number(text_view key, uint64_t& value) const noexcept {
        for (size_t line = 0; line < size_; line = next_line(line)) {
            if (key.size < size_ - line && same_bytes(text_ + line, key.data, key.size)) {
                return parse(line + key.size, value);
            }
        }
        return false;
    }

private:
    [[nodiscard]] size_t next_line(size_t at) const noexcept {
        while (at < size_ && text_[at] != '\n') {
            ++at;
        }
        return at + 1;
    }

    bool parse(size_t at, uint64_t& value) const noexcept {
        while (at < size_ && (text_[at] == ' ' || text_[at] == '\t')) {
            ++at;
        }
        const size_t first = at;
        value = 0;
        for (; at < size_ && text_[at] >= '0' && text_[at] <= '9'; ++at) {
            value = value * 10 + static_cast<uint64_t>(text_[at] - '0');
        }
        return at != first;
    }

    // /proc/self/status has 1.5 KB, and the groups of its user before the lines that are looked for.
    char text_[8192];
    size_t size_;
};

#if defined(__linux__)

/// From /proc: what only Linux tells.
inline void read_proc(source_sink& sink) {
    uint64_t value = 0;
    const system_file status("/proc/self/status");
    const auto memory = [&](text_view key, const source_metric& metric) {
        if (status.number(key, value)) {
            sink.gauge(metric, static_cast<double>(value) * 1024);
        }
    };
    memory("VmRSS:", {"process.memory.usage", "By", "Physical memory in use: the resident set."});
    memory("VmHWM:", {"process.memory.peak", "By", "The largest resident set there was."});
    if (status.number("Threads:", value)) {
        sink.gauge({"process.thread.count", "{thread}", "Threads."}, static_cast<double>(value));
    }
    const system_file transferred("/proc/self/io");
    const auto transfer = [&](text_view key, const source_metric& metric) {
        if (transferred.number(key, value)) {
            sink.counter(metric, value);
        }
    };
    constexpr const char* disk_help = "Bytes that were read from storage, or are to be written to it.";
    transfer("read_bytes:", {"process.disk.io", "By", disk_help, "disk.io.direction", "read"});
    transfer("write_bytes:", {"process.disk.io", "By", disk_help, "disk.io.direction", "write"});
    constexpr const char* call_help = "Bytes that went through calls such as read and write, cached or not.";
    transfer("rchar:", {"process.io", "By", call_help, "disk.io.direction", "read"});
    transfer("wchar:", {"process.io", "By", call_help, "disk.io.direction", "write"});
}

#elif !defined(_WIN32)

/// Elsewhere only the peak is known, in bytes on macOS and in KiB on the others.
inline void read_peak(source_sink& sink, const rusage& used) {
#if defined(__APPLE__)
    constexpr double unit = 1;
#else
    constexpr double unit = 1024;
#endif
    sink.gauge({"process.memory.peak", "By", "The largest resident set there was."},
               static_cast<double>(used.ru_maxrss) * unit);
}

#endif

#if !defined(_WIN32)

/// From getrusage, which POSIX has.
inline void read_usage(source_sink& sink) {
    rusage used{};
    if (getrusage(RUSAGE_SELF, &used) != 0) {
        return;
    }
    const auto count = [&](const source_metric& metric, long value) {
        sink.counter(metric, static_cast<uint64_t>(value));
    };
    const auto time = [&](const char* mode, const timeval& value) {
        sink.counter({"process.cpu.time", "ns", "CPU time of all threads.", "cpu.mode", mode},
                     static_cast<uint64_t>(value.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(value.tv_usec) * 1000);
    };
    time("user", used.ru_utime);
    time("system", used.ru_stime);
    constexpr const char* fault_help = "Page faults: major ones waited for storage, minor ones did not.";
    count({"process.paging.faults", "{fault}", fault_help, "system.paging.fault.type", "minor"}, used.ru_minflt);
    count({"process.paging.faults", "{fault}", fault_help, "system.paging.fault.type", "major"}, used.ru_majflt);
    constexpr const char* switch_help = "Times that a thread waited for something, or had to give way to another.";
    count({"process.context_switches", "{context_switch}", switch_help, "process.context_switch.type", "voluntary"},
          used.ru_nvcsw);
    count({"process.context_switches", "{context_switch}", switch_help, "process.context_switch.type", "involuntary"},
          used.ru_nivcsw);
#if !defined(__linux__)
    read_peak(sink, used);
#endif
}

/// Of the machine: what the process had to share it with.
inline void read_load(source_sink& sink) {
    constexpr const char* names[] = {"system.cpu.load_average.1m", "system.cpu.load_average.5m",
                                     "system.cpu.load_average.15m"};
    double load[3];
    const int known = getloadavg(load, 3);
    for (int i = 0; i < known; ++i) {
        sink.gauge({names[i], "{thread}", "Threads of the machine that ran or wanted to, on average."}, load[i]);
    }
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (cores > 0) {
        sink.gauge({"system.cpu.logical.count", "{cpu}", "Logical processors of the machine."},
                   static_cast<double>(cores));
    }
}

#endif

/// The source of all of these.
inline void read_process_metrics([[maybe_unused]] source_sink& sink) {
#if defined(__linux__)
    read_proc(sink);
#endif
#if !defined(_WIN32)
    read_usage(sink);
    read_load(sink);
#endif
}

inline constexpr uint64_t process_metrics_key = 0x70726f6365737321;  // any that no other source has

// A set for each file that includes this; the list asks one. A shared object that is closed takes its functions
// off again: last of all (the lower the number, the later), since whoever saves at exit wants them.
#if defined(__GNUC__) || defined(__clang__)

[[gnu::constructor, maybe_unused]] static void register_process_metrics() {
    if (!is_profiling_switched_off()) {
        all_sources.add(process_metrics_key, read_process_metrics);
    }
}
[[gnu::destructor(101), maybe_unused]] static void take_off_process_metrics() {
    all_sources.remove(process_metrics_key, read_process_metrics);
}

#else

inline const bool has_process_metrics =
    !is_profiling_switched_off() && all_sources.add(process_metrics_key, read_process_metrics);

#endif

}  // namespace detail
DWELL_NAMESPACE_END

#endif
