# SPDX-License-Identifier: BSL-1.0
"""dwell show and dwell top: what stands in which order, exact numbers in JSON, and names that a terminal can bear."""

import re

import golden
import tool

CALLS = {
    "job": ([1000, 3000], 1),
    "job;parse": ([100, 100, 100, 100, 100], 50),
    "job;wait": ([2000], 0),
    "wait": ([600], 2),
}


class ShowTop(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.path = golden.write(self.folder / "profile.json", golden.profile(CALLS, outside=47))

    def order(self, *arguments):
        top = tool.dwell_json("top", self.path, *arguments)
        self.assertEqual(top["schema"], "dwell.top/1")
        return [scope.get("name", scope.get("path")) for scope in top["scopes"]]

    def test_sorted_by_each_quantity(self):
        self.assertEqual(self.order(), ["wait", "job", "parse"])
        self.assertEqual(self.order("--by", "total"), ["job", "wait", "parse"])
        self.assertEqual(self.order("--by", "calls"), ["parse", "job", "wait"])
        self.assertEqual(self.order("--by", "p99"), ["job", "wait", "parse"])
        self.assertEqual(self.order("--by", "min"), ["job", "wait", "parse"])
        self.assertEqual(self.order("--by", "allocations"), ["job", "parse", "wait"])
        self.assertEqual(self.order("--by", "self_allocations"), ["parse", "wait", "job"])
        self.assertEqual(self.order("--by", "self-allocated-bytes", "-n", "1"), ["parse"])

    def test_call_paths(self):
        self.assertEqual(self.order("--paths"), ["job;wait", "job", "wait", "job;parse"])

    def test_exact_numbers(self):
        top = tool.dwell_json("top", self.path, "--by", "self")
        self.assertEqual(top["whole"], 4600)
        self.assertEqual(top["left_out"], 0)
        wait, job, parse = top["scopes"]
        self.assertEqual((wait["calls"], wait["total_ns"], wait["self_ns"], wait["max_ns"]), (2, 2600, 2600, 2000))
        self.assertEqual(wait["share"], 2600 / 4600)
        self.assertEqual((job["total_ns"], job["self_ns"], job["allocations"]), (4000, 1500, 51))
        self.assertEqual((parse["p50_ns"], parse["p99_ns"], parse["self_allocated_bytes"]), (100, 100, 800))
        # What is outside of all scopes is of the whole, too.
        by_allocations = tool.dwell_json("top", self.path, "--by", "self-allocations")
        self.assertEqual(by_allocations["whole"], 100)
        self.assertEqual(by_allocations["scopes"][0]["share"], 0.5)

    def test_table_of_top(self):
        lines = tool.dwell("top", self.path, "-n", "2").stdout.splitlines()
        self.assertEqual(lines[0].split()[:3], ["scope", "self", "self"])
        self.assertEqual(lines[1].split()[:4], ["wait", "2.60", "us", "56.5"])
        self.assertEqual(lines[3], "(1 more scopes)")

    def test_unknown_quantity(self):
        error = tool.dwell("top", self.path, "--by", "speed", status=2).stderr
        self.assertIn("--by speed: there are self, total, calls", error)
        for percentile in ("p", "p101", "p-1", "pnan", "p9x"):
            tool.dwell("top", self.path, "--by", percentile, status=2)
        tool.dwell("top", self.path, "--by", "p99.99")

    def test_show(self):
        whole = tool.dwell("show", self.path).stdout
        self.assertIn("wait", whole)
        self.assertIn("parse", whole)
        first = tool.dwell("show", self.path, "--top", "1").stdout
        self.assertIn("(2 more scopes)", first)
        shown = tool.dwell_json("show", self.path, "--top", "2")
        self.assertEqual(shown["schema"], "dwell.show/1")
        self.assertEqual([scope["name"] for scope in shown["scopes"]], ["wait", "job"])
        self.assertEqual(shown["program"], "job")

    def test_names_cannot_move_the_cursor(self):
        # A name has no control character in a profile that is read, but for those of two bytes.
        hostile = golden.profile({"red \u009b31m": [10]}, program="\u001b[2J")
        path = golden.write(self.folder / "hostile.json", hostile)
        for arguments in (["show"], ["top"], ["top", "--paths"], ["diff", path]):
            text = tool.dwell(*arguments, path).stdout
            self.assertIn("red ?31m", text)
            self.assertIsNone(re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text), arguments)

    def test_standard_output_that_is_full(self):
        for arguments in (["show"], ["top"], ["top", "--json"], ["convert", "--to", "csv"]):
            with open("/dev/full", "wb") as full:
                done = tool.subprocess.run(
                    [tool.DWELL, *arguments, self.path], stdout=full, stderr=tool.subprocess.PIPE, text=True, check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn("standard output: No space left on device", done.stderr)


if __name__ == "__main__":
    tool.main()
