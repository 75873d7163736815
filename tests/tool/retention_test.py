# SPDX-License-Identifier: BSL-1.0
"""dwell run: which runs an archive keeps, and that a kill at any moment leaves only whole runs under their names."""

import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import time

import tool

RUN_NAME = re.compile(r"^\d{8}T\d{6}Z(-[0-9a-f]{7,40})?(\.\d+)?$")
PARTS = ["run.json", "profile.json", "profile.html", "deep/inside/file"]


class RetentionTest(tool.FolderTest):
    # In memory where that can be: thousands of small files take long on a busy disk.
    parent = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

    def setUp(self):
        super().setUp()
        self.archive = self.folder / "runs"
        self.archive.mkdir()

    def make_runs(self, count, size=10, first=0):
        """Runs of the year 2020, a second after the other; their names, the oldest first."""
        names = []
        for i in range(first, first + count):
            name = f"20200101T{i // 3600:02}{i // 60 % 60:02}{i % 60:02}Z"
            for part in PARTS:
                path = self.archive / name / part
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("{}".ljust(size // len(PARTS)))
            names.append(name)
        return names

    def run_it(self, *options, command=("true",)):
        return tool.dwell("run", "--out", self.archive, *options, "--", *command)

    def names(self):
        return sorted(path.name for path in self.archive.iterdir() if RUN_NAME.match(path.name))

    def left(self, made):
        return [name for name in self.names() if name in made]


class Limits(RetentionTest):
    def test_a_thousand_runs(self):
        made = self.make_runs(1000)
        self.run_it("--keep", 100)
        self.assertEqual(len(self.names()), 100)
        self.assertEqual(self.left(made), made[-99:])

    def test_the_run_just_made_stays_where_others_have_later_names(self):
        later = self.archive / "20990101T000000Z"
        later.mkdir()
        (later / "run.json").write_text("{}")
        done = self.run_it("--keep", 1)
        (made,) = set(self.names()) - {later.name}
        self.assertIn(made, done.stderr)

    def test_what_cannot_be_removed_does_not_keep_the_others(self):
        halves = [self.archive / f".2020010{day}T000000Z.removed" for day in (1, 2, 3)]
        for half in halves:
            half.mkdir()
        (halves[0] / "file").touch()
        halves[0].chmod(0o555)
        self.addCleanup(halves[0].chmod, 0o755)
        # Root may remove anything.
        self.folder.chmod(0o755)
        self.archive.chmod(0o777)
        other = {"user": 65534} if os.geteuid() == 0 else {}
        try:
            done = tool.dwell("run", "--out", self.archive, "--", "true", status=2, **other)
        except PermissionError:
            self.skipTest("the program lies where nobody but root may run it")
        self.assertIn(f"{halves[0]}: cannot remove an old run: Permission denied", done.stderr)
        self.assertEqual([half.exists() for half in halves], [True, False, False])

    def test_megabytes(self):
        made = self.make_runs(8, size=400_000)
        self.run_it("--keep-megabytes", 1)
        self.assertEqual(self.left(made), made[-2:])

    def test_zero_is_no_limit(self):
        made = self.make_runs(150, size=1000)
        self.run_it("--keep", 0, "--keep-megabytes", 0)
        self.assertEqual(self.left(made), made)

    def test_the_newest_stays_whatever_its_size(self):
        made = self.make_runs(2)
        self.run_it("--keep", 1, "--keep-megabytes", 1,
                    command=("sh", "-c", 'head -c 3000000 /dev/zero > "$(dirname "$(dirname "$DWELL_OUT")")/large"'))
        self.assertEqual(self.left(made), [])
        (newest,) = self.names()
        self.assertEqual(os.readlink(self.archive / "latest"), newest)

    def test_kept_runs_are_neither_removed_nor_counted(self):
        made = self.make_runs(6, size=600_000)
        (self.archive / made[0] / "keep").write_text("")
        (self.archive / made[4] / "keep").write_text("")
        self.run_it("--keep", 3)
        self.assertEqual(self.left(made), [made[0], *made[3:]])
        self.run_it("--keep", 3, "--keep-megabytes", 1)
        self.assertEqual(self.left(made), [made[0], made[4], made[5]])

    def test_what_is_no_run_stays(self):
        made = self.make_runs(3)
        outside = self.folder / "outside"
        outside.mkdir()
        (outside / "run.json").write_text("{}")
        (self.archive / "20190101T000000Z").symlink_to(outside)
        (self.archive / made[0] / "link").symlink_to(outside)
        (self.archive / "notes").mkdir()
        (self.archive / "20190101T000001Z").mkdir()  # no run.json
        (self.archive / "20190101T000002Z").write_text("a file")
        (self.archive / ".20190101T000003Z.removed").symlink_to(outside)
        (self.archive / ".20190101T000004Z.partial").symlink_to(outside)
        (self.archive / ".mine.partial").mkdir()
        self.run_it("--keep", 1)
        self.assertEqual(self.left(made), [])
        self.assertTrue((outside / "run.json").is_file())
        for name in ("20190101T000000Z", "notes", "20190101T000001Z", "20190101T000002Z", ".mine.partial",
                     ".20190101T000003Z.removed", ".20190101T000004Z.partial"):
            self.assertTrue(os.path.lexists(self.archive / name), name)

    def test_a_run_from_the_future_is_the_newest(self):
        future = self.make_runs(1)[0].replace("2020", "2999")
        (self.archive / "20200101T000000Z").rename(self.archive / future)
        self.run_it("--keep", 1)
        self.assertIn(future, self.names())
        self.assertEqual(os.readlink(self.archive / "latest"), future)


class Killed(RetentionTest):
    def assert_whole(self):
        for name in self.names():
            record = json.loads((self.archive / name / "run.json").read_text())
            for part in PARTS if record == {} else ["profile.json", "profile.html"] if record["profiles"] else []:
                self.assertTrue((self.archive / name / part).is_file(), f"{name}/{part}")
        if os.path.lexists(self.archive / "latest"):
            self.assertIn(os.readlink(self.archive / "latest"), self.names())

    def kill_at_random(self, command, longest):
        with subprocess.Popen([tool.DWELL, "run", "--out", self.archive, "--keep", "5", "--", *command],
                              stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as running:
            time.sleep(random.uniform(0, longest))
            running.kill()
            return running.wait() == -signal.SIGKILL

    def duration(self, command):
        start = time.monotonic()
        self.run_it("--keep", 5, command=command)
        return time.monotonic() - start

    def hidden(self):
        return [path.name for path in self.archive.iterdir() if path.name.startswith(".") and path.name != ".lock"]

    def test_in_the_middle_of_retention(self):
        self.make_runs(200)
        longest = self.duration(["true"])
        killed = 0
        for turn in range(25):
            self.make_runs(200)
            killed += self.kill_at_random(["true"], longest)
            self.assert_whole()
        self.assertGreater(killed, 5)
        self.make_runs(200)
        self.run_it("--keep", 5)
        self.assert_whole()
        self.assertEqual(len(self.names()), 5)
        self.assertEqual(self.hidden(), [])

    def test_in_the_middle_of_a_run(self):
        command = [tool.SAMPLE, "500"]
        longest = self.duration(command)
        killed = 0
        for _ in range(25):
            killed += self.kill_at_random(command, longest)
            self.assert_whole()
        self.assertGreater(killed, 5)
        time.sleep(10 * longest)  # what outlives its dwell
        self.run_it("--keep", 5, command=command)
        self.assert_whole()
        self.assertEqual(self.hidden(), [])

    def test_what_a_killed_dwell_leaves_is_finished(self):
        ready = self.folder / "ready"
        with subprocess.Popen([tool.DWELL, "run", "--out", self.archive, "--", "sh", "-c",
                               f"{tool.SAMPLE} 10; touch {ready}; exec sleep 60 > /dev/null"],
                              stderr=subprocess.DEVNULL) as running:
            while not ready.exists():
                time.sleep(0.01)
            children = pathlib.Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()
            running.kill()
        os.kill(int(children[0]), signal.SIGKILL)
        self.assertEqual(self.names(), [])
        done = self.run_it("--keep", 5)
        self.assertIn("did not finish this run", done.stderr)
        finished, newest = self.names()
        record = json.loads((self.archive / finished / "run.json").read_text())
        self.assertEqual((record["profiles"], record["exit_status"], record["command"][0]), (1, None, "sh"))
        self.assertEqual(os.readlink(self.archive / "latest"), newest)
        self.assertEqual(self.hidden(), [])

    def test_a_run_that_goes_on_is_left_alone(self):
        ready = self.folder / "ready"
        with subprocess.Popen([tool.DWELL, "run", "--out", self.archive, "--", "sh", "-c",
                               f"{tool.SAMPLE} 10; touch {ready}; cat"], stdin=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as running:
            while not ready.exists():
                time.sleep(0.01)
            self.run_it()
            self.assertEqual(len(self.names()), 1)
            running.stdin.close()
            self.assertEqual(running.wait(), 0)
        self.assertEqual(len(self.names()), 2)
        self.assertEqual(os.readlink(self.archive / "latest"), self.names()[-1])

    def test_a_program_that_may_still_be_saving_is_left_alone(self):
        tool.dwell("run", "--out", self.folder / "other", "--", tool.SAMPLE, 10)
        with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as saving:
            processes = self.archive / ".20200101T000000Z.partial" / "processes"
            shutil.copytree(self.folder / "other" / "latest", processes / f"{saving.pid}-1")
            self.run_it()
            self.assertEqual(self.hidden(), [".20200101T000000Z.partial"])
            saving.stdin.close()
            # Not waited for: a zombie does not save.
            os.waitid(os.P_PID, saving.pid, os.WEXITED | os.WNOWAIT)
            self.run_it()
        self.assertEqual(self.hidden(), [])
        self.assertEqual(self.names()[0], "20200101T000000Z")

    def test_a_stale_run_whose_name_is_taken(self):
        (name,) = self.make_runs(1)
        stale = self.archive / f".{name}.partial"
        shutil.copytree(self.archive / name, stale)
        tool.dwell("run", "--out", self.folder / "other", "--", tool.SAMPLE, 10)
        shutil.copy(self.folder / "other" / "latest" / "profile.json", stale)
        self.run_it()
        self.assertEqual(self.names()[:2], [name, name + ".2"])
        record = json.loads((self.archive / (name + ".2") / "run.json").read_text())
        self.assertEqual((record["name"], record["profiles"]), (name + ".2", 1))
        self.assertEqual(self.hidden(), [])

    def test_a_program_that_outlives_its_dwell_and_its_folder(self):
        go = self.folder / "go"
        with subprocess.Popen([tool.DWELL, "run", "--out", self.archive, "--", "sh", "-c",
                               f"until [ -e {go} ]; do sleep 0.02; done; {tool.SAMPLE} 10; touch {go}.done"],
                              stderr=subprocess.DEVNULL) as running:
            while not self.hidden():
                time.sleep(0.01)
            time.sleep(0.3)
            running.kill()
        self.run_it()
        self.assertEqual(self.hidden(), [])
        go.write_text("")
        while not pathlib.Path(f"{go}.done").exists():
            time.sleep(0.01)
        self.assertEqual(len(self.hidden()), 1)
        self.run_it()
        self.assertEqual(self.hidden(), [])
        records = [json.loads((self.archive / name / "run.json").read_text()) for name in self.names()]
        self.assertEqual(sorted(record["profiles"] for record in records), [0, 0, 1])


if __name__ == "__main__":
    tool.main()
