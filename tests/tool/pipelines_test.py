# SPDX-License-Identifier: BSL-1.0
"""The pipelines of examples/ci do what they say: their own shell steps, run as a CI server would, on a project whose
program is dwell_tool_sample. Skipped where PyYAML or git is missing."""

import fcntl
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as tree

import tool

try:
    import pipelines
    import yaml
except ImportError:
    print("skipped: PyYAML is not installed (scripts/setup consumers)")
    sys.exit(77)

# What a build makes is a program that calls the sample, with what a commit's settings.txt says.
CMAKE_LISTS = """\
cmake_minimum_required(VERSION 3.20)
project(sample LANGUAGES NONE)
file(STRINGS settings.txt settings)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/indexer CONTENT "#!/bin/sh\\nexec $ENV{DWELL_TOOL_SAMPLE} ${settings}\\n")
file(CHMOD ${CMAKE_BINARY_DIR}/indexer PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
"""
RUN_NAME = re.compile(r"\d{8}T\d{6}Z(-[0-9a-f]+)?(\.\d+)?")
GOOD_BUDGETS = {"scope": "sample.work", "allocations_per_call": 2}
BROKEN_BUDGETS = {"scope": "sample.work", "allocations_per_call": 1}


def runs(archive):
    return sorted(path.name for path in archive.iterdir() if path.is_dir() and not path.is_symlink()
                  and RUN_NAME.fullmatch(path.name))


class Pipelines(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.repository = self.folder / "project"
        programs = self.folder / "programs"
        programs.mkdir()
        os.symlink(tool.DWELL, programs / "dwell")
        self.environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("DWELL_CI_", "GITHUB_", "CI_"))}
        self.environment.update({
            "PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(self.folder), "DWELL_TOOL_SAMPLE": tool.SAMPLE,
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@example.org"})
        self.make_project()

    def make_project(self):
        (self.repository / "ci").mkdir(parents=True)
        shutil.copy(pipelines.FOLDER / "dwell-ci", self.repository / "ci")
        (self.repository / "CMakeLists.txt").write_text(CMAKE_LISTS)
        (self.repository / ".gitignore").write_text("/build/\n/dwell-*\n")
        self.write_budgets(GOOD_BUDGETS)
        self.git("init", "-q", "-b", "main")
        self.commit("100 2")
        # The same repository as a server's.
        self.git("clone", "-q", "--bare", ".", str(self.folder / "origin.git"))
        self.git("remote", "add", "origin", str(self.folder / "origin.git"))
        self.git("fetch", "-q", "origin")

    def git(self, *arguments):
        subprocess.run(["git", *arguments], cwd=self.repository, env=self.environment, check=True)

    def commit(self, settings, branch=None):
        if branch:
            self.git("checkout", "-q", "-b", branch)
        (self.repository / "settings.txt").write_text(settings)
        self.git("add", ".")
        self.git("commit", "-q", "--allow-empty", "-m", settings)

    def write_budgets(self, budget):
        (self.repository / "ci" / "budgets.json").write_text(json.dumps({"version": 1, "budgets": [budget]}))

    def run_steps(self, job, environment, status=0):
        """Runs the steps until one fails, as a server does; the last must end with `status`. All of the output."""
        # The sample takes no options of an indexer's, and has other scopes.
        settings = {**job.environment, "DWELL_CI_RUN": job.environment["DWELL_CI_RUN"].split()[0],
                    "DWELL_CI_METRICS": "sample.work:allocations", "DWELL_CI_GATE_OPTIONS": "--blocks 6", **environment}
        output, code = "", 0
        for step in job.steps:
            done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step], cwd=self.repository, text=True,
                                  env={**self.environment, **settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            output += f"$ {step}\n{done.stdout}"
            code = done.returncode
            if code != 0:
                break
        self.assertEqual(code, status, output)
        return output

    def on_github(self, name, event, mode="warn", status=0, **settings):
        """Runs a job of github-actions.yml; its output, and the HTML of its summary."""
        summary = self.folder / "summary.md"
        summary.write_text("")
        job = pipelines.github_jobs(event, mode)[name]
        output = self.run_steps(job, {
            "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_BASE_REF": "main",
            "GITHUB_EVENT_NAME": event, "GITHUB_REPOSITORY": "o/p", "GITHUB_RUN_ID": "1",
            "GITHUB_SERVER_URL": "https://github.com", **settings}, status)
        for path in job.kept:
            self.assertTrue((self.repository / path).exists(), f"{name}: no {path} to keep")
        return output, self.rendered(summary)

    def on_gitlab(self, name, source, mode="warn", status=0, **settings):
        job = pipelines.gitlab_jobs(source, mode)[name]
        output = self.run_steps(job, {
            "CI": "true", "GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", **settings}, status)
        for path in job.kept:
            self.assertTrue((self.repository / path).exists(), f"{name}: no {path} to keep")
        return output

    def on_jenkins(self, stage, mode="warn", status=0, **settings):
        return self.run_steps(pipelines.jenkins_stages(mode)[stage], {"CHANGE_TARGET": "main", **settings}, status)

    def rendered(self, markdown):
        if shutil.which("cmark-gfm") is None:
            return markdown.read_text()
        return subprocess.run(["cmark-gfm", "-e", "table", str(markdown)], stdout=subprocess.PIPE, text=True, check=True).stdout

    def assert_runs(self, archive, count):
        """So many dated runs, of which `latest` is the newest."""
        folder = self.repository / archive
        self.assertEqual(len(runs(folder)), count)
        newest = (folder / "latest").resolve()
        self.assertEqual(newest.name, runs(folder)[-1])
        self.assertTrue((newest / "profile.json").exists())
        self.assertEqual(json.loads((newest / "run.json").read_text())["schema"], "dwell.run/1")

    # ---- a profile and its budgets

    def test_github_archives_a_dated_run_each_time(self):
        for count in (1, 2):
            _, summary = self.on_github("budgets", "push")
            self.assert_runs("dwell-runs/main", count)
            self.assertIn("sample.work", summary)
        self.assertIn("<html", (self.repository / "dwell-out/history.html").read_text().lower())

    def test_github_annotates_a_broken_budget(self):
        self.write_budgets(BROKEN_BUDGETS)
        output, summary = self.on_github("budgets", "push", "fail", status=1)
        self.assertRegex(output, r"(?m)^::error [^\n]*file=ci/budgets\.json[^\n]*::[^\n]+")
        self.assertIn("<h2>Budgets</h2>", summary)
        self.assertIn("<code class=\"language-text\">", summary)
        self.assertNotIn("::error", summary)
        output, _ = self.on_github("budgets", "push", "warn")
        self.assertNotIn("::error", output)
        self.assertRegex(output, r"(?m)^::warning [^\n]*file=ci/budgets\.json")
        self.assertRegex(output, r"(?m)^::warning title=dwell::the check of the budgets .* failed")

    def test_gitlab_and_jenkins_check_budgets(self):
        self.on_gitlab("budgets", "push")
        self.on_jenkins("Profile")
        self.on_jenkins("Budgets")
        self.write_budgets(BROKEN_BUDGETS)
        self.on_gitlab("budgets", "push", "warn", status=3)
        self.on_gitlab("budgets", "push", "fail", status=1)
        self.on_jenkins("Budgets", "warn", status=3)
        self.on_jenkins("Budgets", "fail", status=1)
        suite = tree.parse(self.repository / "dwell-out/budgets.xml").getroot()
        self.assertEqual(len(list(suite.iter("failure"))), 1)

    def test_an_error_fails_in_either_mode(self):
        (self.repository / "ci/budgets.json").write_text("{")
        self.on_jenkins("Profile")
        for mode in ("warn", "fail"):
            job = pipelines.jenkins_stages(mode)["Budgets"]
            with self.subTest(mode):
                with self.assertRaises(AssertionError):
                    self.run_steps(job, {}, 0)
        self.on_jenkins("Gate", status=2, CHANGE_TARGET="main", DWELL_CI_BUILD="false")
        self.on_jenkins("Profile", mode="wran", status=2)

    def test_what_a_build_or_a_program_ends_with_is_no_answer(self):
        # 1 is a regression, and 3 a warning.
        for number in (1, 3):
            self.on_jenkins("Profile", status=2, DWELL_CI_BUILD=f"exit {number}")
            self.on_jenkins("Profile", status=2, DWELL_CI_RUN=f"exit {number}")
        for name in ("DWELL_CI_BUILD", "DWELL_CI_RUN"):
            for stage in ("Profile", "Gate"):
                self.assertIn(f"dwell-ci: {name} is not set", self.on_jenkins(stage, status=2, **{name: ""}))

    # ---- the gate

    def test_the_gate_fails_on_a_regression_or_warns_of_it(self):
        self.commit("100 3", branch="topic")
        output, summary = self.on_github("gate", "pull_request", "fail", status=1)
        self.assertRegex(output, r"(?m)^::error ")
        self.assertIn("<table>", summary)
        self.assertIn("sample.work", summary)
        output, _ = self.on_github("gate", "pull_request", "warn")
        self.assertNotRegex(output, r"(?m)^::error ")
        self.assertRegex(output, r"(?m)^::warning title=dwell::the gate of HEAD against origin/main failed")
        self.on_gitlab("gate", "merge_request_event", "warn", status=3)
        self.on_jenkins("Gate", "fail", status=1)

    def test_the_gate_passes_what_is_no_slower(self):
        self.commit("100 2", branch="topic")
        output, _ = self.on_github("gate", "pull_request", "fail")
        self.assertNotRegex(output, r"(?m)^::(error|warning) ")

    def test_the_gate_compares_with_where_the_branch_was_left(self):
        self.git("checkout", "-q", "-b", "topic")
        self.commit("100 2")
        self.git("checkout", "-q", "main")
        # What main has won since is not what the branch has lost.
        self.commit("100 1")
        self.git("push", "-q", "origin", "main")
        self.git("checkout", "-q", "topic")
        self.on_github("gate", "pull_request", "fail")
        self.on_gitlab("gate", "merge_request_event", "fail")
        self.on_jenkins("Gate", "fail")

    def test_words_of_settings_are_no_patterns_of_files(self):
        self.commit("100 2", branch="topic")
        (self.repository / "sample.none:calls").touch()
        self.on_github("gate", "pull_request", "fail", DWELL_CI_METRICS="sample.*:calls")

    def test_an_inconclusive_gate_is_a_warning_in_either_mode(self):
        self.commit("100 2", branch="topic")
        # Nothing can be told in no time.
        short = {"DWELL_CI_METRICS": "wall", "DWELL_CI_GATE_OPTIONS": "--max-time 10ms"}
        output, _ = self.on_github("gate", "pull_request", "fail", **short)
        self.assertRegex(output, r"(?m)^::warning title=dwell::.* is inconclusive")
        self.on_gitlab("gate", "merge_request_event", "fail", status=3, **short)
        self.on_jenkins("Gate", "warn", status=3, **short)

    # ---- on a schedule

    def test_the_weekly_jobs_archive_a_run_each_time(self):
        for count in (1, 2):
            self.on_github("weekly", "schedule")
            self.assert_runs("dwell-runs/weekly", count)
            self.on_jenkins("Weekly profile")
            self.assert_runs("dwell-runs-weekly", count)
        self.on_gitlab("weekly", "schedule")
        self.assert_runs("dwell-runs/weekly", 3)

    def run_cron(self, status=0):
        settings, _, command = pipelines.cron_line()
        settings["PROJECT"] = str(self.repository)
        settings["PATH"] = f"{self.folder / 'programs'}:{settings['PATH']}"
        done = subprocess.run([settings["SHELL"], "-c", command], cwd="/", text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env={**settings, "HOME": str(self.folder)})
        self.assertEqual(done.returncode, status, done.stdout)
        return done.stdout

    def test_the_cron_line_archives_a_run_each_time_and_shows_failures(self):
        build = pipelines.github_jobs("push")["budgets"].environment["DWELL_CI_BUILD"]
        subprocess.run(["bash", "-ec", build], cwd=self.repository, env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)
        for count in (1, 2):
            self.assertEqual(self.run_cron(), "")
            self.assert_runs("dwell-runs/six-hourly", count)
        with open(self.repository / "dwell-cron.lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertIn("status 75", self.run_cron(status=1))
        (self.repository / "build" / "indexer").write_text("#!/bin/sh\necho a reason; exit 7\n")
        self.assertRegex(self.run_cron(status=1), "(?s)status [1-9].*a reason")

    def test_the_cron_line_runs_every_six_hours_with_retention(self):
        _, times, command = pipelines.cron_line()
        self.assertEqual(times[1:], ["*/6", "*", "*", "*"])
        self.assertNotIn("%", command)  # which cron takes for the end of the line
        self.assertRegex(command, r"--keep \d+ --keep-megabytes \d+")

    # ---- the files themselves

    def test_workflow_is_one_that_github_takes(self):
        text = (pipelines.FOLDER / "github-actions.yml").read_text()
        document = yaml.safe_load(text)
        self.assertEqual(text.count("${{"), len(pipelines.EXPRESSION.findall(text)))
        self.assertEqual(document["permissions"], {"contents": "read"})
        self.assertIn("group", document["concurrency"])
        # YAML 1.1 takes the key `on` for true.
        self.assertEqual(set(document[True]), {"pull_request", "push", "schedule", "workflow_dispatch"})
        pinned = (pathlib.Path(__file__).resolve().parents[2] / ".github/workflows/ci.yml").read_text()
        for name, job in document["jobs"].items():
            self.assertIn("timeout-minutes", job, name)
            self.assertTrue(set(job.get("needs", [])) <= set(document["jobs"]))
            for step in job["steps"]:
                self.assertEqual(len({"uses", "run"} & set(step)), 1, step)
                if "uses" in step:
                    self.assertRegex(step["uses"], r"^actions/[\w-]+@v\d+$")
                    action = step["uses"].split("@")[0]
                    self.assertTrue(action not in pinned or step["uses"] in pinned, step["uses"])
        checkout = document["jobs"]["gate"]["steps"][0]
        self.assertEqual(checkout["with"]["fetch-depth"], 0)

    def test_every_pipeline_keeps_its_artefacts_for_a_time(self):
        jobs = [*pipelines.github_jobs("push").values(), *pipelines.github_jobs("schedule").values(),
                *pipelines.github_jobs("pull_request").values(), *pipelines.gitlab_jobs("push").values(),
                *pipelines.gitlab_jobs("merge_request_event").values(), *pipelines.gitlab_jobs("schedule").values(),
                *pipelines.jenkins_stages().values()]
        self.assertEqual(len(jobs), 1 + 1 + 2 + 1 + 2 + 1 + 5)
        for job in jobs:
            self.assertGreaterEqual(job.retention_days, 30)

    def test_yamllint_and_shellcheck_have_nothing_to_say(self):
        settings = "{extends: default, rules: {line-length: {max: 120}, document-start: disable, truthy: disable}}"
        for command in (["yamllint", "--strict", "-d", settings, "github-actions.yml", "gitlab-ci.yml"],
                        ["shellcheck", "dwell-ci"]):
            if shutil.which(command[0]):
                done = subprocess.run(command, cwd=pipelines.FOLDER, stdout=subprocess.PIPE, text=True)
                self.assertEqual(done.returncode, 0, done.stdout)

    def test_the_jenkinsfile_has_what_it_closes(self):
        text = re.sub(r"//.*|'[^'\n]*'|\"[^\"\n]*\"", "", (pipelines.FOLDER / "Jenkinsfile").read_text())
        for opening, closing in ("{}", "()", "[]"):
            self.assertEqual(text.count(opening), text.count(closing))
        for part in ("agent", "options", "buildDiscarder", "triggers", "environment", "stages", "post", "junit",
                     "archiveArtifacts", "changeRequest", "unstable"):
            self.assertRegex(text, rf"\b{part}\b")


if shutil.which("git") is None:
    print("skipped: git is not installed")
    sys.exit(77)
tool.main()
