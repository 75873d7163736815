# SPDX-License-Identifier: BSL-1.0
"""Archives of runs that never ran: each has the profile of the sample program, with other times and allocations."""

import copy
import datetime
import functools
import hashlib
import json
import math
import os
import pathlib
import random
import subprocess
import tempfile

import tool

FIRST = datetime.datetime(2026, 1, 5, 9, 30, tzinfo=datetime.timezone.utc)


@functools.lru_cache(maxsize=None)
def sample_profile():
    """A profile.json, as the sample program writes it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DWELL_OUT": folder + "/%n", "DWELL_FORMATS": "json"}
        subprocess.run([tool.SAMPLE, "20"], check=True, env=environment)
        return json.loads((pathlib.Path(folder) / "1" / "profile.json").read_text(encoding="utf-8"))


def profile(time=1.0, extra_allocations=0, name="sample.work"):
    """The profile of the sample, every time `time` times as long, with so many more allocations a call."""
    result = copy.deepcopy(sample_profile())
    result["clock"]["ns_per_tick"] *= time
    for path in result["paths"]:
        if result["names"][path["name"]]["name"] == "sample.work":
            path["self_memory"]["allocations"] += extra_allocations * path["calls"]
    for names in (result["names"], result["scopes"]):
        for scope in names:
            scope["name"] = name if scope["name"] == "sample.work" else scope["name"]
    return result


def commit_of(number):
    return hashlib.sha1(str(number).encode()).hexdigest()


def run_json(number, moment, wall):
    """What `dwell run` writes of a run."""
    return {
        "schema": "dwell.run/1", "started": moment.isoformat(), "started_unix_ns": int(moment.timestamp()) * 10**9,
        "duration_ns": int(wall * 1e9), "user_ns": int(wall * 0.8e9), "system_ns": int(wall * 0.1e9),
        "largest_resident_bytes": 50_000_000, "command": ["/build/sample", "--all"], "directory": "/",
        "exit_status": 0, "signal": None, "timed_out": False,
        "git": {"commit": commit_of(number), "branch": "main", "describe": "v1", "dirty": False},
        "host": "builder", "operating_system": "Linux", "cpu_model": "A CPU", "cpu_count": 2,
    }


class Archive:
    """A folder of runs, one a day."""

    def __init__(self, folder, seed=1):
        self.folder = pathlib.Path(folder)
        self.random = random.Random(seed)
        self.count = 0

    def add(self, time=1.0, noise=0.03, facts=None, **parts):
        """The next run; `facts` replaces members of run.json. Returns its folder."""
        moment = FIRST + datetime.timedelta(days=self.count)
        run = self.folder / f"{moment:%Y%m%dT%H%M%SZ}-{commit_of(self.count)[:12]}"
        suffix = 2
        while run.exists():
            run = run.with_name(f"{run.name.split('.')[0]}.{suffix}")
            suffix += 1
        run.mkdir()
        slowness = time * math.exp(noise * self.random.gauss(0, 1))
        values = profile(slowness, **parts)
        (run / "profile.json").write_text(json.dumps(values), encoding="utf-8")
        wall = 2 * math.exp(noise * self.random.gauss(0, 1))
        (run / "run.json").write_text(
            json.dumps({**run_json(self.count, moment, wall), **(facts or {})}), encoding="utf-8")
        self.count += 1
        return run

    def add_many(self, count, **options):
        return [self.add(**options) for _ in range(count)]
