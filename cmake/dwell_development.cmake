# SPDX-License-Identifier: BSL-1.0
# What dwell's own tests, benchmarks and examples share.

add_library(dwell_warnings INTERFACE)
if(MSVC)
    target_compile_options(dwell_warnings INTERFACE /W4)
else()
    set(DWELL_WARNING_FLAGS -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # g++ 12 warns at -O3 of every `"text" + std::string` (GCC bug 105651).
        list(APPEND DWELL_WARNING_FLAGS -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
    endif()
    target_compile_options(dwell_warnings INTERFACE ${DWELL_WARNING_FLAGS})
endif()

set(DWELL_UNTIMED_OPTIONS "" CACHE STRING "More options for the compiler, a list, of examples and of programs of tests \
whose speed nobody looks at. A file that includes <dwell/dwell.hpp> takes a third of the time with -Og, after -O2")

# dwell_add_program(<name> <source>...): an executable of this repository, with every warning an error.
function(dwell_add_program name)
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE dwell::dwell dwell_warnings ${CMAKE_DL_LIBS})
    set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF)
endfunction()

# dwell_find_dependency(<package> <repository> <tag>): find_package, and a download only where the user allows it.
macro(dwell_find_dependency package repository tag)
    find_package(${package} QUIET)
    if(NOT ${package}_FOUND AND DWELL_FETCH_DEPENDENCIES)
        include(FetchContent)
        set(BENCHMARK_ENABLE_TESTING OFF)
        set(BENCHMARK_ENABLE_INSTALL OFF)
        FetchContent_Declare(${package} GIT_REPOSITORY ${repository} GIT_TAG ${tag} SYSTEM)
        FetchContent_MakeAvailable(${package})
        set(${package}_FOUND TRUE)
    endif()
    if(NOT ${package}_FOUND)
        message(FATAL_ERROR "${package} was not found. Install it (scripts/setup does), "
            "or let CMake download it: -DDWELL_FETCH_DEPENDENCIES=ON")
    endif()
endmacro()
