# SPDX-License-Identifier: BSL-1.0
"""docs/ci.md can be followed to the letter: its shell blocks, run in order in an empty folder, do what the page says.

Two things stand in for the network and for time: the address that the page clones is a copy of this checkout, and dwell
is installed already, so that the step `install` has nothing to build."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import tool

ROOT = pathlib.Path(__file__).resolve().parents[2]
ADDRESS = "https://github.com/YOUR-ORGANISATION/dwell.git"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(command, **options):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)


def copy_of_checkout(goal):
    """A repository with the files of this one as they are now, on the branch main."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                             stdout=subprocess.PIPE, check=True)
    for name in filter(None, listing.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (goal / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, goal / name)
    run(["git", "init", "-q", "-b", "main"], cwd=goal)
    run(["git", "add", "."], cwd=goal)
    run(["git", "commit", "-q", "-m", "dwell"], cwd=goal)


def install(prefix, build):
    """The library; and the program, which is built already."""
    run(["cmake", "-S", ROOT, "-B", build, "-DDWELL_BUILD_TESTS=OFF", "-DDWELL_BUILD_BENCH=OFF",
         "-DDWELL_BUILD_EXAMPLES=OFF", "-DDWELL_BUILD_TOOLS=OFF", f"-DCMAKE_INSTALL_PREFIX={prefix}"])
    run(["cmake", "--install", build])
    (prefix / "bin").mkdir()
    os.symlink(tool.DWELL, prefix / "bin" / "dwell")


class Guide(unittest.TestCase):
    def test_its_commands_do_what_it_says(self):
        with tempfile.TemporaryDirectory() as holder:
            self.follow(pathlib.Path(holder))

    def follow(self, home):
        for variable in ("AUTHOR", "COMMITTER"):
            os.environ[f"GIT_{variable}_NAME"] = "a"
            os.environ[f"GIT_{variable}_EMAIL"] = "a@example.org"
        (home / "server/dwell.git").mkdir(parents=True)
        copy_of_checkout(home / "server/dwell.git")
        install(home / "prefix", home / "build")
        blocks = BLOCK.findall((ROOT / "docs/ci.md").read_text(encoding="utf-8"))
        self.assertGreaterEqual(len(blocks), 10)
        script = "".join(blocks).replace(ADDRESS, f"file://{home}/server/dwell.git")
        here = home / "here"
        here.mkdir()
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith(("DWELL_", "GITHUB_", "CI"))}
        # Compiled in a third of the time, which changes nothing that is looked at here.
        (home / "toolchain.cmake").write_text('set(CMAKE_CXX_FLAGS_RELEASE "-O0" CACHE STRING "")\n')
        environment["CMAKE_TOOLCHAIN_FILE"] = str(home / "toolchain.cmake")
        environment.update({"PATH": f"{home}/prefix/bin:{os.environ['PATH']}", "HOME": str(home)})
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=here, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=550)
        print(done.stdout[-20000:])
        self.assertEqual(done.returncode, 0)
        self.check(here / "my-project", done.stdout)

    def check(self, project, output):
        for line in ("status 1", "in mode warn: status 0"):
            self.assertRegex(output, rf"(?m)^{line}$")
        for name in ("dwell-runs/latest/profile.html", "dwell-runs/main/latest/run.json", "dwell-runs/main/latest/keep",
                     "dwell-out/gate/gate.md", "dwell-out/history.html", ".github/workflows/dwell.yml"):
            self.assertTrue((project / name).exists(), name)
        profile = json.loads((project / "dwell-runs/main/latest/profile.json").read_text())
        self.assertIn("index.tokenize", [scope["name"] for scope in profile["scopes"]])
        self.assertIn("index.tokenize", (project / "dwell-out/gate/gate.md").read_text())
        status = subprocess.run(["git", "status", "--porcelain"], cwd=project, stdout=subprocess.PIPE, text=True, check=True)
        self.assertEqual(status.stdout, "", "what the guide makes is committed or ignored")


def can_find_cli11():
    return any((pathlib.Path(prefix) / "include/CLI").exists() for prefix in ("/usr", "/usr/local"))


if shutil.which("git") is None or not (ROOT / ".git").exists() or not can_find_cli11():
    print("skipped: git or CLI11 is not installed, or this is no checkout of git")
    sys.exit(77)
tool.main()
