# SPDX-License-Identifier: BSL-1.0
"""What the tests of the program dwell share. By hand: DWELL_TOOL=build/quick/tools/dwell/dwell \
DWELL_TOOL_SAMPLE=build/quick/tests/tool/dwell_tool_sample python3 tests/tool/run_test.py"""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

DWELL = os.environ.get("DWELL_TOOL", "")
SAMPLE = os.environ.get("DWELL_TOOL_SAMPLE", "")


def dwell(*arguments, status=0, environment=None, timeout=120, **options):
    """Runs dwell, which must end with `status` (any, for None); the finished process, with its output as text."""
    done = subprocess.run(
        [DWELL, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=timeout,
        env={**os.environ, **(environment or {})}, **options)
    if status is not None and done.returncode != status:
        raise AssertionError(
            f"dwell {' '.join(map(str, arguments))}: status {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
    return done


def dwell_json(*arguments, **options):
    """What dwell prints with --json."""
    return json.loads(dwell(*arguments, "--json", **options).stdout)


class FolderTest(unittest.TestCase):
    """Each test has a folder of its own, self.folder, which is removed with all that is in it."""

    parent = None  # of that folder: where temporary files are

    def setUp(self):
        folder = tempfile.TemporaryDirectory(dir=self.parent)
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)


def main():
    if not DWELL or not SAMPLE:
        raise SystemExit("DWELL_TOOL and DWELL_TOOL_SAMPLE say where the programs are")
    unittest.main(module="__main__")
