# SPDX-License-Identifier: BSL-1.0
"""A folder that save() made, read with Python's standard library alone: what the consumers' answers are held against."""

import collections
import json
import pathlib
import re
import sys

SKIPPED = 77
SAMPLED_MARK = " (sampled)"  # behind the name of a scope whose times are estimates

OUTSIDE = "(outside scopes)"  # the frame of memory that is in no call path


def skip(what):
    """Ends the test as skipped, for want of a program."""
    print(f"skipped: {what} is not installed")
    sys.exit(SKIPPED)


def protected(name):
    """A name as a folded frame: see append_folded_frame in export/folded.hpp."""
    name = "".join("_" if ord(c) < 32 or ord(c) == 127 else c for c in name).replace(";", ":")
    return re.sub(r" ([0-9.]+)$", r"_\1", name)


def strict_json(text):
    """JSON as browsers take it: Python's reader would let NaN and Infinity through."""
    def refuse(constant):
        raise ValueError(f"{constant} in JSON")
    return json.loads(text, parse_constant=refuse)


class SavedProfile:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.json = json.loads((self.folder / "profile.json").read_bytes())
        self.ns_per_tick = self.json["clock"]["ns_per_tick"]
        names = [name["name"] for name in self.json["names"]]
        self.stacks = []  # the names of each call path, root first
        self.frames = []  # the same, as formats show them that have only names
        sampled = {names[path["name"]] for path in self.json["paths"] if "sampled" in path}
        self.shown = {name: name + SAMPLED_MARK if name in sampled else name for name in names}
        for path in self.json["paths"]:
            above = () if path["parent"] is None else self.stacks[path["parent"]]
            self.stacks.append(above + (names[path["name"]],))
            self.frames.append(self.as_shown(self.stacks[-1]))

    def as_shown(self, stack):
        """The names as formats show them that have only names, beside times."""
        return tuple(self.shown.get(name, name) for name in stack)

    def self_ns(self):
        """Exact self time by stack, with the names that formats show."""
        return {stack: path["self_ticks"] * self.ns_per_tick for stack, path in zip(self.frames, self.json["paths"])}

    def whole_ns(self):
        return sum(path["self_ticks"] for path in self.json["paths"]) * self.ns_per_tick

    def memory(self, member, key):
        """Of each stack its own, as formats show it, `member` being memory or live; and what is outside of all."""
        own = {stack: path.get("self_" + member, {}).get(key, 0) for stack, path in zip(self.stacks, self.json["paths"])}
        outside = {"memory": "outside", "live": "live_outside"}[member]
        own[OUTSIDE,] = self.json.get("memory", {}).get(outside, {}).get(key, 0)
        return own

    def folded(self, name="profile.folded"):
        """The counts of a folded file by stack; every line must be one."""
        counts = {}
        data = (self.folder / name).read_bytes()
        assert b"\r" not in data and (data == b"" or data.endswith(b"\n")), "lines do not end in one LF"
        for line in data.decode("utf-8").splitlines():
            match = re.fullmatch(r"(.+) ([1-9][0-9]*)", line)
            assert match, f"not a folded line: {line!r}"
            stack = tuple(match[1].split(";"))
            assert stack not in counts, f"twice: {line!r}"
            counts[stack] = int(match[2])
        return counts


def inclusive(self_by_stack):
    """The sum of each stack and all below it."""
    sums = collections.defaultdict(int)
    for stack, value in self_by_stack.items():
        for size in range(1, len(stack) + 1):
            sums[stack[:size]] += value
    return sums
