// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/scratch_folder.hpp>

#include "doctor/checks.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

using dwell::tool::doctor_options;
using dwell::tool::finding;
using dwell::tool::finding_state;
using dwell::tool::findings;
using dwell::tool::system_files;

namespace {

/// A machine of a few files below a temporary folder.
class sample_machine {
public:
    void set(const std::string& path, const std::string& text) const {
        const std::filesystem::path file = root_.path.string() + path;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text << '\n';
    }

    [[nodiscard]] finding ask(void (*check)(const doctor_options&, findings&), const std::string& subject) const {
        findings all;
        check({system_files(root_.path.string()), "runs"}, all);
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const finding& one) { return one.subject == subject; });
        return found == all.end() ? finding{} : *found;
    }

private:
    test::scratch_folder root_;
};

}  // namespace

TEST_CASE("the doctor finds the quota of a control group of version 2", "[tool]") {
    const sample_machine machine;
    machine.set("/proc/self/cgroup", "0::/system.slice/ci.service");
    machine.set("/sys/fs/cgroup/system.slice/ci.service/cpu.max", "max 100000");
    CHECK(machine.ask(dwell::tool::check_processors, "quota").state == finding_state::ok);
    machine.set("/sys/fs/cgroup/system.slice/ci.service/cpu.max", "50000 100000");
    const finding quota = machine.ask(dwell::tool::check_processors, "quota");
    CHECK(quota.state == finding_state::note);
    CHECK(quota.found == "the control group may use 0.50 processors");
    CHECK(quota.meaning.find("100 ms") != std::string::npos);
}

TEST_CASE("the doctor finds the limits of a control group of version 1 and of a container", "[tool]") {
    const sample_machine machine;
    machine.set("/proc/self/cgroup", "5:cpu,cpuacct:/docker/1234\n3:memory:/docker/1234\n0::/docker/1234");
    machine.set("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "25000");
    machine.set("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "50000");
    machine.set("/sys/fs/cgroup/memory/memory.limit_in_bytes", "1073741824");
    CHECK(machine.ask(dwell::tool::check_processors, "quota").found == "the control group may use 0.50 processors");
    CHECK(machine.ask(dwell::tool::check_memory, "memory limit").found == "the control group may use 1.00 GiB");
    machine.set("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1");
    machine.set("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
    CHECK(machine.ask(dwell::tool::check_processors, "quota").found == "no limit of the control group");
    CHECK(machine.ask(dwell::tool::check_memory, "memory limit").found == "no limit of the control group");
}

TEST_CASE("the doctor finds what makes a processor faster and slower", "[tool]") {
    const sample_machine machine;
    const std::string folder = "/sys/devices/system/cpu/";
    CHECK(machine.ask(dwell::tool::check_frequency, "frequency").state == finding_state::ok);
    CHECK(machine.ask(dwell::tool::check_frequency, "turbo").subject.empty());
    machine.set(folder + "cpu0/cpufreq/scaling_governor", "powersave");
    machine.set(folder + "intel_pstate/no_turbo", "0");
    machine.set(folder + "smt/active", "1");
    CHECK(machine.ask(dwell::tool::check_frequency, "frequency").found == "governor powersave");
    CHECK(machine.ask(dwell::tool::check_frequency, "frequency").state == finding_state::note);
    CHECK(machine.ask(dwell::tool::check_frequency, "turbo").found == "on");
    CHECK(machine.ask(dwell::tool::check_processors, "SMT").state == finding_state::note);
    machine.set(folder + "cpu0/cpufreq/scaling_governor", "performance");
    machine.set(folder + "intel_pstate/no_turbo", "1");
    machine.set(folder + "smt/active", "0");
    CHECK(machine.ask(dwell::tool::check_frequency, "frequency").state == finding_state::ok);
    CHECK(machine.ask(dwell::tool::check_frequency, "turbo").state == finding_state::ok);
    CHECK(machine.ask(dwell::tool::check_processors, "SMT").state == finding_state::ok);
}

TEST_CASE("the doctor finds load and stolen time", "[tool]") {
    const sample_machine machine;
    machine.set("/proc/stat", "cpu  900 0 0 0 0 0 0 100 0 0");
    machine.set("/proc/loadavg", "5000.25 1 1 1/1 1");
    CHECK(machine.ask(dwell::tool::check_load, "steal").found == "0.0 % just now, 10.0 % since the start");
    CHECK(machine.ask(dwell::tool::check_load, "steal").state == finding_state::note);
    CHECK(machine.ask(dwell::tool::check_load, "load").state == finding_state::note);
    machine.set("/proc/stat", "cpu  900 0 0 100 0 0 0 0 7 7");
    machine.set("/proc/loadavg", "0.10 1 1 1/1 1");
    CHECK(machine.ask(dwell::tool::check_load, "steal").state == finding_state::ok);
    CHECK(machine.ask(dwell::tool::check_load, "load").state == finding_state::ok);
}

TEST_CASE("the doctor does without proc and sys, and with files that hold anything", "[tool]") {
    const sample_machine nothing;
    const sample_machine rubbish;
    CHECK(nothing.ask(dwell::tool::check_processors, "quota").found.substr(0, 9) == "not known");
    CHECK(nothing.ask(dwell::tool::check_memory, "memory limit").found.substr(0, 9) == "not known");
    rubbish.set("/proc/self/cgroup", ":::\n::\n\n0:x");
    for (const char* const path : {"/proc/stat", "/proc/loadavg", "/proc/meminfo", "/sys/fs/cgroup/cpu.max",
                                   "/sys/devices/system/cpu/smt/active", "/proc/sys/kernel/randomize_va_space",
                                   "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"}) {
        rubbish.set(path, "\x1b[31m rubbish -1 \xff");
    }
    for (const sample_machine* const machine : {&nothing, &rubbish}) {
        for (const auto check : {dwell::tool::check_processors, dwell::tool::check_frequency, dwell::tool::check_load,
                                 dwell::tool::check_memory}) {
            CHECK(machine->ask(check, "quota").state == finding_state::ok);
            CHECK(machine->ask(check, "memory").found.find('\x1b') == std::string::npos);
            CHECK(machine->ask(check, "frequency").found.find('\x1b') == std::string::npos);
            CHECK(machine->ask(check, "steal").state == finding_state::ok);
        }
    }
}
