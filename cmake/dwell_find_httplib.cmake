# SPDX-License-Identifier: BSL-1.0
# Makes the target dwell_httplib where cpp-httplib is installed, for the tests and examples of include/dwell/ext/. Where
# it is not, there is no such target, and DWELL_HTTPLIB_MISSING says why.
include_guard()

# Debian splits it into a header and a library, which agree only with the macros that pkg-config names. As one header
# alone, a file httplib.h is all there is.
find_package(httplib CONFIG QUIET)
find_package(PkgConfig QUIET)
if(NOT httplib_FOUND AND PkgConfig_FOUND)
    pkg_check_modules(DWELL_HTTPLIB QUIET IMPORTED_TARGET cpp-httplib)
endif()
find_path(DWELL_HTTPLIB_INCLUDE_DIR httplib.h DOC "Where cpp-httplib's header is")
find_library(DWELL_HTTPLIB_LIBRARY cpp-httplib DOC "cpp-httplib, where it is split into header and library")

if(httplib_FOUND)
    set(httplib_target httplib::httplib)
elseif(DWELL_HTTPLIB_FOUND)
    set(httplib_target PkgConfig::DWELL_HTTPLIB)
elseif(NOT DWELL_HTTPLIB_INCLUDE_DIR)
    set(DWELL_HTTPLIB_MISSING "cpp-httplib is not installed")
elseif(DWELL_HTTPLIB_LIBRARY)
    set(DWELL_HTTPLIB_MISSING "cpp-httplib is a library here, and pkg-config, which says how to use it, is not installed")
endif()

if(NOT DEFINED DWELL_HTTPLIB_MISSING)
    add_library(dwell_httplib INTERFACE)
    target_link_libraries(dwell_httplib INTERFACE ${httplib_target} Threads::Threads)
    if(NOT httplib_target)
        target_include_directories(dwell_httplib SYSTEM INTERFACE ${DWELL_HTTPLIB_INCLUDE_DIR})
    endif()
endif()
