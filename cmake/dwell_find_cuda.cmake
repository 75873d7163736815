# SPDX-License-Identifier: BSL-1.0
# Makes the target dwell_cuda where the CUDA Toolkit is installed, for the tests and examples of include/dwell/ext/; no
# device or driver is needed to build or start them. DWELL_NVCC is its compiler. Where the toolkit is not, there is no
# such target, and DWELL_CUDA_MISSING says why.
include_guard()

find_package(CUDAToolkit QUIET)
if(NOT CUDAToolkit_FOUND)
    set(DWELL_CUDA_MISSING "the CUDA Toolkit is not installed")
elseif(NOT TARGET CUDA::cudart_static)
    set(DWELL_CUDA_MISSING "the CUDA Toolkit in ${CUDAToolkit_LIBRARY_ROOT} has no static runtime library")
else()
    # Linked statically, the runtime looks for the driver when it is first called, and says so where there is none.
    add_library(dwell_cuda INTERFACE)
    target_link_libraries(dwell_cuda INTERFACE CUDA::cudart_static Threads::Threads ${CMAKE_DL_LIBS})
    set(DWELL_NVCC ${CUDAToolkit_NVCC_EXECUTABLE})
endif()
if(DEFINED DWELL_CUDA_MISSING)
    message(STATUS "What needs CUDA is neither built nor tested: ${DWELL_CUDA_MISSING}")
endif()
