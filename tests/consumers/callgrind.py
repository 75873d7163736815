#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets callgrind_annotate read the callgrind file: self and inclusive costs of each name, and of each pair of caller
and callee its calls and cost, must be ours, with nothing on stderr.

usage: callgrind.py <folder that save() made>
"""

import collections
import os
import re
import shutil
import subprocess
import sys

from saved_profile import OUTSIDE, SavedProfile, skip

FILE = "callgrind.out.dwell"
MARKS = {"*": "inclusive", "<": "from", ">": "to"}


def annotated(program, saved, *options):
    """The rows below the heading that names the columns: (numbers, the rest of the line)."""
    # Perl warns on stderr about a locale that is not installed.
    done = subprocess.run(
        [program, "--threshold=100", "--auto=no", *options, str(saved.folder / FILE)],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    assert done.stderr == b"" and done.returncode == 0, done.stderr.decode()
    text = done.stdout.decode("utf-8")
    totals, _, table = text.rpartition("file:function\n")
    events = re.search(r"^Events shown: +(.*)$", totals, re.MULTILINE)[1].split()
    number = r"\s*([0-9,]+)(?: +\( *[0-9.]+%\))?\s"
    rows = []
    for line in table.splitlines()[1:]:
        if line:
            match = re.match(number * len(events), line)
            rows.append((numbers(match.groups()), line[match.end() :].lstrip(" ")))
    whole = re.search(rf"^{number * len(events)} +PROGRAM TOTALS", totals, re.MULTILINE)
    return events, numbers(whole.groups()), rows


def numbers(texts):
    return tuple(int(text.replace(",", "")) for text in texts)


class CallGraph:
    """What the call paths of profile.json add up to, by name."""

    def __init__(self, saved):
        places = {name["name"]: name.get("file") or "???" for name in saved.json["names"]}
        paths = saved.json["paths"]
        memory = saved.json.get("memory", {}).get("outside", {})
        outside = f"???:{OUTSIDE}"

        def shown(name):
            frame = "".join("_" if ord(c) < 32 or ord(c) == 127 else c for c in saved.shown[name])
            return f"{places[name]}:" + re.sub("^ ", "_", frame)

        self.self = collections.defaultdict(lambda: [0, 0, 0])
        self.inclusive = collections.defaultdict(lambda: [0, 0, 0])
        self.calls = collections.Counter()
        self.edges = collections.defaultdict(lambda: [0, 0, 0])
        self.paths = collections.Counter()
        below = []
        for path in paths:
            own = path.get("self_memory", {})
            below.append([path["self_ticks"] * saved.ns_per_tick, own.get("allocated_bytes", 0), own.get("allocations", 0)])
        own_of_outside = [0, memory.get("allocated_bytes", 0), memory.get("allocations", 0)]
        add(self.self[outside], own_of_outside)
        add(self.inclusive[outside], own_of_outside)
        for i, cost in enumerate(below):
            add(self.self[shown(saved.stacks[i][-1])], cost)
            add(self.inclusive[outside], cost)
        for i in range(len(paths) - 1, -1, -1):
            stack = saved.stacks[i]
            name = shown(stack[-1])
            pair = shown(stack[-2]) if len(stack) > 1 else outside, name
            self.calls[pair] += paths[i]["calls"] + paths[i]["open_calls"]
            self.paths[name] += 1
            if stack[-1] not in stack[:-1]:
                add(self.edges[pair], below[i])
                add(self.inclusive[name], below[i])
            else:
                add(self.edges[pair], [0, 0, 0])
                add(self.inclusive[name], [0, 0, 0])
            if paths[i]["parent"] is not None:
                add(below[paths[i]["parent"]], below[i])


def add(total, cost):
    for i, one in enumerate(cost):
        total[i] += one


def check(what, shown, expected, tolerance):
    """Times to a rounding; what is counted exactly."""
    assert abs(shown[0] - expected[0]) <= tolerance, f"{what}: {shown[0]} ns, and not {expected[0]}"
    assert list(shown[1:]) == expected[1 : len(shown)], f"{what}: {shown[1:]}, and not {expected[1:]}"


def main():
    saved = SavedProfile(sys.argv[1])
    program = shutil.which("callgrind_annotate")
    if program is None:
        skip("callgrind_annotate (Debian: valgrind)")
    graph = CallGraph(saved)
    events, whole, rows = annotated(program, saved)
    has_memory = (saved.folder / "profile.allocated_bytes.folded").exists()
    assert events == (["ns", "bytes", "blocks"] if has_memory else ["ns"]), events
    check("all", whole, graph.inclusive[f"???:{OUTSIDE}"], 0.5001)
    shown = {name: cost for cost, name in rows}
    assert len(shown) == len(rows) and shown.keys() == graph.self.keys(), shown.keys() ^ graph.self.keys()
    for name, cost in shown.items():
        check(f"self cost of {name}", cost, graph.self[name], 1.0001)
    assert sum(cost[0] for cost in shown.values()) == whole[0], "self times do not add up"

    _, _, rows = annotated(program, saved, "--inclusive=yes", "--tree=both")
    blocks = [[]]
    pairs = {}
    for cost, text in rows:
        mark, name = re.fullmatch(r"([<>*]) +(.*)", text).groups()
        calls = re.fullmatch(r"(.*) \(([0-9,]+)x\) \[\]", name)
        blocks[-1].append((mark, (calls[1], int(calls[2].replace(",", ""))) if calls else (name, None), cost))
        blocks += [[]]
    # Callers, the function itself, callees: who is at the centre of a row tells who calls whom.
    centre = None
    callers = []
    inclusive = {}
    for block in blocks:
        for mark, (name, calls), cost in block:
            if mark == "<":
                callers.append((name, calls, cost))
            elif mark == "*":
                centre = name
                inclusive[name] = cost
                pairs.update({(caller, name): (calls, cost) for caller, calls, cost in callers})
                callers = []
            else:
                assert pairs.setdefault((centre, name), (calls, cost)) == (calls, cost), "two costs of one pair"
    assert inclusive.keys() == graph.inclusive.keys(), inclusive.keys() ^ graph.inclusive.keys()
    for name, cost in inclusive.items():
        check(f"inclusive cost of {name}", cost, graph.inclusive[name], 0.5001 * (1 + len(graph.calls)))
    assert pairs.keys() == graph.calls.keys(), pairs.keys() ^ graph.calls.keys()
    for pair, (calls, cost) in pairs.items():
        assert calls == max(graph.calls[pair], 1), f"calls from {pair[0]} to {pair[1]}: {calls}"
        check(f"cost of calls from {pair[0]} to {pair[1]}", cost, graph.edges[pair], 0.5001)
    print(f"{len(inclusive)} functions, {len(pairs)} pairs of caller and callee, {whole[0]} ns: as in profile.json")


if __name__ == "__main__":
    main()
