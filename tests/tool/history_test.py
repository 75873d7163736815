# SPDX-License-Identifier: BSL-1.0
"""dwell history, with archives of runs that were never run."""

import json
import math
import os
import pathlib
import re
import shutil
import subprocess
import time
import xml.etree.ElementTree

import tool
from history_archive import Archive
from tool import dwell, dwell_json

ROOT = pathlib.Path(__file__).resolve().parents[2]
SVG = re.compile(r"<svg viewBox=\"0 0 960.*?</svg>", re.DOTALL)


def changes_of(document, metric):
    (series,) = [series for series in document["series"] if series["metric"] == metric]
    return series["changes"]


def all_changes(document):
    return [change for series in document["series"] for change in series["changes"]]


class HistoryTest(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.runs = self.folder / "runs"
        self.runs.mkdir()
        self.archive = Archive(self.runs)

    def page(self, *arguments):
        """The page, which is well-formed and loads nothing."""
        path = self.folder / "history.html"
        dwell("history", self.runs, "--html", path, *arguments)
        text = path.read_text(encoding="utf-8")
        self.assertNotRegex(text, r"<script|<[^>]* src=|url\(|https?://(?!www\.w3\.org)")
        for picture in SVG.findall(text):
            xml.etree.ElementTree.fromstring(picture)
        return text

    # Where something changes

    def test_a_step_of_10_percent_is_found_within_two_runs(self):
        self.archive.add_many(33)
        self.archive.add_many(27, time=1.1)
        document = dwell_json("history", self.runs)
        self.assertEqual(document["schema"], "dwell.history/1")
        self.assertEqual(len(document["runs"]), 60)
        (change,) = changes_of(document, "sample.work:p50")
        self.assertLessEqual(abs(change["after"] - 33), 2)
        self.assertAlmostEqual(change["ratio"], 1.1, delta=0.04)
        self.assertLess(change["p_value"], 0.01)
        self.assertEqual(change["direction"], "worse")
        before, after = document["runs"][change["before"]], document["runs"][change["after"]]
        self.assertEqual((change["run_before"], change["run_after"]), (before["name"], after["name"]))
        self.assertEqual(change["commits"], before["commit"][:12] + ".." + after["commit"][:12])
        self.assertEqual(changes_of(document, "sample.work:allocations_per_call"), [])
        self.assertEqual(changes_of(document, "wall"), [])
        text = dwell("history", self.runs).stdout
        self.assertIn("git log " + change["commits"], text)
        self.assertRegex(text, r"sample\.work:p50: .* -> .*  \+\d+\.\d %, worse, p 0\.000\d+\n")
        document = dwell_json("history", self.runs, "--smallest-change", "20%")
        self.assertEqual((document["smallest_change"], all_changes(document)), (0.2, []))
        self.assertIn("is not written as", dwell("history", self.runs, "--smallest-change", "3", status=2).stderr)

    def test_no_change_is_found_where_there_is_none(self):
        for seed in range(2, 6):
            with self.subTest(seed=seed):
                shutil.rmtree(self.runs)
                self.runs.mkdir()
                Archive(self.runs, seed).add_many(60)
                document = dwell_json("history", self.runs)
                self.assertEqual(all_changes(document), [])
        self.assertIn("\nNo change point\n", dwell("history", self.runs).stdout)
        self.assertEqual(len(SVG.findall(self.page())), 5)

    def test_waves_are_told_as_such(self):
        for i in range(60):
            self.archive.add(time=1 + 0.2 * math.sin(i / 8), noise=0.01)
        document = dwell_json("history", self.runs)
        self.assertEqual(all_changes(document), [])
        series = [series for series in document["series"] if series["metric"] == "sample.work:p50"][0]
        self.assertGreater(series["steps_in_waves"], 0)
        self.assertGreater(series["correlation"], 0.9)
        self.assertRegex(dwell("history", self.runs).stdout,
                         r"sample\.work:p50: \d steps? (is|are) not told: waves have such steps, too, and values may "
                         r"resemble those before them \(correlation up to 0\.9\d\)\n")

    def test_one_more_allocation_is_found_in_its_run(self):
        self.archive.add_many(57)
        self.archive.add_many(3, extra_allocations=1)
        document = dwell_json("history", self.runs)
        (change,) = changes_of(document, "sample.work:allocations_per_call")
        self.assertEqual((change["before"], change["after"], change["from"], change["to"]), (56, 57, 2, 3))
        self.assertIsNone(change["p_value"])
        self.assertTrue(change["recent"])

    def test_recent_changes_for_the_worse_fail_where_asked(self):
        self.archive.add_many(40, extra_allocations=1)
        self.archive.add_many(10, extra_allocations=2)
        dwell("history", self.runs)
        failed = dwell("history", self.runs, "--fail-on-change", status=1)
        self.assertIn("2 changes for the worse within the last 10 runs", failed.stderr)
        dwell("history", self.runs, "--fail-on-change", "--recent", 9, status=0)
        self.archive.add(extra_allocations=1)  # for the better
        dwell("history", self.runs, "--fail-on-change", "--recent", 1, status=0)

    # What is looked at

    def test_metrics(self):
        self.archive.add_many(20)
        self.archive.add_many(20, time=1.3)
        metrics = ["sample.step;sample.work:p99", "sample.step:mean", "sample.work:calls", "wall", "cpu", "memory"]
        document = dwell_json("history", self.runs, *[word for metric in metrics for word in ("--metric", metric)])
        self.assertEqual([series["metric"] for series in document["series"]], metrics)
        self.assertEqual(len(changes_of(document, "sample.step;sample.work:p99")), 1)
        self.assertEqual(changes_of(document, "sample.work:calls"), [])
        self.assertEqual(document["series"][2]["values"], [20] * 40)
        self.assertEqual(document["series"][5]["unit"], "bytes")
        self.assertEqual(document["series_tested"], 5)
        for metric, message in (("sample.work", "or NAME:STATISTIC"), ("nothing:p50", "no run has it")):
            self.assertIn(message, dwell("history", self.runs, "--metric", metric, status=2).stderr)

    def test_top_scopes(self):
        self.archive.add_many(8)
        document = dwell_json("history", self.runs, "--top", 1)
        self.assertEqual([series["metric"] for series in document["series"]],
                         ["wall", "sample.work:p50", "sample.work:allocations_per_call"])

    def test_last_since_and_branch(self):
        self.archive.add_many(10, facts={"git": {"commit": "a" * 40, "branch": "other"}})
        self.archive.add_many(20)
        self.assertEqual(len(dwell_json("history", self.runs, "--last", 7)["runs"]), 7)
        document = dwell_json("history", self.runs, "--branch", "other")
        self.assertEqual({run["branch"] for run in document["runs"]}, {"other"})
        document = dwell_json("history", self.runs, "--since", "2026-01-20")
        self.assertEqual(document["runs"][0]["time"], "20260120T093000Z")
        document = dwell_json("history", self.runs, "--since", "2026-01-20T09:30:01Z")
        self.assertEqual(document["runs"][0]["time"], "20260121T093000Z")
        self.assertIn("no date", dwell("history", self.runs, "--since", "January", status=2).stderr)
        self.assertIn("left out: 30 of other branches", dwell("history", self.runs, "--branch", "x", status=2).stderr)

    def test_another_machine_is_no_change_of_the_code(self):
        self.archive.add_many(30, time=2, facts={"host": "old"})
        self.archive.add_many(30)
        document = dwell_json("history", self.runs)
        self.assertEqual(len(document["runs"]), 30)
        self.assertEqual(all_changes(document), [])
        self.assertEqual([left["reason"] for left in document["left_out"]], ["of another machine (old, A CPU)"])
        self.assertEqual(len(document["left_out"][0]["runs"]), 30)
        self.assertIn("Left out: 30 runs of another machine (old, A CPU)", dwell("history", self.runs).stdout)
        (change,) = changes_of(dwell_json("history", self.runs, "--all-machines"), "sample.work:p50")
        self.assertEqual(change["after"], 30)

    def test_other_commands_and_failed_runs_are_left_out(self):
        self.archive.add_many(5, facts={"command": ["sample", "--few"]})
        self.archive.add(facts={"exit_status": 3})
        self.archive.add(facts={"exit_status": None, "signal": "SIGSEGV"})
        self.archive.add(facts={"command": ["elsewhere/sample", "--all"]})
        self.archive.add_many(5)
        self.assertEqual(len(dwell_json("history", self.runs)["runs"]), 6)
        self.assertEqual(len(dwell_json("history", self.runs, "--all-commands")["runs"]), 11)
        self.assertEqual(len(dwell_json("history", self.runs, "--with-failed", "--all-commands")["runs"]), 13)

    # What cannot be read

    def test_broken_runs_are_named_and_skipped(self):
        self.archive.add_many(15)
        missing, cut, newer, empty = self.archive.add_many(4)
        (missing / "profile.json").unlink()
        text = (cut / "profile.json").read_text(encoding="utf-8")
        (cut / "profile.json").write_text(text[: len(text) // 2], encoding="utf-8")
        (newer / "profile.json").write_text(text.replace("dwell.profile/1", "dwell.profile/2"), encoding="utf-8")
        (empty / "run.json").write_text("", encoding="utf-8")
        self.archive.add_many(15, time=1.3)
        (self.runs / ".20260301T093000Z.partial").mkdir()
        (self.runs / "notes.txt").write_text("mine", encoding="utf-8")
        done = dwell("history", self.runs, "--json")
        document = json.loads(done.stdout)
        self.assertEqual(len(document["runs"]), 30)
        self.assertEqual(changes_of(document, "sample.work:p50")[0]["after"], 15)
        self.assertEqual({run["run"] for run in document["unreadable"]},
                         {run.name for run in (missing, cut, newer, empty)})
        for run in (missing, cut, newer, empty):
            self.assertRegex(done.stderr, f"dwell history: warning: the run is left out: .*{run.name}/.*json")
        self.assertIn("Runs that cannot be read: 4", dwell("history", self.runs).stdout)

    def test_run_json_with_little_in_it(self):
        for run in self.archive.add_many(8):
            (run / "run.json").write_text('{"schema": "dwell.run/1", "git": null, "command": 7}', encoding="utf-8")
        document = dwell_json("history", self.runs)
        self.assertEqual([series["metric"] for series in document["series"]][0], "sample.work:p50")
        self.assertIsNone(document["runs"][0]["machine"])
        self.assertIsNotNone(document["runs"][0]["commit"])  # the name of the run has it
        self.page()

    def test_nothing_to_look_at(self):
        self.assertIn("no such folder", dwell("history", self.folder / "none", status=2).stderr)
        self.assertIn("no run to look at", dwell("history", self.runs, status=2).stderr)
        self.archive.add_many(12)
        for run in self.runs.iterdir():
            (run / "profile.json").unlink()
        self.assertIn("and 2 more", dwell("history", self.runs, status=2).stderr)
        shutil.rmtree(self.runs)
        self.runs.mkdir()
        (run,) = self.archive.add_many(1)
        (run / "profile.json").write_text("{}", encoding="utf-8")
        failed = dwell("history", self.runs, "--html", self.folder / "page.html", status=2)
        self.assertIn(f"{run.name}/profile.json", failed.stderr)
        self.assertFalse((self.folder / "page.html").exists())

    def test_one_run(self):
        self.archive.add()
        document = dwell_json("history", self.runs)
        self.assertEqual({series["method"] for series in document["series"]}, {"too few runs"})
        self.assertIn("too few runs", dwell("history", self.runs).stdout)
        self.assertEqual(len(SVG.findall(self.page())), 5)

    def test_2000_runs(self):
        # Only the newest 2,000 are looked at; a change of every time, so that it is searched for in all of them.
        self.archive.add_many(900)
        self.archive.add_many(1105, time=1.1)
        begin = time.monotonic()
        document = dwell_json("history", self.runs, "--metric", "sample.work:p50", timeout=300)
        self.assertLess(time.monotonic() - begin, 240)
        self.assertEqual(len(document["runs"]), 2000)
        self.assertEqual([left["reason"] for left in document["left_out"]], ["that are older"])
        (change,) = changes_of(document, "sample.work:p50")
        self.assertLessEqual(abs(change["after"] - 895), 2)

    # The page

    def test_the_page_shows_changes_and_numbers(self):
        self.archive.add_many(30)
        self.archive.add_many(20, time=1.1)
        self.archive.add_many(1, time=5)
        self.archive.add_many(10, time=0.8)
        text = self.page()
        self.assertEqual(len(SVG.findall(text)), 5)
        self.assertRegex(text, r'class="badge worse">\u25b2 \+\d+\.\d % worse')
        self.assertRegex(text, r'class="badge better">\u25bc -\d+\.\d % better')
        self.assertIn('class="point outside"', text)
        picture = next(picture for picture in SVG.findall(text) if "sample.work:p50 over 61 runs" in picture)
        self.assertEqual(picture.count("<circle"), 60)
        self.assertEqual(picture.count('class="change '), 2)
        self.assertRegex(picture, r"<desc id=\"series-2-picture-desc\">From 2026-01-05 09:30 .* 2 change points: ")
        # A row for each run and series, and for each change.
        self.assertEqual(text.count("<tr><td>"), 5 * 61)

    def test_hostile_names_are_text(self):
        name = "<script>alert(1)</script>\"'&\u2028:p50"
        facts = {"host": "</title><b>", "command": ["<img src=x onerror=alert(1)>\x1b[31m"],
                 "git": {"commit": "<i>" * 20, "branch": "\"><script>\x1b[2J", "dirty": True}}
        self.archive.add_many(20, name=name, facts=facts)
        self.archive.add_many(20, name=name, time=1.5, facts=facts)
        text = self.page()
        self.assertNotRegex(text, "<img|<b>|<i>|<script")
        self.assertNotIn("\x1b", text)
        output = dwell("history", self.runs).stdout
        self.assertNotIn("\x1b", output)
        self.assertNotIn("\x1b", dwell("history", self.runs, "--metric", name + ":min").stdout)
        self.assertEqual(dwell_json("history", self.runs)["series"][1]["metric"], name + ":p50")

    def test_names_that_are_no_utf_8(self):
        for run in self.archive.add_many(6):
            facts = (run / "run.json").read_bytes().replace(b"builder", b"b\xc3\x28der")
            (run / "run.json").write_bytes(facts)
        done = dwell("history", self.runs, "--json", status=None)
        self.assertIn(done.returncode, (0, 2))

    def test_the_page_is_valid(self):
        checker = ROOT / "build/lints/node_modules/html-validate/bin/html-validate.mjs"
        if not checker.exists() or shutil.which("node") is None:
            self.skipTest("html-validate is not installed (scripts/setup lints)")
        self.archive.add_many(10)
        self.archive.add_many(10, time=1.5, extra_allocations=1)
        self.page()
        done = subprocess.run(
            ["node", checker, "--config", ROOT / "page/htmlvalidate.json", self.folder / "history.html"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_a_page_into_what_is_no_file(self):
        self.archive.add()
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        dwell("history", self.runs, "--html", pipe)
        self.assertTrue(pipe.is_fifo())
        self.assertIn(b"<html", os.read(reader, 1000))

    def test_a_page_that_cannot_be_written(self):
        self.archive.add_many(3)
        failed = dwell("history", self.runs, "--html", self.folder / "none" / "page.html", status=2)
        self.assertIn("none/page.html: cannot make the file", failed.stderr)


tool.main()
