// SPDX-License-Identifier: BSL-1.0
// What a device's runtime is asked for its metrics: answers are values, and so are failures.
#ifndef DWELL_DEVICE_DEVICE_API_HPP
#define DWELL_DEVICE_DEVICE_API_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// An answer, or why there is none: a text that lives as long as the program.
template <typename Value>
struct device_answer {
    Value value{};
    const char* problem = nullptr;

    [[nodiscard]] explicit operator bool() const noexcept { return problem == nullptr; }
};

struct device_version {
    int release = 0;
    int update = 0;
};

/// Text of a bounded size, cut off where it is too long. Ends in a zero.
struct device_text {
    char text[256] = {};

    device_text& operator+=(text_view more) noexcept {
        for (size_t i = 0; i < more.size && size_ + 1 < sizeof(text); ++i) {
            text[size_++] = more.data[i];
        }
        text[size_] = '\0';
        return *this;
    }
    device_text& operator+=(uint64_t number) noexcept {
        char digits[20];
        size_t first = sizeof(digits);
        do {
            digits[--first] = static_cast<char>('0' + number % 10);
            number /= 10;
        } while (number != 0);
        return *this += text_view(digits + first, sizeof(digits) - first);
    }

private:
    size_t size_ = 0;
};

/// Of the whole device, whoever uses it.
struct device_memory {
    uint64_t free_bytes = 0;
    uint64_t total_bytes = 0;
};

template <typename Answer, typename Value>
concept device_answer_of = requires(const Answer& answer, device_answer<Value>& wanted) {
    wanted = answer;
};

/// The runtime of some kind of devices. Devices are numbered from 0. Nothing throws, logs or waits for a device.
template <typename Api>
concept device_api = requires(int device) {
    { Api::count() }
    noexcept->device_answer_of<int>;
    { Api::driver_version() }
    noexcept->device_answer_of<device_version>;
    { Api::runtime_version() }
    noexcept->device_answer_of<device_version>;
    { Api::name(device) }
    noexcept->device_answer_of<device_text>;
    /// The highest that the device runs at.
    { Api::clock_hz(device) }
    noexcept->device_answer_of<uint64_t>;
    { Api::memory_clock_hz(device) }
    noexcept->device_answer_of<uint64_t>;
    /// Whether this process has set it up. Only then it is asked for its memory, which would set it up otherwise.
    { Api::is_in_use(device) }
    noexcept->device_answer_of<bool>;
    { Api::memory(device) }
    noexcept->device_answer_of<device_memory>;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
