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

# Most of what a file of tests or of the program dwell takes to compile is headers.
set(DWELL_FILES_TOGETHER 1 CACHE STRING "How many files of tests, or of the program dwell, the compiler sees as one. More \
compile in a third of the time as a whole, but longer after a change of one file")
add_library(dwell_unity_warnings INTERFACE)
if(NOT MSVC)
    # A local variable of one file may have the name of a function of another.
    target_compile_options(dwell_unity_warnings INTERFACE -Wno-shadow)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # In a file of this size g++ 12 warns at -O3 of strings and vectors of threads, inside its own library.
        target_compile_options(dwell_unity_warnings INTERFACE -Wno-array-bounds)
    endif()
endif()

function(dwell_compile_together target)
    if(DWELL_FILES_TOGETHER GREATER 1)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${DWELL_FILES_TOGETHER})
        target_link_libraries(${target} PRIVATE dwell_unity_warnings)  # which must come behind dwell_warnings
    endif()
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
