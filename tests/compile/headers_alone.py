#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles each header of a folder alone, that is with nothing before it but what it includes itself, and twice.

A header that includes another, and so all that the other includes, finds nothing that it lacks in the other: both can
stand in one file, the other first. So the headers are put into few such chains, which takes the compiler a third of the
time of a file each.

usage: headers_alone.py INCLUDE PATTERN FOLDER COMPILER FLAG...
  INCLUDE   the folder that -I names
  PATTERN   which headers in it, such as dwell/**/*.hpp, or several patterns with | between them; what each pattern
            behind a ! names is left out
  FOLDER    for the files to compile
"""

import concurrent.futures
import functools
import os
import pathlib
import re
import subprocess
import sys


def read_includes(root):
    """The headers of dwell that each header of dwell includes. (None does so under a condition.)"""
    return {
        path.relative_to(root).as_posix(): re.findall(
            r"^\s*#\s*include\s*<(dwell/[^>]+)>", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        for path in root.glob("dwell/**/*.hpp")
    }


def chains_of(headers, includes):
    """The fewest lists of headers in which each includes the one before it, directly or through others: by Dilworth's
    theorem, a maximum matching of headers with headers that they include, found by augmenting paths."""

    @functools.cache
    def reached(header):
        return frozenset(includes[header]).union(*(reached(other) for other in includes[header]))

    next_of = {}

    def finds_place(header, tried):
        for before in sorted(reached(header) & headers - tried):
            tried.add(before)
            if before not in next_of or finds_place(next_of[before], tried):
                next_of[before] = header
                return True
        return False

    firsts = [header for header in sorted(headers) if not finds_place(header, set())]
    for first in firsts:
        chain = [first]
        while chain[-1] in next_of:
            chain.append(next_of[chain[-1]])
        yield chain


def main():
    root, folder, command = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[3]), sys.argv[4:]
    wanted, *unwanted = sys.argv[2].split("!")
    headers = {path.relative_to(root).as_posix() for pattern in wanted.split("|") for path in root.glob(pattern)}
    headers -= {path.relative_to(root).as_posix() for pattern in unwanted for path in root.glob(pattern)}
    chains = list(chains_of(headers, read_includes(root)))
    if not headers or sorted(header for chain in chains for header in chain) != sorted(headers):
        sys.exit("some header stands in no chain: this check is broken")
    folder.mkdir(parents=True, exist_ok=True)

    def compile_chain(chain):
        source = folder / (chain[-1].replace("/", ".") + ".cpp")
        source.write_text("".join(f"#include <{header}>\n" for header in chain + chain), encoding="utf-8")
        return subprocess.run([*command, str(source)], stderr=subprocess.PIPE, text=True)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        failed = [done.stderr for done in pool.map(compile_chain, chains) if done.returncode != 0]
    if failed:
        sys.exit("\n".join(failed))
    print(f"{len(headers)} headers in {len(chains)} files")


main()
