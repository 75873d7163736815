#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""A Prometheus server scrapes the example service: its counters are the service's own, the quantiles that it takes from
the buckets are within a bucket of those that the service knows, and it has stored the exemplars of its slow calls.

usage: prometheus_server.py <the service's program> <folder for its data>
"""
import bisect
import collections
import http.client
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request

from saved_profile import skip

PATIENCE = 100  # seconds: the server begins to scrape about 5 s after its start
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def get(url):
    with OPENER.open(url, timeout=10) as reply:
        return reply.read()


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"not {what} after {PATIENCE} s"
        time.sleep(0.2)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Prometheus:
    def __init__(self, program, folder, target):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        config = folder / "prometheus.yml"
        config.write_text(f"""
global: {{scrape_interval: 1s}}
scrape_configs:
  - job_name: service
    static_configs: [{{targets: ["{target}"]}}]
""")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        with open(folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                [program, f"--config.file={config}", f"--storage.tsdb.path={folder / 'data'}",
                 f"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
                 "--enable-feature=exemplar-storage"], stdout=log, stderr=log)

    def is_ready(self):
        assert self.process.poll() is None, "prometheus ended: see its log"
        try:
            get(self.url + "/-/ready")
            return True
        except OSError:
            return False

    def query(self, expression):
        """The result: the labels and the value of each series."""
        reply = json.loads(get(f"{self.url}/api/v1/query?" + urllib.parse.urlencode({"query": expression})))
        assert reply["status"] == "success", reply
        return [(series["metric"], float(series["value"][1])) for series in reply["data"]["result"]]

    def exemplars(self, expression):
        """Those stored since yesterday: the labels of each series, and its exemplars."""
        asked = {"query": expression, "start": time.time() - 86_400, "end": time.time() + 60}
        reply = json.loads(get(f"{self.url}/api/v1/query_exemplars?" + urllib.parse.urlencode(asked)))
        assert reply["status"] == "success", reply
        return [(one["seriesLabels"], one["exemplars"]) for one in reply["data"]]

    def number(self, expression):
        """The value of the only series; None where there is none."""
        result = self.query(expression)
        assert len(result) <= 1, f"{expression}: {len(result)} series"
        return result[0][1] if result else None

    def scrapes(self):
        return self.number('count_over_time(up{job="service"}[1h])') or 0


def make_requests(host):
    """Searches for words that are frequent and rare, and other requests; how many of each route."""
    connection = http.client.HTTPConnection(host, timeout=10)
    paths = [f"/search?q=w{number * number % 401}" for number in range(1500)]
    paths += [f"/allocate?kilobytes={number}" for number in range(100)] + ["/free"] * 7
    paths += [f"/no/such/{number}" for number in range(60)]
    for path in paths:
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()
    return {"/search": 1500, "/allocate": 100, "/free": 7, "(no route)": 60}


def check_quantile(prometheus, selector, percentile, ours):
    """Both quantiles are in one bucket, or in two that are next to one another."""
    bounds = sorted(float(labels["le"]) for labels, _ in prometheus.query(selector))
    theirs = prometheus.number(f"histogram_quantile({percentile / 100}, {selector})")
    places = [bisect.bisect_left(bounds, value) for value in (theirs, ours)]
    assert abs(places[0] - places[1]) <= 1, f"{selector}: p{percentile} is {theirs} s, and ours is {ours} s"


def check_all(prometheus, profile, requests):
    counters = {c["name"]: c["value"] for c in profile["counters"]}
    assert counters["searches"] == requests["/search"]
    assert prometheus.number("searches_total") == counters["searches"]

    durations = [d for d in profile["distributions"] if d["name"] == "http.server.request.duration"]
    assert {d["labels"]["route"]: d["count"] for d in durations} == requests
    for distribution in durations:
        labels = ",".join(f'{name}="{value}"' for name, value in distribution["labels"].items())
        family = "http_server_request_duration_seconds"
        assert prometheus.number(f"{family}_count{{{labels}}}") == distribution["count"], labels
        for percentile in (50, 95, 99):
            check_quantile(prometheus, f"{family}_bucket{{{labels}}}", percentile, distribution[f"p{percentile}"])

    scopes = {scope["name"]: scope for scope in profile["scopes"]}
    assert {"search", "search.rank", "GET /search", "memory.hold", "index.build"} <= set(scopes)
    calls = {labels["scope"]: value for labels, value in prometheus.query("dwell_scope_calls_total")}
    assert calls == {name: each["calls"] for name, each in scopes.items()}, calls
    for name, each in scopes.items():
        selector = f'dwell_scope_duration_seconds_bucket{{scope="{name}"}}'
        for percentile in (50, 95, 99):
            check_quantile(prometheus, selector, percentile, each[f"p{percentile}_ns"] / 1e9)
        total = prometheus.number(f'dwell_scope_duration_seconds_sum{{scope="{name}"}}')
        # Prometheus is told the clock's scale of the first scrape.
        assert abs(total / (each["total_ns"] / 1e9) - 1) < 1e-3, (name, total, each["total_ns"])
    allocations = collections.Counter()
    for path in profile["paths"]:
        allocations[profile["names"][path["name"]]["name"]] += path.get("self_memory", {}).get("allocations", 0)
    counted = {labels["scope"]: value for labels, value in prometheus.query("dwell_scope_allocations_total")}
    del counted["(outside scopes)"]  # the server's own go on
    assert counted == allocations, f"{counted} allocations, and ours are {allocations}"


def check_exemplars(prometheus, profile, started):
    """Each is in the bounds of its bucket, of this run, and a call that the service knows as one of its slowest."""
    names = [name["name"] for name in profile["names"]]
    known = collections.defaultdict(list)
    for one in profile["exemplars"]:
        known[names[profile["paths"][one["path"]]["name"]]].append(one)
    series = prometheus.exemplars("dwell_scope_duration_seconds_bucket")
    assert {"search", "GET /search", "index.build"} <= {labels["scope"] for labels, _ in series}, series
    causes = collections.defaultdict(set)
    of_bucket = collections.defaultdict(list)
    for labels, stored in series:
        of_bucket[labels["scope"]].append(float(labels["le"]))
        for one in stored:
            assert float(one["value"]) <= float(labels["le"]), (labels, one)
            assert started - 1 <= one["timestamp"] <= time.time() + 1, (labels, one)
            assert one["labels"].keys() == {"thread", "cause"}, one
            causes[labels["scope"]].add(one["labels"]["cause"])
    # What is the slowest now is in the highest bucket that has one: unless a slower call came after the profile.
    slowest = max(known["search"], key=lambda one: one["duration_ns"])
    (last,) = [stored[-1] for labels, stored in series
               if labels["scope"] == "search" and float(labels["le"]) == max(of_bucket["search"])]
    assert float(last["value"]) >= 0.999 * slowest["duration_ns"] / 1e9, (last, slowest)
    assert "(itself)" in causes["search.rank"] or "(itself)" in causes["memory.hold"], causes
    # A slow one was slow in the search, unless its thread did not run for a while outside of it.
    assert causes["GET /search"], causes
    assert all(cause == "(itself)" or cause.startswith("search") for cause in causes["GET /search"]), causes
    assert any(cause != "(itself)" for each in causes.values() for cause in each), causes
    return sum(len(stored) for _, stored in series)


def main():
    program = shutil.which("prometheus")
    if program is None:
        skip("prometheus")
    service = subprocess.Popen([sys.argv[1], "--port", "0"], stdout=subprocess.PIPE, text=True,
                               env={key: value for key, value in os.environ.items() if not key.startswith("DWELL_")}
                               | {"DWELL_TIMELINE": "1M"})
    started = time.time()
    prometheus = None
    try:
        url = service.stdout.readline().strip()
        host = url.removeprefix("http://")
        prometheus = Prometheus(program, pathlib.Path(sys.argv[2]), host)
        requests = make_requests(host)
        profile = json.loads(get(url + "/profile.json"))
        wait_until(prometheus.is_ready, "ready")
        # The first scrape from now on may have begun before the last request.
        enough = max(4, prometheus.scrapes() + 2)
        wait_until(lambda: prometheus.scrapes() >= enough, "scraped four times, and twice after the last request")
        target, = json.loads(get(prometheus.url + "/api/v1/targets"))["data"]["activeTargets"]
        assert target["health"] == "up" and target["lastError"] == "", target
        check_all(prometheus, profile, requests)
        exemplars = check_exemplars(prometheus, profile, started)
        # No scrape but the first began a counter anew.
        only_rise = prometheus.query('count by (__name__) ({__name__=~".+_(sum|count|bucket|total)"})')
        assert len(only_rise) > 20
        for labels, _ in only_rise:
            name = labels["__name__"]
            assert all(value == 0 for _, value in prometheus.query(f"resets({name}[1h])")), f"{name} went back"
        print(f"{prometheus.scrapes():.0f} scrapes, {len(profile['scopes'])} scopes, {exemplars} exemplars")
    finally:
        for process in (service, prometheus.process if prometheus else None):
            if process is not None:
                process.terminate()
                process.wait()


main()
