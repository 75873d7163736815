#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets cmark-gfm, GitHub's Markdown renderer, make a page of summary.md, and compares its tables with profile.json.

usage: job_summary.py <folder that save() made>
"""

import html.parser
import math
import re
import shutil
import subprocess
import sys

from saved_profile import SavedProfile, skip

TOP = 30  # rows of a table
SLOWEST = 10  # of that of instances
UNITS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9, "h": 3.6e12}
UNITS |= {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40, "PiB": 2**50, "EiB": 2**60}
UNITS |= {"M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}
# All that a summary needs: any other would be a name that was taken for Markdown.
TAGS = {"h2", "ul", "li", "strong", "p", "code", "table", "thead", "tbody", "tr", "th", "td"}


class Page(html.parser.HTMLParser):
    """The text of headings, list items, paragraphs and tables, the latter as rows of cells."""

    def __init__(self, text):
        super().__init__()
        self.texts = {tag: [] for tag in ("h2", "li", "p")}
        self.tables = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, f"<{tag}> in the page"
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        if tag not in ("code", "strong"):
            self.text = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append(self.text)
        elif tag in self.texts:
            self.texts[tag].append(self.text)

    def handle_data(self, data):
        self.text += data


def check_cell(shown, value, what):
    """A cell is `value` to the digits that it shows."""
    match = re.fullmatch(r"(-?)([0-9.]+(?:e\+[0-9]+)?)(?: ([A-Za-z]+))?", shown)
    assert match, (what, shown, value)
    unit = UNITS[match[3]] if match[3] else 1
    digits, _, exponent = match[2].partition("e+")
    last_digit = 10.0 ** (int(exponent or 0) - len(digits.partition(".")[2]))
    difference = abs(float(match[1] + match[2]) * unit - value)
    assert difference <= 0.501 * last_digit * unit + 1e-9 * abs(value), (what, shown, value)


def check_scopes(saved, rows, more):
    scopes = sorted(saved.json["scopes"], key=lambda scope: -scope["self_ns"])
    whole = saved.whole_ns()
    assert len(rows) == min(len(scopes), TOP)
    assert more == ([f"{len(scopes) - TOP} more scopes"] if len(scopes) > TOP else []), more
    by_name = {saved.shown[scope["name"]]: scope for scope in scopes}
    timed = {stack[-1] for stack, path in zip(saved.stacks, saved.json["paths"]) if path["durations"]["buckets"]}
    least = math.inf
    for name, *cells in rows:
        scope = by_name[name]  # verbatim
        assert scope["self_ns"] <= least, f"{name} is out of order"
        least = scope["self_ns"]
        values = [scope["calls"], scope["total_ns"], least, least / whole * 100 if whole else 0]
        values += [scope[key] if scope["name"] in timed else None for key in ("p50_ns", "p95_ns", "p99_ns")]
        if len(cells) > len(values):
            memory = scope.get("memory", {})
            for key in ("allocations", "allocated_bytes"):
                values.append(memory.get(key, 0) / scope["calls"] if scope["calls"] else None)
        assert len(values) == len(cells), (name, cells)
        for shown, value in zip(cells, values):
            if value is None:
                assert shown == "-", (name, shown)
            else:
                check_cell(shown, value, name)
        if scope["calls"] < 10_000_000:
            assert cells[0] == str(scope["calls"])


def label(metric):
    """A series as it is shown: what is no character of one line as `?`."""
    labels = ", ".join(f'{key}="{text}"' for key, text in metric["labels"].items())
    text = metric["name"] + (f"{{{labels}}}" if labels else "") + (f" ({metric['unit']})" if metric["unit"] else "")
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "?", text)


def check_metrics(saved, tables, paragraphs):
    for kind in ("counters", "gauges", "distributions"):
        metrics = saved.json[kind]
        more = [text for text in paragraphs if text.endswith(f" more {kind}")]
        assert more == ([f"{len(metrics) - TOP} more {kind}"] if len(metrics) > TOP else []), more
        if not metrics:
            assert not any(table[0][0] == kind[:-1] for table in tables), kind
            continue
        (rows,) = (table[1:] for table in tables if table[0][0] == kind[:-1])
        assert [row[0] for row in rows] == [label(metric) for metric in metrics[:TOP]]
        for (name, *cells), metric in zip(rows, metrics):
            if kind == "counters":
                assert cells == [str(metric["value"])], (name, cells)
            elif kind == "gauges" and metric["value"] is None:
                assert cells[0].lstrip("-") in ("nan", "inf"), (name, cells)  # JSON has null for these
            elif kind == "gauges":
                check_cell(cells[0], metric["value"], name)
            elif metric["count"] == 0:
                assert cells == ["0"] + ["-"] * 5, (name, cells)
            else:
                for shown, key in zip(cells, ("count", "mean", "p50", "p95", "p99", "max")):
                    check_cell(shown, metric[key], name)


def check_slowest(saved, tables):
    """Of each name the slowest instance, where it took longer than the median of its call path."""
    rows = [row for table in tables if table[0][0] == "slowest instance" for row in table[1:]]
    slowest = {}
    for exemplar in saved.json.get("exemplars", []):
        slowest.setdefault(saved.stacks[exemplar["path"]][-1], exemplar)
    shown = {row[0]: row for row in rows}
    assert len(shown) == len(rows) and set(shown) <= set(slowest), shown.keys()
    least = math.inf
    for name, (_, took, median, after, at, thread, words) in shown.items():
        exemplar = slowest[name]
        path = saved.json["paths"][exemplar["path"]]
        check_cell(took, exemplar["duration_ns"], name)
        check_cell(median, path["p50_ns"], name)
        check_cell(after, exemplar["start_ticks"] * saved.ns_per_tick, name)
        day_ms = exemplar["start_unix_ns"] // 1_000_000 % 86_400_000
        assert at == f"{day_ms // 3_600_000:02}:{day_ms // 60_000 % 60:02}:{day_ms // 1000 % 60:02}.{day_ms % 1000:03}", at
        assert thread == exemplar["thread"], (name, thread)
        cause = exemplar["cause"]
        below = ";".join(saved.stacks[cause["path"]][len(saved.stacks[exemplar["path"]]) :])
        assert words.startswith(below or ("itself: " if cause["self"] else "in several parts: ")), (name, words)
        check_cell(re.search(r": ([^:,]+), usually [^,;]+(?:;|$)", words[len(below) :])[1], cause["ns"], name)
        assert exemplar["duration_ns"] - path["p50_ns"] <= least, f"{name} is out of order"
        least = exemplar["duration_ns"] - path["p50_ns"]
    for name, exemplar in slowest.items():
        excess = exemplar["duration_ns"] - saved.json["paths"][exemplar["path"]]["p50_ns"]
        assert name in shown or excess <= least, f"{name} is missing"
        assert name in shown or len(rows) == SLOWEST or excess <= 0, f"{name} is missing"


def main():
    saved = SavedProfile(sys.argv[1])
    cmark = shutil.which("cmark-gfm")
    if cmark is None:
        skip("cmark-gfm (Debian: cmark-gfm)")
    source = (saved.folder / "summary.md").read_bytes()
    assert len(source) < 1_000_000
    rendered = subprocess.run([cmark, "-e", "table"], input=source, capture_output=True, check=True)
    assert rendered.stderr == b"", rendered.stderr.decode()
    page = Page(rendered.stdout.decode("utf-8"))
    program = saved.json["metadata"]["program"]
    assert page.texts["h2"] == ["dwell: " + program if program else "dwell"], page.texts["h2"]

    troubles = dict(saved.json["health"])
    for key in ("frees_of_unknown_size", "failed_allocations", "lost_samples"):
        troubles[key] = saved.json.get("memory", {}).get(key, 0)
    warned = [int(re.fullmatch(r"Warning: .*: ([0-9]+)", item, re.DOTALL)[1]) for item in page.texts["li"]]
    assert warned == [count for count in troubles.values() if count], (warned, troubles)

    tables = page.tables
    if saved.json["scopes"]:
        (scopes,) = (table[1:] for table in tables if table[0][0] == "scope")
        check_scopes(saved, scopes, [text for text in page.texts["p"] if text.endswith(" more scopes")])
    else:
        assert "No scope was recorded." in page.texts["p"]
    assert any(text.startswith("(sampled)") for text in page.texts["p"]) == any(
        "sampled" in scope for scope in saved.json["scopes"]
    )
    check_slowest(saved, tables)
    check_metrics(saved, tables, page.texts["p"])
    facts = {key: text for table in tables if table[0] == ["", ""] for key, text in table[1:]}
    for key, member in {"commit": "git_commit", "host": "host", "processor": "cpu_model", "compiler": "compiler"}.items():
        assert facts.get(key, "") == saved.json["metadata"][member], (key, facts)
    print(f"{len(tables)} tables, {sum(len(table) - 1 for table in tables)} rows: as in profile.json")


if __name__ == "__main__":
    main()
