# SPDX-License-Identifier: BSL-1.0
"""dwell run --perf: what it archives where perf records, and that the program runs exactly once where it does not."""

import json
import os
import shlex
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

import tool


def perf_can_record():
    with tempfile.TemporaryDirectory() as folder:
        try:
            return subprocess.run(["perf", "record", "-o", folder + "/data", "true"], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, check=False).returncode == 0
        except OSError:
            return False


class PerfTest(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.archive = self.folder / "runs"
        self.count = self.folder / "count"

    def counted(self, *more):
        """A program that leaves a line each time it runs."""
        return ["sh", "-c", f"echo ran >> {shlex.quote(str(self.count))}; " + " ".join(more)]

    def run_it(self, *command, options=(), **more):
        done = tool.dwell("run", "--perf", "--out", self.archive, *options, "--", *command, **more)
        return done, json.loads((self.archive / "latest" / "run.json").read_text())

    def files(self):
        return sorted(path.name for path in (self.archive / "latest").glob("perf*"))

    def fake_perf(self, text):
        folder = self.folder / "bin"
        folder.mkdir(exist_ok=True)
        (folder / "perf").write_text("#!/bin/sh\n" + text)
        (folder / "perf").chmod(0o755)
        return {"PATH": f"{folder}:{os.environ['PATH']}"}


@unittest.skipUnless(perf_can_record(), "perf is not installed, or may not record here")
class Recorded(PerfTest):
    def test_the_same_run_has_both(self):
        done, record = self.run_it(*self.counted(f"exec {tool.SAMPLE} 20000 2 7"), status=7)
        self.assertNotIn("no --perf", done.stderr)
        self.assertEqual(record["perf"], {"state": "recorded", "reason": None})
        self.assertEqual((record["profiles"], record["exit_status"]), (1, 7))
        self.assertEqual(self.count.read_text(), "ran\n")
        self.assertEqual(self.files(), ["perf.data", "perf.folded", "perf.html", "perf.svg"])
        run = self.archive / "latest"
        lines = (run / "perf.folded").read_text().splitlines()
        samples = sum(int(line.rpartition(" ")[2]) for line in lines)
        self.assertTrue(any(line.startswith("dwell_tool_samp;") for line in lines), lines)
        xml.etree.ElementTree.parse(run / "perf.svg")
        self.assertIn(f"perf: {samples} samples", (run / "perf.svg").read_text())
        again = subprocess.run(["perf", "script", "-i", run / "perf.data", "-F", "comm"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True, check=True).stdout.split()
        self.assertEqual(len(again), samples)

    def test_what_the_program_starts_is_recorded_too(self):
        self.run_it("sh", "-c", f"{tool.SAMPLE} 10000; true", options=["--perf-frequency", "500"])
        self.assertIn("dwell_tool_samp;", (self.archive / "latest" / "perf.folded").read_text())

    def test_a_signal_ends_the_program(self):
        _, record = self.run_it("sh", "-c", f"{tool.SAMPLE} 1000; kill -KILL $$", status=137)
        self.assertEqual((record["signal"], record["perf"]["state"]), ("SIGKILL", "recorded"))

    def test_the_time_limit(self):
        _, record = self.run_it("sh", "-c", "while :; do :; done", options=["--time-limit", "300ms"], status=2)
        self.assertEqual((record["timed_out"], record["perf"]["state"]), (True, "recorded"))

    def test_hostile_paths(self):
        self.archive = self.folder / "a b%n;c"
        _, record = self.run_it(tool.SAMPLE, 10000)
        self.assertEqual(record["perf"]["state"], "recorded")

    def test_no_perf_outlives_the_run(self):
        self.run_it("sh", "-c", "sleep 60 > /dev/null 2>&1 & echo $!", timeout=30)
        self.assertNotIn(str(self.archive), subprocess.run(["ps", "-eo", "args"], stdout=subprocess.PIPE, text=True,
                                                           check=True).stdout.replace(__file__, ""))


class Degraded(PerfTest):
    def assert_degraded(self, environment, reason, options=()):
        done, record = self.run_it(*self.counted(f"{tool.SAMPLE} 10; exit 3"), environment=environment, status=3,
                                   options=options)
        self.assertEqual(self.count.read_text(), "ran\n")
        self.assertEqual((record["perf"]["state"], record["profiles"]), ("unavailable", 1))
        self.assertIn(reason, record["perf"]["reason"])
        self.assertIn("dwell run: warning: no --perf: " + record["perf"]["reason"], done.stderr)
        self.assertEqual([name for name in self.files() if name != "perf.data"], [])

    def test_perf_is_missing(self):
        folder = self.folder / "bin"
        folder.mkdir()
        for program in ("sh", "git"):
            found = subprocess.run(["sh", "-c", "command -v " + program], stdout=subprocess.PIPE, text=True,
                                   check=False).stdout.strip()
            if found:
                (folder / program).symlink_to(found)
        self.assert_degraded({"PATH": str(folder)}, "apt install linux-perf")

    def test_perf_refuses(self):
        self.assert_degraded(self.fake_perf('echo "Error:" >&2; echo "Access to events is limited." >&2; exit 255\n'),
                             "perf refused: Access to events is limited.")

    def test_perf_writes_nothing(self):
        self.assert_degraded(self.fake_perf('if [ "$1" = record ]; then printf ack >&9; exec sleep 30; fi; exit 1\n'),
                             "perf script cannot read perf.data: exit status 1")

    def test_perf_has_no_sample(self):
        self.assert_degraded(self.fake_perf('if [ "$1" = record ]; then printf ack >&9; exec sleep 30; fi\n'),
                             "no sample")

    def test_perf_crashes_while_it_records(self):
        self.assert_degraded(self.fake_perf('if [ "$1" = record ]; then printf ack >&9; kill -9 $$; fi; exit 1\n'),
                             "cannot read perf.data")

    def test_a_bad_frequency_is_no_run(self):
        done = tool.dwell("run", "--out", self.archive, "--perf", "--perf-frequency", "0", "--", *self.counted(),
                          status=2)
        self.assertIn("perf-frequency", done.stderr)
        self.assertFalse(self.count.exists())


if __name__ == "__main__":
    tool.main()
