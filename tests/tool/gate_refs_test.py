# SPDX-License-Identifier: BSL-1.0
"""`dwell gate` of two versions of a git repository. The programs print what is compared, so that the speed of the machine
does not matter."""

import json
import os
import pathlib
import re
import signal
import subprocess

import github_runner
import tool

BUILD = "sed 's/^/echo /' speed >program && chmod +x program && echo built"
ENVIRONMENT = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "nobody", "GIT_AUTHOR_EMAIL": "nobody@example.org",
               "GIT_COMMITTER_NAME": "nobody", "GIT_COMMITTER_EMAIL": "nobody@example.org"}


class GateOfVersions(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.repository = self.folder / "a repository"
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        self.repository.mkdir()
        self.git("init", "-q", "-b", "trunk")
        self.commit("100", "fast")
        self.commit("150", "slow")
        self.before = self.state()

    def git(self, *arguments):
        return subprocess.run(["git", *arguments], cwd=self.repository, env={**os.environ, **ENVIRONMENT}, check=True,
                              stdout=subprocess.PIPE, text=True).stdout

    def commit(self, speed, tag):
        (self.repository / "speed").write_text(speed + "\n")
        self.git("add", ".")
        self.git("commit", "-q", "-m", tag)
        self.git("tag", tag)

    def state(self):
        return [self.git("--no-optional-locks", "status", "--porcelain"), self.git("worktree", "list"),
                self.git("for-each-ref"), self.git("symbolic-ref", "HEAD"), (self.repository / ".git/index").read_bytes(),
                (self.repository / ".git/config").read_bytes(), sorted(os.listdir(self.repository / ".git"))]

    def gate(self, *arguments, status, build=BUILD, run="./program", **options):
        done = tool.dwell("gate", "--build", build, "--run", run, "--metric", "stdout", *arguments, status=status,
                          cwd=self.repository, environment={**ENVIRONMENT, "TMPDIR": str(self.temporary)}, **options)
        self.assertEqual(self.state(), self.before)
        return done

    def test_a_slower_version_is_found(self):
        done = self.gate("--base-ref", "fast", "--head-ref", "trunk", "--out", "../out", status=1)
        self.assertIn("REGRESSION", done.stdout)
        self.assertIn("base fast (", done.stdout)
        report = json.loads((self.folder / "out/gate.json").read_text())
        self.assertEqual(report["base"]["commit"], self.git("rev-parse", "fast").strip())
        self.assertEqual(report["head"]["version"], f"trunk ({self.git('rev-parse', 'slow')[:12]})")
        self.assertAlmostEqual(report["metrics"][0]["change"]["median"], 1.5)
        self.assertIn("`fast (", (self.folder / "out/gate.md").read_text())
        self.assertEqual((self.folder / "out/base-build.log").read_text(), "built\n")
        self.assertEqual(os.listdir(self.temporary), [])

    def test_the_same_version_passes_and_head_is_the_default(self):
        self.assertIn("the same commit", self.gate("--base-ref", "slow", status=0).stdout)
        done = self.gate("--base-ref", "HEAD~1", "--head-ref", "fast", status=0)
        self.assertIn("PASSED", done.stdout)

    def test_worktrees_are_kept_where_that_is_asked_for(self):
        done = tool.dwell("gate", "--base-ref", "fast", "--head-ref", "fast", "--build", BUILD, "--run", "./program",
                          "--metric", "stdout", "--blocks", "6", "--keep-worktrees", cwd=self.repository,
                          environment={**ENVIRONMENT, "TMPDIR": str(self.temporary)})
        kept = re.findall(r"^dwell gate: note: (base|head) .* is kept in (.*)$", done.stderr, re.MULTILINE)
        self.assertEqual([which for which, _ in kept], ["base", "head"])
        for _, folder in kept:
            self.assertTrue((pathlib.Path(folder) / "program").exists())

    def test_a_program_that_is_of_neither_version(self):
        run = f"cat '{self.repository}/speed'"
        done = self.gate("--base-ref", "fast", "--blocks", "6", run=run, status=0)
        self.assertIn(f"dwell gate: note: --run names {self.repository.resolve()}, which is neither version", done.stderr)
        done = self.gate("--base-ref", "fast", "--blocks", "6", status=1)
        self.assertNotIn("note:", done.stderr)
        self.assertNotIn("the same commit", done.stdout)

    def test_a_faster_version_passes(self):
        self.gate("--base-ref", "slow", "--head-ref", "fast", status=0)

    def test_a_build_that_fails(self):
        done = self.gate("--base-ref", "fast", build="grep 100 speed || { echo no compiler; exit 7; }", status=2)
        self.assertIn("dwell gate: head HEAD (", done.stderr)
        self.assertIn("the build failed: exit status 7\n    no compiler\n", done.stderr)
        self.assertEqual(done.stdout, "")

    def test_no_report_of_a_former_gate_stays(self):
        out = self.folder / "out"
        self.gate("--base-ref", "fast", "--blocks", "6", "--out", out, status=1)
        for arguments, says in ((["--base-ref", "fats"], "names no commit"), (["--base-ref", "fast"], "the build failed")):
            with self.subTest(says):
                self.gate(*arguments, "--out", out, build="false", status=2)
                report = json.loads((out / "gate.json").read_text())
                self.assertEqual((report["verdict"], report["blocks"]), ("error", []))
                self.assertIn(says, report["error"])
                self.assertTrue((out / "gate.md").read_text().startswith("## dwell gate: error\n"))

    def test_a_build_command_is_no_workflow_command(self):
        done = tool.dwell("gate", "--base-ref", "fast", "--build", BUILD + "\n::error::mine || true", "--run", "./program",
                          "--metric", "stdout", "--blocks", "6", cwd=self.repository, status=1,
                          environment={**ENVIRONMENT, "TMPDIR": str(self.temporary), "GITHUB_ACTIONS": "true"})
        ((_, properties, message),) = github_runner.commands(done.stderr)
        self.assertEqual((properties["title"], message[:18]), ("dwell gate", "stdout: regression"))

    def test_a_build_that_hangs(self):
        done = self.gate("--base-ref", "fast", "--build-time-limit", "100ms", build="sleep 60", status=2)
        self.assertIn("did not end within 0.1 s", done.stderr)

    def test_a_program_that_fails(self):
        done = self.gate("--base-ref", "fast", run="./missing", status=2)
        self.assertIn("missing", done.stderr)
        self.assertEqual(os.listdir(self.temporary), [])

    def test_a_version_that_is_not_there(self):
        done = self.gate("--base-ref", "fats", status=2)
        self.assertIn('"fats" names no commit; did you mean "fast"?', done.stderr)

    def test_a_folder_for_temporary_files_that_is_none(self):
        self.temporary.rmdir()
        done = self.gate("--base-ref", "fast", status=2)
        self.assertIn(f"dwell gate: TMPDIR: {self.temporary}: cannot make a folder in it: No such file", done.stderr)

    def test_a_gate_that_is_ended(self):
        marker = self.folder / "begun"
        with subprocess.Popen([tool.DWELL, "gate", "--base-ref", "fast", "--build", f"touch '{marker}'; sleep 60",
                               "--run", "true"], cwd=self.repository, stderr=subprocess.PIPE, text=True,
                              env={**os.environ, **ENVIRONMENT, "TMPDIR": str(self.temporary)}) as process:
            while not marker.exists() and process.poll() is None:
                pass
            process.send_signal(signal.SIGTERM)
            self.assertIn("interrupted by SIGTERM", process.communicate(timeout=60)[1])
        self.assertEqual(process.returncode, 2)
        self.assertEqual(self.state(), self.before)
        self.assertEqual(os.listdir(self.temporary), [])

    def test_versions_are_not_mixed_with_commands(self):
        for wrong in (["--base-ref", "fast", "--base", "true"], ["--base-ref", "fast", "--self-test"]):
            self.assertIn("take no --base", self.gate(*wrong, status=2).stderr)
        self.assertIn("--build requires --base-ref", self.gate(status=2).stderr)
        # As where a variable of a pipeline is not set: no gate of two commands that leaves the rest out.
        self.assertIn("--base-ref: is empty", self.gate("--base-ref", "", status=2).stderr)


if __name__ == "__main__":
    tool.main()
