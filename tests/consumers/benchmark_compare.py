#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets Google Benchmark's compare.py read benchmark.json, alone and against other runs, and compares its numbers with
profile.json.

usage: benchmark_compare.py <folder that save() made>
"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

from saved_profile import SavedProfile, skip

# Where Debian's libbenchmark-tools has it, and the interpreter that Debian's python3-scipy is for.
COMPARE = "/usr/share/benchmark/compare.py"
PYTHON = "/usr/bin/python3"
STATISTICS = {"mean": "mean_ns", "median": "p50_ns", "p95": "p95_ns", "p99": "p99_ns"}
FACTOR = 1.5  # of the slower runs: see make_profile.cpp


def compare(old, new, *options):
    """Its report of two files, by name, but for the geometric mean over all benchmarks."""
    with tempfile.TemporaryDirectory() as folder:
        dumped = pathlib.Path(folder) / "report.json"
        command = [PYTHON, COMPARE, "--no-color", "-d", str(dumped), *options, "benchmarks", str(old), str(new)]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        report = json.loads(dumped.read_text(encoding="utf-8"))
    by_name = {entry["name"]: entry for entry in report}
    assert len(by_name) == len(report), "a name twice"
    by_name.pop("OVERALL_GEOMEAN", None)
    return by_name


def cpu_means(saved):
    """Mean CPU time by name, where it was measured."""
    sums = {}
    for stack, path in zip(saved.stacks, saved.json["paths"]):
        calls, ns = sums.get(stack[-1], (0, 0))
        sums[stack[-1]] = (calls + path["cpu_calls"], ns + path["cpu_ns"])
    return {name: ns / calls for name, (calls, ns) in sums.items() if calls}


def check_times(report, expected, repetitions):
    """`report` has what `expected` has, as often, the new ones all FACTOR times as long."""
    assert report.keys() == expected.keys(), report.keys() ^ expected.keys()
    for name, ns in expected.items():
        measurements = report[name]["measurements"]
        assert len(measurements) == repetitions, name
        for i, one in enumerate(measurements):
            before = ns * (1 + 0.01 * i)
            # What is compared is rounded to a picosecond, and so is `ns`.
            assert math.isclose(one["real_time"], before, rel_tol=1e-12, abs_tol=0.0015), (name, one, before)
            assert math.isclose(one["real_time_other"], before * FACTOR, rel_tol=1e-12, abs_tol=0.0015), (name, one)
            assert math.isclose(one["time"], FACTOR - 1, abs_tol=0.0015 / before), (name, one)


def main():
    saved = SavedProfile(sys.argv[1])
    if not pathlib.Path(COMPARE).exists() or not pathlib.Path("/usr/lib/python3/dist-packages/scipy").exists():
        skip("compare.py of Google Benchmark (Debian: libbenchmark-tools, python3-scipy)")
    timed = {stack[-1] for stack, path in zip(saved.stacks, saved.json["paths"]) if path["durations"]["buckets"]}
    expected = {
        f"{scope['name']}_{statistic}": scope[key]
        for scope in saved.json["scopes"]
        for statistic, key in STATISTICS.items()
        if scope["name"] in timed
    }
    cpu = {f"{name}_mean": ns for name, ns in cpu_means(saved).items()}
    once = saved.folder / "benchmark.json"
    report = compare(once, once)
    assert report.keys() == expected.keys(), report.keys() ^ expected.keys()
    for name, entry in report.items():
        (one,) = entry["measurements"]
        assert one["real_time"] == one["real_time_other"] == expected[name], (name, one, expected[name])
        assert math.isclose(one["cpu_time"], cpu.get(name, 0), abs_tol=0.00051), (name, one)
        assert one["time"] == 0 and entry["time_unit"] == "ns", (name, entry)
        assert (entry["run_type"], entry["aggregate_name"]) == ("aggregate", name.rsplit("_", 1)[1]), (name, entry)
    print(f"{len(report)} benchmarks: as in profile.json")
    if not (saved.folder / "slower.benchmark.json").exists():
        return
    check_times(compare(once, saved.folder / "slower.benchmark.json"), expected, 1)
    runs, slower = (saved.folder / f"{name}.benchmark.json" for name in ("repetitions", "slower_repetitions"))
    report = compare(runs, slower)
    check_times(report, expected, 9)
    for name, entry in report.items():
        test = entry["utest"]
        assert test["have_optimal_repetitions"] and test["nr_of_repetitions"] == test["nr_of_repetitions_other"] == 9
        # All of one are below all of the other: z = 3.53 without ties.
        assert test["time_pvalue"] < 0.001, (name, test)
    for name, entry in compare(runs, runs).items():
        assert entry["utest"]["time_pvalue"] > 0.9, (name, entry)
    print(f"{len(report)} benchmarks of 9 repetitions: {FACTOR} times as long, the U test agrees")


if __name__ == "__main__":
    main()
