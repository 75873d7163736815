#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Validates smaller-is-better.json against a schema of what github-action-benchmark takes, and compares its numbers with
profile.json. The action itself is in no package registry.

usage: smaller_is_better.py <folder that save() made>
"""

import copy
import json
import math
import os
import pathlib
import re
import sys

from saved_profile import SavedProfile, skip

DEBIAN_PYTHON = "/usr/bin/python3"
SCHEMA = pathlib.Path(__file__).resolve().parent / "smaller_is_better.schema.json"

try:
    import jsonschema
except ImportError:
    # Debian's python3-jsonschema is there for Debian's own interpreter only.
    if os.path.exists(DEBIAN_PYTHON) and not os.path.samefile(sys.executable, DEBIAN_PYTHON):
        os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON] + sys.argv)
    skip("jsonschema (Debian: python3-jsonschema)")


def expected_entries(saved):
    """Unit and value by name."""
    timed = {stack[-1] for stack, path in zip(saved.stacks, saved.json["paths"]) if path["durations"]["buckets"]}
    with_memory = any("memory" in scope for scope in saved.json["scopes"])
    entries = {}
    for scope in saved.json["scopes"]:
        name = scope["name"]
        if name in timed:
            for key in ("p50", "p95", "p99", "mean"):
                entries[f"{name} {key}"] = ("ns", scope[key + "_ns"])
        if with_memory and scope["calls"]:
            a_call = scope.get("memory", {}).get("allocations", 0) / scope["calls"]
            entries[f"{name} allocations"] = ("allocations/call", a_call)
    return entries


def check_interval(entry, scope, smallest, largest):
    """The range is the larger distance to a bound of the interval, which holds the value and lies within the durations.
    Whether there is one: a percentile q has an interval at 95 % from the first n with q^n <= 0.025 on, by the timed
    calls; those of sampled scopes are in profile.json."""
    percentile = entry["name"].rsplit(" p", 1)[1]
    bounds = re.match(r"95 % confidence interval ([0-9.]+) to ([0-9.]+) ns\n", entry["extra"])
    assert bool(bounds) == ("range" in entry), entry
    if "sampled" in scope:
        lower, upper = (scope["sampled"][f"p{percentile}_{side}_ns"] for side in ("lower", "upper"))
        assert (lower is not None) == bool(bounds), entry
        if bounds:
            assert math.isclose(lower, float(bounds[1]), abs_tol=0.0006), entry
            assert math.isclose(upper, float(bounds[2]), abs_tol=0.0006), entry
    else:
        enough = (float(percentile) / 100) ** scope["calls"] <= 0.025
        assert bool(bounds) == enough, entry
    if bounds:
        lower, upper = float(bounds[1]), float(bounds[2])
        assert smallest - 0.001 <= lower <= entry["value"] + 0.001 and entry["value"] <= upper + 0.001, entry
        assert upper <= largest * 1.0079 + 0.001, entry
        distance = max(upper - entry["value"], entry["value"] - lower)
        # The action's own pattern: src/extractRangeInfo.ts.
        shown = re.match(r"(\+-|±)\s*(\d.+)", entry["range"])
        assert math.isclose(float(shown[2]), distance, abs_tol=0.002), entry
    return bool(bounds)


def check_that_it_can_fail(document, validator):
    """A schema that takes anything would pass every test."""
    breaks = [
        lambda d: d[0].pop("unit"),
        lambda d: d[0].update(value=None),
        lambda d: d[0].update(value="1"),
        lambda d: d[0].update(range=1),
        lambda d: d.append({}),
    ]
    for damage in breaks:
        broken = copy.deepcopy(document)
        damage(broken)
        assert not validator.is_valid(broken), "a broken copy is valid"


def main():
    saved = SavedProfile(sys.argv[1])
    entries = json.loads((saved.folder / "smaller-is-better.json").read_text(encoding="utf-8"))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    errors = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(entries)]
    assert not errors, errors[:5]
    if entries:
        check_that_it_can_fail(entries, validator)

    expected = expected_entries(saved)
    names = [entry["name"] for entry in entries]
    assert len(set(names)) == len(names), "a name twice: the action would take the first for both"
    assert set(names) == set(expected), set(names) ^ set(expected)
    scopes = {scope["name"]: scope for scope in saved.json["scopes"]}
    ranges = 0
    for entry in entries:
        unit, value = expected[entry["name"]]
        assert entry["unit"] == unit and math.isclose(entry["value"], value, abs_tol=0.00051), (entry, value)
        name, what = entry["name"].rsplit(" ", 1)
        scope = scopes[name]
        assert entry["extra"].splitlines()[1].split(",")[0] == f"calls: {scope['calls']}", entry
        if what.startswith("p"):
            ranges += check_interval(entry, scope, scope["min_ns"], scope["max_ns"])
        else:
            assert "range" not in entry, entry
    print(f"{len(entries)} entries, {ranges} with a range: as in profile.json")


if __name__ == "__main__":
    main()
