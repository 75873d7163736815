#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads every artefact in a folder with Python's standard library, and checks that they agree with one another.

usage: python_reader.py <folder that save() made>
"""

import json
import sys

import expected_exemplars
from saved_profile import SavedProfile, inclusive, protected


def close(a, b, tolerance):
    assert abs(a - b) <= tolerance, f"{a} is not {b} (within {tolerance})"


def check_folded(saved):
    counts = saved.folded()
    # One rounding for the whole file.
    close(sum(counts.values()), saved.whole_ns() / 1000, 0.5000001)
    expected = {}
    for stack, ns in saved.self_ns().items():
        frames = tuple(map(protected, stack))
        expected[frames] = expected.get(frames, 0) + ns / 1000
    for stack in counts:
        assert stack in expected, f"no such call path: {stack}"
    totals = inclusive(counts)
    for stack, us in inclusive(expected).items():
        close(totals.get(stack, 0), us, 1.0000001)


def check_folded_memory(saved):
    """Where there is memory, a file has each stack's own: bytes are not rounded, but for those that are estimates."""
    for name, member, key, tolerance in (
        ("profile.allocated_bytes.folded", "memory", "allocated_bytes", 0),
        ("profile.live_bytes.folded", "live", "bytes", 0.5000001),
    ):
        if not (saved.folder / name).exists():
            assert not any("self_" + member in path for path in saved.json["paths"]), name
            continue
        expected = {}
        for stack, amount in saved.memory(member, key).items():
            frames = tuple(map(protected, stack))
            expected[frames] = expected.get(frames, 0) + amount
        counts = saved.folded(name)
        assert set(counts) <= set(expected), name
        for frames, amount in expected.items():
            close(counts.get(frames, 0), amount, tolerance)


def bounds_of(index):
    """The smallest and the largest value of a bucket: docs/formats.md."""
    exponent = max(0, (index >> 7) - 1)
    lower = (index - (exponent << 7)) << exponent
    return lower, lower + (1 << exponent) - 1


def nearest_rank(histogram, percent):
    """The range that the value at a percentile lies in."""
    count = sum(n for _, n in histogram["buckets"])
    rank = max(1, -(-count * percent // 100))
    for index, n in histogram["buckets"]:
        rank -= n
        if rank <= 0:
            lower, upper = bounds_of(index)
            return max(lower, histogram["min"]), min(upper, histogram["max"])
    raise AssertionError("no such rank")


def check_histogram(histogram, scale, shown, suffix):
    """`shown` has the derived numbers, `scale` is their unit in a step of the histogram."""
    if not histogram["buckets"]:
        for key in ("mean", "p50", "p95", "p99", "min", "max"):
            assert shown[key + suffix] == 0, key
        return
    count = sum(n for _, n in histogram["buckets"])
    lower = sum(bounds_of(index)[0] * n for index, n in histogram["buckets"])
    upper = sum(bounds_of(index)[1] * n for index, n in histogram["buckets"])
    assert lower <= histogram["sum"] <= upper, "the sum is not that of the buckets"
    rounding = 0.0005000001
    close(shown["mean" + suffix], histogram["sum"] / count * scale, rounding)
    close(shown["min" + suffix], histogram["min"] * scale, rounding)
    close(shown["max" + suffix], histogram["max"] * scale, rounding)
    for percent in (50, 95, 99):
        low, high = nearest_rank(histogram, percent)
        value = shown[f"p{percent}{suffix}"]
        assert low * scale - rounding <= value <= high * scale + rounding, f"p{percent} is outside its bucket"


def check_sampling(scope, paths, ns_per_tick):
    """How many calls were timed, and an interval around the total where there are enough of them."""
    sampled = [path["sampled"] for path in paths if "sampled" in path]
    assert ("sampled" in scope) == bool(sampled), scope["name"]
    if not sampled:
        return
    shown = scope["sampled"]
    untimed = sum(one["calls"] - one["timed"] for one in sampled)
    assert shown["timed_calls"] == scope["calls"] - untimed, scope["name"]
    if shown["total_lower_ns"] is not None:
        # Of the durations: those of a scope that runs inside itself add up to more than its total.
        estimate = sum(path["durations"]["sum"] for path in paths) * ns_per_tick
        assert shown["total_lower_ns"] <= estimate <= shown["total_upper_ns"], scope["name"]
    else:
        assert shown["timed_calls"] < 10 and shown["total_upper_ns"] is None, scope["name"]


COUNTS = ("allocations", "allocated_bytes", "frees", "freed_bytes")


def check_memory(saved):
    """What a name has allocated and holds is the sum of its call paths, each counted once."""
    profile = saved.json
    expected = {}
    for path, stack in zip(profile["paths"], saved.stacks):
        own = path.get("self_memory", {})
        live = path.get("self_live", {})
        for name in set(stack):
            entry = expected.setdefault(name, dict.fromkeys(COUNTS + ("blocks", "bytes"), 0))
            for key in COUNTS:
                entry[key] += own.get(key, 0)
            for key in ("blocks", "bytes"):
                entry[key] += live.get(key, 0)
        entry = expected.setdefault(stack[-1], {})
        for key in COUNTS:
            entry["self_" + key] = entry.get("self_" + key, 0) + own.get(key, 0)
    for scope in profile["scopes"]:
        entry = expected[scope["name"]]
        for key in COUNTS:
            assert scope.get("memory", {}).get(key, 0) == entry[key], scope["name"]
            assert scope.get("self_memory", {}).get(key, 0) == entry["self_" + key], scope["name"]
        live = scope.get("live", {"blocks": 0, "bytes": 0, "bytes_lower": 0, "bytes_upper": 0})
        for key in ("blocks", "bytes"):
            close(live[key], entry[key], 1e-9 * entry[key])
        assert live["bytes_lower"] <= live["bytes"] <= live["bytes_upper"], scope["name"]


def check_profile(saved):
    profile = saved.json
    assert profile["schema"] == "dwell.profile/1"
    for path, stack in zip(profile["paths"], saved.stacks):
        close(path["total_ns"], path["total_ticks"] * saved.ns_per_tick, 0.0005000001)
        close(path["self_ns"], path["self_ticks"] * saved.ns_per_tick, 0.0005000001)
        assert path["self_ticks"] <= path["total_ticks"], stack
        check_histogram(path["durations"], saved.ns_per_tick, path, "_ns")
    for distribution in profile["distributions"]:
        check_histogram(distribution["values"], 1 / distribution["steps_per_unit"], distribution, "")
    by_name = {}
    for path, stack in zip(profile["paths"], saved.stacks):
        entry = by_name.setdefault(stack[-1], {"calls": 0, "total": 0, "self": 0})
        entry["calls"] += path["calls"]
        entry["self"] += path["self_ticks"]
        entry["total"] += path.get("span_ticks", 0) if stack[-1] in stack[:-1] else path["total_ticks"]
    assert [scope["name"] for scope in profile["scopes"]] == sorted(by_name, key=lambda name: name.encode())
    for scope in profile["scopes"]:
        entry = by_name[scope["name"]]
        assert scope["calls"] == entry["calls"], scope["name"]
        close(scope["total_ns"], entry["total"] * saved.ns_per_tick, 0.001)
        close(scope["self_ns"], entry["self"] * saved.ns_per_tick, 0.001)
        of_name = [path for path, stack in zip(profile["paths"], saved.stacks) if stack[-1] == scope["name"]]
        check_sampling(scope, of_name, saved.ns_per_tick)


def check_others(saved):
    metadata = json.loads((saved.folder / "metadata.json").read_bytes())
    for key in ("metadata", "clock", "health"):
        assert metadata[key] == saved.json[key], key
    table = (saved.folder / "profile.txt").read_bytes().decode("utf-8")
    assert table.endswith("\n") and "\r" not in table and "\x1b" not in table
    if saved.json["paths"]:
        headings = [line.split() for line in table.splitlines() if line.startswith("scope ")]
        assert "scope count total self self % p50 p95 p99 max".split() in headings, "no heading"


def main():
    saved = SavedProfile(sys.argv[1])
    check_profile(saved)
    check_memory(saved)
    check_folded(saved)
    check_folded_memory(saved)
    check_others(saved)
    exemplars = expected_exemplars.check(saved)
    print(f"{len(saved.stacks)} call paths, {saved.whole_ns() / 1e6:.3f} ms, {exemplars} exemplars: all artefacts agree")


if __name__ == "__main__":
    main()
