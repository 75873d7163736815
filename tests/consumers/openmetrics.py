#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets Prometheus's Python client parse both files of metrics, strictly where they are OpenMetrics, and compares every
sample with what profile.json gives: there are these, and no others.

usage: openmetrics.py <folder that save() made>
"""

import os
import sys

import expected_exemplars
from expected_metrics import check_samples, expected_samples
from saved_profile import SavedProfile, skip

DEBIAN_PYTHON = "/usr/bin/python3"

try:
    import prometheus_client.openmetrics.parser
    import prometheus_client.parser
except ImportError:
    # Debian's python3-prometheus-client is there for Debian's own interpreter only.
    if os.path.exists(DEBIAN_PYTHON) and not os.path.samefile(sys.executable, DEBIAN_PYTHON):
        os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON] + sys.argv)
    skip("prometheus_client (Debian: python3-prometheus-client)")


def parsed(data, parse):
    """The families that a parser finds, their samples by name and labels, with bounds as numbers, and the exemplars."""
    # A text, not a file: only a line feed is to end a line.
    families = list(parse(data.decode("utf-8")))
    samples = {}
    exemplars = {}
    for family in families:
        for sample in family.samples:
            labels = dict(sample.labels)
            if "le" in labels:
                labels["le"] = float(labels["le"])
            key = sample.name, frozenset(labels.items())
            assert key not in samples, f"twice: {key}"
            samples[key] = sample.value
            if sample.exemplar is not None:
                assert sample.name == "dwell_scope_duration_seconds_bucket", sample
                time = sample.exemplar.timestamp
                exemplars[labels["scope"], labels["le"]] = (
                    sample.exemplar.labels, sample.exemplar.value, None if time is None else float(time))
    lines = sum(not line.startswith(b"#") for line in data.split(b"\n")[:-1])
    assert lines == len(samples), "the parser left out what is there twice"
    return families, samples, exemplars


def check(saved, name, parse, is_openmetrics):
    data = (saved.folder / name).read_bytes()
    assert b"\r" not in data and data.endswith(b"# EOF\n" if is_openmetrics else b"\n"), "line ends"
    families, samples, exemplars = parsed(data, parse)
    assert len({family.name for family in families}) == len(families), "a family is there twice"
    expected, units = expected_samples(saved, is_openmetrics)
    for family in families:
        assert family.documentation != "", f"{family.name} has no help"
        if is_openmetrics and family.name in units:
            assert family.unit == units[family.name], (family.name, family.unit)
    check_samples(expected, samples)
    if is_openmetrics:
        expected_exemplars.check_openmetrics(saved, expected, exemplars)
        assert exemplars or saved.folder.name != "hostile", "no exemplar to try"
    else:
        assert not exemplars, "the older format has none"
    return len(families), len(samples), len(exemplars)


def check_summaries(saved, name, parse):
    """Quantiles in place of counts by bound: ours to the last digit."""
    _, samples, _ = parsed((saved.folder / name).read_bytes(), parse)
    compared = 0
    for scope in saved.json["scopes"]:
        for percent, quantile in (("50", "0.5"), ("95", "0.95"), ("99", "0.99")):
            labels = frozenset({"scope": scope["name"], "quantile": quantile}.items())
            value = samples["dwell_scope_duration_seconds", labels]
            ours = scope[f"p{percent}_ns"] / 1e9
            assert value != value or abs(value - ours) <= 1e-12 * ours + 1e-12, (scope["name"], quantile, value, ours)
            compared += 1
    return compared


def main():
    saved = SavedProfile(sys.argv[1])
    openmetrics = prometheus_client.openmetrics.parser.text_string_to_metric_families
    families, samples, exemplars = check(saved, "metrics.openmetrics.txt", openmetrics, True)
    _, older, _ = check(saved, "metrics.prom", prometheus_client.parser.text_string_to_metric_families, False)
    print(f"{families} families, {samples} samples, {exemplars} exemplars, {older} in the older format: as in profile.json")
    if (saved.folder / "summaries.openmetrics.txt").exists():
        print(f"{check_summaries(saved, 'summaries.openmetrics.txt', openmetrics)} quantiles: as in profile.json")


if __name__ == "__main__":
    main()
