// SPDX-License-Identifier: BSL-1.0
// Where the events and streams of a CUDA device live, and calls that are made there whatever the thread's device is.
//
// Most functions of the runtime set up the calling thread's device if nobody has: some hundred MB of its memory. So a
// thread that never chose a device would set up the first one when it asks for the events of another. And
// cudaSetDevice does so, too, when it sets back what was there. Pushing a context does not. After cudaDeviceReset
// events and streams may not be passed to any function: the driver says whether a device is set up, and gives contexts
// numbers.
#ifndef DWELL_EXT_CUDA_CONTEXT_HPP
#define DWELL_EXT_CUDA_CONTEXT_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/ext/cuda_driver.hpp>

#include <cuda.h>
#include <cudaTypedefs.h>
#include <cuda_runtime_api.h>

DWELL_NAMESPACE_BEGIN
namespace detail {

struct cuda_context {
    CUcontext handle = nullptr;  ///< null where it is not known
    uint64_t number = 0;         ///< of all contexts of the process; 0 where the driver does not say
    int device = 0;
    bool is_primary = false;  ///< the one that the runtime makes

    [[nodiscard]] bool is_as(const cuda_context& other) const noexcept {
        return handle == nullptr || other.handle == nullptr || (handle == other.handle && number == other.number);
    }
};

/// Asks the driver for contexts. Where it lacks a function all contexts are unknown. Any thread.
class cuda_contexts {
public:
    /// Of the calling thread, which has asked something of the runtime before.
    static cuda_context current() noexcept {
        cuda_context here;
        if (!find_driver() || get_current_.load()(&here.handle) != CUDA_SUCCESS || here.handle == nullptr ||
            cudaGetDevice(&here.device) != cudaSuccess) {
            return {};
        }
        here.number = number_of(here.handle);
        here.is_primary = is_primary(here);
        return here;
    }

    [[nodiscard]] static bool is_there(const cuda_context& context) noexcept {
        unsigned int flags = 0;
        int is_active = 0;
        if (context.is_primary &&
            (get_state_.load()(context.device, &flags, &is_active) != CUDA_SUCCESS || is_active == 0)) {
            return false;
        }
        return number_of(context.handle) == context.number;
    }

    /// Whether the thread has to come back.
    [[nodiscard]] static bool enter(const cuda_context& context) noexcept {
        CUcontext before = nullptr;
        return (get_current_.load()(&before) != CUDA_SUCCESS || before != context.handle) &&
               push_.load()(context.handle) == CUDA_SUCCESS;
    }
    static void leave() noexcept {
        CUcontext left = nullptr;
        pop_.load()(&left);
    }

private:
    static constexpr int devices = 64;

    static uint64_t number_of([[maybe_unused]] CUcontext context) noexcept {
#if CUDART_VERSION >= 12000
        unsigned long long number = 0;
        if (const auto get = get_number_.load(); get != nullptr && get(context, &number) == CUDA_SUCCESS) {
            return number;
        }
#endif
        return 0;
    }

    // What was found out is remembered: a device has one, and the same again after a reset or another one.
    static bool is_primary(const cuda_context& context) noexcept {
        if (context.device < 0 || context.device >= devices) {
            return false;
        }
        atomic_cell<CUcontext>& known = primary_[context.device];
        unsigned int flags = 0;
        int is_active = 0;
        if (known.load() != context.handle && get_state_.load()(context.device, &flags, &is_active) == CUDA_SUCCESS &&
            is_active != 0) {
            CUcontext found = nullptr;
            if (retain_.load()(&found, context.device) == CUDA_SUCCESS) {
                known.store(found);
                release_.load()(context.device);
            }
        }
        return known.load() == context.handle;
    }

    template <typename Function>
    static bool find(const char* symbol, unsigned int since, atomic_cell<Function>& function) noexcept {
        Function found = nullptr;
        const bool is_there = find_in_cuda_driver(symbol, since, found);
        function.store(found);
        return is_there;
    }

    // Two threads may do it at once, and find the same.
    static bool find_driver() noexcept {
        if (state_.load_acquire() == search::not_yet) {
#if CUDART_VERSION >= 12000
            find("cuCtxGetId", 12000, get_number_);
#endif
            const bool has_all = find("cuDevicePrimaryCtxGetState", 7000, get_state_) &&
                                 find("cuDevicePrimaryCtxRetain", 7000, retain_) &&
                                 find("cuDevicePrimaryCtxRelease", 11000, release_) &&
                                 find("cuCtxGetCurrent", 4000, get_current_) && find("cuCtxPushCurrent", 4000, push_) &&
                                 find("cuCtxPopCurrent", 4000, pop_);
            state_.store_release(has_all ? search::has_all : search::lacks_one);
        }
        return state_.load() == search::has_all;
    }

    enum class search : unsigned char { not_yet, has_all, lacks_one };

    static inline constinit atomic_cell<search> state_{};
    static inline constinit atomic_cell<PFN_cuDevicePrimaryCtxGetState_v7000> get_state_{};
    static inline constinit atomic_cell<PFN_cuDevicePrimaryCtxRetain_v7000> retain_{};
    static inline constinit atomic_cell<PFN_cuDevicePrimaryCtxRelease_v11000> release_{};
    static inline constinit atomic_cell<PFN_cuCtxGetCurrent_v4000> get_current_{};
    static inline constinit atomic_cell<PFN_cuCtxPushCurrent_v4000> push_{};
    static inline constinit atomic_cell<PFN_cuCtxPopCurrent_v4000> pop_{};
#if CUDART_VERSION >= 12000
    static inline constinit atomic_cell<PFN_cuCtxGetId_v12000> get_number_{};
#endif
    static inline constinit atomic_cell<CUcontext> primary_[devices]{};
};

/// While it lives the thread is in that context, if it is there. In one that is not known it stays where it is.
class cuda_visit {
public:
    explicit cuda_visit(const cuda_context& context) noexcept
        : is_there_(context.handle == nullptr || cuda_contexts::is_there(context)),
          comes_back_(context.handle != nullptr && is_there_ && cuda_contexts::enter(context)) {}
    ~cuda_visit() {
        if (comes_back_) {
            cuda_contexts::leave();
        }
    }
    cuda_visit(const cuda_visit&) = delete;
    cuda_visit& operator=(const cuda_visit&) = delete;

    [[nodiscard]] bool is_there() const noexcept { return is_there_; }

private:
    bool is_there_;
    bool comes_back_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
