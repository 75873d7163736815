# SPDX-License-Identifier: BSL-1.0
# Part of the installed package too.
include_guard()

# dwell_stamp_git_commit(<target> [SOURCES <file>...])
#
# Defines DWELL_GIT_COMMIT as the commit of the current source directory ("-dirty" is added where tracked files were
# changed when CMake ran), which dwell then writes into each profile's metadata. Only the file that includes
# dwell/dwell.hpp needs it: name it under SOURCES, and a new commit compiles that file again and no other. Outside a git
# work tree it does nothing.
function(dwell_stamp_git_commit target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES")
    find_package(Git QUIET)
    if(NOT Git_FOUND)
        return()
    endif()
    execute_process(
        COMMAND ${GIT_EXECUTABLE} describe --always --dirty --abbrev=40 --exclude=*
        WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
        OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(NOT commit)
        return()
    endif()
    execute_process(
        COMMAND ${GIT_EXECUTABLE} rev-parse --git-path logs/HEAD
        WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
        OUTPUT_VARIABLE log OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    file(REAL_PATH "${log}" log BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    if(EXISTS ${log})
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${log})
    endif()
    set(definition "DWELL_GIT_COMMIT=\"${commit}\"")
    if(arg_SOURCES)
        set_property(SOURCE ${arg_SOURCES} TARGET_DIRECTORY ${target} APPEND PROPERTY COMPILE_DEFINITIONS ${definition})
    else()
        target_compile_definitions(${target} PRIVATE ${definition})
    endif()
endfunction()
