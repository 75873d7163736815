// SPDX-License-Identifier: BSL-1.0
// A tool that listens to NVTX: a library that NVTX_INJECTION64_PATH names. It prints each range of a domain.
#include <nvtx3/nvToolsExt.h>

#include <cstdio>
#include <string>

namespace {

struct domain {
    std::string name;
};

nvtxDomainHandle_t create_domain(const char* name) {
    return reinterpret_cast<nvtxDomainHandle_t>(new domain{name});  // NOLINT(cppcoreguidelines-owning-memory): for good
}
void destroy_domain(nvtxDomainHandle_t handle) { delete reinterpret_cast<domain*>(handle); }

int push_range(nvtxDomainHandle_t handle, const nvtxEventAttributes_t* event) {
    std::printf("%s %s {\n", reinterpret_cast<domain*>(handle)->name.c_str(), event->message.ascii);
    return 0;
}
int pop_range(nvtxDomainHandle_t) {
    std::puts("}");
    return 0;
}

template <typename Function>
void put(NvtxFunctionTable table, NvtxCallbackIdCore2 where, Function* function) {
    *table[where] = reinterpret_cast<NvtxFunctionPointer>(function);
}

}  // namespace

extern "C" int InitializeInjectionNvtx2(NvtxGetExportTableFunc_t get_table) {
    const auto* const callbacks = static_cast<const NvtxExportTableCallbacks*>(get_table(NVTX_ETID_CALLBACKS));
    NvtxFunctionTable table = nullptr;
    unsigned int size = 0;
    if (callbacks == nullptr || callbacks->GetModuleFunctionTable(NVTX_CB_MODULE_CORE2, &table, &size) == 0) {
        return 0;
    }
    put(table, NVTX_CBID_CORE2_DomainCreateA, create_domain);
    put(table, NVTX_CBID_CORE2_DomainDestroy, destroy_domain);
    put(table, NVTX_CBID_CORE2_DomainRangePushEx, push_range);
    put(table, NVTX_CBID_CORE2_DomainRangePop, pop_range);
    return 1;
}
