// SPDX-License-Identifier: BSL-1.0
// What dwell asks of a runtime with two devices, which is not CUDA's: it sets a device up when it is called on one that
// is not, as CUDA's does, and notes what may not be done.
#include <dwell/ext/cuda.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/snapshot.hpp>

#include <cuda.h>
#include <cuda_runtime_api.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

namespace {

struct primary_context {
    int is_active = 0;
    unsigned long long number = 0;  // changes with each reset
    int set_ups = 0;
};
primary_context primaries[2];
unsigned long long last_number = 0;
bool is_ready = true;
int questions = 0;  // that come before all others
int touched_what_is_gone = 0;
cudaError_t broken = cudaSuccess;

thread_local int own_device = 0;
thread_local bool is_bound = false;
thread_local std::vector<primary_context*> pushed;
thread_local cudaError_t last_error = cudaSuccess;

cudaError_t answer(cudaError_t result) {
    last_error = result != cudaSuccess ? result : last_error;
    return result;
}

// As most functions begin.
primary_context& here() {
    primary_context& mine = pushed.empty() ? primaries[own_device] : *pushed.back();
    is_bound = is_bound || pushed.empty();
    if (mine.is_active == 0) {
        mine.is_active = 1;
        mine.number = ++last_number;
        ++mine.set_ups;
    }
    return mine;
}

// An event or a stream is the number of its context.
bool is_of_here(const void* what) {
    const bool is_known = reinterpret_cast<uintptr_t>(what) == here().number;
    touched_what_is_gone += is_known ? 0 : 1;
    return is_known;
}

CUresult get_state(CUdevice device, unsigned int*, int* is_active) {
    *is_active = primaries[device].is_active;
    return CUDA_SUCCESS;
}
CUresult retain(CUcontext* context, CUdevice device) {
    *context = reinterpret_cast<CUcontext>(&primaries[device]);
    return CUDA_SUCCESS;
}
CUresult release(CUdevice) { return CUDA_SUCCESS; }
CUresult get_current(CUcontext* context) {
    primary_context* const mine = !pushed.empty() ? pushed.back() : is_bound ? &primaries[own_device] : nullptr;
    *context = reinterpret_cast<CUcontext>(mine);
    return CUDA_SUCCESS;
}
CUresult push(CUcontext context) {
    pushed.push_back(reinterpret_cast<primary_context*>(context));
    return CUDA_SUCCESS;
}
CUresult pop(CUcontext* context) {
    *context = reinterpret_cast<CUcontext>(pushed.back());
    pushed.pop_back();
    return CUDA_SUCCESS;
}
CUresult get_number(CUcontext context, unsigned long long* number) {
    *number = reinterpret_cast<primary_context*>(context)->number;
    return CUDA_SUCCESS;
}

int failures = 0;
void check(bool is_so, const char* what) {
    if (!is_so) {
        ++failures;
        std::printf("not so: %s\n", what);
    }
}

cudaStream_t stream_here() { return reinterpret_cast<cudaStream_t>(here().number); }

void spend(const char* name, cudaStream_t stream) { TIMED_CUDA_SCOPE_DYNAMIC(dwell::intern(name), stream); }

dwell::detail::scope_counts& counts() { return dwell::detail::cuda_recorder::counts(); }

}  // namespace

extern "C" {

cudaError_t cudaPeekAtLastError() {
    ++questions;
    return last_error;
}
cudaError_t cudaGetLastError() {
    const cudaError_t error = last_error;
    last_error = broken;
    return error;
}
const char* cudaGetErrorString(cudaError_t) { return "an error"; }
cudaError_t cudaThreadExchangeStreamCaptureMode(cudaStreamCaptureMode*) {
    here();
    return cudaSuccess;
}
cudaError_t cudaGetDeviceCount(int* count) {
    ++questions;
    *count = 2;
    return cudaSuccess;
}
cudaError_t cudaGetDevice(int* device) {
    *device = pushed.empty() ? own_device : static_cast<int>(pushed.back() - primaries);
    return cudaSuccess;
}
cudaError_t cudaDeviceGetPCIBusId(char*, int, int) { return answer(cudaErrorInvalidDevice); }
cudaError_t cudaDeviceGetAttribute(int*, cudaDeviceAttr, int) { return answer(cudaErrorInvalidDevice); }
cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned int) {
    *stream = stream_here();
    return answer(broken);
}
cudaError_t cudaStreamGetId(cudaStream_t stream, unsigned long long* identity) {
    *identity = reinterpret_cast<uintptr_t>(stream);
    return answer(broken);
}
cudaError_t cudaStreamIsCapturing(cudaStream_t stream, cudaStreamCaptureStatus* status) {
    is_of_here(stream);
    *status = cudaStreamCaptureStatusNone;
    return answer(broken);
}
cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned int) {
    *event = reinterpret_cast<cudaEvent_t>(here().number);
    return answer(broken);
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
    is_of_here(event);
    return answer(broken);
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
    const bool is_fine = is_of_here(event) && is_of_here(stream);
    return answer(is_fine ? broken : cudaErrorInvalidResourceHandle);
}
cudaError_t cudaEventQuery(cudaEvent_t event) {
    const bool is_fine = is_of_here(event);
    return answer(broken != cudaSuccess ? broken
                  : !is_fine            ? cudaErrorInvalidResourceHandle
                  : is_ready            ? cudaSuccess
                                        : cudaErrorNotReady);
}
cudaError_t cudaEventElapsedTime(float* milliseconds, cudaEvent_t from, cudaEvent_t to) {
    *milliseconds = 0.5F;
    return answer(is_of_here(from) && is_of_here(to) ? broken : cudaErrorInvalidResourceHandle);
}
cudaError_t cudaGetDriverEntryPointByVersion(const char* symbol, void** function, unsigned int, unsigned long long,
                                             cudaDriverEntryPointQueryResult*) {
    const auto is = [symbol](const char* name) { return std::strcmp(symbol, name) == 0; };
    *function = is("cuDevicePrimaryCtxGetState")  ? reinterpret_cast<void*>(get_state)
                : is("cuDevicePrimaryCtxRetain")  ? reinterpret_cast<void*>(retain)
                : is("cuDevicePrimaryCtxRelease") ? reinterpret_cast<void*>(release)
                : is("cuCtxGetCurrent")           ? reinterpret_cast<void*>(get_current)
                : is("cuCtxPushCurrent")          ? reinterpret_cast<void*>(push)
                : is("cuCtxPopCurrent")           ? reinterpret_cast<void*>(pop)
                : is("cuCtxGetId")                ? reinterpret_cast<void*>(get_number)
                                                  : nullptr;
    return *function != nullptr ? cudaSuccess : answer(cudaErrorSymbolNotFound);
}

}  // extern "C"

int main() {
    if (dwell::detail::is_profiling_switched_off()) {
        spend("work", nullptr);
        dwell::cuda::harvest();
        std::printf("asked %d times\n", questions);
        return 0;
    }
    dwell::snapshot();
    check(primaries[0].set_ups + primaries[1].set_ups == 0, "a program without scopes sets up no device");

    own_device = 1;
    cudaStream_t stream = stream_here();
    spend("work", stream);
    std::thread([] { dwell::snapshot(); }).join();  // whose device is 0
    check(counts().recorded() == 1, "a scope is recorded by a thread of another device");
    check(primaries[0].set_ups == 0 && primaries[1].set_ups == 1, "only the scope's device is set up");
    {
        auto around = std::make_unique<dwell::detail::cuda_scope>(dwell::intern("around"), stream);
        std::thread([&] { around.reset(); }).join();
        dwell::cuda::harvest();
        check(counts().recorded() == 2 && primaries[0].set_ups == 0, "a scope ends on a thread of another device");
    }

    is_ready = false;
    last_error = cudaSuccess;
    spend("work", stream);
    dwell::cuda::harvest();
    check(last_error == cudaSuccess, "a query that is not ready leaves no error behind");
    is_ready = true;
    last_error = cudaErrorNotReady;  // of a query of the program's
    dwell::cuda::harvest();
    check(counts().recorded() == 3, "a query of the program's that was not ready is no error to wait for");
    check(last_error == cudaErrorNotReady, "it stays");
    last_error = cudaErrorInvalidValue;
    spend("work", stream);
    dwell::cuda::harvest();
    check(counts().recorded() == 3 && last_error == cudaErrorInvalidValue, "an error of the program's stays");
    last_error = cudaSuccess;
    dwell::cuda::harvest();
    check(counts().recorded() == 4, "and is waited for");

    spend("work", stream);
    primaries[1].is_active = 0;  // a reset
    dwell::snapshot();
    check(primaries[1].set_ups == 1, "what is looked at after a reset is not set up by that");
    stream = stream_here();
    spend("work", stream);
    dwell::snapshot();
    check(counts().recorded() == 5 && counts().dropped() == 1, "after a reset recording goes on");
    spend("work", stream);
    primaries[1].is_active = 0;
    stream = stream_here();
    spend("work", stream);  // without a snapshot in between
    dwell::snapshot();
    check(counts().recorded() == 6 && counts().dropped() == 2, "after another reset, too");
    check(touched_what_is_gone == 0, "nothing is touched that is gone");

    broken = cudaErrorIllegalAddress;
    spend("work", stream);
    check(counts().dropped(dwell::detail::drop_reason::failed) == 3, "a scope on a device that is broken has failed");
    check(counts().opened() == counts().recorded() + counts().dropped(), "all are counted");
    if (failures == 0) {
        std::printf("all is so\n");
    }
}
