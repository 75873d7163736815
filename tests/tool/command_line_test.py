# SPDX-License-Identifier: BSL-1.0
"""The command line as a whole: help, what is wrong with arguments, the version, and how the program ends."""

import os
import pathlib
import re
import signal
import subprocess
import tempfile
import unittest

import golden
import tool


def subcommands():
    """As the overview lists them."""
    return re.findall(r"^  (\w+) +\S", tool.dwell("--help").stdout, re.MULTILINE)


class CommandLineTest(unittest.TestCase):
    def check_error(self, arguments, *expected, environment=None):
        """An error of status 2, on standard error alone."""
        done = tool.dwell(*arguments, status=2, environment=environment)
        self.assertEqual(done.stdout, "")
        self.assertTrue(done.stderr.startswith("dwell"), done.stderr)
        for text in expected:
            self.assertIn(text, done.stderr)
        self.assertNotIn("terminate called", done.stderr)
        return done.stderr

    def test_overview(self):
        overview = tool.dwell("--help")
        self.assertEqual(overview.stderr, "")
        self.assertTrue(overview.stdout.startswith("usage: dwell COMMAND"), overview.stdout)
        for arguments in (["help"], ["-h"], ["help", "--help"]):
            self.assertEqual(tool.dwell(*arguments).stdout, overview.stdout, arguments)
        alone = tool.dwell(status=2)
        self.assertEqual((alone.stdout, alone.stderr), ("", overview.stdout))
        self.assertGreaterEqual(set(subcommands()), {"show", "check", "doctor"})
        self.assertLessEqual(max(map(len, overview.stdout.splitlines())), 100)

    def test_each_command_has_help(self):
        for command in subcommands():
            text = tool.dwell(command, "--help")
            self.assertEqual(text.stderr, "")
            self.assertIn(f"dwell {command}", text.stdout)
            self.assertEqual(tool.dwell("help", command).stdout, text.stdout)
            self.assertEqual(tool.dwell(command, "-h").stdout, text.stdout)
            # Where nothing of the environment is as a command wants it.
            tool.dwell(command, "--help", environment={"DWELL_INCONCLUSIVE": "maybe", "DWELL_OUT": "/dev/null"})

    def test_each_command_knows_wrong_options(self):
        for command in subcommands():
            text = self.check_error([command, "--hlep"], f"See 'dwell {command} --help'.")
            self.assertIn('unknown option \'--hlep\'; did you mean "--help"?', text)
            self.check_error([command, "--no-such-option=3"], "unknown option '--no-such-option'\n")

    def test_version(self):
        text = tool.dwell("--version").stdout
        self.assertRegex(text, r"^dwell \d+\.\d+\.\d+( \([0-9a-f]{12}(-dirty)?\))?\n$")

    def test_wrong_commands(self):
        self.check_error(["shwo"], "'shwo' is not a dwell command; did you mean \"show\"?\nSee 'dwell --help'.")
        self.check_error(["help", "chekc"], 'did you mean "check"?')
        self.assertNotIn("did you mean", self.check_error(["frobnicate"], "'frobnicate' is not a dwell command\n"))
        self.check_error(["--verison"], 'did you mean "--version"?')
        self.check_error([""], "'' is not a dwell command")
        self.check_error(["\x1b[31m\n"], "'?[31m?' is not a dwell command")

    def test_wrong_arguments(self):
        self.check_error(["show"], "dwell show: PROFILE is required\nSee 'dwell show --help'.")
        self.check_error(["check", "profile"], "dwell check: --budgets is required")
        self.check_error(["check", "--budgets"], "dwell check: --budgets")
        self.check_error(["check", "--budgets", "b", "p", "--inconclusive", "maybe"], "maybe", "{fail,warn}")
        self.check_error(["doctor", "more"], "dwell doctor: unexpected argument 'more'")
        # The option that is misspelt explains the one that is missing.
        self.check_error(["check", "--bugdets", "b", "p"], "unknown option '--bugdets'; did you mean \"--budgets\"?")

    def test_errors_with_json(self):
        self.check_error(["check", "--budgets", "missing.json", "missing", "--json"], "missing.json: No such file")
        self.check_error(["doctor", "--json", "--jsn"], "--jsn")

    def test_errors_are_no_workflow_commands(self):
        text = self.check_error(["show", "##[add-mask]x"], environment={"GITHUB_ACTIONS": "true"})
        self.assertNotIn("##[", text)

    def test_messages_cannot_move_the_cursor(self):
        wild = "\x1b[2J\r\n\x9b"
        with tempfile.TemporaryDirectory() as folder:
            for arguments in (["show", wild], ["top", wild, "--by", "p50"], ["top", "x", "--by", wild],
                              ["convert", golden.PLAIN, "--to", wild], ["convert", golden.PLAIN, "--to", "csv", "--out", f"{wild}/x"],
                              ["merge", wild, "--out", "x.json"], ["diff", golden.PLAIN, wild], ["history", wild],
                              ["history", folder, "--metric", wild], ["history", folder, "--since", wild],
                              ["check", "--budgets", wild, "x"], ["run", "--out", folder, "--", wild],
                              ["run", "--out", folder, "--every", wild, "--", "true"], ["doctor", "--jsn" + wild], [wild],
                              ["gate", "--base", wild, "--head", "true"],
                              ["gate", "--base", "true", "--head", "true", "--metric", wild]):
                text = self.check_error(arguments, "?[2J???")
                self.assertIsNone(re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text), arguments)

    def test_what_cannot_be_printed_is_an_error(self):
        for arguments in (["--help"], ["--version"], ["show", "--help"], ["doctor", "--json"]):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([tool.DWELL, *arguments], stdout=full, stderr=subprocess.PIPE, text=True)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn("cannot write to standard output", done.stderr)

    def test_a_reader_that_goes_ends_it_quietly(self):
        with tempfile.TemporaryDirectory() as folder:
            budgets = pathlib.Path(folder, "budgets.json")
            names = ",".join(f'{{"scope": "a{i}", "max": "1 s"}}' for i in range(5000))
            budgets.write_text(f'{{"version": 1, "budgets": [{names}]}}')
            subprocess.run([tool.SAMPLE, "0"], check=True, stderr=subprocess.PIPE,
                           env={**os.environ, "DWELL_OUT": f"{folder}/%n", "DWELL_FORMATS": "json"})
            # Some that start programs ignore the signal, and hand that down.
            for ignored in (True, False):
                done = subprocess.Popen([tool.DWELL, "check", "--budgets", budgets, f"{folder}/1"], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, restore_signals=not ignored)
                done.stdout.readline()
                done.stdout.close()
                self.assertEqual(done.stderr.read(), b"")
                done.stderr.close()
                self.assertEqual(done.wait(60), -signal.SIGPIPE)


if __name__ == "__main__":
    tool.main()
