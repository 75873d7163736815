# SPDX-License-Identifier: BSL-1.0
"""The metrics that a saved profile is exported as, by docs/formats.md, computed from profile.json with Python's standard
library alone: every sample, and the quantiles that Prometheus takes from them."""

import collections
import fractions
import math
import re

from python_reader import bounds_of
from saved_profile import OUTSIDE

DURATION_BOUNDS = [
    1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
    1, 2.5, 5, 10, 25, 50, 100,
]  # fmt: skip
UNITS = {
    "s": ("seconds", 1), "ms": ("seconds", fractions.Fraction(1, 1000)), "ns": ("seconds", fractions.Fraction(1, 10**9)),
    "\u00b5s": ("seconds", fractions.Fraction(1, 10**6)),
    "By": ("bytes", 1), "bytes": ("bytes", 1), "KiB": ("bytes", 1024), "%": ("percent", 1), "1": ("", 1),
}  # fmt: skip
HEALTH_OF_MEMORY = ("frees_of_unknown_size", "failed_allocations", "lost_samples")


def word(text):
    text = re.sub("[^A-Za-z0-9_]", "_", text)
    return "_" + text if text[:1].isdigit() or text == "" else text


def unit_of(text):
    if text.startswith("{"):
        return "", 1
    return UNITS.get(text) or (re.sub("[^A-Za-z0-9_]", "_", text).strip("_"), 1)


def without_end(name, end):
    return name[: -len(end) - 1] if name.endswith("_" + end) and name != "_" + end else name


def fnv1a(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


class FamilyNames:
    """The names that docs/formats.md promises."""

    SUFFIXES = {"counter": ("", "_total", "_created"), "gauge": ("",),
                "distribution": ("", "_bucket", "_count", "_sum", "_created")}  # fmt: skip

    def __init__(self):
        self.taken = set()

    def add(self, name, kind, unit_text, unit, factor):
        stem = word(name)
        if kind == "counter":
            stem = without_end(stem, "total")
        if factor != 1:
            stem = without_end(stem, word(unit_text))
        if stem == "dwell" or stem.startswith("dwell_"):
            stem = "user_" + stem
        for candidate in (stem, f"{without_end(stem, unit)}_{fnv1a(name + kind) & 0xFFFFFFFF:08x}"):
            family = candidate if unit == "" or candidate.endswith("_" + unit) else f"{candidate}_{unit}"
            names = {family + suffix for suffix in self.SUFFIXES[kind]}
            if not names & self.taken:
                self.taken |= names
                return family
        raise AssertionError(f"two hashes are one: {name}")


def labels_of(labels):
    """As Prometheus can have them: sorted, without empty ones, joined where two have one name."""
    texts = collections.defaultdict(list)
    for key, text in labels.items():
        name = word(key)
        if text != "":
            reserved = name in ("le", "quantile") or name.startswith("__")
            texts["exported_" + name if reserved else name].append(text)
    return {name: ";".join(each) for name, each in texts.items()}


class Expected:
    """Samples by name and labels."""

    def __init__(self):
        self.values = {}

    def add(self, name, labels, value):
        key = name, frozenset(labels.items())
        assert key not in self.values, key
        self.values[key] = value

    def histogram(self, family, labels, histograms, scale, bounds, created):
        counts = collections.Counter()
        for histogram in histograms:
            counts.update(dict(map(tuple, histogram["buckets"])))
        for bound in bounds:
            # Of a bucket that the bound cuts, none.
            limit = fractions.Fraction(bound) * (1 + fractions.Fraction(1, 10**12))
            below = sum(n for index, n in counts.items() if bounds_of(index)[1] * scale <= limit)
            self.add(family + "_bucket", {**labels, "le": bound}, below)
        self.add(family + "_bucket", {**labels, "le": math.inf}, sum(counts.values()))
        self.add(family + "_count", labels, sum(counts.values()))
        self.add(family + "_sum", labels, sum(histogram["sum"] for histogram in histograms) * scale)
        if created:
            self.add(family + "_created", labels, created)


def add_scopes(expected, saved, created):
    profile = saved.json
    scale = fractions.Fraction(saved.ns_per_tick) / 10**9
    has_memory = "memory" in profile
    is_followed = has_memory and profile["memory"].get("sample_interval_bytes", 0) != 0
    by_name = collections.defaultdict(list)
    inner = collections.Counter()
    for path, stack in zip(profile["paths"], saved.stacks):
        by_name[stack[-1]].append(path)
        if len(stack) > 1:
            inner[stack[-2]] += path["total_ticks"] - path.get("span_ticks", 0)
    for name, paths in by_name.items():
        labels = {"scope": name}
        calls = sum(path["calls"] for path in paths)
        expected.histogram("dwell_scope_duration_seconds", labels, [path["durations"] for path in paths], scale,
                           DURATION_BOUNDS, created)  # fmt: skip
        expected.add("dwell_scope_calls_total", labels, calls)
        wall = sum(path["total_ticks"] for path in paths)
        expected.add("dwell_scope_wall_seconds_total", labels, wall * scale)
        expected.add("dwell_scope_inner_seconds_total", labels, inner[name] * scale)
        expected.add("dwell_scope_self_seconds", labels, sum(path["self_ticks"] for path in paths) * scale)
        sampled = [path["sampled"] for path in paths if "sampled" in path]
        if sampled:
            untimed = sum(one["calls"] - one["timed"] for one in sampled)
            expected.add("dwell_scope_timed_calls_total", labels, calls - untimed)
        if any(path["cpu_calls"] for path in paths):
            expected.add("dwell_scope_cpu_calls_total", labels, sum(path["cpu_calls"] for path in paths))
            expected.add("dwell_scope_cpu_seconds_total", labels, sum(path["cpu_ns"] for path in paths) / 1e9)
    memory = [("dwell_scope_allocations_total", "memory", "allocations", has_memory),
              ("dwell_scope_allocated_bytes_total", "memory", "allocated_bytes", has_memory),
              ("dwell_scope_live_bytes", "live", "bytes", is_followed)]  # fmt: skip
    for family, member, key, is_there in memory:
        sums = collections.Counter({name: 0 for name in (*by_name, OUTSIDE)})
        for stack, amount in saved.memory(member, key).items():
            sums[stack[-1]] += amount
        for name, amount in sums.items():
            if is_there:
                expected.add(family, {"scope": name}, amount)


def decades(least, greatest):
    """1, 2.5 and 5 of each decade, or the powers of ten where these are many."""
    if greatest <= 0:
        return []
    first = last = 0
    while fractions.Fraction(10) ** first > least:
        first -= 1
    while fractions.Fraction(10) ** (first + 1) <= least:
        first += 1
    last = first + 1
    while fractions.Fraction(10) ** last < greatest:
        last += 1
    steps = ("1", "2.5", "5") if last - first <= 8 else ("1",)
    return [float(f"{step}e{decade}") for decade in range(first, last) for step in steps] + [float(f"1e{last}")]


def series_of(metrics):
    """The metrics of one name, by the labels that Prometheus can have."""
    series = collections.defaultdict(list)
    for metric in metrics:
        series[frozenset(labels_of(metric["labels"]).items())].append(metric)
    return [(dict(labels), same) for labels, same in series.items()]


def add_metrics(expected, profile, created):
    names = FamilyNames()
    families = {}
    for kind in ("counter", "gauge", "distribution"):
        by_name = collections.defaultdict(list)
        for metric in profile[kind + "s"]:
            by_name[metric["name"]].append(metric)
        for name, metrics in by_name.items():
            unit_text = metrics[0]["unit"]
            unit, factor = unit_of(unit_text)
            family = names.add(name, kind, unit_text, unit, factor)
            families[family] = unit
            series = series_of(metrics)
            if kind == "counter":
                for labels, same in series:
                    expected.add(family + "_total", labels, sum(one["value"] for one in same) * factor)
            elif kind == "gauge":
                for labels, (one,) in series:
                    is_number = one["value"] is not None
                    expected.add(family, labels, one["value"] * factor if is_number else None)
            else:
                add_distribution(expected, family, series, factor, created)
    return families


def add_distribution(expected, family, series, factor, created):
    least, greatest = None, 0
    for _, same in series:
        for one in same:
            if one["values"]["buckets"]:
                scale = fractions.Fraction(factor, one["steps_per_unit"])
                low = max(one["values"]["min"], 1) * scale
                least = low if least is None else min(least, low)
                greatest = max(greatest, one["values"]["max"] * scale)
    bounds = decades(least, greatest) if least is not None else []
    for labels, same in series:
        scale = fractions.Fraction(factor, same[0]["steps_per_unit"])
        expected.histogram(family, labels, [one["values"] for one in same], scale, bounds, created)


def expected_samples(saved, is_openmetrics):
    profile = saved.json
    metadata = profile["metadata"]
    created = metadata["start_unix_ns"] // 1000 / 1e6 if is_openmetrics else 0
    expected = Expected()
    facts = ("program", "git_commit", "compiler", "build_flags", "operating_system", "cpu_model", "dwell_version")
    info = {key: metadata[key] for key in facts if metadata[key] != ""}
    if profile["clock"]["source"] != "":
        info["clock"] = profile["clock"]["source"]
    info["compensated"] = "true" if profile["clock"]["compensated"] else "false"
    expected.add("dwell_info", info, 1)
    add_scopes(expected, saved, created)
    for key, count in profile["health"].items():
        expected.add(f"dwell_health_{key}_total", {}, count)
    for key, member in (("refused_values", "refused"), ("over_range_values", "over_range")):
        count = sum(one["values"].get(member, 0) for one in profile["distributions"])
        expected.add(f"dwell_health_{key}_total", {}, count)
    if "memory" in profile:
        for key in HEALTH_OF_MEMORY:
            expected.add(f"dwell_memory_{key}_total", {}, profile["memory"].get(key, 0))
    units = add_metrics(expected, profile, created)
    return expected.values, units


def close(actual, value):
    if value is None:
        return math.isnan(actual) or math.isinf(actual)
    if isinstance(value, int) and isinstance(actual, int):
        return actual == value
    return abs(actual - float(value)) <= 1e-12 * abs(float(value))


def check_samples(expected, actual):
    """That (name, labels) -> value are all of `expected`, and no others."""
    for key, value in actual.items():
        assert key in expected, f"not ours: {key}"
        assert close(value, expected[key]), f"{key}: {value} is not {expected[key]}"
    assert len(actual) == len(expected), f"missing: {list(set(expected) - set(actual))[:5]}"


def duration_buckets(expected):
    """Of each scope [(bound, count of durations up to it)]."""
    buckets = collections.defaultdict(list)
    for (name, labels), count in expected.items():
        labels = dict(labels)
        if name == "dwell_scope_duration_seconds_bucket":
            buckets[labels["scope"]].append((labels["le"], count))
    return {scope: sorted(counts) for scope, counts in buckets.items()}
