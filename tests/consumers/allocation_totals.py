#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Valgrind's DHAT counts the same allocations, and the same bytes, as the hooks of operator new do.

usage: allocation_totals.py INDEXER INDEXER_WITH_HOOKS FOLDER

Both programs index the same files with the same arguments: one counts itself, the other, without hooks, under DHAT. Of
DHAT's blocks those count that come from an operator new: malloc is the C library's, the C++ runtime's and dwell's own.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys

from saved_profile import skip


def source_text(number):
    """Some identifiers that all files have, and some of their own."""
    lines = [f"int shared_name_{i} = own_name_{number}_{i * 7} + {i};" for i in range(50 + number)]
    return "\n".join(lines) + "\n"


def run(command, statuses):
    """What the command prints."""
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if ended.returncode not in statuses:
        sys.exit(f"{' '.join(command)}: exit status {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def totals_of_dhat(path):
    """Blocks and bytes of operator new."""
    report = json.loads(path.read_text(encoding="utf-8"))
    points = [point for point in report["pps"] if "operator new" in report["ftbl"][point["fs"][0]]]
    return sum(point["tbk"] for point in points), sum(point["tb"] for point in points)


def main():
    if shutil.which("valgrind") is None:
        skip("valgrind")
    indexer, indexer_with_hooks = sys.argv[1:3]
    folder = pathlib.Path(sys.argv[3])
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "input").mkdir(parents=True)
    for number in range(30):
        (folder / "input" / f"file_{number}.cpp").write_text(source_text(number), encoding="utf-8")
    # Names of one length: a program keeps its own name in a string.
    programs = {}
    for name, program in (("counts_itself", indexer_with_hooks), ("under_valgrind", indexer)):
        (folder / name[0]).mkdir()
        programs[name] = folder / name[0] / "indexer"
        programs[name].symlink_to(program)
    arguments = [str(folder / "input"), "--threads", "1", "--random-queries", "100", "--allocations"]

    printed = run([str(programs["counts_itself"]), *arguments], (0,))
    found = re.search(r"^allocations: (\d+) of (\d+) bytes", printed, re.MULTILINE)
    if found is None:
        sys.exit(f"no allocations in:\n{printed}")
    counted = int(found[1]), int(found[2])
    report = folder / "dhat.out"
    # It has no allocations to print, and says so with a 3.
    run(["valgrind", "--tool=dhat", f"--dhat-out-file={report}", str(programs["under_valgrind"]), *arguments], (3,))
    expected = totals_of_dhat(report)
    print(f"dwell: {counted[0]} blocks of {counted[1]} bytes; DHAT: {expected[0]} of {expected[1]}")
    if counted != expected or counted[0] < 5000:
        sys.exit("they differ, or there are too few")


if __name__ == "__main__":
    main()
