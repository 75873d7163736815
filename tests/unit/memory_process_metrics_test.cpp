// SPDX-License-Identifier: BSL-1.0
// What a snapshot says of the process, against /proc, getrusage and what the test itself does.
#include <dwell/memory/process_metrics.hpp>
#include <dwell/snapshot.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "support/catch.hpp"

#if defined(__linux__)

#include <sys/resource.h>
#include <unistd.h>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

namespace {

bool is_series(const dwell::metric_identity& identity, const std::string& name, const std::string& label) {
    return identity.name == name && (label.empty() ? identity.labels.empty()
                                                   : identity.labels.size() == 1 && identity.labels[0].second == label);
}

std::uint64_t counter(const dwell::profile& profile, const std::string& name, const std::string& label) {
    for (const dwell::counter_value& counter : profile.counters()) {
        if (is_series(counter.identity, name, label)) {
            return counter.value;
        }
    }
    FAIL("no counter " << name << " " << label);
    return 0;
}

double gauge(const dwell::profile& profile, const std::string& name) {
    for (const dwell::gauge_value& gauge : profile.gauges()) {
        if (is_series(gauge.identity, name, "")) {
            return gauge.value;
        }
    }
    FAIL("no gauge " << name);
    return 0;
}

/// The number behind a word in a file, read in another way.
double number_in(const char* path, const std::string& key) {
    std::ifstream file(path);
    std::string word;
    double value = 0;
    while (file >> word) {
        if (word == key && file >> value) {
            return value;
        }
    }
    FAIL("no " << key << " in " << path);
    return 0;
}

/// What a test does between two readings of the system's number, with a snapshot in the middle: the snapshot's number
/// is between the two.
template <typename Read, typename Value>
void check_between(const Read& read, const Value& value) {
    const double before = read();
    const auto inside = static_cast<double>(value(dwell::snapshot()));
    const double after = read();
    CHECK(before <= inside);
    CHECK(inside <= after);
}

double usage(const std::string& what) {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto ns = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_usec) * 1e3;
    };
    return what == "user"        ? ns(used.ru_utime)
           : what == "system"    ? ns(used.ru_stime)
           : what == "minor"     ? static_cast<double>(used.ru_minflt)
           : what == "major"     ? static_cast<double>(used.ru_majflt)
           : what == "voluntary" ? static_cast<double>(used.ru_nvcsw)
                                 : static_cast<double>(used.ru_nivcsw);
}

}  // namespace

TEST_CASE("counters of the process lie between what the system says before and after", "[process-metrics]") {
    for (const char* mode : {"user", "system"}) {
        check_between([=] { return usage(mode); },
                      [=](const dwell::profile& found) { return counter(found, "process.cpu.time", mode); });
    }
    for (const char* type : {"minor", "major"}) {
        check_between([=] { return usage(type); },
                      [=](const dwell::profile& found) { return counter(found, "process.paging.faults", type); });
    }
    for (const char* type : {"voluntary", "involuntary"}) {
        check_between([=] { return usage(type); },
                      [=](const dwell::profile& found) { return counter(found, "process.context_switches", type); });
    }
    const std::vector<std::vector<std::string>> transfers = {{"read_bytes:", "process.disk.io", "read"},
                                                             {"write_bytes:", "process.disk.io", "write"},
                                                             {"rchar:", "process.io", "read"},
                                                             {"wchar:", "process.io", "write"}};
    for (const auto& transfer : transfers) {
        check_between([&] { return number_in("/proc/self/io", transfer[0]); },
                      [&](const dwell::profile& found) { return counter(found, transfer[1], transfer[2]); });
    }
}

TEST_CASE("what the process does is in its metrics", "[process-metrics]") {
    const dwell::profile before = dwell::snapshot();
    const auto grown = [&before](const dwell::profile& after, const char* name, const char* label) {
        return counter(after, name, label) - counter(before, name, label);
    };

    // 64 MB that are touched, with one page fault for each huge page at least.
    constexpr size_t size = 64'000'000;
    char* const memory = static_cast<char*>(std::malloc(size));
    REQUIRE(memory != nullptr);
    std::memset(memory, 1, size);
    const auto resident_bytes = [] {
        std::ifstream file("/proc/self/statm");
        double all_pages = 0;
        double resident_pages = 0;
        REQUIRE(file >> all_pages >> resident_pages);
        return resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE));
    };
    // Read at the beginning of a snapshot, which then takes memory itself: more where there are more call paths.
    const double resident_before = resident_bytes();
    const dwell::profile full = dwell::snapshot();
    CHECK(gauge(full, "process.memory.usage") >= gauge(before, "process.memory.usage") + 0.9 * size);
    CHECK(gauge(full, "process.memory.usage") >= 0.985 * resident_before);
    CHECK(gauge(full, "process.memory.usage") <= 1.015 * resident_bytes());
    CHECK(grown(full, "process.paging.faults", "minor") >= size / (2 * 1024 * 1024));
    CHECK(memory[size / 2] == 1);
    std::free(memory);
    const dwell::profile given_back = dwell::snapshot();
    // The kernel counts pages by processor, and notes the peak when memory is given back: off by some hundred KB.
    CHECK(gauge(given_back, "process.memory.peak") >= 0.97 * gauge(full, "process.memory.usage"));
    CHECK(gauge(given_back, "process.memory.peak") ==
          Approx(number_in("/proc/self/status", "VmHWM:") * 1024).epsilon(0.015));

    // 100 ms of CPU time.
    const double start = usage("user") + usage("system");
    volatile std::uint64_t sum = 0;
    while (usage("user") + usage("system") < start + 1e8) {
        for (std::uint64_t i = 0; i < 1000; ++i) {
            sum = sum + i;
        }
    }
    const dwell::profile busy = dwell::snapshot();
    CHECK(grown(busy, "process.cpu.time", "user") + grown(busy, "process.cpu.time", "system") >= 100'000'000);

    for (int i = 0; i < 20; ++i) {
        std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
    CHECK(grown(dwell::snapshot(), "process.context_switches", "voluntary") >= 20);

    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("dwell-process-metrics-" + std::to_string(getpid()));
    {
        std::ofstream file(path, std::ios::binary);
        file << std::string(3'000'000, 'x') << std::flush;
    }
    std::filesystem::remove(path);
    CHECK(grown(dwell::snapshot(), "process.io", "write") >= 3'000'000);
}

TEST_CASE("threads of the process are counted while they live", "[process-metrics]") {
    const double before = gauge(dwell::snapshot(), "process.thread.count");
    CHECK(before == number_in("/proc/self/status", "Threads:"));
    std::mutex mutex;
    std::condition_variable change;
    bool done = false;
    std::vector<std::thread> threads;
    for (int i = 0; i < 5; ++i) {
        threads.emplace_back([&] {
            std::unique_lock lock(mutex);
            change.wait(lock, [&] { return done; });
        });
    }
    // A sanitizer may have started one of its own.
    CHECK(gauge(dwell::snapshot(), "process.thread.count") >= before + 5);
    CHECK(gauge(dwell::snapshot(), "process.thread.count") == number_in("/proc/self/status", "Threads:"));
    {
        const std::lock_guard guard(mutex);
        done = true;
    }
    change.notify_all();
    for (std::thread& thread : threads) {
        thread.join();
    }
}

TEST_CASE("the machine's load and processors are in a snapshot", "[process-metrics]") {
    const dwell::profile found = dwell::snapshot();
    CHECK(gauge(found, "system.cpu.logical.count") == static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN)));
    std::ifstream file("/proc/loadavg");
    double load = 0;
    for (const char* name :
         {"system.cpu.load_average.1m", "system.cpu.load_average.5m", "system.cpu.load_average.15m"}) {
        REQUIRE(file >> load);
        // The system may have taken another average in between.
        CHECK(gauge(found, name) == Approx(load).epsilon(0.2).margin(0.5));
    }
}

TEST_CASE("units and help go along with a process's metrics", "[process-metrics]") {
    const dwell::profile found = dwell::snapshot();
    for (const dwell::counter_value& counter : found.counters()) {
        if (counter.identity.name.rfind("process.", 0) == 0) {
            INFO(counter.identity.name);
            CHECK_FALSE(counter.identity.help.empty());
            CHECK_FALSE(counter.identity.unit.empty());
        }
    }
    for (const dwell::gauge_value& gauge : found.gauges()) {
        INFO(gauge.identity.name);
        CHECK_FALSE(gauge.identity.help.empty());
        CHECK(gauge.written_at_ticks > 0);
    }
}

TEST_CASE("what a file of the system does not say is absent", "[process-metrics]") {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("dwell-system-file-" + std::to_string(getpid()));
    const auto read = [&path](const std::string& text, const char* key, std::uint64_t otherwise) {
        std::ofstream(path, std::ios::binary) << text;
        const dwell::detail::system_file file(path.c_str());
        dwell::uint64_t value = 0;
        return file.number(key, value) ? std::uint64_t{value} : otherwise;
    };
    CHECK(read("Name:\tx\nVmRSS:\t   1234 kB\nThreads:\t7\n", "VmRSS:", 0) == 1234);
    CHECK(read("Name:\tx\nVmRSS:\t   1234 kB\nThreads:\t7", "Threads:", 0) == 7);
    CHECK(read("Name:\tVmRSS: 5\n", "VmRSS:", 99) == 99);  // not at the begin of a line
    CHECK(read("VmRSS:", "VmRSS:", 99) == 99);
    CHECK(read("VmRSS:\n5\n", "VmRSS:", 99) == 99);
    CHECK(read("VmRSS: kB\n", "VmRSS:", 99) == 99);
    CHECK(read("", "VmRSS:", 99) == 99);
    CHECK(read(std::string(20'000, 'x') + "\nVmRSS: 5\n", "VmRSS:", 99) == 99);
    CHECK(read("VmRSS: 18446744073709551615\n", "VmRSS:", 0) == UINT64_MAX);
    std::filesystem::remove(path);
    dwell::uint64_t value = 0;
    CHECK_FALSE(dwell::detail::system_file("/nowhere").number("VmRSS:", value));
}

#endif
