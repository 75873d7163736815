# SPDX-License-Identifier: BSL-1.0

# Gives `target` an include directory in which every dwell/<layer>/<unit>.hpp forwards to single_include/dwell/dwell.hpp
# (and dwell/scope.hpp to its own single header), so that the same tests run against the generated files. A header that
# the umbrella leaves out forwards to itself; what it includes comes from the single header.
function(dwell_forward_to_single_header target)
    set(single ${PROJECT_SOURCE_DIR}/single_include/dwell)
    set(forward ${PROJECT_BINARY_DIR}/single_header_forward)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${single}/dwell.hpp)
    file(REMOVE_RECURSE ${forward})
    file(STRINGS ${single}/dwell.hpp sections REGEX "^// === dwell/.*\\.hpp ===$")
    foreach(header IN LISTS DWELL_HEADERS)
        file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR}/include ${header})
        if(name STREQUAL "dwell/scope.hpp")
            set(goal ${single}/scope.hpp)
        elseif("// === ${name} ===" IN_LIST sections)
            set(goal ${single}/dwell.hpp)
        else()
            set(goal ${header})
        endif()
        set(before "")
        if(name STREQUAL "dwell/memory/new_delete.hpp")
            set(before "#define DWELL_DEFINE_ALLOC_HOOKS\n")
        endif()
        file(CONFIGURE OUTPUT ${forward}/${name} CONTENT "${before}#include \"${goal}\"\n")
    endforeach()
    target_include_directories(${target} INTERFACE ${forward})
endfunction()
