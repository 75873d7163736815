#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets pprof read profile.pb: every sample type's self and cumulative numbers, stacks, places and names must be ours,
and each copy that was cut short refused.

usage: pprof.py <folder that save() made> <pprof>
"""

import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from saved_profile import OUTSIDE, SavedProfile, inclusive, skip

UNITS = {"count": ("count", ""), "nanoseconds": ("ns", "ns"), "bytes": ("bytes", "B")}  # option, and what is shown
MEMORY = [("alloc_objects", "memory", "allocations"), ("alloc_space", "memory", "allocated_bytes")]
LIVE = [("inuse_objects", "live", "blocks"), ("inuse_space", "live", "bytes")]


class Reader:
    """Runs pprof, which must say nothing on stderr."""

    def __init__(self, program, home):
        self.program = program
        self.environment = {**os.environ, "HOME": home, "PPROF_TMPDIR": home, "PPROF_BINARY_PATH": home}

    def run(self, *arguments):
        return subprocess.run(
            [self.program, *arguments], capture_output=True, env=self.environment, check=False, timeout=60
        )

    def text(self, *arguments):
        done = self.run(*arguments)
        assert done.stderr == b"" and done.returncode == 0, done.stderr.decode()
        return done.stdout.decode("utf-8")

    def raw(self, file):
        """(sample types, the one shown first, [(stack, labels, values)], lines about locations by number)."""
        head, _, rest = self.text("-raw", str(file)).partition("\nSamples:\n")
        types, _, rest = rest.partition("\n")
        samples, _, rest = rest.partition("Locations\n")
        places = dict(re.findall(r"^ *([0-9]+): (.*)$", rest.partition("Mappings\n")[0], re.MULTILINE))
        read = []
        for line in samples.splitlines():
            match = re.fullmatch(r"([ 0-9]+): ([ 0-9]*)", line)
            if match:
                read.append((tuple(match[2].split()[::-1]), [], tuple(map(int, match[1].split()))))
            else:
                read[-1][1].append(line.strip())
        shown = re.findall(r"(\w+)/\w+\[dflt\]", types)
        names = [kind.removesuffix("[dflt]") for kind in types.split()]
        return head, names, shown, read, places


def place_of(name, shown):
    """What -raw says of the location of a name."""
    file, line = name.get("file", ""), name.get("line", 0)
    return f"0x0 M=1 {shown} {file}:{line} s={line}()"


def own_cpu(saved):
    """Of each stack, its CPU time without that of the measured scopes inside."""
    paths = saved.json["paths"]
    below = [0] * len(paths)
    own = {}
    for i in range(len(paths) - 1, -1, -1):
        whole = max(paths[i].get("cpu_ns", 0), below[i])
        own[saved.frames[i]] = whole - below[i]
        if paths[i]["parent"] is not None:
            below[paths[i]["parent"]] += whole
    return own


def expected_columns(saved, with_times, with_memory):
    """Of each sample type, its unit and each stack's own number; those of wall not rounded yet."""
    paths = saved.json["paths"]
    columns = {}
    if with_times:
        columns["calls"] = "count", dict(zip(saved.frames, (path["calls"] for path in paths)))
        columns["wall"] = "nanoseconds", saved.self_ns()
        if any(path["cpu_calls"] for path in paths):
            columns["cpu"] = "nanoseconds", own_cpu(saved)
    if with_memory:
        live = saved.json.get("memory", {}).get("sample_interval_bytes", 0) != 0
        for name, member, key in MEMORY + (LIVE if live else []):
            own = {
                saved.as_shown(stack) if with_times else stack: int(value + 0.5)
                for stack, value in saved.memory(member, key).items()
            }
            columns[name] = ("bytes" if "space" in name else "count"), own
    return columns


def check_numbers(read, columns):
    """The samples against ours, to the unit; returns what pprof must add up, by sample type and stack."""
    sums = {name: collections.Counter() for name in columns}
    for stack, _, values in read:
        for name, value in zip(columns, values):
            sums[name][stack] += value
    for name, (_, own) in columns.items():
        strange = [stack for stack, value in sums[name].items() if value != 0 and stack not in own]
        assert not strange, f"{name}: {strange} are not ours"
        for stack, value in own.items():
            if name == "wall":
                assert abs(sums[name][stack] - value) < 1.0001, f"{name} of {stack}: {sums[name][stack]} is not {value}"
            else:
                assert sums[name][stack] == value, f"{name} of {stack}: {sums[name][stack]} is not {value}"
        if name == "wall":
            assert abs(sum(sums[name].values()) - sum(own.values())) <= 0.5001, "wall: the whole"
    return sums


def check_top(reader, file, name, unit, own):
    """Self and cumulative numbers of each name, as `-top` shows them."""
    option, shown_unit = UNITS[unit]
    text = reader.text(
        "-top", f"-sample_index={name}", f"-unit={option}", "-nodefraction=0", "-nodecount=1000000", str(file)
    )
    table = text.partition("flat  flat%   sum%        cum   cum%\n")[2]
    shown = {}
    for line in table.splitlines():
        flat, cumulative, frame = re.fullmatch(r" *(\S+) +\S+% +\S+% +(\S+) +\S+%  (.*)", line).groups()
        assert frame not in shown, f"{frame} twice"
        shown[frame] = float(flat.removesuffix(shown_unit)), float(cumulative.removesuffix(shown_unit))
    expected = collections.defaultdict(lambda: (0, 0))
    for stack, value in own.items():
        for frame in set(stack):
            flat, cumulative = expected[frame]
            expected[frame] = flat + (value if frame == stack[-1] else 0), cumulative + value
    expected = {frame: numbers for frame, numbers in expected.items() if numbers != (0, 0)}
    assert shown.keys() == expected.keys(), f"{name}: {shown.keys() ^ expected.keys()}"
    for frame, numbers in expected.items():
        # pprof prints a double of more than 15 digits; ours are whole.
        assert all(abs(a - b) <= 1e-15 * b for a, b in zip(shown[frame], numbers)), f"{name}: {frame} {shown[frame]}"
    return len(expected)


def check_traces(reader, file, name, unit, own):
    """Each stack with its number, as `-traces` shows them."""
    option, shown_unit = UNITS[unit]
    text = reader.text("-traces", f"-sample_index={name}", f"-unit={option}", str(file))
    shown = collections.Counter()
    for trace in re.split(r"^-+\+-+\n", text, flags=re.MULTILINE)[1:]:
        if trace == "":
            continue  # behind the last
        *_, first, callers = re.split(rf"^ *([0-9.]+(?:{shown_unit})?   .*)\n", trace, maxsplit=1, flags=re.MULTILINE)
        number, leaf = first.split("   ", 1)
        stack = tuple(caller.removeprefix(" " * 13) for caller in callers.splitlines()[::-1]) + (leaf,)
        shown[stack] += float(number.removesuffix(shown_unit))
    for stack in shown.keys() | own.keys():
        assert abs(shown[stack] - own[stack]) <= 1e-15 * own[stack], f"{name} of {stack}: {shown[stack]}"


def check_file(reader, saved, file, first, columns):
    """All that pprof shows of a file; returns its samples, with names for locations."""
    head, names, shown_first, read, places = reader.raw(file)
    assert names == [f"{name}/{unit}" for name, (unit, _) in columns.items()], names
    assert shown_first == [first], shown_first
    metadata = saved.json["metadata"]
    if metadata["command"]:
        assert f"Comment: command: {metadata['command']}\n" in head, head
    if metadata["duration_ns"]:
        assert "\nDuration: " in head, head
    shown = {place_of({}, OUTSIDE): OUTSIDE}
    for name in saved.json["names"]:
        frame = saved.shown[name["name"]] if "wall" in columns else name["name"]
        shown[place_of(name, frame)] = frame
    read = [(tuple(shown[places[number]] for number in stack), labels, values) for stack, labels, values in read]
    sums = check_numbers(read, columns)
    for name, (unit, _) in columns.items():
        frames = check_top(reader, file, name, unit, sums[name])
        check_traces(reader, file, name, unit, sums[name])
        print(f"{file.name}, {name}: {sum(sums[name].values())} {unit} in {frames} functions: as in profile.json")
    return read


def check_threads(saved, read):
    """Of calls and wall, each thread's own."""
    expected = collections.Counter()
    whole = collections.Counter()
    for thread in saved.json["threads"]:
        label = f"thread:[{thread['name'] or '(unnamed thread)'}]"
        for path in thread["paths"]:
            stack = saved.frames[path["path"]]
            expected[label, stack, "calls"] += path["calls"]
            expected[label, stack, "wall"] += path["self_ticks"] * saved.ns_per_tick
    for stack, labels, values in read:
        if labels:
            whole[labels[0], stack, "calls"] += values[0]
            whole[labels[0], stack, "wall"] += values[1]
        else:
            assert values[:2] == (0, 0), "time of no thread"
    for key in expected.keys() | whole.keys():
        assert abs(expected[key] - whole[key]) < (1.0001 if key[2] == "wall" else 0.1), key
    return len({label for label, _, _ in whole})


def check_broken(reader, file, folder):
    """Copies that are cut short, in front of each byte of a small file."""
    data = file.read_bytes()
    # Of a large one, which takes its time to read, a few.
    step = max(1, len(data) // (500 if len(data) < 100_000 else 10))
    cut = pathlib.Path(folder) / "cut.pb"
    refused = 0
    for size in range(0, len(data), step):
        cut.write_bytes(data[:size])
        done = reader.run("-top", str(cut))
        assert done.returncode != 0 and done.stderr != b"", f"the first {size} of {len(data)} bytes are accepted"
        refused += 1
    return refused


def main():
    saved = SavedProfile(sys.argv[1])
    program = pathlib.Path(sys.argv[2])
    if not program.is_file():
        skip(f"pprof (scripts/setup consumers puts it into {program.parent}; Debian: golang-1.19-go)")
    has_memory = (saved.folder / "profile.allocated_bytes.folded").exists()
    with tempfile.TemporaryDirectory() as home:
        reader = Reader(program, home)
        everything = expected_columns(saved, True, has_memory)
        file = saved.folder / "profile.pb"
        check_file(reader, saved, file, "wall", everything)
        heap = saved.folder / "heap.pb"
        if heap.exists():
            columns = expected_columns(saved, False, True)
            check_file(reader, saved, heap, list(columns)[-1], columns)
        threads = saved.folder / "threads.pb"
        if threads.exists():
            read = reader.raw(threads)
            found = check_threads(saved, check_file(reader, saved, threads, "wall", everything))
            print(f"{threads.name}: {found} threads, {len(read[3])} samples: as in profile.json")
        print(f"{check_broken(reader, file, home)} copies that are cut short: refused")


if __name__ == "__main__":
    main()
