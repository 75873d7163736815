# SPDX-License-Identifier: BSL-1.0
"""scripts/profile leaves the files that it names, in every mode, and where perf is refused or wrk is missing. Needs the
examples and benchmarks in the same build."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

import tool

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "scripts" / "profile"
BUILD = pathlib.Path(tool.DWELL).resolve().parents[2]
NEEDED = ("examples/indexer", "examples/indexer_with_hooks", "examples/service", "bench/record_scope_bench")


class ProfileScript(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "out"

    def profile(self, *arguments, status=0, path=None):
        done = subprocess.run(
            [SCRIPT, *arguments, "--out", str(self.out), "--programs", str(BUILD), "--files", "50", "--seconds", "1"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
            env={**os.environ, "PATH": path or os.environ["PATH"]})
        self.assertEqual(done.returncode, status, done.stdout)
        return done.stdout

    def programs_but(self, *left_out):
        """A PATH of links to all programs but some."""
        folder = self.folder / "programs"
        folder.mkdir()
        for directory in os.environ["PATH"].split(":"):
            for program in pathlib.Path(directory).glob("*"):
                if program.name not in left_out and not (folder / program.name).is_symlink():
                    os.symlink(program, folder / program.name)
        return folder

    def assert_files(self, *names):
        for name in names:
            self.assertGreater((self.out / name).stat().st_size, 0, name)

    def test_all_leaves_the_files_of_each_mode(self):
        output = self.profile("all")
        self.assert_files(
            "cpu/benchmark.txt", "cpu/indexer.txt", "cpu/perf-report.txt", "cpu/latest/profile.html",
            "cpu/latest/profile.json", "cpu/latest/run.json",
            "memory/top.txt", "memory/indexer.txt", "memory/latest/profile.html", "memory/latest/profile.dhat.json",
            "memory/latest/profile.allocated_bytes.folded",
            "gpu/gpu.txt", "load/latest/profile.json", "load/metrics.prom", "load/interval.json", "load/wrk.txt",
            "analysis.md")
        # Empty where nothing is held at the end.
        self.assertTrue((self.out / "memory/latest/profile.live_bytes.folded").exists())
        analysis = (self.out / "analysis.md").read_text()
        for part in ("## cpu\n", "## memory\n", "## load\n", "index.tokenize", "/search", "## gpu/gpu.txt"):
            self.assertIn(part, analysis)
        self.assertIn("no timers for a GPU", (self.out / "gpu/gpu.txt").read_text())
        self.assertIn("cpu/perf-report.txt", output)
        if json.loads((self.out / "cpu/latest/run.json").read_text())["perf"]["state"] == "recorded":
            self.assert_files("cpu/latest/perf.data", "cpu/latest/perf.folded", "cpu/latest/perf.svg")
        if shutil.which("wrk"):
            self.assertIn("Requests/sec", (self.out / "load/wrk.txt").read_text())
            self.assertIn("/search", (self.out / "load/metrics.prom").read_text())

    def test_perf_that_is_refused_is_said_and_the_rest_is_there(self):
        folder = self.programs_but("perf")
        perf = folder / "perf"
        perf.write_text("#!/bin/sh\necho 'No permission to enable cycles event.' >&2\nexit 255\n")
        perf.chmod(0o755)
        output = self.profile("cpu", path=str(folder))
        self.assertIn("perf did not record", output)
        self.assertIn("perf refused", (self.out / "cpu/perf-report.txt").read_text())
        self.assert_files("cpu/benchmark.txt", "cpu/latest/profile.json", "cpu/latest/profile.html")
        self.assertFalse((self.out / "cpu/latest/perf.svg").exists())

    def test_load_without_wrk_says_so(self):
        output = self.profile("load", path=str(self.programs_but("wrk")))
        self.assertIn("wrk is missing", output)
        self.assert_files("load/latest/profile.json", "load/metrics.prom")

    def test_a_mode_that_fails_is_said_and_the_others_go_on(self):
        self.assertIn("run another mode first", self.profile("analyze", status=1))
        build = self.folder / "build"
        for name in ("tools/dwell/dwell", *NEEDED):
            (build / name).parent.mkdir(parents=True, exist_ok=True)
            os.symlink(BUILD / name, build / name)
        (build / "examples/indexer_with_hooks").unlink()
        done = subprocess.run(
            [SCRIPT, "all", "--out", str(self.out), "--programs", str(build), "--files", "50", "--seconds", "1"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("memory FAILED", done.stdout)
        self.assert_files("cpu/latest/profile.json", "gpu/gpu.txt", "load/latest/profile.json", "analysis.md")

    def test_a_wrong_command_line_is_status_2(self):
        for arguments in (["cpus"], ["cpu", "--seconds", "x"], ["cpu", "--what", "1"], []):
            done = subprocess.run([SCRIPT, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertEqual(done.returncode, 2)
            self.assertIn("usage:", done.stderr)


if missing := [name for name in NEEDED if not (BUILD / name).exists()]:
    print(f"skipped: this build has no {', '.join(missing)}")
    sys.exit(77)
tool.main()
