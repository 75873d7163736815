# SPDX-License-Identifier: BSL-1.0
# The version is written once, in include/dwell/core/version.hpp: read it from there, and configure again when it changes.
function(dwell_read_version header result)
    file(STRINGS ${header} lines REGEX "^#define DWELL_VERSION_(MAJOR|MINOR|PATCH) [0-9]+$")
    foreach(part IN ITEMS MAJOR MINOR PATCH)
        if(NOT "${lines}" MATCHES "DWELL_VERSION_${part} ([0-9]+)")
            message(FATAL_ERROR "no DWELL_VERSION_${part} in ${header}")
        endif()
        list(APPEND numbers ${CMAKE_MATCH_1})
    endforeach()
    list(JOIN numbers "." version)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
    set(${result} ${version} PARENT_SCOPE)
endfunction()
