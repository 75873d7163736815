// SPDX-License-Identifier: BSL-1.0
// The memory of each device as gauges, and what kind of devices there are as facts: the logic of a source that a
// snapshot asks (see record/source.hpp).
//
// Names and units are those of OpenTelemetry's semantic conventions (1.38) where they have one. What is not known is
// absent, not 0.
#ifndef DWELL_DEVICE_DEVICE_METRICS_HPP
#define DWELL_DEVICE_DEVICE_METRICS_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/device/device_api.hpp>
#include <dwell/record/source.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What was read of one device's memory.
class device_memory_readings {
public:
    void note(const device_memory& now) noexcept {
        now_ = now;
        is_known_ = true;
        if (!has_begun_) {
            has_begun_ = true;
            first_used_ = used();
        }
        peak_ = used() > peak_ ? used() : peak_;
    }

    /// There is no value for now. What was seen stays.
    void forget_now() noexcept { is_known_ = false; }

    void report(source_sink& sink, const char* device) const {
        const auto gauge = [&](const char* name, const char* help, double value) {
            sink.gauge({name, "By", help, "device", device}, value);
        };
        if (is_known_) {
            gauge("hw.gpu.memory.usage", "Memory of the device in use, by all processes.", as_double(used()));
            gauge("hw.gpu.memory.free", "Memory of the device that is free.", as_double(now_.free_bytes));
            gauge("hw.gpu.memory.limit", "Memory of the device.", as_double(now_.total_bytes));
            gauge("hw.gpu.memory.change", "Memory in use, less what was in use when it was first looked at.",
                  as_double(used()) - as_double(first_used_));
        }
        if (has_begun_) {
            gauge("hw.gpu.memory.peak", "The most memory in use of all times that it was looked at.", as_double(peak_));
        }
    }

private:
    [[nodiscard]] uint64_t used() const noexcept {
        return now_.total_bytes > now_.free_bytes ? now_.total_bytes - now_.free_bytes : 0;
    }
    static double as_double(uint64_t bytes) noexcept { return static_cast<double>(bytes); }

    device_memory now_;
    uint64_t first_used_ = 0;
    uint64_t peak_ = 0;
    bool is_known_ = false;
    bool has_begun_ = false;
};

/// All devices of a runtime. Constant-initialised. One thread at a time, as the list of sources sees to it.
template <device_api Api>
class device_metrics {
public:
    /// Devices beyond are only counted.
    static constexpr int capacity = 32;

    /// Looks at the devices: the first time at what they are, each time at their memory.
    void ask() noexcept {
        if (has_ended_) {
            return;
        }
        if (!is_counted_) {
            count();
        }
        for (int device = 0; device < known(); ++device) {
            ask(device);
        }
    }

    /// The last look: what follows reports what it saw. For when the process ends, and the runtime ends before dwell.
    void end() noexcept {
        ask();
        has_ended_ = true;
    }

    void report(source_sink& sink) const {
        if (!is_counted_) {
            return;
        }
        device_text devices;
        if (!count_) {
            ((devices += "no device: ") += count_.problem);
        } else if (count_.value <= 0) {
            devices += "no device";
        } else {
            (devices += static_cast<uint64_t>(count_.value)) += count_.value == 1 ? " device" : " devices";
        }
        sink.fact("gpu", devices.text);
        report(sink, "gpu.driver", driver_);
        report(sink, "gpu.runtime", runtime_);
        for (int device = 0; device < known(); ++device) {
            report(sink, device);
        }
    }

private:
    struct device_state {
        device_answer<device_text> name;
        device_answer<uint64_t> clock_hz;
        device_answer<uint64_t> memory_clock_hz;
        const char* problem = nullptr;
        device_memory_readings memory;
    };

    [[nodiscard]] int known() const noexcept {
        return !count_ || count_.value < 0 ? 0 : count_.value < capacity ? count_.value : capacity;
    }

    void count() noexcept {
        is_counted_ = true;
        count_ = Api::count();
        driver_ = Api::driver_version();
        runtime_ = Api::runtime_version();
        for (int device = 0; device < known(); ++device) {
            device_state& state = devices_[device];
            state.name = Api::name(device);
            state.clock_hz = Api::clock_hz(device);
            state.memory_clock_hz = Api::memory_clock_hz(device);
        }
    }

    void ask(int device) noexcept {
        device_state& state = devices_[device];
        state.memory.forget_now();
        const device_answer<bool> in_use = Api::is_in_use(device);
        state.problem = in_use.problem;
        if (in_use && in_use.value) {
            const device_answer<device_memory> memory = Api::memory(device);
            state.problem = memory.problem;
            if (memory) {
                state.memory.note(memory.value);
            }
        }
    }

    void report(source_sink& sink, int device) const {
        const device_state& state = devices_[device];
        device_text number;
        number += static_cast<uint64_t>(device);
        const auto fact = [&](text_view what, const char* value) {
            device_text key;
            ((key += "gpu.") += number.text) += what;
            sink.fact(key.text, value);
        };
        const auto megahertz = [&](text_view what, const device_answer<uint64_t>& hz) {
            if (hz && hz.value != 0) {
                device_text value;
                (value += hz.value / 1'000'000) += " MHz";
                fact(what, value.text);
            }
        };
        fact("", state.name ? state.name.value.text : state.name.problem);
        megahertz(".clock", state.clock_hz);
        megahertz(".memory_clock", state.memory_clock_hz);
        if (state.problem != nullptr) {
            fact(".problem", state.problem);
        }
        state.memory.report(sink, number.text);
    }

    static void report(source_sink& sink, const char* key, const device_answer<device_version>& version) {
        if (!version) {
            sink.fact(key, version.problem);
            return;
        }
        device_text value;
        ((value += static_cast<uint64_t>(version.value.release)) += ".") += static_cast<uint64_t>(version.value.update);
        sink.fact(key, value.text);
    }

    device_answer<int> count_;
    device_answer<device_version> driver_;
    device_answer<device_version> runtime_;
    device_state devices_[capacity];
    bool is_counted_ = false;
    bool has_ended_ = false;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
