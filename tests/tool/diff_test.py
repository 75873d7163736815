# SPDX-License-Identifier: BSL-1.0
"""dwell diff: exact differences, what is new and gone, and pages that others read: cmark-gfm and pprof."""

import html.parser
import json
import re
import subprocess

import golden
import tool

BEFORE = {"job": [10_000], "job;parse": ([1000, 1000], 4), "job;old|*": [3000]}
AFTER = {"job": [9000], "job;parse": ([4000, 4000], 8), "job;new<b>`": [500]}


class Cells(html.parser.HTMLParser):
    """The rows of a page's table, and its elements."""

    def __init__(self, page):
        super().__init__()
        self.rows = []
        self.elements = set()
        self.in_cell = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.in_cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.in_cell = False

    def handle_data(self, data):
        if self.in_cell:
            self.rows[-1][-1] += data


class Diff(tool.FolderTest):
    def setUp(self):
        super().setUp()
        self.before = golden.write(self.folder / "before.json", golden.profile(BEFORE))
        self.after = golden.write(self.folder / "after.json", golden.profile(AFTER))

    def diff(self, *arguments, **options):
        return tool.dwell("diff", self.before, self.after, *arguments, **options).stdout

    def test_json(self):
        changes = json.loads(self.diff("--to", "json"))
        self.assertEqual(changes["schema"], "dwell.diff/1")
        self.assertEqual(changes, tool.dwell_json("diff", self.before, self.after))
        self.assertFalse(changes["is_gate"])
        self.assertEqual((changes["in_both"], changes["new"], changes["gone"]), (2, 1, 1))
        # By how much self time has changed, up or down: +6000, -4500, -3000, +500.
        self.assertEqual(
            [(scope["path"], scope["presence"], scope["self_change_ns"]) for scope in changes["scopes"]],
            [("job;parse", "both", 6000), ("job", "both", -4500), ("job;old|*", "gone", -3000),
             ("job;new<b>`", "new", 500)])
        parse, _, gone, new = changes["scopes"]
        self.assertEqual((parse["before"]["total_ns"], parse["after"]["total_ns"]), (2000, 8000))
        self.assertEqual((parse["ratio"]["p99"], parse["ratio"]["calls"], parse["ratio"]["allocations"]), (4, 1, 2))
        self.assertEqual(gone["after"], None)
        self.assertEqual(new["before"], None)
        self.assertEqual(new["ratio"]["self"], None)
        self.assertEqual(json.loads(self.diff("--to", "json", "--top", "1"))["left_out"], 3)

    def test_names(self):
        changes = json.loads(self.diff("--to", "json", "--names"))
        self.assertEqual([scope["name"] for scope in changes["scopes"]], ["parse", "job", "old|*", "new<b>`"])

    def test_ticks_of_each_profile_are_its_own(self):
        after = golden.write(self.folder / "slow.json", golden.profile(BEFORE, ns_per_tick=2.0))
        scopes = tool.dwell_json("diff", self.before, after)["scopes"]
        self.assertEqual({scope["ratio"]["total"] for scope in scopes}, {2})

    def test_table(self):
        text = self.diff()
        self.assertIn("2 call paths in both, 1 new, 1 gone", text)
        self.assertRegex(text, r"job;parse +\+6\.00 us +2\.00 us -> 8\.00 us x4\.00")
        self.assertRegex(text, r"job;parse +2 +4 -> 8 x2\.00")
        self.assertRegex(text, r"job;old\|\* \(gone\) +-3\.00 us +3\.00 us -> - ")
        self.assertRegex(text, r"job;new<b>` \(new\) +\+500 ns +- -> 500 ns")
        self.assertIn("`dwell gate`", text)
        self.assertNotIn("warning", text)

    def test_what_cannot_be_compared_is_said(self):
        other = golden.write(self.folder / "other.json", golden.profile(BEFORE, program="else"))
        self.assertIn("warning: other programs: job before, else after", tool.dwell("diff", self.before, other).stdout)

    def test_markdown_as_github_renders_it(self):
        source = self.diff("--to", "markdown")
        self.assertIn("`dwell gate`", source)
        renderer = golden.program("cmark-gfm")
        if renderer is None:
            self.skipTest("cmark-gfm (Debian: cmark-gfm)")
        page = subprocess.run([renderer, "-e", "table"], input=source, capture_output=True, text=True, check=True)
        cells = Cells(page.stdout)
        self.assertLessEqual(
            cells.elements, {"h2", "ul", "li", "p", "code", "table", "thead", "tbody", "tr", "th", "td", "strong"})
        self.assertEqual(
            cells.rows[0],
            ["call path", "self ±", "self", "total", "calls", "p50", "p95", "p99", "allocations"])
        self.assertEqual(
            cells.rows[1][:5], ["job;parse", "+6.00 us", "2.00 us → 8.00 us ×4.00", "2.00 us → 8.00 us ×4.00", "2"])
        self.assertEqual(cells.rows[1][8], "4 → 8 ×2.00")
        self.assertEqual([row[0] for row in cells.rows[2:]], ["job", "job;old|* (gone)", "job;new<b>` (new)"])

    def test_pprof_reads_negative_values(self):
        pprof = golden.program(str(golden.ROOT / "build" / "pprof" / "pprof"), "pprof")
        if pprof is None:
            self.skipTest("pprof (scripts/setup consumers)")
        out = self.folder / "diff.pb"
        self.diff("--to", "pprof", "--out", out)

        def top(index):
            done = subprocess.run(
                [pprof, "-top", "-unit=ns", "-nodefraction=0", f"-sample_index={index}", out], capture_output=True,
                text=True, check=True)
            self.assertEqual(done.stderr, "")
            rows = re.findall(r"^ *(-?[0-9]+)(?:ns)? +\S+% +\S+% +(-?[0-9]+)(?:ns)? +\S+%  (.*)$", done.stdout, re.MULTILINE)
            return {name: (int(flat), int(cumulative)) for flat, cumulative, name in rows}

        self.assertEqual(
            top("wall"),
            {"parse": (6000, 6000), "job": (-4500, -1000), "old|*": (-3000, -3000), "new<b>`": (500, 500)})
        self.assertEqual(top("alloc_objects")["parse"], (4, 4))

    def test_page(self):
        page = self.diff("--to", "html")
        data = json.loads(re.search(r'<script type="application/json" id="dwell-data">(.*?)</script>', page, re.DOTALL)[1])
        self.assertIsNotNone(data["before"])

    def test_of_itself(self):
        same = tool.dwell_json("diff", golden.MEMORY, golden.MEMORY, "--to", "json")
        self.assertEqual({scope["self_change_ns"] for scope in same["scopes"]}, {0})
        empty = golden.write(self.folder / "empty.json", golden.profile({}))
        for form in ("table", "markdown", "json", "pprof", "html"):
            tool.dwell("diff", empty, empty, "--to", form, "--out", self.folder / "out")

    def test_usage(self):
        tool.dwell("diff", self.before, status=2)
        self.assertIn("--to", tool.dwell("diff", self.before, self.after, "--to", "nix", status=2).stderr)
        error = tool.dwell("diff", self.before, self.folder / "none.json", status=2).stderr
        self.assertIn(f"{self.folder}/none.json: No such file or directory", error)


if __name__ == "__main__":
    tool.main()
