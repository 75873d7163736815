#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What each file shows of the device time that make_gpu_profile recorded, held against the times that are known. That
other programs read the same numbers from these files is what the other scripts here check.

usage: gpu_profile.py <folder that make_gpu_profile made>
"""

import json
import re
import sys

from html_page import Page, paths_of
from saved_profile import SavedProfile, strict_json

# Microseconds since the first moment. Host scopes last 100 and 50 us and hand work to a stream as they begin; the stream
# begins it then, or when it has ended what it had before.
LOAD, DETECT = (0, 150, 300, 2000), (100, 250, 400, 2100)
UPLOAD, DETECTED = (0, 300, 600, 2000), (100, 600, 1100, 2100)
TRACKS = {
    "loader": [("load.submit", begin, 100) for begin in LOAD],
    "detector": [("detect.submit", begin, 50) for begin in DETECT],
    "copies": [("upload", begin, 300) for begin in UPLOAD],
    "GPU 0 stream 2": [
        scope
        for begin in DETECTED
        for scope in (("detect", begin, 500), ("layer", begin + 100, 200), ("layer", begin + 300, 200))
    ],
}
# Calls, and microseconds in all and of its own, by call path. A stream that runs empty ends a call of the device.
PATHS = {
    ("GPU 0",): (8, 3200, 0),
    ("GPU 0", "upload"): (4, 1200, 1200),
    ("GPU 0", "detect"): (4, 2000, 400),
    ("GPU 0", "detect", "layer"): (8, 1600, 1600),
    ("load.submit",): (4, 400, 400),
    ("detect.submit",): (4, 200, 200),
}
METRICS = {
    'gpu_stream_busy_seconds_total{stream="copies"}': 0.0012,
    'gpu_stream_idle_seconds_total{stream="copies"}': 0.0011,
    'gpu_stream_utilization{stream="copies"}': 12 / 23,
    'gpu_stream_busy_seconds_total{stream="GPU 0 stream 2"}': 0.002,
    'gpu_stream_idle_seconds_total{stream="GPU 0 stream 2"}': 0.0005,
    'gpu_stream_utilization{stream="GPU 0 stream 2"}': 0.8,
    'gpu_scope_queueing_seconds_count{stream="copies"}': 4,
    'gpu_scope_queueing_seconds_sum{stream="copies"}': 0.00045,
    'gpu_scope_queueing_seconds_sum{stream="GPU 0 stream 2"}': 0.00105,
    'gpu_scope_launch_seconds_sum{stream="GPU 0 stream 2"}': 0,
    "gpu_scope_opened_total": 16,
    "gpu_scope_recorded_total": 16,
    "gpu_scope_pending": 0,
    'dwell_scope_calls_total{scope="layer"}': 8,
    'dwell_scope_wall_seconds_total{scope="GPU 0"}': 0.0032,
}


def check_trace(saved):
    """A track of its own for each stream, with its name, on the time axis of the threads."""
    events = json.loads((saved.folder / "profile.trace.json").read_bytes())["traceEvents"]
    names = {event["tid"]: event["args"]["name"] for event in events if event["name"] == "thread_name"}
    assert sorted(names.values()) == sorted(TRACKS), names
    tracks = {name: [] for name in TRACKS}
    for event in events:
        if event["ph"] == "X":
            # The first moment is at 1 us. A scope that begins as another ends is moved by a nanosecond for each.
            tracks[names[event["tid"]]].append((event["name"], round(event["ts"] - 1, 1), round(event["dur"], 1)))
    assert tracks == TRACKS, tracks


def check_paths(saved):
    found = {
        stack: (path["calls"], round(path["total_ns"] / 1000, 3), round(path["self_ns"] / 1000, 3))
        for stack, path in zip(saved.stacks, saved.json["paths"])
    }
    assert found == PATHS, found


def check_folded(saved):
    """Names that end in a number have no space before it there."""
    expected = {tuple(name.replace("GPU 0", "GPU_0") for name in stack): own for stack, (_, _, own) in PATHS.items()}
    assert saved.folded() == {stack: own for stack, own in expected.items() if own != 0}, saved.folded()


def check_speedscope(saved):
    """A profile for each stream beside the threads'."""
    profiles = json.loads((saved.folder / "profile.speedscope.json").read_bytes())["profiles"]
    sums = {profile["name"]: round(profile["endValue"] - profile["startValue"]) for profile in profiles}
    expected = {"loader": 400_000, "detector": 200_000, "copies": 1_200_000, "GPU 0 stream 2": 2_000_000}
    assert sums == {"all threads": 3_800_000, **expected}, sums


def check_html(saved):
    """A row for each call path of the device, and for each stream."""
    data = strict_json(Page((saved.folder / "profile.html").read_text(encoding="utf-8")).texts["script"][0])
    rows = dict(zip(paths_of(data), zip(data["paths"]["calls"], data["paths"]["total"], data["paths"]["self"])))
    assert rows == {stack: (calls, total * 1000, own * 1000) for stack, (calls, total, own) in PATHS.items()}, rows
    assert sorted(thread["name"] for thread in data["threads"]) == sorted(TRACKS), data["threads"]


def check_metrics(saved):
    text = (saved.folder / "metrics.openmetrics.txt").read_text(encoding="utf-8")
    values = {sample: float(value) for sample, value in re.findall(r"^([^#\s][^ {]*(?:\{[^}]*\})?) (\S+)$", text, re.M)}
    for sample, value in METRICS.items():
        assert abs(values[sample] - value) <= 1e-12, (sample, values[sample])


def main():
    saved = SavedProfile(sys.argv[1])
    for check in (check_paths, check_trace, check_folded, check_speedscope, check_html, check_metrics):
        check(saved)
    print(f"{len(TRACKS)} tracks, {len(PATHS)} call paths, {len(METRICS)} samples: as they were recorded")


main()
