# SPDX-License-Identifier: BSL-1.0
"""dwell run: what it archives, what it ends with, and what it says where something is wrong."""

import fcntl
import json
import os
import pathlib
import pty
import re
import shlex
import shutil
import signal
import stat
import subprocess
import time

import tool

RUN_NAME = re.compile(r"^\d{8}T\d{6}Z(-[0-9a-f]{7,40})?(\.\d+)?$")


def runs_of(archive):
    return sorted(path for path in pathlib.Path(archive).iterdir() if RUN_NAME.match(path.name))


def wait_for_line(stream):
    line = stream.readline()
    assert line, "the program ended before it said that it is ready"
    return line


class RunTest(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.archive = self.folder / "runs"

    def run_it(self, *command, options=(), **more):
        return tool.dwell("run", "--out", self.archive, *options, "--", *command, **more)

    def record(self):
        return json.loads((self.archive / "latest" / "run.json").read_text())

    def hidden(self):
        return [path.name for path in self.archive.iterdir() if path.name.startswith(".") and path.name != ".lock"]

    def shell(self, text, **more):
        return self.run_it("sh", "-c", text.replace("SAMPLE", shlex.quote(tool.SAMPLE)), **more)


class Archive(RunTest):
    def test_the_profile_of_one_process_is_the_runs_own(self):
        done = self.run_it(tool.SAMPLE, 10)
        (run,) = runs_of(self.archive)
        self.assertEqual(os.readlink(self.archive / "latest"), run.name)
        self.assertTrue((run / "profile.html").is_file())
        self.assertFalse((run / "processes").exists())
        self.assertEqual(self.hidden(), [])
        self.assertEqual(done.stdout, "")
        self.assertIn("sample.work", done.stderr)
        self.assertIn(str(run), done.stderr)
        tool.dwell("show", self.archive)
        record = self.record()
        self.assertEqual((record["schema"], record["name"]), ("dwell.run/1", run.name))
        self.assertEqual(record["command"], [tool.SAMPLE, "10"])
        self.assertEqual((record["exit_status"], record["signal"], record["timed_out"]), (0, None, False))
        self.assertEqual((record["profiles"], record["perf"]), (1, None))
        self.assertGreater(record["duration_ns"], 20 * 10_000)
        self.assertGreater(record["largest_resident_bytes"], 100_000)
        self.assertRegex(record["started"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$")
        self.assertEqual(record["directory"], os.getcwd())
        self.assertTrue(record["compiler"])

    def test_several_processes_are_merged(self):
        self.shell("SAMPLE 10 & SAMPLE 10 & SAMPLE 10; wait", options=["--json"])
        run = runs_of(self.archive)[0]
        parts = sorted((run / "processes").iterdir())
        self.assertEqual(len(parts), 3)
        for part in parts:
            self.assertRegex(part.name, r"^dwell_tool_sample-\d+$")
            self.assertTrue((part / "profile.json").is_file())
        self.assertEqual(self.record()["profiles"], 3)
        steps = [each["value"] for each in json.loads((run / "profile.json").read_text())["counters"]
                 if each["name"] == "sample.steps"]
        self.assertEqual(steps, [60])

    def test_the_newest_save_of_a_killed_process_counts(self):
        done = self.shell(
            'SAMPLE 3000000 & until ls "$0"/.*.partial/processes/*/save-2/profile.json; do sleep 0.02; done; kill -9 $!;'
            " wait", options=["--every", "20ms"]).stderr
        self.assertIn("sample.step", done)
        run = runs_of(self.archive)[0]
        self.assertTrue((run / "profile.json").is_file())
        (process,) = (run / "processes").iterdir()
        self.assertTrue((process / "save-1" / "profile.json").is_file())
        self.assertFalse((process / "latest").is_symlink())

    def shell(self, text, **more):
        return self.run_it("sh", "-c", text.replace("SAMPLE", shlex.quote(tool.SAMPLE)), self.archive, **more)

    def test_no_profile_is_a_run_with_a_warning(self):
        done = self.run_it("true")
        self.assertIn("dwell run: warning: true: no process wrote a profile", done.stderr)
        self.assertIn("<dwell/dwell.hpp>", done.stderr)
        self.assertEqual(self.record()["profiles"], 0)
        self.run_it("true", options=["--require-profile"], status=2)
        self.run_it("sh", "-c", "exit 5", options=["--require-profile"], status=5)
        self.assertEqual(len(runs_of(self.archive)), 3)

    def test_formats_and_timeline_reach_the_program(self):
        self.run_it(tool.SAMPLE, 10, options=["--formats", "csv,trace", "--timeline", "64K"])
        files = {path.name for path in (self.archive / "latest").iterdir()}
        self.assertEqual(files, {"profile.json", "profile.csv", "profile.trace.json", "run.json"})

    def test_json_is_run_json_with_the_path(self):
        done = self.run_it(tool.SAMPLE, 10, options=["--json"])
        printed = json.loads(done.stdout)
        self.assertEqual(printed.pop("path"), str(runs_of(self.archive)[0]))
        self.assertEqual(printed, self.record())
        self.assertEqual(done.stderr, "")

    def test_top_is_the_rows_of_the_table(self):
        self.assertNotIn("sample.step ", self.run_it(tool.SAMPLE, 10, options=["--top", "1"]).stderr)

    def test_git_and_ci(self):
        repository = self.folder / "repository"
        repository.mkdir()

        def git(*arguments):
            subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=e", *arguments], cwd=repository, check=True,
                           stdout=subprocess.DEVNULL)

        self.run_it("true", cwd=self.folder, environment={"GIT_CEILING_DIRECTORIES": str(self.folder.parent)})
        self.assertIsNone(self.record()["git"])
        git("init", "-q", "-b", "trunk")
        (repository / "file").write_text("1")
        git("add", "file")
        git("commit", "-qm", "first")
        commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=repository, check=True, stdout=subprocess.PIPE,
                                text=True).stdout.strip()
        github = {"GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://h", "GITHUB_REPOSITORY": "o/r",
                  "GITHUB_RUN_ID": "77"}
        self.run_it("true", cwd=repository, environment=github)
        record = self.record()
        self.assertEqual(record["git"], {"commit": commit, "branch": "trunk", "describe": commit[:7], "dirty": False})
        self.assertEqual(record["ci"]["url"], "https://h/o/r/actions/runs/77")
        self.assertIn("-" + commit[:12], record["name"])
        (repository / "file").write_text("2")
        self.run_it("true", cwd=repository, environment={"GITHUB_ACTIONS": "", "GITLAB_CI": "true", "CI_JOB_URL": "u"})
        record = self.record()
        self.assertTrue(record["git"]["dirty"])
        self.assertEqual((record["ci"]["provider"], record["ci"]["url"]), ("gitlab", "u"))
        self.run_it("true", cwd=repository, environment={"GITHUB_ACTIONS": "", "GITLAB_CI": "", "JENKINS_URL": "j",
                                                         "BUILD_URL": "b"})
        self.assertEqual((self.record()["ci"]["provider"], self.record()["ci"]["url"]), ("jenkins", "b"))

    def test_hostile_words_and_paths(self):
        self.archive = self.folder / "a 100%n %p 'b'\n\"c\""
        program = self.folder / "pro %n\n'gram"
        program.write_text(f'#!/bin/sh\n{shlex.quote(tool.SAMPLE)} 10\nprintf "%s|" "$@"\n')
        program.chmod(0o755)
        words = ["[a,b]", "--", "", "%p %n", "a b", "new\nline", "--json", "-x", "show"]
        done = self.run_it(program, *words)
        self.assertEqual(done.stdout, "".join(word + "|" for word in words))
        self.assertEqual(self.record()["command"], [str(program), *words])
        self.assertEqual(self.record()["profiles"], 1)

    def test_a_program_whose_name_has_no_room_for_its_number(self):
        program = self.folder / ("x" * 252)
        shutil.copy(tool.SAMPLE, program)
        self.run_it(program, 10, timeout=60)
        self.run_it("sh", "-c", '"$0" 10; "$0" 10', program, timeout=60)
        self.assertEqual(self.record()["profiles"], 2)

    def test_bytes_that_are_no_text(self):
        subprocess.run([os.fsencode(tool.DWELL), b"run", b"--out", os.fsencode(self.archive), b"--", b"true", b"\xff"],
                       check=True, stderr=subprocess.DEVNULL)
        self.assertEqual(self.record()["command"], ["true", "\ufffd"])

    def test_ten_in_the_same_second(self):
        running = [subprocess.Popen([tool.DWELL, "run", "--out", self.archive, "--", tool.SAMPLE, "10"],
                                    stderr=subprocess.DEVNULL) for _ in range(10)]
        self.assertEqual([each.wait() for each in running], [0] * 10)
        runs = runs_of(self.archive)
        self.assertEqual(len(runs), 10)
        for run in runs:
            self.assertEqual(json.loads((run / "run.json").read_text())["profiles"], 1)
        self.assertIn(os.readlink(self.archive / "latest"), [run.name for run in runs])
        self.assertEqual(self.hidden(), [])


class Ending(RunTest):
    def test_the_programs_own_status(self):
        self.run_it(tool.SAMPLE, 10, 2, 7, status=7)
        self.assertEqual(self.record()["exit_status"], 7)

    def test_a_crash(self):
        done = self.run_it("sh", "-c", "kill -SEGV $$", status=128 + signal.SIGSEGV)
        self.assertIn("killed by SIGSEGV", done.stderr)
        self.assertEqual((self.record()["exit_status"], self.record()["signal"]), (None, "SIGSEGV"))

    def test_the_time_limit(self):
        done = self.run_it("sleep", 60, options=["--time-limit", "100ms"], status=2)
        self.assertIn("did not end within 0.1 s", done.stderr)
        self.assertTrue(self.record()["timed_out"])
        self.assertEqual(self.record()["signal"], "SIGTERM")

    def test_a_program_that_does_not_want_to_end(self):
        done = self.run_it("sh", "-c", "trap '' TERM; while :; do sleep 0.05; done", options=["--time-limit", "100ms"],
                           status=2)
        self.assertIn("killed by SIGKILL", done.stderr)

    def test_what_cannot_be_started(self):
        plain = self.folder / "plain"
        plain.write_text("#!/bin/sh\n")
        script = self.folder / "script"
        script.write_text("#!/no/such/interpreter\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        for program, expected in (
                ("no-such-program-here", "there is no such program"),
                (plain, "chmod +x"),
                (script, "a script for /no/such/interpreter, which is not there"),
                (self.folder, "it is a folder")):
            with self.subTest(program=program):
                for options in (["--perf"], [], ["--no-profile"]):
                    done = self.run_it(program, options=options, status=2)
                    self.assertIn(expected, done.stderr)
                    self.assertIn(str(program), done.stderr)
        self.assertEqual(runs_of(self.archive), [])
        self.assertEqual(self.hidden(), [])

    def test_bad_command_lines(self):
        for arguments, expected in ((["--typo", "--", "true"], "--typo"), (["--"], "no program"), ([], "no program"),
                                    (["--every", "5", "--", "true"], "no time"),
                                    (["--formats", "nope", "--", "true"], "nope"),
                                    (["--keep", "-1", "--", "true"], "keep"),
                                    (["--timeline", "x", "--", "true"], "no size"),
                                    (["--perf", "--perf-call-graph", "nope", "--", "true"], "nope"),
                                    (["--perf-frequency", "9", "--", "true"], "requires")):
            with self.subTest(arguments=arguments):
                done = tool.dwell("run", "--out", self.archive, *arguments, status=2)
                self.assertIn(expected, done.stderr)
        self.assertFalse(self.archive.exists())

    def test_a_program_with_the_name_of_a_command(self):
        (self.folder / "show").symlink_to("/bin/sh")
        path = {"PATH": f"{self.folder}:{os.environ['PATH']}"}
        tool.dwell("run", "--out", self.archive, "show", "-c", "exit 6", environment=path, status=6)

    def test_a_program_without_dashes(self):
        self.assertEqual(tool.dwell("run", "--out", self.archive, "sh", "-c", "echo $0 $1", "--", "x").stdout, "-- x\n")

    def test_sigterm_reaches_the_program_and_what_it_writes_is_kept(self):
        text = f"trap '{tool.SAMPLE} 10; exit 0' TERM; echo ready; while :; do sleep 0.02; done"
        with subprocess.Popen([tool.DWELL, "run", "--out", self.archive, "--", "sh", "-c", text], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
            wait_for_line(running.stdout)
            running.terminate()
            self.assertEqual(running.wait(timeout=60), 128 + signal.SIGTERM)
        self.assertEqual(self.record()["profiles"], 1)

    def test_a_signal_that_nohup_ignores_stays_ignored(self):
        done = subprocess.Popen(
            [tool.DWELL, "run", "--out", self.archive, "--", "sh", "-c", "echo ready; read x; exit 3"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        wait_for_line(done.stdout)
        done.send_signal(signal.SIGHUP)
        done.communicate("go on\n", timeout=30)
        self.assertEqual(done.returncode, 3)

    def test_where_ended_children_are_ignored(self):
        self.run_it("true", timeout=30, preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
        self.assertEqual(self.record()["exit_status"], 0)

    def test_a_reader_that_goes_away_does_not_keep_the_run_from_being_archived(self):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([tool.DWELL, "run", "--out", self.archive, "--", "sh", "-c", "kill -SEGV $$"],
                              stderr=writer, timeout=30)
        os.close(writer)
        self.assertEqual(done.returncode, -signal.SIGPIPE)
        self.assertEqual(self.record()["signal"], "SIGSEGV")
        self.assertEqual(self.hidden(), [])

    def test_a_key_of_the_terminal_reaches_the_program_once(self):
        program = ("import os, signal, sys, time\n"
                   "got = []\n"
                   "signal.signal(signal.SIGINT, lambda *_: got.append(1))\n"
                   "print('ready', os.isatty(0) and os.isatty(1) and os.isatty(2), flush=True)\n"
                   "while not got: time.sleep(0.02)\n"
                   "time.sleep(0.3)\n"
                   "sys.exit(40 + len(got))\n")
        child, terminal = pty.fork()
        if child == 0:
            os.execv(tool.DWELL, [tool.DWELL, "run", "--out", str(self.archive), "--", "python3", "-c", program])
        with open(terminal, "rb", buffering=0) as screen:
            self.assertEqual(screen.readline().strip(), b"ready True")
            os.write(terminal, b"\x03")
            try:
                while screen.read(4096):
                    pass
            except OSError:
                pass  # the terminal has no program left
            self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 41)
        self.assertEqual(self.record()["exit_status"], 41)


class Unprofiled(RunTest):
    def test_no_profile_runs_it_as_it_is(self):
        for options, environment in ((["--no-profile"], {}), ([], {"DWELL_PROFILING": "0"})):
            with self.subTest(options=options):
                done = self.run_it("sh", "-c", "echo out=$DWELL_OUT; kill -9 $$", options=options,
                                   environment={"DWELL_OUT": "", **environment}, status=137)
                self.assertEqual(done.stdout, "out=\n")
                self.assertFalse(self.archive.exists())
        self.run_it("true", options=["--require-profile"], environment={"DWELL_PROFILING": "0"}, status=2)


class Trouble(RunTest):
    def test_an_archive_that_cannot_be_made(self):
        (self.folder / "file").write_text("")
        self.archive = self.folder / "file" / "runs"
        done = self.run_it("sh", "-c", "echo ran", status=2)
        self.assertEqual(done.stdout, "")
        self.assertIn(str(self.archive), done.stderr)
        self.assertIn("--no-profile", done.stderr)

    def test_a_full_disk_after_the_program_loses_nothing(self):
        limited = ["python3", "-c",
                   "import os, resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
                   "resource.setrlimit(resource.RLIMIT_FSIZE, (24000, 24000)); os.execv(sys.argv[1], sys.argv[1:])"]
        # Two processes, whose profiles fit, but not the page of the merged one.
        for status, expected in ((0, 2), (5, 5)):
            done = subprocess.run(
                [*limited, tool.DWELL, "run", "--out", self.archive, "--", "sh", "-c",
                 f"{tool.SAMPLE} 10; {tool.SAMPLE} 10; exit {status}"],
                stderr=subprocess.PIPE, text=True, check=False)
            self.assertEqual(done.returncode, expected, done.stderr)
            self.assertIn("File too large", done.stderr)
            self.assertRegex(done.stderr, r"dwell run: note: what the program wrote is in .*\.partial")
        self.assertEqual(runs_of(self.archive)[1:], [])
        done = self.run_it("true")
        self.assertIn("did not finish this run, now it is whole", done.stderr)
        runs = runs_of(self.archive)
        self.assertEqual([json.loads((run / "run.json").read_text())["profiles"] for run in runs], [2, 2, 0])
        self.assertEqual(os.readlink(self.archive / "latest"), runs[-1].name)

    def test_waiting_for_another_dwell_can_be_interrupted(self):
        self.archive.mkdir()
        with open(self.archive / ".lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            waiting = subprocess.Popen([tool.DWELL, "run", "--out", self.archive, "--", "true"])
            self.addCleanup(waiting.kill)
            is_waiting = re.compile(rf"-> FLOCK +ADVISORY +WRITE +{waiting.pid} ")
            while not is_waiting.search(pathlib.Path("/proc/locks").read_text(encoding="utf-8")):
                time.sleep(0.01)
            waiting.send_signal(signal.SIGINT)
            self.assertEqual(waiting.wait(30), -signal.SIGINT)
        self.assertEqual(self.hidden(), [])

    def test_a_full_disk_before_the_program(self):
        self.archive.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4k", "none", self.archive],
                                 stderr=subprocess.DEVNULL, check=False)
        if mounted.returncode != 0:
            self.skipTest("only root may mount a small disk")
        self.addCleanup(subprocess.run, ["umount", "-l", self.archive], check=True)
        (self.archive / "full").write_bytes(b"x" * 4096)
        done = self.run_it("sh", "-c", "echo ran", status=2)
        self.assertIn("No space left", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_a_latest_that_is_no_link(self):
        (self.archive / "latest").mkdir(parents=True)
        done = self.run_it("true", status=2)
        self.assertIn("latest", done.stderr)
        self.assertIn(str(runs_of(self.archive)[0]), done.stderr)
        self.run_it("false", status=1)

    def test_a_profile_that_cannot_be_read_is_left_where_it_is(self):
        text = 'd="$(dirname "${DWELL_OUT}")/1-1"; mkdir -p "$d"; echo broken > "$d/profile.json"'
        done = self.shell(text + "; SAMPLE 10")
        self.assertIn("profile.json", done.stderr)
        self.assertRegex(done.stderr, r"dwell run: warning: .*/processes/1-1/profile\.json: .*: left out")
        self.assertEqual(self.record()["profiles"], 1)
        self.assertTrue((self.archive / "latest" / "processes" / "1-1" / "profile.json").is_file())


if __name__ == "__main__":
    tool.main()
