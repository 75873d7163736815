// SPDX-License-Identifier: BSL-1.0
// A word that one thread writes and any thread reads, on the compiler's own atomics: <atomic> costs 200 ms of
// compile time in every file that records, these built-ins cost none.
#ifndef DWELL_CORE_ATOMIC_CELL_HPP
#define DWELL_CORE_ATOMIC_CELL_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>

#if !defined(__GNUC__) && !defined(__clang__)
#include <atomic>
#endif

// ThreadSanitizer does not see what assembly does.
#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__)) && !defined(__SANITIZE_THREAD__)
#define DWELL_DETAIL_INCREMENTS_IN_PLACE 1
#else
#define DWELL_DETAIL_INCREMENTS_IN_PLACE 0
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

/// An atomic value of a word or less. Loads and stores are relaxed unless their name says otherwise; `add` is the
/// single writer's load and store, not a read-modify-write, so it costs what a plain increment does.
template <typename T>
class atomic_cell {
public:
    // Trivial, so that a compiler sets a table of a thousand cells to 0 in one go: write `atomic_cell<T> cell{}`.
    atomic_cell() noexcept = default;
    constexpr explicit atomic_cell(T value) noexcept : value_(value) {}
    atomic_cell(const atomic_cell&) = delete;
    atomic_cell& operator=(const atomic_cell&) = delete;

#if defined(__GNUC__) || defined(__clang__)
    [[nodiscard]] T load() const noexcept {
        T value;
        __atomic_load(&value_, &value, __ATOMIC_RELAXED);
        return value;
    }
    [[nodiscard]] T load_acquire() const noexcept {
        T value;
        __atomic_load(&value_, &value, __ATOMIC_ACQUIRE);
        return value;
    }
    void store(T value) noexcept { __atomic_store(&value_, &value, __ATOMIC_RELAXED); }
    void store_release(T value) noexcept { __atomic_store(&value_, &value, __ATOMIC_RELEASE); }
    /// Sets `desired` where the value is `expected`; otherwise writes the value found into `expected`.
    bool compare_exchange(T& expected, T desired) noexcept {
        return __atomic_compare_exchange(&value_, &expected, &desired, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
    }
    /// A real read-modify-write, for the cold words that several threads write. Integers only.
    T fetch_add(T amount) noexcept { return __atomic_fetch_add(&value_, amount, __ATOMIC_ACQ_REL); }
#else
    [[nodiscard]] T load() const noexcept { return value_.load(std::memory_order_relaxed); }
    [[nodiscard]] T load_acquire() const noexcept { return value_.load(std::memory_order_acquire); }
    void store(T value) noexcept { value_.store(value, std::memory_order_relaxed); }
    void store_release(T value) noexcept { value_.store(value, std::memory_order_release); }
    bool compare_exchange(T& expected, T desired) noexcept { return value_.compare_exchange_strong(expected, desired); }
    T fetch_add(T amount) noexcept { return value_.fetch_add(amount); }
#endif

    /// The single writer's increment, released.
    DWELL_ALWAYS_INLINE void increment() noexcept {
#if DWELL_DETAIL_INCREMENTS_IN_PLACE
        // One instruction, not locked, where the compilers make a load, an addition and a store of an atomic.
        if constexpr (sizeof(T) == 8) {
            __asm__("incq %0" : "+m"(value_) : : "cc", "memory");
            return;
        }
#endif
        store_release(static_cast<T>(load() + 1));
    }

    /// The single writer's addition.
    void add(T amount) noexcept { store(static_cast<T>(load() + amount)); }

private:
#if defined(__GNUC__) || defined(__clang__)
    T value_;
#else
    std::atomic<T> value_;
#endif
};

/// A lock for what is never on the recording path: a handful of instructions are done under it, and it needs no
/// constructor, no destructor and no header, so that it works before `main` and after static destructors.
class spin_lock {
public:
    void lock() noexcept {
        for (unsigned char free = 0; !held_.compare_exchange(free, 1); free = 0) {
            // Who holds it may be waiting for this very processor.
            for (unsigned spins = 0; held_.load() != 0; ++spins) {
                if (spins % 128 == 127) {
                    let_others_run();
                }
                relax();
            }
        }
    }
    /// Takes it where nobody has it.
    bool try_lock() noexcept {
        unsigned char free = 0;
        return held_.compare_exchange(free, 1);
    }
    void unlock() noexcept { held_.store_release(0); }

private:
    static void relax() noexcept {
#if (defined(__GNUC__) || defined(__clang__)) && (defined(__x86_64__) || defined(__i386__))
        __builtin_ia32_pause();
#elif defined(__aarch64__)
        __asm__ __volatile__("yield");
#endif
    }
    atomic_cell<unsigned char> held_{};
};

/// Holds a `spin_lock` for a block.
class spin_guard {
public:
    explicit spin_guard(spin_lock& lock) noexcept : lock_(lock) { lock_.lock(); }
    ~spin_guard() { lock_.unlock(); }
    spin_guard(const spin_guard&) = delete;
    spin_guard& operator=(const spin_guard&) = delete;

private:
    spin_lock& lock_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
