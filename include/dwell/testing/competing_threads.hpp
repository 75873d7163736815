// SPDX-License-Identifier: BSL-1.0
// Threads that make the same calls while one is measured.
#ifndef DWELL_TESTING_COMPETING_THREADS_HPP
#define DWELL_TESTING_COMPETING_THREADS_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/testing/measured_calls.hpp>

#include <vector>

#if defined(_WIN32)
#include <thread>
#else
#include <pthread.h>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

#if defined(_WIN32)

class joined_thread {
public:
    bool start(void* (*run)(void*), void* argument) {
        thread_ = std::thread([=] { run(argument); });
        return true;
    }
    void join() { thread_.join(); }

private:
    std::thread thread_;
};

#else

class joined_thread {
public:
    bool start(void* (*run)(void*), void* argument) noexcept {
        return pthread_create(&thread_, nullptr, run, argument) == 0;
    }
    void join() noexcept { pthread_join(thread_, nullptr); }

private:
    pthread_t thread_{};
};

#endif

/// For as long as it lives, `threads` - 1 threads call `code` without a pause. What it throws there ends the program.
class competing_threads {
public:
    template <typename Code>
    competing_threads(Code& code, unsigned threads) {
        if (threads > 1) {
            start(threads - 1, const_cast<void*>(static_cast<const void*>(&code)), [](void* worker) -> void* {
                auto& self = *static_cast<competitor*>(worker);
                measured_code own(*static_cast<Code*>(self.code));
                self.run(own.calls());
                return nullptr;
            });
        }
    }
    ~competing_threads() {
        const own_work not_the_users;
        is_over_.store(1);
        for (competitor& each : competitors_) {
            if (each.is_running) {
                each.thread.join();
            }
        }
        std::vector<competitor>().swap(competitors_);
    }
    competing_threads(const competing_threads&) = delete;
    competing_threads& operator=(const competing_threads&) = delete;

private:
    struct competitor {
        void* code = nullptr;
        const atomic_cell<int>* is_over = nullptr;
        joined_thread thread{};
        bool is_running = false;

        void run(const measured_calls& calls) const {
            while (is_over->load() == 0) {
                if (calls.prepare != nullptr) {
                    calls.prepare(calls.code, 1);
                }
                calls.run(calls.code, 0, 1);
                if (calls.clean_up != nullptr) {
                    calls.clean_up(calls.code);
                }
            }
        }
    };

    void start(unsigned count, void* code, void* (*run)(void*)) {
        const own_work not_the_users;
        competitors_.resize(count);
        for (competitor& each : competitors_) {
            each.code = code;
            each.is_over = &is_over_;
            each.is_running = each.thread.start(run, &each);
        }
    }

    atomic_cell<int> is_over_{};
    std::vector<competitor> competitors_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
