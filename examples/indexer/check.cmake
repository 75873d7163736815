# SPDX-License-Identifier: BSL-1.0
# What the indexer's command line promises: exit statuses, messages, and the same result whatever the threads.
#   cmake -D INDEXER=<program> -D FOLDER=<empty folder> -P check.cmake

function(run expected_status)
    execute_process(COMMAND ${INDEXER} ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE error)
    if(NOT status STREQUAL "${expected_status}")
        message(SEND_ERROR "indexer ${ARGN}: exit status ${status}, expected ${expected_status}\n${output}${error}")
    endif()
    set(output "${output}" PARENT_SCOPE)
    set(error "${error}" PARENT_SCOPE)
endfunction()

function(expect text pattern)
    if(NOT text MATCHES "${pattern}")
        message(SEND_ERROR "expected \"${pattern}\" in:\n${text}")
    endif()
endfunction()

function(refuse text pattern)
    if(text MATCHES "${pattern}")
        message(SEND_ERROR "did not expect \"${pattern}\" in:\n${text}")
    endif()
endfunction()

file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER}/empty ${FOLDER}/source/inner)

# The command line.
run(0 --help)
expect("${output}" "--synthetic")
run(2 --no-such-option)
run(2 --only everything)
run(2 --threads 0)
run(2 --formats all)
run(2 --synthetic 10 ${FOLDER}/source)

# No input.
run(2 ${FOLDER}/missing)
expect("${error}" "cannot read .*missing: No such file or directory")
expect("${error}" "no C or C\\+\\+ source file in .*missing")
run(2 ${FOLDER}/empty)
expect("${error}" "no C or C\\+\\+ source file in .*empty")

# One file whose identifiers are known; the walk of a link to itself ends; an unreadable file is counted.
file(WRITE ${FOLDER}/source/inner/one.cpp
    "#include <memory> // not this\nint a1 = 0x1F'00u + 'b' + sizeof(\"no \\\" no\");\n/* nor this */ R\"x(no )\" no)x\"\n")
file(CREATE_LINK ${FOLDER}/source ${FOLDER}/source/inner/again SYMBOLIC)
file(CREATE_LINK ${FOLDER}/nowhere ${FOLDER}/source/broken.hpp SYMBOLIC)
run(0 ${FOLDER}/source ${FOLDER}/source/inner --query "a1 sizeof" --query "a1 not" --random-queries 0)
expect("${output}" "walk: 1 unreadable")
expect("${output}" "walk: 1 files in 2 directories")
expect("${output}" "index: 1 files, [0-9]+ bytes, 5 terms, 5 postings")  # include memory int a1 sizeof
expect("${output}" "\"a1 sizeof\": 1 files\n +[0-9.]+  .*one.cpp")
expect("${output}" "\"a1 not\": 0 files")
expect("${error}" "cannot read .*broken.hpp: ")

# The same result whatever the threads, and another one for another seed.
run(0 --synthetic 150 --seed 7 --threads 1)
set(first "${output}")
run(0 --synthetic 150 --seed 7 --threads 5 --progress)
expect("${error}" "indexing files: 150 of 150")
if(NOT first STREQUAL output)
    message(SEND_ERROR "five threads give another result than one:\n${first}\n${output}")
endif()
run(0 --synthetic 150 --seed 8)
if(first STREQUAL output)
    message(SEND_ERROR "another seed gives the same result:\n${output}")
endif()

# One step alone: its scopes, and no other's.
foreach(step walk index query)
    run(0 --synthetic 20 --only ${step} --out ${FOLDER}/${step})
    file(READ ${FOLDER}/${step}/profile.folded folded)
    expect("${folded}" "${step}\\.")
    foreach(other walk index query)
        if(NOT other STREQUAL step)
            refuse("${folded}" "${other}\\.")
        endif()
    endforeach()
endforeach()
run(0 --synthetic 30 --max-files 10 --only index --out ${FOLDER}/all)
expect("${output}" "index: 30 files")  # made-up files are all indexed
run(0 ${FOLDER}/source --only walk)

# A profile that cannot be written is an error.
file(WRITE ${FOLDER}/file "")
run(2 --synthetic 5 --out ${FOLDER}/file/below)
expect("${error}" "indexer: .*file")
run(2 --synthetic 5 --out ${FOLDER}/formats --formats floppy)
expect("${error}" "no format is called 'floppy'")
run(0 --synthetic 5 --out ${FOLDER}/table --formats table)
file(GLOB written RELATIVE ${FOLDER}/table ${FOLDER}/table/*)
expect("${written}" "^profile.txt$")
