#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Asks a program with dwell's endpoint (endpoint_program.cpp) for its pages, as clients do that mean well and others.

usage: endpoint_test.py <case> <program>
Each function test_<case>(program) is a test. Exit status 0: passed, 1: failed.
"""
import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

INSTRUMENTED = os.environ.get("DWELL_INSTRUMENTED") == "1"
PATIENCE = 60 if INSTRUMENTED else 20  # seconds until a test gives up: no test is about speed
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
PAGES = {"/metrics": PROMETHEUS, "/debug/pprof/heap": "application/octet-stream",
         "/debug/pprof/allocs": "application/octet-stream", "/debug/pprof/profile": "application/octet-stream", "/profile.json": "application/json",
         "/profile.html": "text/html; charset=utf-8", "/profile.trace.json": "application/json",
         "/debug/dwell": "text/html; charset=utf-8"}

NEED_HOOKS = {"/debug/pprof/heap", "/debug/pprof/allocs"}
SKIPPED = 77


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")

    def json(self):
        return json.loads(self.body)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)


class Program:
    """A running program, and the port that it listens at."""

    def __init__(self, program, *arguments, extra=None):
        env = {key: value for key, value in os.environ.items() if not key.startswith("DWELL_")}
        env.update(extra or {})
        self.process = subprocess.Popen([program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=env)
        self.port = int(self.process.stdout.readline())
        if INSTRUMENTED:
            # httplib is a library that the sanitizer does not see into: that its threads wait for one another to
            # initialise a static object is seen only if one of them did so earlier.
            self.get("/initialise", method="OPTIONS")
            time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def get(self, path, method="GET", headers=None, data=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method, headers=headers or {},
                                         data=data)
        try:
            with OPENER.open(request, timeout=PATIENCE) as reply:
                return Reply(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, error.headers, error.read())

    def has_memory(self):
        """Whether allocations are counted, which a sanitizer may prevent."""
        found = self.get("/debug/pprof/heap").status == 200
        assert found or INSTRUMENTED
        return found

    def raw(self, data=b""):
        """A connection on which `data` was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sendall(data)
        return connection

    def interval(self, seconds, version="1.1"):
        """A connection whose interval is running."""
        connection = self.raw(f"GET /profile.json?seconds={seconds} HTTP/{version}\r\n\r\n".encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += connection.recv(1)
        assert head.startswith(b"HTTP/1.1 200 "), head
        return connection

    def stop(self):
        """Tells it to stop; the milliseconds that stopping took."""
        out, _ = self.process.communicate("stop\n", timeout=PATIENCE)
        assert self.process.returncode == 0, f"exit status {self.process.returncode}"
        return int(out.splitlines()[-1])


@contextlib.contextmanager
def meanwhile(*calls):
    """Runs the calls in threads while the block runs, and waits for them; their results by index, once it ended."""
    results = [None] * len(calls)

    def run(index):
        try:
            results[index] = calls[index]()
        except Exception as error:  # pylint: disable=broad-except
            results[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(calls))]
    for thread in threads:
        thread.start()
    yield results
    for thread in threads:
        thread.join()


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"not {what} after {PATIENCE} s"
        time.sleep(0.02)


def counters(profile):
    return {(c["name"], tuple(sorted(c["labels"].items()))): c["value"] for c in profile["counters"]}


def test_pages(program):
    """Each page is there, says what it is, and is never kept by a cache."""
    with Program(program, "serve", extra={"DWELL_TIMELINE": "64K"}) as running:
        has_memory = running.has_memory()
        for path, content_type in PAGES.items():
            if path in NEED_HOOKS and not has_memory:
                continue
            reply = running.get(path + ("?seconds=0.1" if path == "/debug/pprof/profile" else ""))
            assert reply.status == 200, (path, reply.status, reply.body)
            assert reply.headers["Content-Type"] == content_type, (path, reply.headers["Content-Type"])
            assert reply.headers["Cache-Control"] == "no-store", path
            assert reply.headers["X-Content-Type-Options"] == "nosniff", path
            assert len(reply.body) > 0, path
            head = running.get(path, method="HEAD")
            assert head.status == 200 and head.body == b"" and head.headers["Content-Type"] == content_type, path
            for answer in (reply, head):
                if path == "/debug/pprof/profile":
                    assert answer.headers["Transfer-Encoding"] == "chunked"
                else:
                    assert int(answer.headers["Content-Length"]) > 0, path
        index = running.get("/debug/dwell").text
        links = [link.get("href") for link in xml.etree.ElementTree.fromstring(index).iter("a")]
        assert sorted(links) == sorted(path for path in PAGES if path != "/debug/dwell"), links
        first = running.get("/")
        assert first.status == 302 and first.headers["Location"] == "/debug/dwell"


def test_profile_json(program):
    """The profile is whole, and the next one is later."""
    with Program(program, "serve") as running:
        def profile():
            return running.get("/profile.json").json()
        first = profile()
        assert first["schema"] == "dwell.profile/1"
        assert {"recorder", "recorder.inner"} <= {name["name"] for name in first["names"]}
        recorded = counters(first)["recorded", ()]
        assert recorded > 0
        # Where others use the processors, no thread may have run since.
        wait_until(lambda: counters(profile())["recorded", ()] > recorded, "recording")
        assert profile()["metadata"]["snapshot_unix_ns"] > first["metadata"]["snapshot_unix_ns"]


def test_report_page(program):
    """The page has the data of a whole profile, and of an interval where one is asked for."""
    with Program(program, "serve") as running:
        for page in "/profile.html", "/profile.html?seconds=0.2":
            text = running.get(page).text
            data = json.loads(re.search(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.S)[1])
            assert {"recorder", "recorder.inner"} <= set(data["names"]), data["names"]


def test_trace(program):
    """The last moments, where a timeline is kept; else the reason why there are none. What is scraped is without."""
    with Program(program, "serve") as running:
        reply = running.get("/profile.trace.json")
        assert reply.status == 404 and "set_timeline" in reply.text, reply.text
    with Program(program, "serve", extra={"DWELL_TIMELINE": "64K"}) as running:
        names = {event["name"] for event in running.get("/profile.trace.json").json()["traceEvents"]}
        assert {"recorder", "recorder.inner"} <= names, names
        interval = running.get("/profile.trace.json?seconds=0.2").json()["traceEvents"]
        assert "recorder.inner" in {event["name"] for event in interval}
        assert running.get("/profile.json").json()["exemplars"]


def test_formats_of_metrics(program):
    """The client's Accept header chooses; who names OpenMetrics gets it, and all others what every client reads."""
    # What Prometheus 2.42 sends.
    prometheus = ("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
                  "text/plain;version=0.0.4;q=0.5,*/*;q=0.1")
    wanted = {OPENMETRICS: [prometheus, "application/openmetrics-text", "text/html, application/openmetrics-text;q=0.1",
                            " application/openmetrics-text ; q=0.5 , text/plain ; q=0.5",
                            "text/plain;q=0,application/openmetrics-text;q=0.001"],
              PROMETHEUS: ["", "*/*", "text/plain", "text/html,application/xhtml+xml;q=0.9", "application/*",
                           "text/plain,application/openmetrics-text;q=0.9", "application/openmetrics-text;q=0",
                           "application/openmetrics-text;q=nan", "application/openmetrics-text;q=", ",;,;q=1,;;;,",
                           "q=1;application/openmetrics-text", "," * 4000, "application/openmetrics-textual"]}
    with Program(program, "serve") as running:
        for content_type, accepts in wanted.items():
            for accept in accepts:
                reply = running.get("/metrics", headers={"Accept": accept})
                assert (reply.status, reply.headers["Content-Type"]) == (200, content_type), accept
                assert reply.text.endswith("# EOF\n") == (content_type == OPENMETRICS), accept
        assert running.get("/metrics?seconds=1").status == 400

        def samples():
            text = running.get("/metrics").text
            return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines()
                    if not line.startswith("#")}
        first = samples()
        assert first["recorded_total"] > 0
        wait_until(lambda: samples()["recorded_total"] > first["recorded_total"], "recording")
        second = samples()
        for name, value in first.items():
            # Prometheus takes a fall for a new beginning.
            if name.partition("{")[0].endswith(("_total", "_count", "_sum", "_bucket")):
                assert second[name] >= value, f"{name} went back: {value}, {second[name]}"


def pprof_top(pprof, url, folder):
    """What pprof says of an address: what it shows, and of each name its own value, in ns or bytes."""
    unit = "ns" if "/profile" in url else "B"
    run = subprocess.run([pprof, "-top", "-nodecount=1000", "-nodefraction=0", "-unit=" + unit, url],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=PATIENCE,
                         env={**os.environ, "PPROF_TMPDIR": folder})
    if run.returncode != 0:
        return run.stderr, {}
    head, _, table = run.stdout.partition("flat%")
    rows = [line.split(maxsplit=5) for line in table.splitlines()[1:]]
    return head, {row[5]: float(row[0].removesuffix(unit)) for row in rows}


def test_pprof(program):
    """pprof itself fetches each of its pages, as users tell it to."""
    pprof = os.environ.get("DWELL_PPROF", "")
    if not os.path.exists(pprof):
        print("skipped: pprof is not installed")
        sys.exit(SKIPPED)
    with Program(program, "serve") as running, tempfile.TemporaryDirectory() as folder:
        url = f"http://127.0.0.1:{running.port}/debug/pprof/"
        head, own = pprof_top(pprof, url + "profile?seconds=1", folder)
        assert "Type: wall" in head, head
        # Eight threads that do little else.
        assert set(own) == {"recorder", "recorder.inner"}, own
        assert 4e9 < sum(own.values()) < 8e9 * PATIENCE / 10, own
        if running.has_memory():
            head, own = pprof_top(pprof, url + "heap", folder)
            assert "Type: inuse_space" in head and 2**25 < own["holder"] < 2**27, (head, own)
            head, whole = pprof_top(pprof, url + "allocs", folder)
            assert "Type: alloc_space" in head and whole["recorder.inner"] > 0, (head, whole)
            head, interval = pprof_top(pprof, url + "allocs?seconds=0.2", folder)
            assert 0 < interval["recorder.inner"], interval
        failure, own = pprof_top(pprof, url + "profile?seconds=61", folder)
        assert own == {} and "above 0 and up to 60" in failure, failure


def test_no_memory(program):
    """Where nothing is counted, the pages of memory say so."""
    with Program(program, "serve", extra={"DWELL_PROFILING": "0"}) as running:
        for path in NEED_HOOKS:
            for query in ("", "?seconds=0.1"):
                if path + query != "/debug/pprof/heap?seconds=0.1":
                    reply = running.get(path + query)
                    assert reply.status == 404 and "<dwell/memory/new_delete.hpp>" in reply.text, (path, reply.text)
        assert running.get("/debug/pprof/heap?seconds=1").status == 400
        assert running.get("/metrics").status == 200


def test_interval(program):
    """An interval has what happened in it, and took its time."""
    with Program(program, "serve") as running:
        whole = running.get("/profile.json").json()
        began = time.monotonic()
        reply = running.get("/profile.json?seconds=0.5")
        assert time.monotonic() - began >= 0.5
        assert reply.status == 200 and reply.headers["Transfer-Encoding"] == "chunked"
        interval = reply.json()
        assert interval["metadata"]["duration_ns"] >= 0.5e9
        assert interval["metadata"]["start_unix_ns"] >= whole["metadata"]["snapshot_unix_ns"]
        after = counters(running.get("/profile.json").json())["recorded", ()]
        assert 0 < counters(interval)["recorded", ()] <= after - counters(whole)["recorded", ()]
        # A client that knows no chunks reads until the connection is closed.
        with running.raw(b"GET /profile.json?seconds=0.1 HTTP/1.0\r\n\r\n") as connection:
            head, _, body = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")
        assert b"chunked" not in head and json.loads(body)["schema"] == "dwell.profile/1"


def test_hostile_queries(program):
    """An interval that cannot be had is refused, at once and with the reason."""
    refused = ["", "x", "-1", "0", "-0", "nan", "inf", "-inf", "1e300", "1e-400", "61", "60.001", "1s", " 1", "1 ", "0x1",
               "1,5", "\0", "1\0", "1" * 4000, "%", "seconds", "<script>", "../../etc/passwd", "1\r\nX-Injected: 1"]
    with Program(program, "serve") as running:
        for value in refused:
            reply = running.get("/profile.json?seconds=" + urllib.parse.quote(value, safe=""))
            assert reply.status == 400, (value, reply.status)
            assert reply.text == "seconds is one number above 0 and up to 60\n", (value, reply.text)
            assert "X-Injected" not in reply.headers
        for query in ("seconds", "seconds=1&seconds=2", "seconds=%zz", "seconds=1%00"):
            assert running.get("/profile.json?" + query).status == 400, query
        for query in ("", "?", "&&&", "=", "=&=", "other=1", "%00=1", "a" * 4000, "Seconds=x", ";seconds=1"):
            assert running.get("/profile.json?" + query).status == 200, query
        assert running.get("/profile.json?seconds=%30.%31").json()["metadata"]["duration_ns"] >= 0.1e9


def test_unlimited_seconds(program):
    """However long intervals may be, one that the clock cannot count is refused, and a long one is no short one."""
    for most in ("inf", "1e300"):
        with Program(program, "serve", "--most-seconds", most) as running:
            for value in ("1e10", "1e300", "1000000001"):
                reply = running.get("/profile.json?seconds=" + value)
                assert (reply.status, reply.text) == (400, "seconds is one number above 0 and up to 1e+09\n"), value
            with running.interval(1000000000) as connection:
                connection.settimeout(0.5)
                with contextlib.suppress(socket.timeout):
                    assert connection.recv(1) is None, "an answer before the end"


def test_methods_and_paths(program):
    """Anything but GET and HEAD is refused without reading what it sends; unknown paths are not found."""
    with Program(program, "serve") as running:
        for path in PAGES:
            for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
                reply = running.get(path, method=method, data=b"x" if method != "OPTIONS" else None)
                assert reply.status == 405 and reply.headers["Allow"] == "GET, HEAD", (path, method, reply.status)
        # A body without an end, by every method that has one: answered, and the connection closed.
        for method in (b"POST", b"PRI"):
            with running.raw(method + b" /profile.json HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n") as connection:
                assert connection.recv(100).startswith(b"HTTP/1.1 405 "), method
        for path in ("/metrics/", "/profile.jsonx", "/profileXjson", "//profile.json", "/debug", "/etc/passwd",
                     "/../profile.json", "/%00", "/profile.json%00", "/" + "a" * 8000):
            assert running.get(path).status == 404, path
        assert running.get("/" + "a" * 9000).status == 414
        for garbage in (b"\r\n\r\n", b"GET\r\n\r\n", b"\0\0\0\0\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\xff" * 3000 + b"\r\n\r\n"):
            with running.raw(garbage) as connection:
                assert connection.recv(100).startswith(b"HTTP/1.1 400 "), garbage
        for ranges in ("bytes=0-1", "bytes=99999999999-", "bytes=0-,0-,0-,0-,0-", "bytes=-5"):
            assert running.get("/profile.json", headers={"Range": ranges}).status == 416, ranges
        assert running.get("/profile.json").status == 200


def answers_to(running, head, body):
    """The statuses of the answers on one connection, whose second request is for a route of the user's."""
    received = b""
    with running.raw(head) as connection, contextlib.suppress(ConnectionError):
        time.sleep(0.1)
        connection.sendall(body)
        while not received.endswith(b" here\n"):
            received += connection.recv(65536) or b" here\n"
        # Not earlier: httplib forgets what it has read of a next request.
        connection.sendall(b"GET /users/7 HTTP/1.1\r\nConnection: close\r\n\r\n")
        for more in iter(lambda: connection.recv(65536), b""):
            received += more
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", received)], received


def test_body_of_refused_request(program):
    """It is not taken for a request on a server of the user's, which keeps connections."""
    smuggled = b"GET /moved HTTP/1.1\r\n\r\n"
    with Program(program, "routes") as running:
        length = b"Content-Length: %d\r\n" % len(smuggled)
        chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(smuggled), smuggled)
        form = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + smuggled + b"\r\n--x--\r\n"
        chunked, multipart = b"Transfer-Encoding: chunked\r\n", b"Content-Type: multipart/form-data; boundary=x\r\n"
        for method in (b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS"):
            request = method + b" /profile.json HTTP/1.1\r\n"
            whole = [(b"", b""), (b"Content-Length: 0\r\n", b""), (length, smuggled), (chunked, chunks),
                     (multipart + b"Content-Length: %d\r\n" % len(form), form)]
            # Nothing after a body that httplib does not read to its end is read either.
            partly = [(b"Content-Type: multipart/form-data\r\n" + length, smuggled), (multipart + length, smuggled),
                      (chunked, b"no size\r\n" + smuggled)]
            if method == b"DELETE":
                partly.append(whole.pop(3))
            if method == b"OPTIONS":
                partly, whole = whole[1:], whole[:1]
            for head, body in whole:
                statuses, received = answers_to(running, request + head + b"\r\n", body)
                assert statuses == [405, 200] and received.endswith(b"\r\n\r\n7"), (method, head, received)
            for head, body in partly:
                statuses, received = answers_to(running, request + head + b"\r\n", body)
                assert statuses in ([405], []), (method, head, received)  # none: closed before the answer was read


def test_prefix(program):
    """A prefix stands before every path, and means nothing to httplib's regular expressions."""
    with Program(program, "routes", "--prefix", "/in.ternal+") as running:
        assert running.get("/in.ternal%2B/profile.json").status == 200
        assert 'href="/in.ternal+/profile.json"' in running.get("/in.ternal%2B/debug/dwell").text
        for path in ("/profile.json", "/inXternal+/profile.json", "/in.ternall/profile.json"):
            assert running.get(path).status == 404, path
        assert running.get("/in.ternal%2B/profile.json", method="POST", data=b"x").status == 405


def test_intervals_at_once(program):
    """Two may wait; the third is told when to come back. Others are answered meanwhile."""
    with Program(program, "serve") as running:
        with running.interval(60), running.interval(60):
            reply = running.get("/profile.json?seconds=1")
            assert reply.status == 429 and 50 <= int(reply.headers["Retry-After"]) <= 60, reply.headers["Retry-After"]
            assert running.get("/profile.json").status == 200
        wait_until(lambda: running.get("/profile.json?seconds=0.01").status == 200, "answered again")
        for _ in range(10):
            assert running.get("/profile.json?seconds=0.01").status == 200, "a place was given back late"


def test_requests_at_once(program):
    """Beyond the bound of all requests, one is told so at once."""
    with Program(program, "serve", "--intervals", "9", "--requests", "3") as running:
        with running.interval(60), running.interval(60), running.interval(60):
            reply = running.get("/profile.json")
            assert reply.status == 503 and reply.headers["Retry-After"] == "1", reply.status
        wait_until(lambda: running.get("/profile.json").status == 200, "answered again")
    with Program(program, "serve", "--requests", "1") as running:
        for _ in range(20):
            assert running.get("/profile.json").status == 200, "a place was given back late"


def test_client_goes_away(program):
    """Its place is free at once, and not when its interval ends."""
    for version in ("1.1", "1.0"):
        with Program(program, "serve", "--intervals", "1") as running:
            with running.interval(60, version):
                assert running.get("/profile.json?seconds=0.001").status == 429
            wait_until(lambda r=running: r.get("/profile.json?seconds=0.001").status == 200, "answered")


def stop_while_waiting(program, mode):
    with Program(program, mode) as running:
        with running.interval(60) as one, running.interval(60, "1.0"):
            took = running.stop()
            answer = b"".join(iter(lambda: one.recv(65536), b""))
        assert took < 1000 * PATIENCE / 4, f"{took} ms"
        assert not answer.endswith(b"0\r\n\r\n"), "an answer that was cut off looks whole"


def test_stop_while_waiting(program):
    """A server of dwell's own stops promptly while intervals are running."""
    stop_while_waiting(program, "serve")


def test_stop_of_users_server(program):
    """So does a server of the user's, which is not asked for anything but stop()."""
    stop_while_waiting(program, "routes")


def test_slow_clients(program):
    """Clients that send or read slowly, or nothing, keep others waiting for a bounded time."""
    with Program(program, "serve", "--requests", "2") as running:
        silent = [running.raw() for _ in range(3)]
        half = [running.raw(b"GET /profile.json HT") for _ in range(3)]
        deaf = [running.raw(b"GET /profile.json HTTP/1.1\r\n\r\n") for _ in range(3)]
        wait_until(lambda: running.get("/profile.json").status == 200, "answered")
        assert running.stop() < 1000 * PATIENCE / 4
        for connection in silent + half + deaf:
            connection.close()


@contextlib.contextmanager
def trickling(running):
    """A client that sends a byte now and then."""
    with running.raw(b"GET /profile.json HTTP/1.1\r\n") as connection:
        done = threading.Event()

        def trickle():
            with contextlib.suppress(OSError):
                while not done.wait(0.3):
                    connection.sendall(b"X")

        with meanwhile(trickle):
            try:
                yield
            finally:
                done.set()


def test_stop_of_trickling_client(program):
    """A client that sends a byte now and then cannot keep the program from ending."""
    with Program(program, "serve") as running, trickling(running):
        wait_until(lambda: running.get("/profile.json").status == 200, "answered")
        took = running.stop()
        assert took < 1000 * PATIENCE / 4, f"{took} ms"


def test_stop_beside_another_server(program):
    """A server that cuts its clients off leaves those of another one alone, which has its port at another address."""
    with Program(program, "neighbours") as running:
        with trickling(running), socket.create_connection(("127.0.0.2", running.port), timeout=PATIENCE) as other:
            wait_until(lambda: running.get("/profile.json").status == 200, "answered")
            other.sendall(b"GET /profile.json?seconds=3 HTTP/1.0\r\n\r\n")
            time.sleep(0.5)
            running.process.stdin.write("stop\n")
            running.process.stdin.flush()
            assert int(running.process.stdout.readline()) >= 1000, "the client was not in the middle"
            answer = b"".join(iter(lambda: other.recv(65536), b""))
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["schema"] == "dwell.profile/1"


def test_concurrent_scrapes(program):
    """Many at once, while 8 threads record: each answer is whole, and counters never go back."""
    with Program(program, "serve", "--requests", "16") as running:
        def scrape(path):
            last = 0
            for _ in range(10 if INSTRUMENTED else 40):
                reply = running.get(path)
                assert reply.status == 200, reply.status
                now = counters(reply.json())["recorded", ()]
                assert "seconds" in path or now >= last, "a counter went back"
                last = now

        with meanwhile(*[lambda: scrape("/profile.json")] * 4,
                       *[lambda: scrape("/profile.json?seconds=0.01")] * 2) as results:
            pass
        assert results == [None] * 6, results


def test_refusals(program):
    """What cannot be listened at is an error in words; a port is never shared with another server."""
    out = subprocess.run([program, "refusals"], stdout=subprocess.PIPE, text=True, check=True, timeout=PATIENCE).stdout
    running, in_use, too_large, negative, no_host = out.splitlines()
    assert running == "running"
    assert re.fullmatch(r"stopped: 0 cannot listen on 127\.0\.0\.1:[0-9]+: Address already in use", in_use), in_use
    assert too_large == "stopped: 0 cannot listen on 127.0.0.1:70000: Invalid argument", too_large
    assert negative == "stopped: 0 cannot listen on 127.0.0.1:-1: Invalid argument", negative
    assert re.fullmatch(r"stopped: 0 cannot listen on 192\.0\.2\.1:0: Can.* assign requested address", no_host), no_host


def test_fork(program):
    """A child leaves its parent's server alone, joins threads of its own, and does not keep the port."""
    if INSTRUMENTED:
        print("skipped: the sanitizers' own locks do not survive a fork of several threads")
        sys.exit(SKIPPED)
    with Program(program, "fork") as running:
        assert running.process.stdout.readline() == "child stopped\n"
        assert running.get("/profile.json").status == 200
        out, _ = running.process.communicate("stop\n", timeout=PATIENCE)
        assert out.splitlines() == ["running", "0"], out


def test_signals(program):
    """The server's threads take none: they are for the program's own."""
    with Program(program, "serve", "--requests", "8") as running:
        tasks = f"/proc/{running.process.pid}/task"
        if not os.path.isdir(tasks):
            print("skipped: no /proc")
            sys.exit(SKIPPED)
        masks = []
        for task in os.listdir(tasks):
            with open(f"{tasks}/{task}/status", encoding="utf-8") as status:
                masks.append(int(re.search(r"^SigBlk:\s*(\w+)$", status.read(), re.MULTILINE)[1], 16))
        blocked = [mask for mask in masks if mask & 1 << signal.SIGTERM - 1 and mask & 1 << signal.SIGUSR1 - 1]
        # The one that listens, and nine that answer; not the main thread and the eight that record.
        assert len(blocked) >= 10 and len(masks) - len(blocked) >= 9, masks


def test_binds_to_loopback(program):
    """Nobody on another address of this machine is listened to, unless told otherwise."""
    with Program(program, "serve") as running:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
            # Another address of the loopback network: taken if the server were bound to all.
            other.bind(("127.0.0.2", running.port))
            other.listen()


def durations(profile):
    return {(d["labels"]["method"], d["labels"]["route"], d["labels"]["status"]): d["count"]
            for d in profile["distributions"] if d["name"] == "http.server.request.duration"}


def test_timed_routes(program):
    """Each request is counted by method, route and class of status, and is a call path of the profile."""
    with Program(program, "routes") as running:
        for user in range(5):
            assert running.get(f"/users/{user}").text == str(user)
        assert running.get("/users/1", method="HEAD").status == 200
        assert running.get("/moved").status == 302
        assert running.get("/throws").status == 500
        assert running.get("/upload", method="POST", data=b"x" * 100000).text == "100000"
        profile = running.get("/profile.json").json()
        assert durations(profile) == {
            ("GET", "/users/:id", "2xx"): 5, ("HEAD", "/users/:id", "2xx"): 1, ("GET", "/moved", "3xx"): 1,
            ("GET", "/throws", "5xx"): 1, ("POST", "/upload", "2xx"): 1}, durations(profile)
        calls = {profile["names"][path["name"]]["name"]: path["calls"] for path in profile["paths"]}
        assert calls == {"GET /users/:id": 5, "HEAD /users/:id": 1, "GET /moved": 1, "GET /throws": 1,
                         "POST /upload": 1}, calls
        for distribution in profile["distributions"]:
            assert distribution["unit"] == "seconds" and 0 < distribution["max"] < 10, distribution


def test_bounded_labels(program):
    """Clients that ask for 10,000 paths make no more series or names than those that ask for one."""
    with Program(program, "routes") as running:
        count = 1000 if INSTRUMENTED else 10000
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=PATIENCE)
        for number in range(count):
            connection.request("GET", f"/users/{number}" if number % 2 else f"/{'x' * (number % 50)}{number}")
            reply = connection.getresponse()
            assert reply.status == (200 if number % 2 else 404), (number, reply.status)
            reply.read()
        profile = running.get("/profile.json").json()
        found = durations(profile)
        assert set(found) == {("GET", "/users/:id", "2xx"), ("GET", "(no route)", "4xx")}, found
        assert sum(found.values()) == count, found
        assert len(profile["paths"]) == 2


def main():
    name, program = sys.argv[1:]
    globals()["test_" + name](program)


main()
