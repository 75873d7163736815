#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets Prometheus's promtool read the metrics with Prometheus's own parsers, and evaluate PromQL on them:

- `check metrics` reads metrics.prom, and has nothing to say against dwell's own names;
- `tsdb create-blocks-from openmetrics` puts metrics.openmetrics.txt into a data base, from which every sample comes back
  as profile.json gives it;
- `test rules` finds histogram_quantile within one bucket of our own percentiles.

usage: promtool.py <folder that save() made>
"""

import ast
import bisect
import json
import math
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from expected_metrics import check_samples, duration_buckets, expected_samples
from saved_profile import SavedProfile, skip


def promtool(*arguments, **options):
    """Exit status, and what it said."""
    command = [shutil.which("promtool"), *map(str, arguments)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **options)
    return ran.returncode, ran.stdout.decode()


def check_lint(data):
    """What it says against the names that are the program's."""
    status, said = promtool("check", "metrics", input=data)
    # 3: it was read, and a name could be better. Those of the program are the program's.
    assert status == 0 or (status == 3 and said != ""), f"{status}: {said}"
    assert not re.search("^dwell_", said, re.MULTILINE), said
    # It does complain: of a broken line, and of one of our names that is not as it should be.
    broken = data.replace(b"dwell_info{", b"dwell_info{{", 1)
    assert broken != data and promtool("check", "metrics", input=broken)[0] == 1
    misnamed = data.replace(b"dwell_health_lost_records_total", b"dwell_health_lost_records")
    status, said_of_misnamed = promtool("check", "metrics", input=misnamed)
    assert status == 3 and "dwell_health_lost_records" in said_of_misnamed, f"{status}: {said_of_misnamed}"
    return said.splitlines()


def stored(openmetrics, folder):
    """The samples that a data base has of a file, by name and labels, with bounds as numbers."""
    # A sample's time stands before its exemplar, whose own time it must not be before.
    with_time = re.sub(rb"(?m)^([^#].*?)( # \{(?:thread|cause)=.*)?$", rb"\1 1700000000\2", openmetrics)
    (folder / "metrics.txt").write_bytes(with_time)
    status, said = promtool("tsdb", "create-blocks-from", "openmetrics", folder / "metrics.txt", folder / "blocks")
    assert status == 0, said
    (folder / "blocks" / "wal").mkdir()
    status, dump = promtool("tsdb", "dump", folder / "blocks")
    assert status == 0, dump
    samples = {}
    for line in dump.split("\n")[:-1]:
        series, value, time = line.rsplit(" ", 2)
        assert time == "1700000000000", line
        labels = {name: ast.literal_eval(text) for name, text in re.findall(r'(\w+)=("(?:[^"\\]|\\.)*")', series)}
        if "le" in labels:
            labels["le"] = float(labels["le"])
        key = labels.pop("__name__"), frozenset(labels.items())
        assert key not in samples, key
        samples[key] = float(value)
    return samples


def number(bound):
    return "+Inf" if math.isinf(bound) else f"{bound:g}"


def quantile_tests(saved, expected):
    """Expressions of PromQL that are 1 where histogram_quantile is within one bucket of ours."""
    series, tests = [], []
    buckets = duration_buckets(expected)
    for scope in saved.json["scopes"]:
        counts = buckets[scope["name"]]
        selector = f'dwell_scope_duration_seconds_bucket{{scope={json.dumps(scope["name"], ensure_ascii=False)}'
        for bound, count in counts:
            series.append({"series": f'{selector},le="{number(bound)}"}}', "values": str(count)})
        for percent in (50, 95, 99):
            if counts[-1][1] == 0:
                continue
            bounds = [0, *(bound for bound, _ in counts)]
            at = bisect.bisect_left(bounds, scope[f"p{percent}_ns"] / 1e9)
            lower, upper = bounds[max(at - 2, 0)], bounds[min(at + 1, len(bounds) - 1)]
            asked = f"histogram_quantile({percent / 100}, {selector}}})"
            within = f"({asked} >= bool {number(lower)}) * ({asked} <= bool {number(upper)})"
            labels = f'{{scope={json.dumps(scope["name"], ensure_ascii=False)}}}'
            tests.append({"expr": within, "eval_time": "0s", "exp_samples": [{"labels": labels, "value": 1}]})
    return {"tests": [{"interval": "1m", "input_series": series, "promql_expr_test": tests}]}


def check_quantiles(saved, expected, folder):
    tests = quantile_tests(saved, expected)
    path = folder / "quantiles.yml"  # JSON is YAML
    expressions = tests["tests"][0]["promql_expr_test"]
    path.write_text(json.dumps(tests, ensure_ascii=False), encoding="utf-8")
    status, said = promtool("test", "rules", path)
    assert status == 0, said
    if expressions:
        expressions[-1]["exp_samples"][0]["value"] = 0
        path.write_text(json.dumps(tests, ensure_ascii=False), encoding="utf-8")
        assert promtool("test", "rules", path)[0] == 1, "it takes any answer"
    return len(expressions)


def main():
    if shutil.which("promtool") is None:
        skip("promtool (Debian: prometheus)")
    saved = SavedProfile(sys.argv[1])
    complaints = check_lint((saved.folder / "metrics.prom").read_bytes())
    expected, _ = expected_samples(saved, True)
    with tempfile.TemporaryDirectory() as folder:
        samples = stored((saved.folder / "metrics.openmetrics.txt").read_bytes(), pathlib.Path(folder))
        check_samples(expected, samples)
        quantiles = check_quantiles(saved, expected, pathlib.Path(folder))
    print(f"{len(samples)} samples stored, {quantiles} quantiles; of the program's names it says: {complaints}")


if __name__ == "__main__":
    main()
