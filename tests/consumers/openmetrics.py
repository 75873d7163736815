#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets Prometheus's Python client parse both files of metrics, strictly where they are OpenMetrics, and compares every
sample with what profile.json gives: there are these, and no others.

usage: openmetrics.py <folder that save() made>
"""

import collections
import fractions
import math
import os
import re
import sys

from python_reader import bounds_of
from saved_profile import OUTSIDE, SavedProfile, skip

DEBIAN_PYTHON = "/usr/bin/python3"

try:
    import prometheus_client.openmetrics.parser
    import prometheus_client.parser
except ImportError:
    # Debian's python3-prometheus-client is there for Debian's own interpreter only.
    if os.path.exists(DEBIAN_PYTHON) and not os.path.samefile(sys.executable, DEBIAN_PYTHON):
        os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON] + sys.argv)
    skip("prometheus_client (Debian: python3-prometheus-client)")

DURATION_BOUNDS = [
    1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
    1, 2.5, 5, 10, 25, 50, 100,
]  # fmt: skip
UNITS = {
    "s": ("seconds", 1), "ms": ("seconds", fractions.Fraction(1, 1000)), "ns": ("seconds", fractions.Fraction(1, 10**9)),
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
    return name[: -len(end) - 1] if name.endswith("_" + end) else name


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
        longest = max((histogram["max"] for histogram in histograms if histogram["buckets"]), default=0)
        for bound in bounds:
            # Of a bucket that the bound cuts, none.
            limit = fractions.Fraction(bound) * (1 + fractions.Fraction(1, 10**12))
            below = sum(n for index, n in counts.items() if min(bounds_of(index)[1], longest) * scale <= limit)
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
    for path, stack in zip(profile["paths"], saved.stacks):
        by_name[stack[-1]].append(path)
    for name, paths in by_name.items():
        labels = {"scope": name}
        calls = sum(path["calls"] for path in paths)
        expected.histogram("dwell_scope_duration_seconds", labels, [path["durations"] for path in paths], scale,
                           DURATION_BOUNDS, created)  # fmt: skip
        expected.add("dwell_scope_calls_total", labels, calls)
        expected.add("dwell_scope_self_seconds_total", labels, sum(path["self_ticks"] for path in paths) * scale)
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


def check(saved, name, parse, is_openmetrics):
    data = (saved.folder / name).read_bytes()
    assert b"\r" not in data and data.endswith(b"# EOF\n" if is_openmetrics else b"\n"), "line ends"
    families = list(parse(data.decode("utf-8")))
    assert len({family.name for family in families}) == len(families), "a family is there twice"
    expected, units = expected_samples(saved, is_openmetrics)
    samples = 0
    for family in families:
        assert family.documentation != "", f"{family.name} has no help"
        if is_openmetrics and family.name in units:
            assert family.unit == units[family.name], (family.name, family.unit)
        for sample in family.samples:
            labels = dict(sample.labels)
            if "le" in labels:
                labels["le"] = float(labels["le"])
            key = sample.name, frozenset(labels.items())
            assert key in expected, f"not ours, or twice: {key}"
            value = expected.pop(key)
            assert close(sample.value, value), f"{key}: {sample.value} is not {value}"
            samples += 1
    assert not expected, f"missing: {list(expected)[:5]}"
    lines = sum(not line.startswith(b"#") for line in data.splitlines())
    assert lines == samples, "the parser left out what is there twice"
    return families, samples


def histogram_quantile(quantile, buckets):
    """What Prometheus computes of [(bound, cumulative count)], and the bounds that the answer may lie between."""
    rank = quantile * buckets[-1][1]
    at = next(i for i, (_, count) in enumerate(buckets) if count >= rank)
    if at == len(buckets) - 1:
        return buckets[-2][0], buckets[-2][0], math.inf
    start, before = buckets[at - 1] if at > 0 else (0, 0)
    end, count = buckets[at]
    value = start + (end - start) * (rank - before) / (count - before)
    below = buckets[at - 2][0] if at > 1 else 0
    return value, below, buckets[at + 1][0]


def check_quantiles(saved, families):
    """Ours lie in the bucket that Prometheus's do, or in one next to it: on the bound itself, either may be."""
    buckets = collections.defaultdict(list)
    for family in families:
        for sample in family.samples:
            if sample.name == "dwell_scope_duration_seconds_bucket":
                buckets[sample.labels["scope"]].append((float(sample.labels["le"]), sample.value))
    compared = 0
    for scope in saved.json["scopes"]:
        counts = buckets[scope["name"]]
        if counts[-1][1] == 0:
            continue
        for percent in (50, 95, 99):
            value, lower, upper = histogram_quantile(percent / 100, counts)
            ours = scope[f"p{percent}_ns"] / 1e9
            assert lower <= ours <= upper, f"p{percent} of {scope['name']}: {ours}, Prometheus has {value}"
            compared += 1
    return compared


def main():
    saved = SavedProfile(sys.argv[1])
    # Line feeds alone end a line: a carriage return in a label would.
    openmetrics = prometheus_client.openmetrics.parser.text_string_to_metric_families
    families, samples = check(saved, "metrics.openmetrics.txt", openmetrics, True)
    quantiles = check_quantiles(saved, families)
    _, older = check(saved, "metrics.prom", prometheus_client.parser.text_string_to_metric_families, False)
    print(f"{len(families)} families, {samples} samples ({older} in the older format), {quantiles} quantiles: as ours")


if __name__ == "__main__":
    main()
