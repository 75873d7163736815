# SPDX-License-Identifier: BSL-1.0
"""dwell check: its answers, as text, JSON, JUnit XML and annotations of GitHub."""

import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import github_runner
import tool

SCHEMA = pathlib.Path(__file__).resolve().parent.parent / "consumers" / "junit.xsd"
KEPT = {"scope": "sample.work", "max": "1 h", "allocations_per_call": 2}
BROKEN = {"scope": "sample.work", "allocations_per_call": 1, "note": "the promise"}
# 20 calls do not tell their 99th percentile, unless it is far away.
UNSURE = {"scope": "sample.work", "p99": "1 h"}
IN_GITHUB = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": ""}
NOT_IN_GITHUB = {"GITHUB_ACTIONS": "", "DWELL_INCONCLUSIVE": ""}


def printable(name):
    """As dwell prints a name: control characters are question marks."""
    return "".join("?" if ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 else c for c in name)


class CheckTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.profile = cls.folder / "profile"
        subprocess.run([tool.SAMPLE, "50"], check=True, stderr=subprocess.PIPE,
                       env={**os.environ, "DWELL_OUT": str(cls.profile / "%n"), "DWELL_FORMATS": "json"})
        cls.profile = cls.profile / "1"

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def budgets(self, *budgets, name="budgets.json"):
        """A file with a budget a line, the first in line 2."""
        lines = ",\n".join(map(json.dumps, budgets))
        file = self.folder / name
        file.write_text(f'{{"version": 1, "budgets": [\n{lines}\n]}}\n')
        return file

    def check(self, file, *arguments, status, environment=None, **options):
        return tool.dwell("check", "--budgets", file, self.profile, *arguments, status=status,
                          environment={**NOT_IN_GITHUB, **(environment or {})}, **options)

    def test_kept(self):
        done = self.check(self.budgets(KEPT), status=0)
        self.assertEqual(done.stdout.splitlines()[0], "sample.work: PASS")
        self.assertTrue(done.stdout.endswith("budgets.json: 1 passed, 0 failed, 0 inconclusive\n"), done.stdout)
        self.assertEqual(done.stderr, "")

    def test_broken(self):
        file = self.budgets(KEPT, BROKEN | {"scope": "sample.step", "allocations_per_call": 1})
        done = self.check(file, status=1)
        self.assertIn("allocations_per_call <= 1: 2, counted (20 calls): fail", done.stdout)
        self.assertIn(f"note: {file}:3: budgets[1]\n  note: the promise\n", done.stdout)

    def test_inconclusive(self):
        file = self.budgets(KEPT, UNSURE | {"scope": "sample.step"})
        self.assertIn("INCONCLUSIVE", self.check(file, status=3).stdout)
        self.check(file, "--inconclusive", "warn", status=0)
        self.check(file, "--inconclusive", "fail", status=1)
        self.check(file, status=1, environment={"DWELL_INCONCLUSIVE": "fail"})
        self.check(file, status=0, environment={"DWELL_INCONCLUSIVE": "warn"})
        self.check(file, "--inconclusive", "warn", status=0, environment={"DWELL_INCONCLUSIVE": "fail"})
        self.assertIn("maybe", self.check(file, status=2, environment={"DWELL_INCONCLUSIVE": "maybe"}).stderr)
        self.check(self.budgets(BROKEN, UNSURE | {"scope": "sample.step"}), "--inconclusive", "warn", status=1)

    def test_json(self):
        file = self.budgets(BROKEN, {"scope": "never", "max": "1 s"})
        document = json.loads(self.check(file, "--json", status=1).stdout)
        self.assertEqual(document["schema"], "dwell.check/1")
        self.assertEqual((document["answer"], document["budgets_file"]), ("fail", str(file)))
        broken, never = document["budgets"]
        self.assertEqual((broken["subject"], broken["kind"], broken["line"]), ("sample.work", "scope", 2))
        self.assertEqual(broken["limits"], [{
            "quantity": "allocations_per_call", "unit": "count", "relation": "<=", "limit": 1, "measured": 2,
            "interval": [2, 2], "samples": 20, "answer": "fail"}])
        self.assertEqual(never["limits"], [])
        self.assertIn("no scope of this name ran", never["error"])

    def test_growth_is_for_the_program_itself(self):
        done = self.check(self.budgets({"process": True, "growth_per_hour": "1 GB"}), status=1)
        self.assertIn("the program itself has to check this budget", done.stdout)

    def test_several_profiles(self):
        other = self.folder / "other.json"
        shutil.copy(self.profile / "profile.json", other)
        file = self.budgets(BROKEN)
        done = self.check(file, other, status=1)
        self.assertIn(f"sample.work ({self.profile}): FAIL", done.stdout)
        self.assertIn(f"sample.work ({other}): FAIL", done.stdout)
        document = json.loads(self.check(file, other, "--json", status=1).stdout)
        self.assertEqual([one["profile"] for one in document["budgets"]], [str(self.profile), str(other)])

    def test_junit(self):
        junit = self.folder / "results" / "junit.xml"
        file = self.budgets(KEPT, BROKEN | {"scope": "sample.step", "allocations_per_call": 1},
                            {"scope": "never", "max": "1 s"}, {"path": "sample.step;sample.work", "p99": "1 h"})
        expected = ["system-out", "failure", "error", "skipped"]
        for wish, elements in (("warn", expected), ("fail", expected[:3] + ["failure"])):
            self.check(file, "--junit", junit, "--inconclusive", wish, status=1)
            tests = ElementTree.parse(junit).getroot().findall("testsuite/testcase")
            self.assertEqual([test[0].tag for test in tests], elements)
            self.check_by_schema(junit)

    def check_by_schema(self, junit):
        if shutil.which("xmllint"):
            done = subprocess.run(["xmllint", "--noout", "--schema", SCHEMA, junit], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_junit_into_what_is_no_file(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        with open(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), encoding="utf-8") as reader:
            tool.dwell("check", "--budgets", self.budgets(KEPT), self.profile, "--junit", pipe)
            self.assertTrue(pipe.is_fifo())
            self.assertIn("<testsuite", reader.read())

    def test_bad_budgets(self):
        whole = self.budgets(KEPT, UNSURE | {"scope": "sample.step"}).read_text()
        bad = {whole[:length] for length in range(len(whole) - 2)}
        bad |= {whole.replace(*change) for change in (
            ("max", "maximum"), ('"1 h"', '"1 hour"'), ('"1 h"', "5"), ('"version": 1', '"version": 2'),
            ("sample.step", "sample.work"), ("scope", "scpoe"), ("[\n", "[[\n"), (": 2}", ": -2}"), ("\n", "\n\x00"))}
        file = self.folder / "bad.json"
        for text in sorted(bad):
            file.write_text(text)
            done = self.check(file, status=2)
            self.assertRegex(done.stderr, rf"^dwell check: {file}:\d+:\d+: ", text)
            self.assertEqual(done.stdout, "")

    def test_bad_budgets_in_ci(self):
        junit = self.folder / "bad.xml"
        file = self.budgets(KEPT, {"scope": "a", "p98": "1 s"}, name="bad.json")
        done = self.check(file, "--junit", junit, "--json", status=2, environment=IN_GITHUB)
        self.assertEqual(done.stdout, "")
        ((level, properties, message),) = github_runner.commands(done.stderr)
        self.assertEqual((level, properties["file"], properties["line"]), ("error", str(file), "3"))
        self.assertIn('unknown key "p98"', message)
        self.assertEqual(ElementTree.parse(junit).getroot().find("testsuite").get("errors"), "1")
        self.check_by_schema(junit)

    def test_what_cannot_be_read_or_written(self):
        file = self.budgets(KEPT)
        missing = self.folder / "missing.json"
        self.assertIn(f"{missing}: No such file", self.check(missing, status=2).stderr)
        self.assertIn(f"{missing}: No such file", tool.dwell("check", "--budgets", file, missing, status=2).stderr)
        self.assertIn("bad.json", tool.dwell("check", "--budgets", file, self.budgets(name="bad.json"), status=2).stderr)
        done = self.check(file, "--junit", file / "junit.xml", status=2)
        self.assertIn(f"{file}/junit.xml: cannot make the file", done.stderr)
        self.assertEqual(done.stdout, "")
        done = self.check(file, "--junit", self.folder, status=2)
        self.assertIn(f"{self.folder}: is a directory", done.stderr)
        for name in ("-", f"{self.folder}/new/"):
            done = self.check(file, "--junit", name, "--json", status=2)
            self.assertIn(f"--junit {name}: takes the name of a file", done.stderr)
            self.assertEqual(done.stdout, "")
        self.assertFalse((self.folder / "new").exists())
        done = self.check(self.budgets(name="bad.json"), "--junit", file / "junit.xml", status=2)
        self.assertIn(f"dwell check: {self.folder}/bad.json:", done.stderr)
        self.assertIn(f"{file}/junit.xml: cannot make the file", done.stderr)

    def test_annotations(self):
        file = self.budgets(UNSURE, KEPT | {"scope": "sample.step"}, {"scope": "never", "max": "1 s"})
        self.assertEqual(github_runner.commands(self.check(file, status=1).stdout), [])
        there = {**IN_GITHUB, "GITHUB_WORKSPACE": str(self.folder)}
        for arguments, environment in (("--github",), {"GITHUB_WORKSPACE": str(self.folder)}), ((), there):
            never, unsure = github_runner.commands(self.check(file, *arguments, status=1, environment=environment).stdout)
            self.assertEqual(never[0:2], ("error", {"file": "budgets.json", "line": "4", "title": "A budget is not kept"}))
            self.assertEqual(unsure[0], "warning")
            self.assertEqual(unsure[1]["line"], "2")
            self.assertTrue(unsure[2].startswith("sample.work: INCONCLUSIVE\n  p99 <= 1 h: "), unsure)
        strict = self.check(file, "--inconclusive", "fail", status=1, environment=there)
        self.assertEqual([each[0] for each in github_runner.commands(strict.stdout)], ["error", "error"])
        done = self.check(file, "--json", status=1, environment=there)
        self.assertEqual(len(github_runner.commands(done.stderr)), 2)
        json.loads(done.stdout)

    def test_annotations_are_as_many_as_are_shown(self):
        file = self.budgets(*({"scope": f"never{i}", "max": "1 s"} for i in range(30)))
        found = github_runner.commands(self.check(file, "--github", status=1).stdout)
        self.assertEqual([each[1].get("line") for each in found], [str(i) for i in range(2, 11)] + [None])
        self.assertEqual(found[-1][1]["title"], "21 more")

    def test_names_are_no_commands(self):
        parts = ["::", ":", "##[", "]", "add-mask", "error", "stop-commands", " ", "\n", "\r", "%", "%0A", "%25", ",", ";",
                 "=", "x", "\u00a0", "\u2028", "\u0085", "\t", "ü", "group", "title=", "\\"]
        generator = random.Random(8)
        for _ in range(40):
            names = {"::add-mask::x", "##[add-mask]x", "x\n::add-mask::x", "\u2003::error::x"}
            while len(names) < 8:
                names.add("".join(generator.choices(parts, k=generator.randint(1, 12))).replace(";", "") + "x")
            names = sorted(names)
            wild = "".join(generator.choices(parts, k=6)) + ".json"
            file = self.budgets(*({"scope": name, "max": "1 s"} for name in names), name=wild)
            environment = {**IN_GITHUB, "GITHUB_WORKSPACE": str(self.folder)}
            done = self.check(file, status=1, environment=environment, cwd=self.folder)
            found = github_runner.commands(done.stdout)
            self.assertEqual(github_runner.commands(done.stderr), [])
            self.assertEqual({level for level, _, _ in found}, {"error"})
            for line, (name, (_, properties, message)) in enumerate(zip(names, found), start=2):
                self.assertEqual(properties["file"], wild)
                self.assertEqual(properties["line"], str(line))
                self.assertTrue(message.startswith(f"{printable(name)}: FAIL\n"), (name, message))
            self.assertEqual(len(found), len(names), done.stdout)
            file.write_text("{")
            done = self.check(file, status=2, environment=environment)
            self.assertEqual([each[1]["file"] for each in github_runner.commands(done.stderr)], [wild])


if __name__ == "__main__":
    tool.main()
