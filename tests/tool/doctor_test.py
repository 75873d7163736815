# SPDX-License-Identifier: BSL-1.0
"""dwell doctor: what it finds of the environment, of programs and of folders. What it finds of a machine is tested with
made-up ones, in doctor_test.cpp."""

import os
import pathlib
import shutil
import stat
import time

import tool


def is_running(process):
    """A process that nobody has waited for is not."""
    state = pathlib.Path(f"/proc/{process}/stat")
    try:
        return state.read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class DoctorTest(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.programs = self.folder / "programs"
        self.programs.mkdir()
        self.here = self.folder / "here"
        self.here.mkdir()

    def findings(self, *arguments, status=0, **environment):
        document = tool.dwell_json("doctor", *arguments, status=status, cwd=self.here,
                                   environment={"PATH": str(self.programs), **environment})
        self.assertEqual(document["schema"], "dwell.doctor/1")
        self.assertEqual(document["can_record"], status == 0)
        for finding in document["findings"]:
            self.assertIn(finding["state"], ("ok", "note", "problem"))
            self.assertTrue(finding["group"] and finding["subject"] and finding["found"], finding)
        return {finding["subject"]: finding for finding in document["findings"]}

    def program(self, name, script):
        file = self.programs / name
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)

    def test_nothing_installed(self):
        found = self.findings()
        self.assertEqual(found["program"]["found"], "not installed")
        self.assertEqual(found["git"]["fix"], "sudo apt install git")
        self.assertEqual(found["promtool"]["fix"], "sudo apt install prometheus")
        self.assertNotIn("sampling", found)
        self.assertIn("steps of", found["resolution"]["found"])
        self.assertIn("its parent", found["a scope"]["found"])

    def test_programs(self):
        self.program("git", "exit 0")
        self.program("go", "exit 0")
        found = self.findings()
        self.assertEqual((found["git"]["state"], found["git"]["found"]), ("ok", str(self.programs / "git")))
        self.assertEqual(found["pprof"]["found"], str(self.programs / "go"))
        (self.programs / "git").chmod(0o644)
        self.assertEqual(self.findings()["git"]["state"], "note")

    def test_perf_is_tried(self):
        self.program("perf", f'echo "$@" >{self.folder}/asked; echo "No rights." >&2; exit 7')
        sampling = self.findings()["sampling"]
        self.assertEqual(sampling["found"], "none: exit status 7: No rights.")
        self.assertEqual(sampling["state"], "note")
        self.assertIn("perf_event_paranoid", sampling["fix"])
        self.assertRegex((self.folder / "asked").read_text(), "^record .*-e (cycles|cpu-clock) .*-- true$")
        self.program("perf", "exit 0")
        self.assertTrue(self.findings()["sampling"]["found"].startswith("by the c"))

    def test_perf_that_hangs(self):
        # With a program of its own, which must not be left behind.
        self.program("perf", f"{shutil.which('sleep')} 60 & echo $! >{self.folder}/child; wait")
        self.assertIn("did not end within 2 s", self.findings()["sampling"]["found"])
        child = int((self.folder / "child").read_text())
        end = time.monotonic() + 20  # long before its own
        while is_running(child) and time.monotonic() < end:
            time.sleep(0.01)
        self.assertFalse(is_running(child))

    def test_variables(self):
        found = self.findings(
            DWELL_OUT="-", DWELL_FORMATS="json,tabel", DWELL_EVERY="3 seconds", DWELL_KEEP="0", DWELL_TIMELINE="16 MB",
            DWELL_INCONCLUSIVE="maybe", DWELL_HEAP_INTERVAL="-1", DWELL_JUNIT="junit.xml", DWELL_FORMATZ="json")
        for name in ("FORMATS", "EVERY", "KEEP", "TIMELINE", "INCONCLUSIVE", "HEAP_INTERVAL"):
            self.assertEqual(found[f"DWELL_{name}"]["state"], "problem", name)
            self.assertEqual(found[f"DWELL_{name}"]["fix"], f"unset DWELL_{name}")
        self.assertIn("no format is called 'tabel'", found["DWELL_FORMATS"]["found"])
        self.assertEqual(found["DWELL_JUNIT"]["state"], "ok")
        self.assertEqual(found["DWELL_FORMATZ"]["state"], "note")
        self.assertIn('did you mean "DWELL_FORMATS"?', found["DWELL_FORMATZ"]["found"])
        good = self.findings(DWELL_OUT="out/%n", DWELL_FORMATS="json, table", DWELL_EVERY="500ms", DWELL_KEEP="3",
                             DWELL_TIMELINE="16M", DWELL_INCONCLUSIVE="fail", DWELL_HEAP_INTERVAL="0")
        self.assertEqual({one["state"] for one in good.values() if one["group"] == "Environment"} - {"note"}, {"ok"})
        self.assertEqual(self.findings(DWELL_EVERY="1s")["DWELL_EVERY"]["state"], "problem")

    def test_what_stops_recording(self):
        found = self.findings(status=1, DWELL_PROFILING="0")
        self.assertTrue(found["DWELL_PROFILING"]["stops_recording"])
        (self.here / "file").write_text("")
        found = self.findings("--out", "file/runs", status=1)
        self.assertIn("is no folder", found["runs"]["found"])
        if os.geteuid() != 0:  # whom no mode of a folder stops
            self.here.chmod(0o555)
            found = self.findings(status=1)
            self.here.chmod(0o755)
            self.assertIn("cannot write to", found["runs"]["found"])
        found = self.findings(status=1, DWELL_OUT="file/%n")
        self.assertIn("is no folder", found["profiles"]["found"])
        self.assertEqual(self.findings(DWELL_OUT="%n")["profiles"]["state"], "ok")
        self.assertNotIn("profiles", self.findings(DWELL_OUT="-"))

    def test_nothing_is_left_behind(self):
        self.program("perf", "exit 0")
        done = tool.dwell("doctor", cwd=self.here,
                          environment={"DWELL_OUT": str(self.folder / "out"), "PATH": str(self.programs)})
        self.assertEqual(done.stderr, "")
        self.assertEqual(list(self.here.iterdir()), [])
        self.assertFalse((self.folder / "out").exists())

    def test_text(self):
        done = tool.dwell("doctor", environment={"PATH": str(self.programs)}, cwd=self.here)
        self.assertTrue(done.stdout.startswith("Clock\n  "), done.stdout)
        self.assertIn("  note    git           not installed\n", done.stdout)
        self.assertIn("$ sudo apt install git\n", done.stdout)
        self.assertRegex(done.stdout, r"\n\d+ problems, \d+ notes, \d+ ok\n$")


if __name__ == "__main__":
    tool.main()
