# SPDX-License-Identifier: BSL-1.0
"""What the tests of the frameworks share: running a program, and comparing text that a framework laid out anew."""
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree


def squeezed(text):
    """Without white space: Catch2 breaks lines and indents them."""
    return "".join(text.split())


class Programs:
    """A program under test, the one that prints messages, and a folder for what they write."""

    def __init__(self, program, messages, folder):
        self.program = program
        self.messages = messages
        self.folder = pathlib.Path(folder)

    def run(self, *arguments, expect=None, inconclusive=None, program=None, **environment):
        variables = {key: value for key, value in os.environ.items() if not key.startswith(("DWELL_", "GTEST_"))}
        variables.update(environment)
        if inconclusive is not None:
            variables["DWELL_INCONCLUSIVE"] = inconclusive
        done = subprocess.run([program or self.program, *map(str, arguments)], cwd=self.folder, env=variables,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=250)
        if expect is not None and done.returncode != expect:
            fail(f"status {done.returncode}, not {expect}", done)
        return done

    def message(self, sample):
        """The message of one of sample_results.hpp."""
        done = self.run("message", sample, expect=0, program=self.messages)
        assert f"sample.{sample}" in done.stdout, done.stdout
        return done.stdout

    def xml(self, name):
        return xml.etree.ElementTree.parse(self.folder / name).getroot()


def fail(why, done):
    raise AssertionError(f"{why}\n--- stdout\n{done.stdout}\n--- stderr\n{done.stderr}")


def expect_text(done, *texts):
    """Each is in the output, in this order, wherever lines are broken."""
    rest = squeezed(done.stdout)
    for text in texts:
        found = rest.find(squeezed(text))
        if found < 0:
            fail(f"not in the output, or not in this order: {text}", done)
        rest = rest[found + len(squeezed(text)):]


def expect_no_text(done, text):
    if squeezed(text) in squeezed(done.stdout):
        fail(f"in the output: {text}", done)


def main(cases):
    """usage: SCRIPT CASE PROGRAM MESSAGES, where MESSAGES is budget_run_program. Each function test_CASE(programs) is a
    test."""
    with tempfile.TemporaryDirectory(prefix="dwell-frameworks-") as folder:
        cases["test_" + sys.argv[1]](Programs(sys.argv[2], sys.argv[3], folder))
