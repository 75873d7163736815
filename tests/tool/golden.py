# SPDX-License-Identifier: BSL-1.0
"""Profiles for the tests of dwell: those of tests/golden, and what a test makes of them."""

import json
import pathlib
import shutil

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GOLDEN = ROOT / "tests" / "golden"
PLAIN = GOLDEN / "profile-1.json"
MEMORY = GOLDEN / "profile-1-memory.json"
FIRST = GOLDEN / "profile-1-first.json"  # of the first writer of JSON, commit bbe1701: no memory, sampling or origin
EXEMPLARS = GOLDEN / "profile-1-exemplars.json"


def read(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def write(path, profile):
    path.write_text(json.dumps(profile), encoding="utf-8")
    return path


def bucket_of(ticks):
    """The index of a histogram's bucket: exact below 256, then 128 to a power of two."""
    shift = max(0, ticks.bit_length() - 8)
    return shift * 128 + (ticks >> shift)


def profile(calls, program="job", ns_per_tick=1.0, outside=0):
    """A profile of {"a;b": [durations of calls in ticks]}, or {"a;b": (durations, allocations)}, with no time twice: a
    parent's total is that of its calls."""
    names = sorted({name for path in calls for name in path.split(";")})
    order = sorted(calls, key=lambda path: path.split(";"))
    paths = []
    for path in order:
        durations, allocations = calls[path] if isinstance(calls[path], tuple) else (calls[path], 0)
        parent, _, name = path.rpartition(";")
        buckets = {}
        for ticks in durations:
            buckets[bucket_of(ticks)] = buckets.get(bucket_of(ticks), 0) + 1
        paths.append({
            "name": names.index(name), "parent": order.index(parent) if parent else None, "calls": len(durations),
            "total_ticks": sum(durations),
            "self_memory": {
                "allocations": allocations, "allocated_bytes": 16 * allocations, "frees": 0, "freed_bytes": 0},
            "durations": {
                "min": min(durations), "max": max(durations), "sum": sum(durations),
                "buckets": [list(pair) for pair in sorted(buckets.items())]},
        })
    return {
        "schema": "dwell.profile/1", "metadata": {"program": program},
        "clock": {"source": "tsc", "ns_per_tick": ns_per_tick},
        "memory": {
            "sizes": "requested",
            "outside": {"allocations": outside, "allocated_bytes": 0, "frees": 0, "freed_bytes": 0}},
        "names": [{"name": name} for name in names], "paths": paths, "threads": [],
    }


def program(name, *others):
    """The path of a program that this project did not write, or None."""
    return next((found for found in map(shutil.which, (name, *others)) if found), None)
