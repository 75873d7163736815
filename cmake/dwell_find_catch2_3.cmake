# SPDX-License-Identifier: BSL-1.0
# Makes the target dwell_catch2_3, Catch2 3 with its main function, beside the Catch2 that find_package finds: Debian 12
# has version 2. From its source, which scripts/setup unpacks. Where that is not here, there is no such target, and
# DWELL_CATCH2_3_MISSING says why.
include_guard()

set(DWELL_CATCH2_3_SOURCE ${PROJECT_SOURCE_DIR}/build/catch2
    CACHE PATH "The source of Catch2 3; the default is where scripts/setup unpacks it")
set(catch2_source ${DWELL_CATCH2_3_SOURCE})
if(NOT EXISTS ${catch2_source}/extras/catch_amalgamated.cpp AND DWELL_FETCH_DEPENDENCIES)
    include(FetchContent)
    # Only its files (extras/ has no CMakeLists.txt): its targets have the names of those of the other version.
    FetchContent_Declare(dwell_catch2_3_source GIT_REPOSITORY https://github.com/catchorg/Catch2.git GIT_TAG v3.7.1
        SOURCE_SUBDIR extras)
    FetchContent_MakeAvailable(dwell_catch2_3_source)
    set(catch2_source ${dwell_catch2_3_source_SOURCE_DIR})
endif()

if(NOT EXISTS ${catch2_source}/extras/catch_amalgamated.cpp)
    set(DWELL_CATCH2_3_MISSING "the source of Catch2 3 is not here; scripts/setup unpacks it")
    return()
endif()
# Its one source file, which compiles in a fifth of the time of its many, beside the headers of the many.
add_library(dwell_catch2_3 STATIC EXCLUDE_FROM_ALL ${catch2_source}/extras/catch_amalgamated.cpp)
target_compile_features(dwell_catch2_3 PUBLIC cxx_std_20)
set_source_files_properties(${catch2_source}/extras/catch_amalgamated.cpp PROPERTIES COMPILE_OPTIONS -O0)
set(CATCH_CONFIG_DEFAULT_REPORTER console)
set(CATCH_CONFIG_CONSOLE_WIDTH 80)
set(generated ${PROJECT_BINARY_DIR}/catch2_3)
configure_file(${catch2_source}/src/catch2/catch_user_config.hpp.in ${generated}/catch2/catch_user_config.hpp)
target_include_directories(dwell_catch2_3 SYSTEM INTERFACE ${catch2_source}/src ${generated})
