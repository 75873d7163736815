#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles one case and checks the outcome that its first comment lines ask for.

    // expect-error: REGEX     the compiler must refuse the file, with a message that matches
    // flags: -std=c++17 ...   added to the command line

Without expect-error the file must compile.

usage: check_case.py CASE.cpp COMPILER FLAG...
"""

import re
import subprocess
import sys


def main():
    case, command = sys.argv[1], sys.argv[2:]
    expected = None
    with open(case, encoding="utf-8") as source:
        for line in source:
            if not line.startswith("//"):
                break
            if match := re.match(r"// expect-error: (.+)", line):
                expected = match[1]
            elif match := re.match(r"// flags: (.+)", line):
                command += match[1].split()
    # Messages in English, and not broken over lines.
    done = subprocess.run(command + [case], stderr=subprocess.PIPE, text=True, env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"})
    if expected is None:
        if done.returncode != 0:
            sys.exit(f"{case} must compile:\n{done.stderr}")
    elif done.returncode == 0:
        sys.exit(f"{case} compiles, but must be refused with: {expected}")
    elif not any(re.search(expected, line) for line in done.stderr.splitlines() if "error:" in line):
        sys.exit(f"{case} is refused, but no error says: {expected}\n{done.stderr}")


main()
