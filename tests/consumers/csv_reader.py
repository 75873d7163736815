#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads profile.csv with Python's csv module and with SQLite's `.import`, and compares every cell with profile.json.

usage: csv_reader.py <folder that save() made>
"""

import csv
import io
import json
import shutil
import subprocess
import sys

from saved_profile import OUTSIDE, SavedProfile, skip

COUNTS = ("allocations", "allocated_bytes", "frees", "freed_bytes")
DURATIONS = ("mean_ns", "stddev_ns", "min_ns", "p50_ns", "p95_ns", "p99_ns", "max_ns")


def disarmed(text):
    """A text that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in tuple("=+-@\t\r") else text


def shortened(stack):
    return stack if len(stack) <= 100 else (*stack[:50], "...", *stack[-50:])


def memory_cells(prefix, counts, live, has_live):
    cells = {prefix + key: counts.get(key, 0) for key in COUNTS}
    cells[prefix + "live_bytes"] = live if has_live else ""
    return cells


def expected_rows(saved):
    profile = saved.json
    has_memory = "memory" in profile
    has_live = has_memory and profile["memory"].get("sample_interval_bytes", 0) != 0
    paths = profile["paths"]
    # With the children's: these stand behind their parents.
    sums = [{**{key: path.get("self_memory", {}).get(key, 0) for key in COUNTS},
             "live": path.get("self_live", {}).get("bytes", 0)} for path in paths]  # fmt: skip
    for index in reversed(range(len(paths))):
        if paths[index]["parent"] is not None:
            above = sums[paths[index]["parent"]]
            for key, amount in sums[index].items():
                above[key] += amount
    for index, (path, stack) in enumerate(zip(paths, saved.stacks)):
        name = profile["names"][path["name"]]
        row = {
            "path": disarmed(";".join(shortened(stack))),
            "name": disarmed(stack[-1]),
            "depth": len(stack) - 1,
            "id": index,
            "parent": "" if path["parent"] is None else path["parent"],
            "file": name["file"],
            "line": name["line"] if name["file"] else "",
            "timed_calls": "",
            **{key: path[key] for key in ("calls", "open_calls", "total_ns", "self_ns")},
            **{key: path[key] if path["durations"]["buckets"] else "" for key in DURATIONS},
            **{key: path[key] if path["cpu_calls"] else "" for key in ("cpu_calls", "cpu_ns")},
        }
        if "sampled" in path:
            row["timed_calls"] = path["calls"] - path["sampled"]["calls"] + path["sampled"]["timed"]
        for prefix, counts, live in (("", sums[index], sums[index]["live"]),
                                     ("self_", path.get("self_memory", {}), path.get("self_live", {}).get("bytes", 0))):
            cells = memory_cells(prefix, counts, live, has_live)
            row.update(cells if has_memory else dict.fromkeys(cells, ""))
        yield row
    if has_memory:
        outside = profile["memory"].get("outside", {})
        live = profile["memory"].get("live_outside", {}).get("bytes", 0)
        yield {"path": OUTSIDE, "name": OUTSIDE, **memory_cells("", outside, live, has_live),
               **memory_cells("self_", outside, live, has_live)}  # fmt: skip


def check_cell(key, actual, value):
    if isinstance(value, float):
        # As in profile.json, to a picosecond; live bytes to a thousandth.
        assert abs(float(actual) - value) <= 0.00050001 + 1e-15 * abs(value), (key, actual, value)
    else:
        assert actual == str(value), (key, actual, value)


def check_rows(columns, rows, saved):
    expected = list(expected_rows(saved))
    assert len(rows) == len(expected), f"{len(rows)} lines, not {len(expected)}"
    for row, wanted in zip(rows, expected):
        assert len(row) == len(columns), row
        for key, actual in zip(columns, row):
            check_cell(key, actual, wanted.pop(key, ""))
        assert not wanted, f"no such columns: {wanted}"
    return len(rows)


def read_by_sqlite(path):
    """Columns and rows of the table that SQLite makes of the file; its integers sum up self time."""
    if shutil.which("sqlite3") is None:
        skip("sqlite3 (Debian: sqlite3)")
    script = f".import --csv '{path}' paths\n.mode json\nSELECT * FROM paths;\n"
    ran = subprocess.run(["sqlite3", ":memory:"], input=script.encode(), capture_output=True, check=False)
    # Python takes a backspace and the like, which SQLite does not escape.
    assert ran.returncode == 0 and ran.stderr == b"", ran.stderr.decode()
    return json.loads(ran.stdout or b"[]", strict=False)


def main():
    saved = SavedProfile(sys.argv[1])
    path = saved.folder / "profile.csv"
    data = path.read_bytes()
    assert b"\r" not in data and data.endswith(b"\n"), "lines do not end in one LF"
    columns, *rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    assert len(set(columns)) == len(columns)
    lines = check_rows(columns, rows, saved)
    table = read_by_sqlite(path)
    assert all(list(row) == columns for row in table)
    check_rows(columns, [list(row.values()) for row in table], saved)
    print(f"{lines} lines of {len(columns)} cells: csv and SQLite read what profile.json has")


if __name__ == "__main__":
    main()
