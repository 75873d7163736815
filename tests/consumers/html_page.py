#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads profile.html with Python's html.parser, and the data in it with json: html_page.py FOLDER.

Whether names stay text, whether the page asks for nothing from elsewhere, and whether each number is that of
profile.json. How it looks and works is for a browser.
"""

import base64
import collections
import datetime
import hashlib
import html.parser
import math
import pathlib
import re
import sys
import xml.etree.ElementTree

import saved_profile

LEFT_OUT = "(left out)"
PERCENTILES = {50: "p50_ns", 95: "p95_ns", 99: "p99_ns"}


class Page(html.parser.HTMLParser):
    """The elements, and the text of those that have text of their own."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements = []
        self.texts = collections.defaultdict(list)
        self.open = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in ("meta", "link", "input", "br", "rect"):
            self.open.append((tag, dict(attributes)))
            self.texts[tag].append("")

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        while self.open and self.open[-1][0] != tag:
            self.open.pop()
        if self.open:
            self.open.pop()

    def handle_data(self, data):
        if self.open:
            self.texts[self.open[-1][0]][-1] += data


def close(a, b):
    """Both rounded: to a tenth of a nanosecond on the page, to a thousandth in profile.json."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 0.0512 + 1e-12 * max(abs(a), abs(b))


def check_page(page, text):
    kinds = collections.Counter(attributes.get("type", "") for tag, attributes in page.elements if tag == "script")
    assert kinds == {"application/json": 1, "": 1}, f"scripts: {kinds}"
    for tag, attributes in page.elements:
        for name, value in attributes.items():
            assert not name.startswith("on"), f"<{tag} {name}>"
            assert name not in ("src", "href", "xlink:href", "action") or value == "data:,", f"{name}={value}"
    # The elements are those of the template, whatever the names are: the picture has its own, of few kinds.
    in_picture = {"svg", "title", "style", "rect", "text"}
    begin = next(i for i, (tag, _) in enumerate(page.elements) if tag == "svg")
    end = next(i for i in range(begin, len(page.elements)) if page.elements[i][0] not in in_picture)
    around = [(tag, set(attributes)) for tag, attributes in page.elements[:begin] + page.elements[end:]]
    template = Page((pathlib.Path(__file__).parents[2] / "page/report.html").read_text(encoding="utf-8"))
    assert around == [(tag, set(attributes)) for tag, attributes in template.elements], "elements that are a name's"
    assert "@import" not in text and not re.search(r"url\((?!['\"]?data:)", text), "the style loads something"
    script = page.texts["script"][1]
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = [one["content"] for tag, one in page.elements if tag == "meta" and "content-security" in str(one).lower()]
    assert len(policy) == 1 and f"script-src 'sha256-{hashed}'" in policy[0], "the policy is not that of the script"
    assert "default-src 'none'" in policy[0], policy


def paths_of(data):
    """The stack of each row, the names from the root."""
    stacks = []
    for name, parent in zip(data["paths"]["name"], data["paths"]["parent"]):
        assert parent < len(stacks), "a call path before its parent"
        stacks.append((stacks[parent] if parent >= 0 else ()) + (data["names"][name],))
    return stacks


def check_paths(data, saved):
    columns = data["paths"]
    stacks = paths_of(data)
    assert {len(column) for column in columns.values()} <= {len(stacks)}, "columns of different lengths"
    known = {stack: path for stack, path in zip(saved.stacks, saved.json["paths"])}
    has_memory = any("self_memory" in path or "self_live" in path for path in saved.json["paths"])
    assert ("bytes" in columns) >= has_memory
    rows = set()
    for row, stack in enumerate(stacks):
        if stack[-1] == LEFT_OUT:
            continue
        rows.add(stack)
        path = known[stack]
        for key, expected in (
            ("calls", path["calls"]), ("open", path.get("open_calls", 0)), ("total", path["total_ns"]),
            ("self", path["self_ns"]), ("span", path.get("span_ticks", 0) * saved.ns_per_tick),
            ("sampled", int("sampled" in path)), ("allocations", path.get("self_memory", {}).get("allocations", 0)),
            ("bytes", path.get("self_memory", {}).get("allocated_bytes", 0)),
            ("live", int(path.get("self_live", {}).get("bytes", 0) + 0.5))):
            if key in columns:
                assert close(columns[key][row], expected), f"{key} of {stack}: {columns[key][row]}, not {expected}"
        has_durations = bool(path["durations"]["buckets"])
        for key in ("p50", "p95", "p99", "max"):
            assert close(columns[key][row], path[key + "_ns"] if has_durations else None), f"{key} of {stack}"
    # What is left out is left out with all below it, and is there in sum.
    sums = collections.defaultdict(lambda: collections.Counter())
    for stack, path in known.items():
        if stack not in rows:
            kept = next(stack[:size] for size in range(len(stack) - 1, -1, -1) if size == 0 or stack[:size] in rows)
            group = sums[kept + (LEFT_OUT,)]
            group["calls"] += path["calls"]
            group["self"] += path["self_ns"]
            group["bytes"] += path.get("self_memory", {}).get("allocated_bytes", 0)
            group["total"] += path["total_ns"] if len(stack) == len(kept) + 1 else 0
            group["paths"] += 1
    groups = {stack: row for row, stack in enumerate(stacks) if stack[-1] == LEFT_OUT}
    assert set(groups) == set(sums), "not the groups of what is left out"
    for stack, row in groups.items():
        for key in ("calls", "self", "total", "bytes"):
            if key in columns:
                assert math.isclose(columns[key][row], sums[stack][key], rel_tol=1e-6, abs_tol=1), f"{key} of {stack}"
    left_out = sum(group["paths"] for group in sums.values())
    told = [sentence for sentence in data["health"] if LEFT_OUT in sentence]
    assert len(told) == (left_out > 0) and all(sentence.endswith(f": {left_out}") for sentence in told), told
    assert data["sampled"] == any("sampled" in path for path in saved.json["paths"])


def check_threads(data, saved):
    stacks = paths_of(data)
    assert len(data["threads"]) == len(saved.json["threads"])
    for thread, expected in zip(data["threads"], saved.json["threads"]):
        for key, member in (("name", "name"), ("started", "started"), ("running", "running"), ("cpu", "cpu_ns")):
            assert thread[key] == expected[member], f"{key} of thread {thread['name']!r}"
        known = {saved.stacks[path["path"]]: path for path in expected["paths"]}
        self_ns = sum(path["self_ticks"] for path in expected["paths"]) * saved.ns_per_tick
        assert math.isclose(sum(thread["self"]), self_ns, rel_tol=1e-6, abs_tol=1), "self time of a thread"
        assert sum(thread["calls"]) == sum(path["calls"] for path in expected["paths"]), "calls of a thread"
        for row, calls, total, self_time in zip(*(thread[key] for key in ("paths", "calls", "total", "self"))):
            if stacks[row][-1] != LEFT_OUT:
                path = known[stacks[row]]
                assert calls == path["calls"] and close(total, path["total_ticks"] * saved.ns_per_tick), stacks[row]
                assert close(self_time, path["self_ticks"] * saved.ns_per_tick), stacks[row]


def check_distributions(data, saved):
    scopes = {scope["name"]: scope for scope in saved.json["scopes"]}
    found = {data["names"][one["name"]]: one for one in data["distributions"]}
    assert len(found) == len(data["distributions"]) and set(found) <= set(scopes)
    counts = collections.Counter()
    for path in saved.json["paths"]:
        counts[saved.json["names"][path["name"]]["name"]] += sum(count for _, count in path["durations"]["buckets"])
    assert set(found) == {name for name, count in counts.items() if count}, "names with and without durations"
    for name, one in found.items():
        scope = scopes[name]
        assert one["count"] == sum(one["n"]) == counts[name], f"count of {name!r}"
        assert 1 <= len(one["n"]) <= 60 and 0 not in one["n"], f"buckets of {name!r}"
        edges = [edge for pair in zip(one["from"], one["to"]) for edge in pair]
        assert edges == sorted(edges), f"buckets of {name!r} that overlap"
        assert edges[0] <= one["min"] + 0.1 and one["max"] <= edges[-1] + 0.1, f"buckets of {name!r} miss an extreme"
        for key in ("min", "max", "mean"):
            assert close(one[key], scope[key + "_ns"]), f"{key} of {name!r}"
        points = dict(one["p"])
        assert 50 in points and list(points.values()) == sorted(points.values()), f"percentiles of {name!r}"
        assert all(percent == 50 or one["count"] * (100 - percent) >= 99.9 for percent in points), f"points of {name!r}"
        for percent, key in PERCENTILES.items():
            assert percent not in points or close(points[percent], scope[key]), f"{key} of {name!r}"


def check_exemplars(data, saved):
    stacks = paths_of(data)
    expected = saved.json.get("exemplars", [])
    assert data["exemplarsPerName"] == saved.json.get("exemplars_per_name", 0)
    assert len(data["exemplars"]) == len(expected)
    for one, slow in zip(data["exemplars"], expected):
        stack = saved.stacks[slow["path"]]
        assert data["names"][one["name"]] == stack[-1], f"exemplar of {stack}"
        for key, value in (
            ("start", slow["start_ticks"] * saved.ns_per_tick), ("duration", slow["duration_ns"]),
            ("allocations", slow.get("allocations", 0)), ("bytes", slow.get("allocated_bytes", 0)),
            ("leftOut", slow.get("left_out", 0)), ("isCut", slow.get("cut", False)),
            ("isOpen", slow.get("open", False)), ("threadNumber", slow["thread_number"]),
            ("blame", slow["cause"]["ns"]), ("blameUsual", slow["cause"]["usual_ns"]),
            ("blameIsSelf", slow["cause"]["self"])):
            assert close(one[key], value), f"{key} of an exemplar of {stack}: {one[key]}, not {value}"
        assert one["thread"] == slow["thread"], f"thread of an exemplar of {stack}"
        seconds, ns = divmod(slow["start_unix_ns"], 10**9)
        time = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
        assert one["time"] == f"{time}.{ns // 10**6:03}Z", f"{one['time']}, not {slow['start_unix_ns']}"
        for row, path in ((one["path"], slow["path"]), (one["blamePath"], slow["cause"]["path"]),
                          *zip(one["paths"], (scope["path"] for scope in slow["inside"]))):
            assert stacks[row] == saved.stacks[path] or stacks[row][-1] == LEFT_OUT, f"{stacks[row]} in {stack}"
        assert len(one["paths"]) == len(one["starts"]) == len(one["durations"]) == len(slow["inside"])
        for start, duration, scope in zip(one["starts"], one["durations"], slow["inside"]):
            assert close(start, (scope["start_ticks"] - slow["start_ticks"]) * saved.ns_per_tick), f"start in {stack}"
            assert close(duration, scope["duration_ticks"] * saved.ns_per_tick), f"duration in {stack}"


def check_comparison(text, saved):
    """comparison.html has the same profile, and small_profile() as the earlier one, in rows of both."""
    data = saved_profile.strict_json(Page(text).texts["script"][0])
    stacks = paths_of(data)
    now = {stack: path for stack, path in zip(saved.stacks, saved.json["paths"])}
    small = saved_profile.SavedProfile(saved.folder.parent / "small")
    then = {stack: path for stack, path in zip(small.stacks, small.json["paths"])}
    assert len(stacks) == len(set(stacks)) and set(stacks) == set(now) | set(then), "not the call paths of both"
    assert data["before"]["title"] == "orchestrator"
    for columns, known in ((data["paths"], now), (data["before"], then)):
        for row, stack in enumerate(stacks):
            path = known.get(stack, {})
            for key, member in (("calls", "calls"), ("total", "total_ns"), ("self", "self_ns")):
                assert close(columns[key][row], path.get(member, 0)), f"{key} of {stack} in a comparison"
            has_durations = bool(path and path["durations"]["buckets"])
            assert close(columns["p99"][row], path["p99_ns"] if has_durations else None), f"p99 of {stack}"


def for_people(unit):
    """A unit of UCUM as the page says it."""
    in_braces = re.fullmatch(r"\{(.+)\}", unit, re.S)
    return "bytes" if unit == "By" else in_braces[1] if in_braces else unit


def check_metrics(data, saved):
    for kind in ("counters", "gauges"):
        assert len(data[kind]) == len(saved.json[kind])
        for one, expected in zip(data[kind], saved.json[kind]):
            assert one["name"] == expected["name"] and dict(one["labels"]) == expected["labels"], expected
            assert one["value"] == expected["value"] and one["unit"] == for_people(expected["unit"]), expected
            assert one["help"] == expected["help"], expected


def check_picture(text):
    """Returns how many frames are drawn."""
    picture = text[text.index("<svg "):text.index("</svg>\n") + len("</svg>")]
    root = xml.etree.ElementTree.fromstring(picture)
    return sum(1 for _ in root.findall("{http://www.w3.org/2000/svg}svg"))


def main():
    saved = saved_profile.SavedProfile(sys.argv[1])
    bytes_of_page = (saved.folder / "profile.html").read_bytes()
    text = bytes_of_page.decode("utf-8")
    page = Page(text)
    check_page(page, text)
    program = saved.json["metadata"]["program"] or "dwell"
    assert page.texts["title"][0] == program, f"title {page.texts['title'][0]!r}"
    assert page.texts["h1"] == [program], page.texts["h1"]
    source = page.texts["script"][0]
    assert not re.search("[<>&\u2028\u2029]", source), "a character that the data must not have"
    data = saved_profile.strict_json(source)
    assert data["version"] == 1 and data["title"] == program and data["before"] is None
    names = [name["name"] for name in saved.json["names"]]
    assert data["names"] in (names, names + [LEFT_OUT]) and len(data["files"]) == len(data["lines"]) == len(data["names"])
    assert data["files"][:len(names)] == [name["file"] for name in saved.json["names"]]
    assert data["lines"][:len(names)] == [name["line"] for name in saved.json["names"]]
    check_paths(data, saved)
    check_threads(data, saved)
    check_distributions(data, saved)
    check_exemplars(data, saved)
    check_metrics(data, saved)
    comparison = saved.folder / "comparison.html"
    if comparison.exists():
        check_comparison(comparison.read_text(encoding="utf-8"), saved)
    health = {key: value for key, value in saved.json["health"].items() if value}
    assert len([one for one in data["health"] if LEFT_OUT not in one]) >= len(health), data["health"]
    for value in health.values():
        assert any(sentence.endswith(f": {value}") for sentence in data["health"]), f"{value} in {data['health']}"
    assert dict(data["metadata"]).get("program", "") == saved.json["metadata"]["program"]
    frames = check_picture(text)
    assert (frames > 0) == (saved.whole_ns() > 0)
    print(f"profile.html: {len(bytes_of_page)} bytes, {len(data['paths']['name'])} call paths, {frames} frames drawn, "
          f"{len(data['distributions'])} distributions, {len(data['exemplars'])} slow instances")


if __name__ == "__main__":
    main()
