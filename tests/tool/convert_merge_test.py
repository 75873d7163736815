# SPDX-License-Identifier: BSL-1.0
"""dwell convert and dwell merge: which files they write, that these are whole, and what they refuse."""

import json
import os
import re
import subprocess

import golden
import tool

FLAMEGRAPH = "/usr/share/perl5/Devel/NYTProf/flamegraph.pl"  # where Debian's libdevel-nytprof-perl has it


class Convert(tool.FolderTest):
    def test_every_documented_format(self):
        text = (golden.ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| (.*?) \| `([a-z0-9-]+)` \| `write_", text, re.MULTILINE)
        self.assertGreater(len(rows), 15)
        for files, name in rows:
            if name == "trace":
                continue
            out = self.folder / name
            tool.dwell("convert", golden.MEMORY, "--to", name, "--out", f"{out}/")
            expected = set(re.findall(r"`([a-z0-9_.-]+)`", files))
            self.assertLessEqual(expected & {path.name for path in out.iterdir()}, expected)
            self.assertTrue(expected & {path.name for path in out.iterdir()}, name)
            self.assertNotIn(".tmp", "".join(os.listdir(out)))

    def test_all_into_a_folder(self):
        tool.dwell("convert", golden.MEMORY, "--to", "all", "--out", self.folder / "all")
        names = set(os.listdir(self.folder / "all"))
        self.assertLessEqual({"profile.json", "profile.live_bytes.folded", "callgrind.out.dwell", "profile.pb"}, names)
        self.assertNotIn("profile.trace.json", names)

    def test_json_is_the_same_again(self):
        for path in (golden.PLAIN, golden.MEMORY, golden.EXEMPLARS):
            once = tool.dwell("convert", path, "--to", "json").stdout
            (self.folder / "once.json").write_text(once, encoding="utf-8")
            self.assertEqual(tool.dwell("convert", self.folder / "once.json", "--to", "json").stdout, once)
            self.assertEqual(json.loads(once)["paths"], golden.read(path)["paths"])

    def test_very_many_call_paths_in_any_order(self):
        calls = {"root": [10**9], **{f"root;{i:05}": [i + 1] for i in range(6000)}}
        profile = golden.profile(calls)
        in_order = tool.dwell("convert", golden.write(self.folder / "1.json", profile), "--to", "folded").stdout
        profile["paths"][1:] = reversed(profile["paths"][1:])
        turned = tool.dwell("convert", golden.write(self.folder / "2.json", profile), "--to", "folded").stdout
        self.assertEqual(turned, in_order)
        self.assertEqual(sum(int(line.rpartition(" ")[2]) for line in in_order.splitlines()), 10**6)

    def test_one_of_several_files_is_the_main_one(self):
        done = tool.dwell("convert", golden.MEMORY, "--to", "folded")
        self.assertIn("dwell convert: note: profile.live_bytes.folded is left out", done.stderr)
        tool.dwell("convert", golden.MEMORY, "--to", "folded", "--out", self.folder)
        self.assertEqual((self.folder / "profile.folded").read_text(encoding="utf-8"), done.stdout)
        self.assertEqual(len(os.listdir(self.folder)), 3)

    def test_flamegraph_draws_it(self):
        draw = golden.program("flamegraph.pl", FLAMEGRAPH)
        if draw is None:
            self.skipTest("flamegraph.pl (Debian: libdevel-nytprof-perl)")
        calls = {"job": [9_000_000], "job;parse": [4_000_000]}
        path = golden.write(self.folder / "p.json", golden.profile(calls))
        folded = tool.dwell("convert", path, "--to", "folded").stdout
        drawn = subprocess.run(
            [draw, "--countname", "us"], input=folded, capture_output=True, text=True, check=True,
            env={**os.environ, "LC_ALL": "C"})
        self.assertEqual(drawn.stderr, "")
        self.assertIn("job (9,000 us, 100.00%)", drawn.stdout)
        self.assertIn("parse (4,000 us, 44.44%)", drawn.stdout)

    def test_refusals(self):
        refused = {
            "dhat": f"{golden.PLAIN}: cannot be written as dhat: the program did not count memory",
            "trace": f"{golden.PLAIN}: cannot be written as trace: no timeline is in it",
            "nothing": "--to nothing: no format is called 'nothing': there are default, all, json",
            "json,csv": "--to json,csv is several files: --out says into which folder",
        }
        for formats, message in refused.items():
            done = tool.dwell("convert", golden.PLAIN, "--to", formats, status=2)
            self.assertIn(message, done.stderr)
            self.assertEqual(done.stdout, "")

    def test_what_an_exporter_refuses_leaves_the_older_file(self):
        profile = golden.profile({"job": [10]})
        profile["paths"][0]["calls"] = 2**64 - 1
        path = golden.write(self.folder / "p.json", profile)
        out = self.folder / "old.pb"
        out.write_text("old", encoding="utf-8")
        error = tool.dwell("convert", path, "--to", "pprof", "--out", out, status=2).stderr
        self.assertIn(f"pprof: {out}: calls adds up to more than 2^63 - 1", error)
        self.assertEqual(out.read_text(encoding="utf-8"), "old")
        # The others are written all the same.
        tool.dwell("convert", path, "--to", "pprof,csv", "--out", self.folder / "both", status=2)
        self.assertEqual(os.listdir(self.folder / "both"), ["profile.csv"])

    def test_where_it_writes(self):
        link = self.folder / "link"
        link.symlink_to(self.folder / "target")
        (self.folder / "target").write_text("old", encoding="utf-8")
        tool.dwell("convert", golden.PLAIN, "--to", "csv", "--out", link)
        self.assertTrue(link.is_symlink())
        self.assertGreater((self.folder / "target").stat().st_size, 100)
        tool.dwell("convert", golden.PLAIN, "--to", "csv", "--out", "/dev/null")
        printed = tool.dwell("convert", golden.PLAIN, "--to", "csv", "--out", "-").stdout
        self.assertEqual(printed, (self.folder / "target").read_text(encoding="utf-8"))
        self.assertFalse(os.path.isfile("/dev/null"))
        error = tool.dwell("convert", golden.PLAIN, "--to", "csv", "--out", self.folder / "no" / "x.csv", status=2).stderr
        self.assertIn("x.csv: cannot make the file: No such file or directory", error)


class Merge(tool.FolderTest):
    def saved(self, name, *arguments, **options):
        return golden.write(self.folder / name, golden.profile(*arguments, **options))

    def test_sums(self):
        first = self.saved("1.json", {"job": ([100], 3)}, program="a")
        second = self.saved("2.json", {"job": ([200], 4), "other": [50]}, program="b")
        out = self.folder / "merged.json"
        self.assertEqual(tool.dwell("merge", first, second, "--out", out).stderr, "")
        merged = golden.read(out)
        self.assertEqual(json.loads(tool.dwell("merge", first, second, "--out", "-").stdout), merged)
        self.assertEqual(merged["metadata"]["program"], "a | b")
        self.assertEqual(merged["metadata"]["extra"]["merged_profiles"], "2")
        scopes = {scope["name"]: scope for scope in merged["scopes"]}
        self.assertEqual((scopes["job"]["calls"], scopes["job"]["total_ns"]), (2, 300))
        self.assertEqual(scopes["job"]["memory"]["allocations"], 7)
        # Merged on, the number is of all.
        tool.dwell("merge", out, first, out, "--out", out)
        self.assertEqual(golden.read(out)["metadata"]["extra"]["merged_profiles"], "5")

    def test_folders_with_the_names_of_commands(self):
        for name in ("run", "top"):
            (self.folder / name).mkdir()
            self.saved(f"{name}/profile.json", {"job": ([100], 3)})
        tool.dwell("merge", "run", "top", "--out", "gate", cwd=self.folder)
        self.assertTrue((self.folder / "gate" / "profile.json").is_file())

    def test_other_clocks(self):
        first = self.saved("1.json", {"job": [1000]}, ns_per_tick=1.0)
        second = self.saved("2.json", {"job": [1000]}, ns_per_tick=0.5)
        done = tool.dwell("merge", first, second, "--out", self.folder / "merged.json")
        self.assertEqual(done.stderr, f"dwell merge: note: {second}: its clock has other ticks: 1 histograms were "
                                      "rescaled, at most 1.6 % off\n")
        merged = golden.read(self.folder / "merged.json")
        self.assertEqual(merged["scopes"][0]["total_ns"], 1500)
        self.assertEqual(merged["health"]["rebucketed"], 1)

    def test_into_a_folder(self):
        tool.dwell("merge", golden.PLAIN, golden.MEMORY, golden.EXEMPLARS, "--out", self.folder / "all")
        names = os.listdir(self.folder / "all")
        self.assertIn("profile.json", names)
        self.assertIn("profile.html", names)
        self.assertNotIn("profile.csv", names)
        tool.dwell("show", self.folder / "all")

    def test_one_that_cannot_be_read(self):
        out = self.folder / "out.json"
        error = tool.dwell("merge", golden.PLAIN, self.folder / "none.json", "--out", out, status=2).stderr
        self.assertIn("none.json: No such file or directory", error)
        self.assertFalse(out.exists())


if __name__ == "__main__":
    tool.main()
