# SPDX-License-Identifier: BSL-1.0
# The hot spot of the indexer's allocations, before and after.
#   cmake -D INDEXER=<program with hooks> -D WITHOUT_HOOKS=<program> -D INSTRUMENTED=<bool> -P check.cmake

function(run program expected_status)
    execute_process(COMMAND ${program} --synthetic 200 --seed 1 --allocations ${ARGN}
        RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE error)
    if(NOT status STREQUAL "${expected_status}")
        message(SEND_ERROR "indexer ${ARGN}: exit status ${status}, expected ${expected_status}\n${output}${error}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

# Adds up a scope's own allocations over its call paths, as they are printed.
function(sum_allocations text scope result)
    set(sum 0)
    string(REPLACE ";" " < " text "${text}")  # or CMake would take a call path for a list
    string(REGEX MATCHALL "[0-9]+ +[0-9]+ +[0-9.]+  [^\n]* < ${scope}\n" lines "${text}")
    foreach(line IN LISTS lines)
        string(REGEX MATCH "^[0-9]+" allocations "${line}")
        math(EXPR sum "${sum} + ${allocations}")
    endforeach()
    set(${result} ${sum} PARENT_SCOPE)
endfunction()

run(${WITHOUT_HOOKS} 3)
if(INSTRUMENTED)
    execute_process(COMMAND ${INDEXER} --synthetic 1 --allocations RESULT_VARIABLE status OUTPUT_QUIET)
    if(status STREQUAL "3")
        return()  # a sanitizer has operators of its own
    endif()
endif()

run(${INDEXER} 0 --count-terms map)
message("--count-terms map\n${output}")
set(map "${output}")
run(${INDEXER} 0 --count-terms table)
message("--count-terms table\n${output}")

# The same index and answers, without the allocations.
string(REGEX REPLACE "\nallocations: .*" "" answers_by_map "${map}")
string(REGEX REPLACE "\nallocations: .*" "" answers_by_table "${output}")
if(NOT answers_by_map STREQUAL answers_by_table)
    message(SEND_ERROR "the answers differ")
endif()
sum_allocations("${map}" index.tokenize before)
sum_allocations("${output}" index.tokenize after)
math(EXPR hundredfold "${after} * 100")
if(before LESS 100000 OR hundredfold GREATER before)
    message(SEND_ERROR "index.tokenize allocated ${before} times, and now ${after} times")
endif()
