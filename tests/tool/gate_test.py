# SPDX-License-Identifier: BSL-1.0
"""`dwell gate` with real programs. Nothing here depends on how quiet the machine is: what is timed may end as
inconclusive, and what must come out for certain is counted or printed, not timed."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

import tool

QUICK = ["--blocks", "6"]
# A program that measures itself, on a machine without noise.
PRINTS_100 = "echo 100"


def gate(*arguments, **options):
    return tool.dwell("gate", *arguments, **options)


class GateTest(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.out = self.folder / "out"

    def report(self):
        return json.loads((self.out / "gate.json").read_text())

    def fails(self, *arguments, says=(), **options):
        done = gate(*QUICK, *arguments, status=2, **options)
        for text in says:
            self.assertIn(text, done.stderr)
        self.assertEqual(done.stdout, "")
        return done

    def program(self, name, text):
        path = self.folder / name
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)
        return f"'{path}'"


class Verdicts(GateTest):
    def test_equal_numbers_pass_after_the_first_look(self):
        done = gate("--base", PRINTS_100, "--head", PRINTS_100, "--metric", "stdout", "--out", self.out, "--seed", "5")
        self.assertIn("dwell gate: PASSED", done.stdout)
        report = self.report()
        self.assertEqual(report["schema"], "dwell.gate/1")
        self.assertEqual(report["verdict"], "passed")
        self.assertEqual([block["arm"] for block in report["blocks"]], ["comparison", "control"] * 20)
        self.assertEqual(report["blocks"][0]["values"], [[100.0] * 4])
        self.assertEqual(report["metrics"][0]["change"]["median"], 1.0)
        self.assertEqual(report["options"]["seed"], 5)
        self.assertIn("`stdout` | passed", (self.out / "gate.md").read_text())

    def test_a_seed_gives_the_same_orders_and_none_gives_others(self):
        def orders(*seed):
            report = tool.dwell_json("gate", "--base", PRINTS_100, "--head", PRINTS_100, "--metric", "stdout", *seed)
            return [block["order"] for block in report["blocks"]]

        self.assertEqual(orders("--seed", "3"), orders("--seed", "3"))
        self.assertNotEqual(orders(), orders())

    def test_larger_numbers_are_a_regression_and_confirmed(self):
        done = gate("--base", PRINTS_100, "--head", "echo some text; echo 106", "--metric", "stdout", "--out", self.out,
                    status=1)
        self.assertIn("REGRESSION", done.stdout)
        report = self.report()
        self.assertEqual(sum(block["arm"] == "confirmation" for block in report["blocks"]), 20)
        for block in report["blocks"]:
            first = 100 if block["order"] == "abba" or block["arm"] == "control" else 106
            self.assertEqual(block["values"][0][0], first)

    def test_less_than_half_of_the_threshold_passes(self):
        gate(*QUICK, "--base", PRINTS_100, "--head", "echo 104", "--metric", "stdout")
        gate(*QUICK, "--base", PRINTS_100, "--head", "echo 104", "--metric", "stdout", "--threshold", "6%", status=1)

    def test_faster_passes_and_says_so(self):
        done = gate(*QUICK, "--base", PRINTS_100, "--head", "echo 80", "--metric", "stdout")
        self.assertIn("passed (faster)", done.stdout)

    def test_numbers_that_jump_are_inconclusive(self):
        # Anything from 1,000 to 66,535: that six blocks of these agree within 5 % does not happen.
        jumps = self.program("jumps", "echo $((1000 + $(od -An -N2 -tu2 /dev/urandom)))\n")
        done = gate(*QUICK, "--base", jumps, "--head", jumps, "--metric", "stdout", status=3)
        self.assertIn("INCONCLUSIVE", done.stdout)
        self.assertIn("what to do: ", done.stdout)

    def test_half_again_as_much_real_work_is_a_regression(self):
        # Spins until a clock says so: p50 of 20 calls hardly knows the machine.
        commands = ["--base", f"'{tool.SAMPLE}' 200", "--head", f"'{tool.SAMPLE}' 300", "--metric", "sample.work:p50"]
        done = gate(*QUICK, *commands, status=None)
        self.assertIn(done.returncode, (1, 3), done.stdout + done.stderr)
        self.assertNotIn("passed", done.stdout)

    def test_the_same_program_twice_never_alarms(self):
        commands = ["--base", f"'{tool.SAMPLE}'", "--head", f"'{tool.SAMPLE}'", "--metric", "sample.work:p50"]
        # With a threshold that no chance comes up to, on however loud a machine.
        done = gate(*QUICK, *commands, "--metric", "cpu", "--metric", "wall", "--threshold", "200%", status=None)
        self.assertIn(done.returncode, (0, 3), done.stdout + done.stderr)
        self.assertIn("3 metrics of the same runs", done.stdout)

    def test_of_several_metrics_one_is_enough(self):
        commands = ["--base", f"'{tool.SAMPLE}' 50", "--head", f"'{tool.SAMPLE}' 50 && '{tool.SAMPLE}' 50"]
        # Two processes, whose profiles are added up.
        report = tool.dwell_json("gate", *QUICK, *commands, "--metric", "sample.work:calls", "--metric",
                                 "sample.work:min", status=1)
        calls = report["metrics"][0]
        self.assertEqual(calls["verdict"], "regression")
        self.assertAlmostEqual(calls["change"]["median"], 2)
        self.assertEqual({*report["blocks"][0]["values"][0]}, {20, 40})

    def test_warn_only_always_ends_well(self):
        done = gate(*QUICK, "--base", PRINTS_100, "--head", "echo 200", "--metric", "stdout", "--warn-only", "--github")
        self.assertIn("REGRESSION", done.stdout)
        self.assertIn("::warning title=dwell gate::stdout: regression, +100.0 %25", done.stderr)
        self.fails("--base", "true", "--head", "false", "--warn-only")

    def test_annotations_come_by_themselves_in_github_actions(self):
        arguments = [*QUICK, "--base", PRINTS_100, "--head", "echo 200", "--metric", "stdout", "--json"]
        done = gate(*arguments, status=1, environment={"GITHUB_ACTIONS": "true"})
        self.assertIn("::error", done.stderr)
        self.assertEqual(json.loads(done.stdout)["verdict"], "regression")
        self.assertNotIn("::error", gate(*arguments, status=1, environment={"GITHUB_ACTIONS": ""}).stderr)


class Allocations(GateTest):
    def sample(self, allocations):
        return f"'{tool.SAMPLE}' 50 {allocations}"

    def test_one_more_allocation_a_call_is_a_regression(self):
        done = gate(*QUICK, "--base", self.sample(4), "--head", self.sample(5), "--out", self.out, status=1)
        self.assertIn("allocations in sample.work: regression", done.stdout)
        report = self.report()["allocations"]
        self.assertEqual({each["scope"] for each in report["regressions"]}, {None, "sample.work", "sample.step"})
        base, head = report["scopes"]["sample.work"]["base"], report["scopes"]["sample.work"]["head"]
        self.assertEqual((base["least"], head["least"]), (base["most"], head["most"]))
        self.assertGreaterEqual(head["least"], base["most"] + 20)

    def test_the_floor_lets_them_be(self):
        for options in (["--allocation-floor", "1000"], ["--no-allocations"]):
            gate(*QUICK, "--base", self.sample(4), "--head", self.sample(5), "--metric", "sample.work:calls", *options)

    def test_as_many_are_none(self):
        done = gate(*QUICK, "--base", self.sample(5), "--head", self.sample(5), "--metric", "sample.work:calls")
        self.assertIn("allocations in a run: base", done.stdout)


class Errors(GateTest):
    def test_what_a_program_does_wrong(self):
        for head, says in (
            ("false", ["--head, warm-up run: false: exit status 1", "it has written nothing"]),
            ("echo on its way; echo and lost >&2; exit 7", ["exit status 7", "the end of its stderr:\n    and lost"]),
            ("no_such_program_here", ["exit status 127", "not found"]),
            ("kill -SEGV $$", ["killed by SIGSEGV"]),
        ):
            with self.subTest(head):
                self.fails("--base", "true", "--head", head, says=says)
        self.fails("--base", "exit 4", "--head", "true", says=["--base, warm-up run: exit 4: exit status 4"])

    def test_a_hang_ends_at_the_time_limit(self):
        start = time.monotonic()
        self.fails("--base", "true", "--head", "echo begun; sleep 100", "--time-limit", "300ms",
                   says=["did not end within 0.3 s", "begun"])
        self.assertLess(time.monotonic() - start, 50)

    def test_a_crash_in_a_later_run_says_which_and_keeps_the_values(self):
        head = self.program("sometimes", f"cd '{self.folder}'; echo x >> runs; test $(wc -l < runs) -lt 8 || exit 9; "
                            "echo 100\n")
        self.fails("--base", PRINTS_100, "--head", head, "--metric", "stdout", "--out", self.out,
                   says=["--head, run ", "(comparison)", "exit status 9"])
        report = self.report()
        self.assertEqual((report["verdict"], report["ended"]), ("error", "error"))
        self.assertIn("exit status 9", report["error"])
        page = (self.out / "gate.md").read_text()
        self.assertTrue(page.startswith("## dwell gate: error\n\n- `--head, run "), page)
        self.assertGreaterEqual(len(report["blocks"]), 6)

    def test_what_is_no_profile_or_number(self):
        sample = f"'{tool.SAMPLE}' 10"
        for metric, command, says in (
            ("sample.work:p50", "true", ["it wrote no profile"]),
            ("sample.wrok:p50", sample, ['scope "sample.wrok"', 'did you mean "sample.work"?']),
            ("stdout", "echo abc", ['not a number: "abc"']),
            ("stdout", "true", ['not a number: ""']),
            ("stdout", "echo 0", ["metric stdout is 0: a ratio needs a positive number"]),
            ("stdout", "echo -1", ["a positive number"]),
            ("stdout", "echo nan", ["a positive number"]),
            ("stdout", "echo 5 ms", ["not a number"]),
            ("sample.step;sample.work:allocations", "'" + tool.SAMPLE + "' 10 0",
             ["metric sample.step;sample.work:allocations is 0"]),
            ("memory", "true", ["no more than dwell itself"]),
        ):
            with self.subTest(metric=metric, command=command):
                self.fails("--base", command, "--head", command, "--metric", metric, says=says)

    def test_the_command_line(self):
        both = ["--base", "true", "--head", "true"]
        for arguments, says in (
            ([], "two programs are needed"),
            (["--base", "true"], "two programs are needed"),
            ([*both, "--metric", "wal"], 'did you mean "wall"?'),
            ([*both, "--metric", "a:p99"], "--allow-tail"),
            ([*both, "--metric", "a:max"], "chance decides"),
            ([*both, "--metric", "wall", "--metric", "wall"], "given twice"),
            ([*both, "--threshold", "10"], "not written as 10%"),
            ([*both, "--max-time", "5"], "not written as"),
            ([*both, "--blocks", "5"], "5"),
            ([*both, "--inject", "5%"], "--inject is for --self-test"),
            ([*both, "--self-test"], "takes no --head"),
            ([*both, "--build", "make"], "--build requires --base-ref"),
            ([*both, "--head-ref", "HEAD"], "--head-ref requires --base-ref"),
            ([*both, "--keep-worktrees"], "--keep-worktrees requires --base-ref"),
            (["--self-test", "--build-time-limit", "1m"], "--build-time-limit requires --base-ref"),
            (["--self-test", "--github"], "--self-test excludes --github"),
            (["--self-test", "--warn-only"], "--self-test excludes --warn-only"),
            (["--self-test", "--metric", "wall"], "takes no --metric"),
            ([*both, "--out", "/proc/nowhere/out"], "cannot make the folder"),
        ):
            with self.subTest(arguments):
                self.assertIn(says, gate(*arguments, status=2).stderr)

    def test_a_tail_is_taken_by_those_who_insist(self):
        self.fails("--base", "true", "--head", "true", "--metric", "a:p99", "--allow-tail", says=["no profile"])


class Time(GateTest):
    def test_too_little_of_it_is_said_at_once(self):
        done = gate("--base", "sleep 0.05", "--head", "sleep 0.05", "--max-time", "2s", "--out", self.out, status=3)
        self.assertIn("the first look needs about", done.stdout)
        report = self.report()
        self.assertEqual((report["ended"], report["verdict"], report["blocks"]), ("too_long", "inconclusive", []))
        self.assertLess(report["seconds"], 2)

    def test_a_head_that_takes_much_longer_shows_in_the_reason(self):
        done = gate("--base", "true", "--head", "sleep 0.2", "--max-time", "4s", status=3)
        self.assertRegex(done.stdout, r"more than --max-time \(the first runs: base .*, head 2\d\d ms\)|head's first run")
        done = gate("--base", "true", "--head", "sleep 100", "--max-time", "1s", status=3)
        self.assertIn("out of time in the head's first run, the base's took ", done.stdout)

    def test_when_it_runs_out_there_is_what_was_measured(self):
        # Fast twice, so that it seems enough.
        slow = self.program("slow", f"cd '{self.folder}'; echo x >> runs; test $(wc -l < runs) -lt 20 || sleep 100\n")
        done = gate(*QUICK, "--base", slow, "--head", slow, "--max-time", "5s", "--out", self.out, status=3)
        self.assertIn("out of time", done.stdout)
        report = self.report()
        self.assertEqual((report["ended"], len(report["blocks"])), ("out_of_time", 4))
        self.assertEqual(report["metrics"][0]["change"]["blocks"], 2)

    def test_an_interruption_keeps_what_was_measured(self):
        for number, options in ((signal.SIGINT, []), (signal.SIGTERM, ["--warn-only"])):
            with self.subTest(number):
                started = self.folder / f"started-{number}"
                waits = self.program(f"waits-{number}", f"echo x >> '{started}'; "
                                     f"test $(wc -l < '{started}') -lt 15 || sleep 100\n")
                command = [tool.DWELL, "gate", "--base", waits, "--head", waits, "--out", str(self.out), *options]
                process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                while not started.exists() or started.read_text().count("x") < 15:
                    self.assertIsNone(process.poll())
                    time.sleep(0.02)
                process.send_signal(number)
                output, _ = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 3)
                self.assertIn("interrupted", output)
                report = self.report()
                self.assertEqual((report["ended"], len(report["blocks"])), ("interrupted", 3))

    def test_nothing_is_left_in_the_folder_for_temporary_files(self):
        for head, status in (("true", None), ("false", 2)):
            gate(*QUICK, "--base", "true", "--head", head, status=status, environment={"TMPDIR": str(self.folder)})
            self.assertEqual(list(self.folder.iterdir()), [])


class Surroundings(GateTest):
    def test_a_folder_for_temporary_files_may_have_any_name(self):
        strange = self.folder / "100%n of 'it' %"
        strange.mkdir()
        sample = f"'{tool.SAMPLE}' 10"
        gate(*QUICK, "--base", sample, "--head", sample, "--metric", "sample.work:calls",
             environment={"TMPDIR": str(strange)})

    def test_a_folder_for_temporary_files_that_is_none(self):
        missing = self.folder / "missing"
        done = self.fails("--base", "true", "--head", "true", "--out", self.out, environment={"TMPDIR": str(missing)})
        self.assertEqual(done.stderr, f"dwell gate: TMPDIR: {missing}: cannot make a folder in it: No such file or "
                                      "directory\n")
        self.assertIn("TMPDIR", self.report()["error"])
        missing.write_text("")
        self.fails("--base", "true", "--head", "true", environment={"TMPDIR": str(missing)}, says=["Not a directory"])

    def test_hostile_commands_are_shown_and_not_obeyed(self):
        command = "echo '|<b>`x`\x1b[31m' '::error::y'; echo 100"
        done = gate(*QUICK, "--base", command, "--head", command, "--metric", "stdout", "--out", self.out)
        self.assertNotIn("\x1b", done.stdout + done.stderr)
        text = (self.out / "gate.md").read_text()
        self.assertIn("- base: ``echo '|<b>`x`?[31m' '::error::y'; echo 100``\n", text)
        self.assertEqual(self.report()["base"]["command"], command)
        bad = self.fails("--base", "printf '\\033[31m\\n' >&2; exit 1", "--head", "true", says=["?[31m"])
        self.assertNotIn("\x1b", bad.stderr)

    def test_the_users_own_settings_do_not_reach_the_runs(self):
        mine = self.folder / "mine"
        environment = {"DWELL_OUT": str(mine), "DWELL_FORMATS": "table", "DWELL_EVERY": "10ms"}
        sample = f"'{tool.SAMPLE}' 10"
        gate(*QUICK, "--base", sample, "--head", sample, "--metric", "sample.work:calls", environment=environment)
        self.assertFalse(mine.exists())

    def test_what_a_run_leaves_running_ends_with_it(self):
        # In a session of its own, where no signal to the group of the run reaches it. It would print into the next run.
        left = self.program("left", f"echo $$ >> '{self.folder}/left'; sleep 0.2; echo 100000; sleep 100\n")
        gate(*QUICK, "--base", PRINTS_100, "--head", f"setsid {left} & sleep 0.05; echo 150", "--metric", "stdout",
             "--out", self.out, status=1)
        self.assertAlmostEqual(self.report()["metrics"][0]["change"]["upper"], 1.5)
        left_running = [number for number in (self.folder / "left").read_text().split()
                        if pathlib.Path("/proc", number).exists()]
        self.assertEqual(left_running, [])

    def test_progress_is_one_line_on_a_terminal(self):
        import pty

        ours, theirs = pty.openpty()
        subprocess.run([tool.DWELL, "gate", *QUICK, "--base", "sleep 0.02; echo 1", "--head", "sleep 0.02; echo 1",
                        "--metric", "stdout"], stdout=subprocess.DEVNULL, stderr=theirs, check=True, timeout=120)
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:
                break
            if not more:
                break
            shown += more
        os.close(ours)
        self.assertIn(b"block ", shown)
        self.assertIn(b"left", shown)
        self.assertNotIn(b"\n", shown)
        self.assertTrue(shown.endswith(b"\x1b[K"))


class SelfTest(GateTest):
    def test_a_program_with_a_slow_down_injected(self):
        report = tool.dwell_json("gate", *QUICK, "--self-test", "--base", PRINTS_100, "--metric", "stdout", "--out",
                                 self.out)
        self.assertEqual((report["schema"], report["verdict"]), ("dwell.gate.self-test/1", "passed"))
        self.assertEqual(report["identical"]["verdict"], "passed")
        self.assertEqual(report["slowed"]["verdict"], "regression")
        self.assertAlmostEqual(report["slowed"]["metrics"][0]["change"]["median"], 1.1)
        self.assertIn("multiplied by 1.1", (self.out / "self-test.md").read_text())
        self.assertEqual(json.loads((self.out / "self-test.json").read_text()), report)

    def test_one_that_is_too_small_to_be_seen_fails(self):
        done = gate(*QUICK, "--self-test", "--base", PRINTS_100, "--metric", "stdout", "--inject", "4%", status=1)
        self.assertIn("WRONG", done.stdout)

    def test_the_built_in_program(self):
        done = gate(*QUICK, "--self-test", "--inject", "100%", "--json", status=None)
        report = json.loads(done.stdout)
        self.assertEqual({"passed": 0, "failed": 1, "inconclusive": 3}[report["verdict"]], done.returncode)
        # Twice the work: whatever a loud machine makes of the verdicts, the second is really slower.
        self.assertGreater(report["slowed"]["metrics"][0]["change"]["median"], 1.3)
        self.assertEqual(report["slowed"]["head"]["injected_factor"], 1)
        self.assertNotEqual(report["slowed"]["head"]["command"], report["slowed"]["base"]["command"])
        self.assertEqual(report["identical"]["head"]["command"], report["identical"]["base"]["command"])


if __name__ == "__main__":
    if sys.platform != "linux":
        sys.exit(77)
    tool.main()
