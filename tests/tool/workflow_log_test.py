# SPDX-License-Identifier: BSL-1.0
"""In a step of GitHub Actions, no text that dwell prints is a command to the runner, whatever names are in it."""

import github_runner
import golden
import history_archive
import tool

IN_GITHUB = {"GITHUB_ACTIONS": "true"}
COMMANDS = ["::error::x", "::add-mask::e", "##[error]y", "\u00a0::warning::z"]
# A line of its own, in the name of a file.
FOLDER = "x\n::error::y\r::warning::z"


class WorkflowLog(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.folder /= FOLDER
        self.folder.mkdir()
        calls = {name: ([100 + i], 3) for i, name in enumerate(COMMANDS)}
        self.path = golden.write(self.folder / "profile.json", golden.profile(calls, program=COMMANDS[0]))
        calls[COMMANDS[0] + ";" + COMMANDS[1]] = ([7], 1)
        self.other = golden.write(self.folder / "other.json", golden.profile(calls, program=COMMANDS[1]))
        self.slower = golden.write(self.folder / "slower.json", golden.profile(calls, ns_per_tick=2.5))

    def check(self, *arguments, says, **options):
        done = tool.dwell(*arguments, environment=IN_GITHUB, **options)
        self.assertEqual(github_runner.commands(done.stdout), [], arguments)
        self.assertEqual(github_runner.commands(done.stderr), [], arguments)
        self.assertIn(says, done.stdout + done.stderr)

    def test_tables(self):
        for arguments in (["show", self.path], ["show", self.path, "--top", "1"], ["top", self.path],
                          ["top", self.path, "--by", "calls", "--paths"], ["diff", self.path, self.other],
                          ["diff", self.path, self.other, "--names", "--out", "-"]):
            self.check(*arguments, says="\\::")

    def test_the_table_of_a_run(self):
        script = f"""folder="$(dirname "$DWELL_OUT")/$$-1" && mkdir -p "$folder" && cp '{self.path}' "$folder"/"""
        self.check("run", "--out", self.folder / "runs", "--", "sh", "-c", script, says="\n\\::error::x ")

    def test_a_history(self):
        runs = self.folder / "runs"
        runs.mkdir()
        archive = history_archive.Archive(runs)
        archive.add_many(6, name="::error::x")
        archive.add_many(6, name="::error::x", extra_allocations=1)
        (archive.add() / "run.json").write_text("{")
        self.check("history", runs, says="\n\\::error::x:allocations_per_call")

    def test_messages(self):
        self.check("show", self.folder / "missing", status=2, says="No such file")
        self.check("merge", self.path, self.slower, "--out", self.folder / "merged.json", says="its clock has other ticks")
        for wrong in (["--version\n::error::x"], ["top", self.path, "--by", "\n::error::x"],
                      ["run", "--out", self.folder / "runs", "--", "\n::error::x"],
                      ["gate", "--base", "true\n::error::x", "--head", "true"]):
            self.check(*wrong, status=2, says="dwell")

    def test_what_is_no_text_stays_as_it_is(self):
        for arguments in (["show", self.path, "--json"], ["convert", self.path, "--to", "folded"],
                          ["diff", self.path, self.other, "--to", "markdown"]):
            self.assertEqual(tool.dwell(*arguments, environment=IN_GITHUB).stdout, tool.dwell(*arguments).stdout)
        file = self.folder / "table.txt"
        tool.dwell("diff", self.path, self.other, "--out", file, environment=IN_GITHUB)
        self.assertIn("\n::error::x", file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    tool.main()
