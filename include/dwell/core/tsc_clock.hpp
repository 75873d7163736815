// SPDX-License-Identifier: BSL-1.0
// The processor's own time-stamp counter, where it can be trusted, and the monotonic clock where it cannot.
#ifndef DWELL_CORE_TSC_CLOCK_HPP
#define DWELL_CORE_TSC_CLOCK_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>

#if defined(_MSC_VER) && !defined(__clang__) && defined(_M_X64)
#include <intrin.h>
#endif

#if defined(__x86_64__) || defined(__i386__) || defined(_M_X64)
#define DWELL_DETAIL_HAS_TSC 1
#else
#define DWELL_DETAIL_HAS_TSC 0
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

enum class clock_choice : unsigned char { undecided, counter, monotonic };

/// Decided once, by the first reading: see `tsc_clock`.
DWELL_EXPORT inline constinit atomic_cell<clock_choice> chosen_clock{};

#if DWELL_DETAIL_HAS_TSC

DWELL_ALWAYS_INLINE uint64_t read_counter() noexcept {
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_ia32_rdtsc();
#else
    return __rdtsc();
#endif
}

/// Whether the counter runs at one rate through every frequency and sleep state (CPUID leaf 0x80000007, EDX bit 8).
/// CPUID leaves a virtual machine, which takes microseconds: asked once.
inline bool counter_is_invariant() noexcept {
#if defined(__GNUC__) || defined(__clang__)
    unsigned a = 0x80000000U;
    [[maybe_unused]] unsigned b = 0;  // for nvcc, which sees no use of it
    unsigned c = 0;
    unsigned d = 0;
    __asm__ __volatile__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    if (a < 0x80000007U) {
        return false;
    }
    a = 0x80000007U;
    c = 0;
    __asm__ __volatile__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return (d & (1U << 8U)) != 0;
#else
    int out[4] = {};
    __cpuid(out, static_cast<int>(0x80000007U));
    return (out[3] & (1 << 8)) != 0;
#endif
}

/// Whether the kernel offers the counter as a clock of its own: it takes it off the list once two processors disagree.
inline bool kernel_trusts_counter() noexcept {
#if defined(__linux__)
    char text[256];
    const size_t size =
        read_small_file("/sys/devices/system/clocksource/clocksource0/available_clocksource", text, sizeof text);
    for (size_t i = 0; i + 3 <= size; ++i) {
        const bool begins = i == 0 || text[i - 1] == ' ';
        const char after = text[i + 3];
        if (begins && same_bytes(text + i, "tsc", 3) && (after == ' ' || after == '\n' || after == '\0')) {
            return true;
        }
    }
    return false;
#else
    return true;
#endif
}

inline bool counter_is_usable() noexcept { return counter_is_invariant() && kernel_trusts_counter(); }

#elif defined(__aarch64__) && (defined(__GNUC__) || defined(__clang__))

DWELL_ALWAYS_INLINE uint64_t read_counter() noexcept {
    uint64_t ticks;
    __asm__ __volatile__("mrs %0, cntvct_el0" : "=r"(ticks));
    return ticks;
}
// The architecture promises one rate and one value on every core.
inline bool counter_is_usable() noexcept { return true; }

#else

inline uint64_t read_counter() noexcept { return monotonic_clock::now(); }
inline bool counter_is_usable() noexcept { return false; }

#endif

DWELL_COLD inline uint64_t read_undecided_clock() noexcept {
    if (chosen_clock.load() == clock_choice::undecided) {
        clock_choice expected = clock_choice::undecided;
        chosen_clock.compare_exchange(expected, counter_is_usable() ? clock_choice::counter : clock_choice::monotonic);
    }
    return chosen_clock.load() == clock_choice::counter ? read_counter() : monotonic_clock::now();
}

}  // namespace detail

/// The default clock: `rdtsc` on x86 (9.4 ns a read), `cntvct_el0` on ARM, and the monotonic clock where the counter is
/// not invariant or the kernel does not trust it. The choice is made at run time, by the first reading in the process,
/// and stands in the metadata. Unfenced: around a cache miss a reading is 10 to 30 ns off.
struct DWELL_EXPORT tsc_clock {
    DWELL_ALWAYS_INLINE static uint64_t now() noexcept {
        if (detail::chosen_clock.load() == detail::clock_choice::counter) [[likely]] {
            return detail::read_counter();
        }
        return detail::read_undecided_clock();
    }

    static const char* name() noexcept {
        (void)now();  // decides
        if (detail::chosen_clock.load() == detail::clock_choice::monotonic) {
            return monotonic_clock::name();
        }
        return DWELL_DETAIL_HAS_TSC != 0 ? "tsc" : "cntvct";
    }
};

DWELL_NAMESPACE_END

#endif
