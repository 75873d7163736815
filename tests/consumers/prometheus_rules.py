#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Holds the dashboard and the alerts of examples/prometheus against what a saved profile exports: every metric that they
name is there; promtool takes the alerts, and each raises when it should; and each expression of the dashboard finds
something in what two servers would have scraped of a program whose counters grow.

usage: prometheus_rules.py <folder that save() made> <examples/prometheus>
"""

import json
import pathlib
import re
import shutil
import sys
import tempfile

from promtool import promtool
from saved_profile import skip

GRAFANA = {"$__rate_interval": "5m", "$job": ".+", "$instance": ".+", "$scope": ".+"}


def expressions(dashboard):
    """Of each panel, in PromQL."""
    found = []
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            expression = target["expr"]
            for variable, text in GRAFANA.items():
                expression = expression.replace(variable, text)
            assert "$" not in expression, expression
            found.append((panel["title"], expression))
    return found


def check_names(texts, metrics):
    """That whatever looks like a metric of dwell's, or matches some, is exported."""
    samples = set(re.findall(r"(?m)^(\w+)", metrics))
    named = set()
    for text in texts:
        for name in re.findall(r"\bdwell_\w+", text):
            if name not in samples:
                # Within a regular expression for names, of which one must be there.
                pattern = re.search(rf'"({name}[^"]*)"', text)
                assert pattern, f"no metric is called {name}"
                matching = [sample for sample in samples if re.fullmatch(pattern[1], sample)]
                assert matching, f"no metric is called as {pattern[1]}"
            named.add(name)
    return named


def scraped(metrics):
    """Samples of half an hour, a minute apart, of a program that does as much in each as the profile has done in all."""
    series = []
    for line in metrics.splitlines():
        sample = re.fullmatch(r"(\w+)(\{.*\})? (\S+)", line)
        if sample and sample[1].startswith("dwell_"):
            name, labels, value = sample.groups()
            labels = labels[1:-1] + "," if labels else ""
            number = float(value)
            # Health counts up to 2^64 - 1 in a hostile profile, which is not lost in so many doubles.
            values = f"{value}+{value}x30" if number < 2**50 else f"{value}x30"
            series.append({"series": f'{name}{{{labels}job="j",instance="i"}}', "values": values})
    return series


def check_expressions(found, metrics, folder):
    tests = [
        {"expr": f"count({expression}) > bool 0", "eval_time": "30m", "exp_samples": [{"labels": "{}", "value": 1}]}
        for _, expression in found
    ]
    path = folder / "dashboard.json"
    one = {"interval": "1m", "input_series": scraped(metrics), "promql_expr_test": tests}
    path.write_text(json.dumps({"tests": [one]}, ensure_ascii=False), encoding="utf-8")
    status, said = promtool("test", "rules", path)
    assert status == 0, said


def check_alerts(folder, copies):
    rules, tests = "dwell-alerts.yml", "dwell-alerts.test.yml"
    status, said = promtool("check", "rules", folder / rules)
    assert status == 0 and "SUCCESS" in said, said
    status, said = promtool("test", "rules", folder / tests)
    assert status == 0, said
    # Its tests can fail: with any of the limits out of reach, they do.
    text = (folder / rules).read_text(encoding="utf-8")
    shutil.copy(folder / tests, copies)
    limits = list(re.finditer(r" > [0-9][0-9 *.]*", text))
    assert len(limits) >= 4, limits
    for limit in limits:
        (copies / rules).write_text(text[: limit.start()] + " > 1e300 " + text[limit.end() :], encoding="utf-8")
        assert promtool("test", "rules", copies / tests)[0] == 1, f"no test notices the {limit[0]} at {limit.start()}"


def main():
    saved, examples = map(pathlib.Path, sys.argv[1:3])
    metrics = (saved / "metrics.prom").read_text(encoding="utf-8")
    dashboard = json.loads((examples / "dwell-dashboard.json").read_text(encoding="utf-8"))
    found = expressions(dashboard)
    queries = [variable["definition"] for variable in dashboard["templating"]["list"] if variable["type"] == "query"]
    alerts = (examples / "dwell-alerts.yml").read_text(encoding="utf-8")
    named = check_names([expression for _, expression in found] + queries, metrics)
    named |= check_names(re.findall(r"expr: \|\n((?: {10}.*\n)+)", alerts), metrics)
    assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
    if shutil.which("promtool") is None:
        skip("promtool (Debian: prometheus)")
    with tempfile.TemporaryDirectory() as folder:
        check_alerts(examples, pathlib.Path(folder))
        check_expressions(found, metrics, pathlib.Path(folder))
    print(f"{len(found)} expressions of the dashboard find something; all of {len(named)} metrics are exported")


if __name__ == "__main__":
    main()
