// SPDX-License-Identifier: BSL-1.0
// Hands back what a thread has when the thread ends.
#ifndef DWELL_RECORD_THREAD_END_HPP
#define DWELL_RECORD_THREAD_END_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>

#if defined(__MINGW32__)
#include <pthread.h>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

#if defined(__MINGW32__)

/// Calls `Owner::end_thread(resource)` when the thread that armed it ends. mingw-w64 frees a thread's thread_local
/// objects before it runs their destructors (GCC bug 80816), so this takes the resource from the threads library.
template <typename Owner, typename Resource>
class thread_end {
public:
    static void arm(Resource* resource) noexcept {
        if (key_plus_1_.load_acquire() == 0) {
            pthread_key_t fresh{};
            if (pthread_key_create(&fresh, run) != 0) {
                return;
            }
            uint64_t expected = 0;
            if (!key_plus_1_.compare_exchange(expected, static_cast<uint64_t>(fresh) + 1)) {
                pthread_key_delete(fresh);
            }
        }
        pthread_setspecific(static_cast<pthread_key_t>(key_plus_1_.load_acquire() - 1), resource);
    }
    /// The resource has been handed back.
    static void disarm() noexcept {
        if (key_plus_1_.load_acquire() != 0) {
            pthread_setspecific(static_cast<pthread_key_t>(key_plus_1_.load_acquire() - 1), nullptr);
        }
    }

private:
    static void run(void* resource) { Owner::end_thread(static_cast<Resource*>(resource)); }
    static inline constinit atomic_cell<uint64_t> key_plus_1_{};
};

#else

/// Calls `Owner::end_thread(nullptr)` when the thread that armed it ends, among its thread_local destructors.
template <typename Owner, typename Resource>
class thread_end {
public:
    static void arm(Resource*) noexcept {
        static thread_local thread_end at_end;
        at_end.is_armed_ = true;
    }
    static void disarm() noexcept {}

private:
    constexpr thread_end() noexcept = default;
    ~thread_end() { Owner::end_thread(nullptr); }
    bool is_armed_ = false;
};

#endif

}  // namespace detail
DWELL_NAMESPACE_END

#endif
