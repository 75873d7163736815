#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Validates profile.json against docs/profile.schema.json, and profile.speedscope.json against speedscope's schema.

usage: json_schema.py <folder that save() made> [<folder of node modules with speedscope>]
"""

import copy
import json
import os
import pathlib
import sys

from saved_profile import skip

DEBIAN_PYTHON = "/usr/bin/python3"
OUR_SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "docs" / "profile.schema.json"

try:
    import jsonschema
except ImportError:
    # Debian's python3-jsonschema is there for Debian's own interpreter only.
    if os.path.exists(DEBIAN_PYTHON) and not os.path.samefile(sys.executable, DEBIAN_PYTHON):
        os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON] + sys.argv)
    skip("jsonschema (Debian: python3-jsonschema)")


def validate(document, schema):
    jsonschema.Draft7Validator.check_schema(schema)
    errors = list(jsonschema.Draft7Validator(schema).iter_errors(document))
    assert not errors, "\n".join(f"{list(error.path)}: {error.message}" for error in errors[:5])


def check_that_it_can_fail(document, schema, must_have_all):
    """A schema that takes anything would pass every test."""
    validator = jsonschema.Draft7Validator(schema)
    of_sampled = [path for path in range(len(document["paths"])) if "sampled" in document["paths"][path]]
    sampled_scopes = [scope for scope in range(len(document["scopes"])) if "sampled" in document["scopes"][scope]]
    assert bool(of_sampled) == bool(sampled_scopes), "a path is sampled and no scope, or the other way round"
    of_memory = [path for path in document["paths"] if "self_memory" in path and "self_live" in path]
    assert (of_sampled and of_memory) or not must_have_all, "no sampled call path, or none with memory, to try"
    breaks = [
        lambda d: d.pop("paths"),
        lambda d: d.update(schema="dwell.profile/2"),
        lambda d: d["clock"].update(ns_per_tick=0),
        lambda d: d["health"].update(lost_records=-1),
        lambda d: d["names"].append({"name": "a;b", "file": "", "line": 0}),
        lambda d: d["paths"].append({}),
        lambda d: d["scopes"].append({"name": "x"}),
        lambda d: d["gauges"].append({"name": "x", "labels": {}, "help": "", "unit": "", "value": "1"}),
        lambda d: d["clock"].update(compensated="yes"),
    ]
    if of_sampled:
        path, scope = of_sampled[0], sampled_scopes[0]
        breaks += [
            lambda d: d["paths"][path]["sampled"].pop("timed"),
            lambda d: d["paths"][path]["sampled"].update(squared_runs=-1),
            lambda d: d["scopes"][scope]["sampled"].pop("total_upper_ns"),
            lambda d: d["scopes"][scope]["sampled"].update(p99_lower_ns="low"),
            lambda d: d["scopes"][scope]["sampled"].update(confidence=1),
        ]
    if of_memory:
        holder = document["paths"].index(of_memory[0])
        holding_scope = next(i for i, scope in enumerate(document["scopes"]) if "live" in scope)
        breaks += [
            lambda d: d["memory"].pop("outside"),
            lambda d: d["memory"]["own"].update(frees=-1),
            lambda d: d["paths"][holder]["self_memory"].pop("freed_bytes"),
            lambda d: d["paths"][holder]["self_live"].update(bytes=-1),
            lambda d: d["paths"][holder]["self_live"].update(samples=1.5),
            lambda d: d["scopes"][holding_scope]["live"].pop("bytes_upper"),
            lambda d: d["scopes"][holding_scope]["self_memory"].pop("frees"),
        ]
    exemplars = [i for i, one in enumerate(document.get("exemplars", [])) if one["inside"]]
    assert exemplars or not must_have_all, "no exemplar to try"
    if exemplars:
        slow = exemplars[0]
        breaks += [
            lambda d: d.update(exemplars_per_name=0),
            lambda d: d.update(origin_unix_ns=0.5),
            lambda d: d["exemplars"][slow].pop("thread"),
            lambda d: d["exemplars"][slow].update(cut=1),
            lambda d: d["exemplars"][slow].update(path=-1),
            lambda d: d["exemplars"][slow]["cause"].pop("usual_ns"),
            lambda d: d["exemplars"][slow]["inside"][0].pop("duration_ticks"),
            lambda d: d["exemplars"][slow]["inside"][0].update(self_allocations=-1),
        ]
    for break_it in breaks:
        broken = copy.deepcopy(document)
        break_it(broken)
        assert not validator.is_valid(broken), "a broken document is valid"


def main():
    folder = pathlib.Path(sys.argv[1])
    profile = json.loads((folder / "profile.json").read_bytes())
    schema = json.loads(OUR_SCHEMA.read_bytes())
    validate(profile, schema)
    check_that_it_can_fail(profile, schema, must_have_all=folder.name == "hostile")
    print("profile.json is valid")
    speedscope = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "") / "speedscope/dist/release/file-format-schema.json"
    if speedscope.exists():
        validate(json.loads((folder / "profile.speedscope.json").read_bytes()), json.loads(speedscope.read_bytes()))
        print("profile.speedscope.json is valid")


if __name__ == "__main__":
    main()
