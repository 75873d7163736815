#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Asks the compiler which files <dwell/scope.hpp> pulls in, and refuses the heavy standard headers among them.

usage: scope_is_light.py COMPILER FLAG...
"""

import pathlib
import subprocess
import sys

# The C library's headers cost next to nothing. How long scope.hpp takes as a whole is a benchmark's business.
HEAVY = """
    algorithm any array atomic bit bitset charconv chrono compare complex concepts condition_variable coroutine deque
    exception filesystem format forward_list fstream functional future initializer_list iomanip ios iosfwd iostream
    istream iterator limits list locale map memory memory_resource mutex new numeric optional ostream queue random
    ranges ratio regex set shared_mutex source_location span sstream stack stdexcept streambuf string string_view
    system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector
    windows.h immintrin.h x86intrin.h
""".split()


def main():
    command = [arg for arg in sys.argv[1:] if arg != "-fsyntax-only"]
    done = subprocess.run(
        command + ["-x", "c++", "-M", "-"],
        input="#include <dwell/scope.hpp>\n",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    files = [pathlib.Path(name) for name in done.stdout.replace("\\\n", " ").split()[1:]]
    if not any(file.match("dwell/scope.hpp") for file in files):
        sys.exit("the compiler did not list dwell/scope.hpp: this check is broken")
    heavy = sorted({str(file) for file in files if file.name in HEAVY and "dwell" not in file.parts})
    if heavy:
        sys.exit("<dwell/scope.hpp> includes heavy headers:\n  " + "\n  ".join(heavy))


main()
