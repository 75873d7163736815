// SPDX-License-Identifier: BSL-1.0
// The memory of simulated devices as gauges, and what they are as facts.
#include <dwell/core/text_view.hpp>
#include <dwell/device/device_api.hpp>
#include <dwell/device/device_metrics.hpp>
#include <dwell/record/source.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

using dwell::detail::device_answer;
using dwell::detail::device_memory;
using dwell::detail::device_metrics;
using dwell::detail::device_text;
using dwell::detail::device_version;

namespace {

constexpr std::uint64_t mib = std::uint64_t{1} << 20U;

struct simulated_memory {
    std::uint64_t used = 0;
    std::uint64_t total = 1024 * mib;
    bool is_in_use = true;
    const char* problem = nullptr;
    int times_asked = 0;
};

/// A runtime whose devices the test sets.
struct simulated_runtime {
    static inline std::vector<simulated_memory> devices;
    static inline const char* problem = nullptr;

    static device_answer<int> count() noexcept { return {static_cast<int>(devices.size()), problem}; }
    static device_answer<device_version> driver_version() noexcept { return {{}, problem}; }
    static device_answer<device_version> runtime_version() noexcept { return {{13, 2}, nullptr}; }
    static device_answer<device_text> name(int) noexcept {
        device_answer<device_text> answer;
        answer.value += "Simulated 1";
        return answer;
    }
    static device_answer<std::uint64_t> clock_hz(int) noexcept { return {1'980'000'000, nullptr}; }
    static device_answer<std::uint64_t> memory_clock_hz(int) noexcept { return {0, "not told"}; }
    static device_answer<bool> is_in_use(int device) noexcept { return {at(device).is_in_use, nullptr}; }
    static device_answer<device_memory> memory(int device) noexcept {
        ++at(device).times_asked;
        return {{at(device).total - at(device).used, at(device).total}, at(device).problem};
    }

    static simulated_memory& at(int device) noexcept { return devices[static_cast<std::size_t>(device)]; }
};

class collected_metrics final : public dwell::detail::source_sink {
public:
    explicit collected_metrics(const device_metrics<simulated_runtime>& source) { source.report(*this); }

    void counter(const dwell::detail::source_metric&, std::uint64_t) override { FAIL("devices have no counters"); }
    void gauge(const dwell::detail::source_metric& metric, double value) override {
        CHECK(std::string(metric.unit) == "By");
        CHECK(std::string(metric.label_key) == "device");
        gauges[metric.label_value + std::string(" ") + metric.name] = value;
    }
    void fact(const char* key, const char* value) override { facts[key] = value; }

    /// A gauge in MiB, or -1 where it is absent.
    [[nodiscard]] double mebibytes(const std::string& name) const {
        const auto found = gauges.find(name);
        return found != gauges.end() ? found->second / static_cast<double>(mib) : -1;
    }

    std::map<std::string, double> gauges;
    std::map<std::string, std::string> facts;
};

void simulate(std::vector<simulated_memory> devices, const char* problem = nullptr) {
    simulated_runtime::devices = std::move(devices);
    simulated_runtime::problem = problem;
}

}  // namespace

TEST_CASE("256 MiB that are allocated on a device are used and changed and the peak", "[device]") {
    simulate({{.used = 100 * mib}});
    device_metrics<simulated_runtime> devices;
    devices.ask();
    const collected_metrics first(devices);
    CHECK(first.gauges.size() == 5);
    CHECK(first.mebibytes("0 hw.gpu.memory.usage") == 100);
    CHECK(first.mebibytes("0 hw.gpu.memory.free") == 924);
    CHECK(first.mebibytes("0 hw.gpu.memory.limit") == 1024);
    CHECK(first.mebibytes("0 hw.gpu.memory.change") == 0);
    CHECK(first.mebibytes("0 hw.gpu.memory.peak") == 100);

    simulated_runtime::at(0).used += 256 * mib;
    devices.ask();
    const collected_metrics second(devices);
    CHECK(second.mebibytes("0 hw.gpu.memory.usage") == 356);
    CHECK(second.mebibytes("0 hw.gpu.memory.free") == 668);
    CHECK(second.mebibytes("0 hw.gpu.memory.change") == 256);
    CHECK(second.mebibytes("0 hw.gpu.memory.peak") == 356);

    // Freed, and what others had as well: less than at the start.
    simulated_runtime::at(0).used = 40 * mib;
    devices.ask();
    const collected_metrics third(devices);
    CHECK(third.mebibytes("0 hw.gpu.memory.usage") == 40);
    CHECK(third.gauges.at("0 hw.gpu.memory.change") == -60.0 * static_cast<double>(mib));
    CHECK(third.mebibytes("0 hw.gpu.memory.peak") == 356);
}

TEST_CASE("devices and their runtime are facts", "[device]") {
    simulate({{}, {}});
    device_metrics<simulated_runtime> devices;
    CHECK(collected_metrics(devices).facts.empty());  // nobody has asked
    devices.ask();
    CHECK(collected_metrics(devices).facts == std::map<std::string, std::string>{{"gpu", "2 devices"},
                                                                                 {"gpu.driver", "0.0"},
                                                                                 {"gpu.runtime", "13.2"},
                                                                                 {"gpu.0", "Simulated 1"},
                                                                                 {"gpu.0.clock", "1980 MHz"},
                                                                                 {"gpu.1", "Simulated 1"},
                                                                                 {"gpu.1.clock", "1980 MHz"}});
    CHECK(collected_metrics(devices).gauges.size() == 10);
}

TEST_CASE("without a device there is one fact that says so and no gauge", "[device]") {
    device_metrics<simulated_runtime> unable;
    simulate({}, "the driver is too old");
    unable.ask();
    CHECK(collected_metrics(unable).facts ==
          std::map<std::string, std::string>{{"gpu", "no device: the driver is too old"},
                                             {"gpu.driver", "the driver is too old"},
                                             {"gpu.runtime", "13.2"}});
    CHECK(collected_metrics(unable).gauges.empty());

    device_metrics<simulated_runtime> empty;
    simulate({});
    empty.ask();
    empty.ask();
    CHECK(collected_metrics(empty).facts.at("gpu") == "no device");
    CHECK(collected_metrics(empty).gauges.empty());
}

TEST_CASE("a device that this process does not use is not asked for its memory", "[device]") {
    simulate({{.used = 7 * mib}, {.used = 8 * mib, .is_in_use = false}});
    device_metrics<simulated_runtime> devices;
    devices.ask();
    CHECK(collected_metrics(devices).gauges.size() == 5);
    CHECK(simulated_runtime::at(1).times_asked == 0);
    CHECK(collected_metrics(devices).facts.count("gpu.1") == 1);
    CHECK(collected_metrics(devices).facts.count("gpu.1.problem") == 0);

    // Its first reading is when it comes into use.
    simulated_runtime::at(1).is_in_use = true;
    simulated_runtime::at(1).used = 500 * mib;
    devices.ask();
    CHECK(collected_metrics(devices).mebibytes("1 hw.gpu.memory.change") == 0);
    CHECK(collected_metrics(devices).mebibytes("1 hw.gpu.memory.usage") == 500);
}

TEST_CASE("of a device that disappears only the peak remains and why", "[device]") {
    simulate({{.used = 10 * mib}, {.used = 20 * mib}});
    device_metrics<simulated_runtime> devices;
    devices.ask();
    simulated_runtime::at(0).problem = "the device is lost";
    devices.ask();
    const collected_metrics lost(devices);
    CHECK(lost.gauges.size() == 6);
    CHECK(lost.mebibytes("0 hw.gpu.memory.usage") == -1);
    CHECK(lost.mebibytes("0 hw.gpu.memory.peak") == 10);
    CHECK(lost.mebibytes("1 hw.gpu.memory.usage") == 20);
    CHECK(lost.facts.at("gpu.0.problem") == "the device is lost");
    CHECK(lost.facts.count("gpu.1.problem") == 0);

    // And back: the change is still counted from the first reading.
    simulated_runtime::at(0) = {.used = 15 * mib};
    devices.ask();
    const collected_metrics back(devices);
    CHECK(back.mebibytes("0 hw.gpu.memory.change") == 5);
    CHECK(back.mebibytes("0 hw.gpu.memory.peak") == 15);
    CHECK(back.facts.count("gpu.0.problem") == 0);
}

TEST_CASE("the last look at the devices is what is reported from then on", "[device]") {
    simulate({{.used = 10 * mib}});
    device_metrics<simulated_runtime> devices;
    devices.ask();
    simulated_runtime::at(0).used = 30 * mib;
    devices.end();
    simulated_runtime::at(0).problem = "the runtime has ended";
    devices.ask();
    CHECK(collected_metrics(devices).mebibytes("0 hw.gpu.memory.usage") == 30);
    CHECK(collected_metrics(devices).mebibytes("0 hw.gpu.memory.change") == 20);
    CHECK(simulated_runtime::at(0).times_asked == 2);
}

TEST_CASE("devices beyond the bound are counted", "[device]") {
    simulate(std::vector<simulated_memory>(40));
    device_metrics<simulated_runtime> devices;
    devices.ask();
    CHECK(collected_metrics(devices).facts.at("gpu") == "40 devices");
    CHECK(collected_metrics(devices).facts.count("gpu.31") == 1);
    CHECK(collected_metrics(devices).facts.count("gpu.32") == 0);
}

TEST_CASE("a device's text is cut off where it is too long", "[device]") {
    device_text text;
    for (int i = 0; i < 300; ++i) {
        text += "x";
    }
    CHECK(std::string(text.text) == std::string(sizeof(text.text) - 1, 'x'));
    device_text number;
    number += std::uint64_t{0};
    number += " ";
    number += UINT64_MAX;
    CHECK(std::string(number.text) == "0 18446744073709551615");
}
