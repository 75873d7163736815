// SPDX-License-Identifier: BSL-1.0
// What holds a device back: the host, the link between the two, or its own computing; judged from plain numbers.
#ifndef DWELL_PROFILE_DEVICE_VERDICT_HPP
#define DWELL_PROFILE_DEVICE_VERDICT_HPP

#include <dwell/core/config.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN

/// What a device did, of all its streams together. Busy and idle are all of the time.
struct device_load {
    struct copies {
        uint64_t bytes = 0;
        uint64_t ns = 0;  ///< in which there was any in this direction

        friend bool operator==(const copies&, const copies&) = default;
    };
    uint64_t busy_ns = 0;              ///< in any scope
    uint64_t idle_ns = 0;              ///< in none
    uint64_t compute_ns = 0;           ///< of busy: in any scope that is no copy over the link
    uint64_t starved_ns = 0;           ///< of idle: the host had asked for nothing
    copies to_device;                  ///< over the link
    copies to_host;                    ///< over the link
    copies other;                      ///< over the link, or not told
    double link_bytes_per_second = 0;  ///< the most that it can carry each way; 0 where it is not known

    friend bool operator==(const device_load&, const device_load&) = default;
};

enum class device_limit {
    too_little,  ///< less than `device_verdict::least_ns`
    idle,        ///< busy for less than `device_verdict::least_busy` of the time
    host,        ///< idle for the largest part of it: CPU-bound
    transfer,    ///< it only copied over the link for the largest part
    compute,     ///< it computed for the largest part, whatever was copied meanwhile
    undecided,   ///< the largest part is less than `device_verdict::least_lead` larger than the next
};

struct device_verdict {
    static constexpr uint64_t least_ns = 10'000'000;
    static constexpr double least_busy = 0.01;
    static constexpr double least_lead = 0.05;  ///< of all the time

    device_limit limit = device_limit::too_little;
    std::string text;  ///< the verdict and its reason, one sentence
};

namespace detail {

/// Of what is not negative. A file may have made up anything.
inline std::string rounded_text(double value, bool with_tenths) {
    constexpr double most = 1e15;
    const double bounded = !(value > 0) ? 0 : value < most ? value : most;
    const auto tenths = static_cast<uint64_t>(bounded * 10 + 0.5);
    return with_tenths ? std::to_string(tenths / 10) + "." + std::to_string(tenths % 10)
                       : std::to_string(static_cast<uint64_t>(bounded + 0.5));
}

/// "to device at 11.2 of 31.5 GB/s", of the direction that took the most time; empty where there was none.
inline std::string copy_text(const device_load& load) {
    const device_load::copies* most = &load.to_device;
    const char* name = " to device at ";
    if (load.to_host.ns > most->ns) {
        most = &load.to_host;
        name = " to host at ";
    }
    const bool is_other = load.other.ns > most->ns;
    if (is_other) {
        most = &load.other;
        name = " at ";
    }
    if (most->ns == 0) {
        return {};
    }
    std::string text = name + rounded_text(static_cast<double>(most->bytes) / static_cast<double>(most->ns), true);
    if (load.link_bytes_per_second > 0 && !is_other) {
        text += " of " + rounded_text(load.link_bytes_per_second / 1e9, true);
    }
    return text + " GB/s";
}

}  // namespace detail

/// All the time falls into three parts: computing, only copying over the link, and idle. The largest is what holds the
/// device back, where it is clearly the largest.
[[nodiscard]] inline device_verdict judge(const device_load& load) {
    const auto all = static_cast<double>(load.busy_ns) + static_cast<double>(load.idle_ns);
    if (all < static_cast<double>(device_verdict::least_ns)) {
        return {device_limit::too_little,
                "too little to tell: " + detail::rounded_text(all / 1e6, true) + " ms since the device's first scope"};
    }
    const double busy = static_cast<double>(load.busy_ns) / all;
    const double computing = static_cast<double>(load.compute_ns < load.busy_ns ? load.compute_ns : load.busy_ns) / all;
    const double copying = busy - computing;
    const double idle = 1 - busy;
    const auto percent = [](double part) { return detail::rounded_text(part * 100, false) + " %"; };
    if (busy < device_verdict::least_busy) {
        return {device_limit::idle, "idle: busy for " + detail::rounded_text(busy * 100, true) + " % of " +
                                        detail::rounded_text(all / 1e9, true) + " s"};
    }
    const std::string computes = percent(computing) + " of the time computing";
    const std::string copies = percent(copying) + " only copying" + (copying > 0 ? detail::copy_text(load) : "");
    const std::string idles = percent(idle) + " idle";
    const auto leads = [](double part, double one, double other) {
        return part >= one + device_verdict::least_lead && part >= other + device_verdict::least_lead;
    };
    if (leads(idle, computing, copying)) {
        return {device_limit::host, "CPU-bound: " + percent(idle) + " of the time idle, " +
                                        percent(static_cast<double>(load.starved_ns) / all) +
                                        " with nothing asked of the device; " + percent(computing) + " computing, " +
                                        copies};
    }
    if (leads(copying, computing, idle)) {
        return {device_limit::transfer, "transfer-bound: " + percent(copying) + " of the time only copying" +
                                            detail::copy_text(load) + "; " + percent(computing) + " computing, " +
                                            idles};
    }
    if (leads(computing, copying, idle)) {
        return {device_limit::compute, "compute-bound: " + computes + "; " + copies + ", " + idles};
    }
    return {device_limit::undecided, "undecided: " + computes + ", " + copies + ", " + idles};
}

DWELL_NAMESPACE_END

#endif
