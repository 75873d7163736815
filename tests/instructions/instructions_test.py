#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions that dwell's hot paths take, under callgrind, and compares them with figures.json.

usage: instructions_test.py PROGRAM COMPILER [--update]
  PROGRAM   instruction_loops, optimised with -O2
  COMPILER  whose figures it is compared with: its name and major version, as "GNU 12"
  --update  takes what is counted for the figures of COMPILER

Two lengths of each loop are run several times. The least of each length is what nothing rare was part of (a histogram
that gets a new part of its buckets), and their difference is what the passes take: it is the same in every run, on every
machine and under every load. More than the allowance fails, and so does less: an improvement that is not written down
could be lost again in silence.
Exit status 0: as in figures.json, 1: not, 77: valgrind is missing, or there are no figures for the compiler.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

FIGURES = pathlib.Path(__file__).with_name("figures.json")
# The larger of the two: one instruction more in a scope is found, and a snapshot's hash tables depend a little (0.1 %)
# on where things lie.
ALLOWED_INSTRUCTIONS = 0.5
ALLOWED_SHARE = 0.005


def instructions_of_parts(folder):
    """In the order of time: out.1, out.2, ...; what comes behind the last end_of_part() is in `out`."""
    files = sorted(folder.glob("out.*"), key=lambda path: int(path.suffix[1:]))
    return [int(re.search(r"^(?:totals|summary): (\d+)", path.read_text(), re.MULTILINE)[1]) for path in files]


def count(program):
    """Instructions of a pass, by the name of its loop."""
    with tempfile.TemporaryDirectory() as name:
        # The environment lies on the stack, and moves what lies there.
        done = subprocess.run(
            ["valgrind", "--tool=callgrind", "--dump-before=end_of_part", f"--callgrind-out-file={name}/out", program],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={"PATH": os.environ["PATH"]}, timeout=300)
        assert done.returncode == 0, done.stderr
        parts = instructions_of_parts(pathlib.Path(name))
    runs = done.stdout.splitlines()
    assert len(parts) == 2 * len(runs), f"{len(parts)} parts of {len(runs)} runs\n{done.stderr}"
    least = collections.defaultdict(dict)
    for run, instructions in zip(runs, parts[1::2]):
        loop, passes = run.split(";")
        passes = int(passes)
        least[loop][passes] = min(instructions, least[loop].get(passes, instructions))
    counted = {}
    for loop, instructions in least.items():
        shorter, longer = sorted(instructions)
        counted[loop] = round((instructions[longer] - instructions[shorter]) / (longer - shorter), 1)
    return counted


def compare(counted, figures):
    """A line for each loop; the names of those that are not as the figures say."""
    wrong = []
    for loop in sorted({*counted, *figures}):
        now, before = counted.get(loop), figures.get(loop)
        if now is None or before is None:
            verdict = "has no figure" if before is None else "is not counted any more"
        else:
            allowed = max(ALLOWED_INSTRUCTIONS, ALLOWED_SHARE * before)
            verdict = "more" if now > before + allowed else "less" if now < before - allowed else ""
        print(f"{loop:<40} {now!s:>12} (figures.json: {before}) {verdict}".rstrip())
        if verdict:
            wrong.append(loop)
    return wrong


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--update"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    program, compiler = arguments
    if shutil.which("valgrind") is None:
        print("valgrind is missing: scripts/setup installs it")
        sys.exit(77)
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    if "--update" in sys.argv:
        figures[compiler] = count(program)
        FIGURES.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        return
    if compiler not in figures:
        print(f"{FIGURES.name} has nothing for {compiler}")
        sys.exit(77)
    if compare(count(program), figures[compiler]):
        print(f"\nNot as {FIGURES.name} says. Where that is meant, or is an improvement, say so in the commit, and run:\n"
              f"{pathlib.Path(__file__)} {program} '{compiler}' --update")
        sys.exit(1)


if __name__ == "__main__":
    main()
