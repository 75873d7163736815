// SPDX-License-Identifier: BSL-1.0
// How fast the PCI Express link of a device may be, from what Linux says of it in sysfs.
#ifndef DWELL_DEVICE_PCI_LINK_HPP
#define DWELL_DEVICE_PCI_LINK_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/device/device_api.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Takes words off the begin of a text.
class link_text {
public:
    explicit link_text(text_view text) noexcept : rest_(text) {}

    bool skip(text_view word) noexcept {
        if (rest_.size < word.size || !same_bytes(rest_.data, word.data, word.size)) {
            return false;
        }
        drop(word.size);
        return true;
    }
    /// A number of up to so many digits.
    bool number(uint64_t& value, size_t most_digits) noexcept {
        size_t digits = 0;
        for (value = 0; digits < rest_.size && rest_.data[digits] >= '0' && rest_.data[digits] <= '9'; ++digits) {
            value = value * 10 + static_cast<uint64_t>(rest_.data[digits] - '0');
            if (digits == most_digits) {
                return false;
            }
        }
        drop(digits);
        return digits != 0;
    }
    bool is_over() noexcept {
        (void)skip("\n");
        return rest_.size == 0;
    }

private:
    void drop(size_t bytes) noexcept { rest_ = text_view(rest_.data + bytes, rest_.size - bytes); }

    text_view rest_;
};

/// What a lane carries each way, in bytes a second, less what the line code takes; 0 where the text is no speed of PCI
/// Express: "16.0 GT/s PCIe", or "8 GT/s" of an older kernel.
inline uint64_t bytes_per_lane(text_view speed) noexcept {
    link_text text(speed);
    uint64_t whole = 0;
    uint64_t tenths = 0;
    if (!text.number(whole, 3) || (text.skip(".") && !text.number(tenths, 1)) || !text.skip(" GT/s")) {
        return 0;
    }
    (void)text.skip(" PCIe");
    if (!text.is_over()) {
        return 0;
    }
    switch (whole * 10 + tenths) {
        case 25:
            return 250'000'000;  // 8 bits as 10
        case 50:
            return 500'000'000;
        case 80:
            return 984'615'384;  // 128 bits as 130
        case 160:
            return 1'969'230'769;
        case 320:
            return 3'938'461'538;
        case 640:
            return 7'562'500'000;  // 242 bytes as 256
        default:
            return 0;
    }
}

/// Lanes; 0 where the text is no width that there is.
inline uint64_t lanes_of(text_view width) noexcept {
    link_text text(width);
    uint64_t lanes = 0;
    const bool is_number = text.number(lanes, 3) && text.is_over();
    const bool is_width =
        lanes == 1 || lanes == 2 || lanes == 4 || lanes == 8 || lanes == 12 || lanes == 16 || lanes == 32;
    return is_number && is_width ? lanes : 0;
}

/// An address such as "0000:3B:00.0" as sysfs spells it, with four digits for a domain that has no more; empty where it
/// is none.
inline device_text pci_folder_name(text_view address) noexcept {
    device_text name;
    size_t domain = 0;
    while (domain < address.size && address.data[domain] != ':') {
        ++domain;
    }
    const text_view pattern(":00:00.0");
    if (domain < 4 || domain > 8 || address.size != domain + pattern.size) {
        return name;
    }
    char text[16];
    for (size_t i = 0; i < address.size; ++i) {
        const char c = address.data[i];
        const bool is_digit = c >= '0' && c <= '9';
        const bool is_small_letter = c >= 'a' && c <= 'f';
        const bool is_capital = c >= 'A' && c <= 'F';
        const bool is_separator = i >= domain && pattern.data[i - domain] != '0';
        if (is_separator ? c != pattern.data[i - domain] : !is_digit && !is_small_letter && !is_capital) {
            return name;
        }
        text[i] = is_capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    size_t first = 0;
    while (domain - first > 4 && text[first] == '0') {
        ++first;
    }
    return name += text_view(text + first, address.size - first);
}

/// Of the port with this folder; 0 where it is not known.
inline uint64_t port_bandwidth(const device_text& folder) noexcept {
    const auto read = [&](text_view file, char* buffer, size_t capacity) {
        device_text path = folder;
        path += file;
        return text_view(buffer, read_small_file(path.text, buffer, capacity));
    };
    char speed[32];
    char width[32];
    return bytes_per_lane(read("/max_link_speed", speed, sizeof speed)) *
           lanes_of(read("/max_link_width", width, sizeof width));
}

/// Each way, in bytes a second: the most that both the device and the port that it is plugged into can do. 0 where it
/// is not known. `devices` is the folder where sysfs lists all devices of the bus.
inline uint64_t pci_link_bandwidth(text_view devices, text_view address) noexcept {
    const device_text name = pci_folder_name(address);
    if (name.text[0] == '\0') {
        return 0;
    }
    device_text folder;
    ((folder += devices) += "/") += text_view(name.text);
    const uint64_t of_device = port_bandwidth(folder);
    const uint64_t of_port = port_bandwidth(folder += "/..");  // what is there is a link into the tree of all devices
    return of_port != 0 && of_port < of_device ? of_port : of_device;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
