# SPDX-License-Identifier: BSL-1.0
# Part of the installed package too.
include_guard()
include(CheckLinkerFlag)

# Makes each executable that links `target` export dwell's own symbols, so that a plugin which it opens with dlopen
# records into the executable's registry and not into one of its own. (The alternative, -rdynamic, exports everything.)
function(dwell_export_symbols target)
    if(WIN32 OR APPLE)
        return()
    endif()
    # Names in namespace dwell; variables local to its functions; the guards of both.
    set(options _ZN5dwell* _ZZN5dwell* _ZGVN5dwell* _ZGVZN5dwell*)
    list(TRANSFORM options PREPEND LINKER:--export-dynamic-symbol=)
    check_linker_flag(CXX LINKER:--export-dynamic-symbol=_ZN5dwell* DWELL_LINKER_EXPORTS_SYMBOLS)
    if(NOT DWELL_LINKER_EXPORTS_SYMBOLS)
        return()
    endif()
    set(options "$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:${options}>")
    get_target_property(imported ${target} IMPORTED)
    if(NOT imported)
        # The installed package checks the linker of whoever uses it.
        set(options "$<BUILD_INTERFACE:${options}>")
    endif()
    target_link_options(${target} INTERFACE "${options}")
endfunction()
