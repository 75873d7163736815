// SPDX-License-Identifier: BSL-1.0
// The upper limits that a budget is made of: each may be left out.
#ifndef DWELL_TESTING_LIMITS_HPP
#define DWELL_TESTING_LIMITS_HPP

#include <dwell/core/config.hpp>

#include <type_traits>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A std::chrono::duration, without <chrono>, which costs every file that includes it 300 ms.
template <typename Duration>
concept duration_like = requires(const Duration& duration) {
    typename Duration::rep;
    static_cast<double>(Duration::period::num) / static_cast<double>(Duration::period::den);
    static_cast<double>(duration.count());
};

}  // namespace detail

/// A limit of time, or none: `time_limit limit = std::chrono::milliseconds(5)`.
class time_limit {
public:
    constexpr time_limit() noexcept = default;
    // Not explicit: `budget{.p99 = 5ms}` is what it is for.
    template <detail::duration_like Duration>
    constexpr time_limit(const Duration& duration) noexcept  // NOLINT(google-explicit-constructor)
        : time_limit(from_ns(static_cast<double>(duration.count()) * static_cast<double>(Duration::period::num) /
                             static_cast<double>(Duration::period::den) * 1e9)) {}

    [[nodiscard]] static constexpr time_limit from_ns(double nanoseconds) noexcept {
        time_limit limit;
        limit.nanoseconds_ = nanoseconds;
        limit.is_set_ = true;
        return limit;
    }

    [[nodiscard]] constexpr bool is_set() const noexcept { return is_set_; }
    [[nodiscard]] constexpr double ns() const noexcept { return nanoseconds_; }

private:
    double nanoseconds_ = 0.0;
    bool is_set_ = false;
};

/// A limit of a number, or none: `number_limit limit = 0`.
class number_limit {
public:
    constexpr number_limit() noexcept = default;
    template <typename Number>
    requires std::is_arithmetic_v<Number>
    constexpr number_limit(Number value) noexcept  // NOLINT(google-explicit-constructor)
        : value_(static_cast<double>(value)), is_set_(true) {}

    [[nodiscard]] constexpr bool is_set() const noexcept { return is_set_; }
    [[nodiscard]] constexpr double value() const noexcept { return value_; }

private:
    double value_ = 0.0;
    bool is_set_ = false;
};

DWELL_NAMESPACE_END

#endif
