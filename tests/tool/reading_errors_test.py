# SPDX-License-Identifier: BSL-1.0
"""What dwell says of what it cannot read: the file, the cause, status 2, and nothing on standard output."""

import json
import os
import socket
import subprocess
import threading

import golden
import tool


class ReadingErrors(tool.FolderTest):
    def refused(self, path, cause, **options):
        for arguments in (["show"], ["top", "--json"], ["convert", "--to", "csv"], ["diff", golden.PLAIN]):
            done = tool.dwell(*arguments, path, status=2, timeout=20, **options)
            self.assertEqual(done.stdout, "")
            self.assertTrue(done.stderr.startswith(f"dwell {arguments[0]}: {path}"), done.stderr)
            self.assertIn(cause, done.stderr)

    def written(self, text):
        path = self.folder / "profile.json"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def test_no_file(self):
        self.refused(self.folder / "none.json", "No such file or directory")
        self.refused(self.folder, "no profile.json in this folder, nor in its latest/")
        self.refused("", "No such file or directory")
        self.refused(golden.PLAIN / "inside", "Not a directory")
        (self.folder / "loop").symlink_to(self.folder / "loop")
        self.refused(self.folder / "loop", "Too many levels of symbolic links")

    def test_no_permission(self):
        path = self.written("{}")
        path.chmod(0)
        options = {}
        if os.geteuid() == 0:
            # Who may read everything becomes nobody, where that one may start dwell.
            self.folder.chmod(0o755)
            options = {"user": 65534, "extra_groups": []}
        try:
            error = tool.dwell("show", path, status=2, **options).stderr
        except PermissionError:
            self.skipTest("this user may read everything")
        self.assertEqual(error, f"dwell show: {path}: Permission denied\n")

    def test_no_regular_file(self):
        self.refused("/dev/null", "is a device, and no file")
        self.refused("/dev/zero", "is a device, and no file")
        os.mkfifo(self.folder / "fifo")
        self.refused(self.folder / "fifo", "nothing is written to this FIFO")
        (self.folder / "folder" / "profile.json").mkdir(parents=True)
        self.refused(self.folder / "folder", "Is a directory")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(self.folder / "socket"))
            self.refused(self.folder / "socket", "No such device or address")

    def test_cut_short(self):
        whole = golden.PLAIN.read_bytes()
        for size in (1, 10, 100, 1000, len(whole) // 2, len(whole) - 3):
            self.refused(self.written(whole[:size]), ": byte ")
        self.refused(self.written(b""), "the file is empty")
        self.refused(self.written(whole + b"{}"), "expected the end of the text")

    def test_other_files(self):
        self.refused(self.written('{"a": 1}'), 'no "schema"')
        self.refused(self.written("[1, 2]"), "expected an object")
        self.refused(self.written('{"schema": "dwell.run/1"}'), 'not a profile: schema "dwell.run/1"')
        self.refused(self.written("\x7fELF\0\0"), "expected an object")
        self.refused(self.written("\ufeff{}"), "expected an object")

    def test_newer_schema(self):
        text = golden.PLAIN.read_text(encoding="utf-8").replace("dwell.profile/1", "dwell.profile/2")
        self.refused(self.written(text), 'written by a newer dwell: schema "dwell.profile/2"')

    def test_hostile(self):
        head = '{"schema": "dwell.profile/1", "clock": {"ns_per_tick": 1}, '
        self.refused(self.written(head + '"x": ' + "[" * 100_000), "nested deeper than 64 levels")
        self.refused(self.written(head + '"x": ' + '{"a":' * 100_000), "nested deeper than 64 levels")
        paths = '"paths": [{"name": 0, "parent": null, "calls": %s, "total_ticks": 0, "durations": %s}]'
        huge = '{"sum": 1, "min": 1, "max": 1, "buckets": [[%s, 1]]}'
        for calls, durations, cause in (
                ("1e999", "{}", "expected an integer"), ("18446744073709551616", "{}", "expected an integer"),
                ("1", huge % 2**63, "index is out of order or too large"), ("-1", "{}", "expected an integer")):
            self.refused(self.written(head + '"names": [{"name": "a"}], ' + paths % (calls, durations) + "}"), cause)
        deep = [{"name": 0, "parent": i - 1 if i else None, "calls": 0, "total_ticks": 0,
                 "durations": {"sum": 0, "buckets": []}} for i in range(65_540)]
        self.refused(
            self.written(head + '"names": [{"name": "a"}], "paths": ' + json.dumps(deep) + "}"), "deeper than 65535")
        for name in ("", "a;b", "a\\u001b[31m", "a\\nb"):
            self.refused(self.written(head + '"names": [{"name": "%s"}], "paths": []}' % name), "a scope's name")

    def test_message_cannot_move_the_cursor(self):
        done = tool.dwell("show", self.written('{"schema": "\\u001b[31mred"}'), status=2)
        self.assertIn('schema "?[31mred"', done.stderr)

    def test_too_large(self):
        path = self.folder / "large.json"
        path.touch()
        os.truncate(path, 2**30 + 1)  # takes no room on the disk, and is refused before it is read
        self.refused(path, "larger than 1024 MiB")

    def test_pipe(self):
        expected = tool.dwell("show", golden.PLAIN).stdout
        with golden.PLAIN.open("rb") as file:
            shown = tool.dwell("show", "/dev/stdin", stdin=file).stdout
        self.assertEqual(shown, expected)
        done = subprocess.run(
            [tool.DWELL, "show", "/dev/stdin"], input=golden.PLAIN.read_text(encoding="utf-8"), capture_output=True,
            text=True, check=True)
        self.assertEqual(done.stdout, expected)
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        # Open for writing, and nothing written yet: dwell waits.
        keeper = os.open(fifo, os.O_RDWR)
        writer = threading.Timer(0.3, lambda: (fifo.write_bytes(golden.PLAIN.read_bytes()), os.close(keeper)))
        writer.start()
        self.assertEqual(tool.dwell("show", fifo, timeout=60).stdout, expected)
        writer.join()

    def test_the_first_writer(self):
        top = tool.dwell_json("top", golden.FIRST, "--by", "calls", "--paths")
        numbers = {scope["path"]: (scope["calls"], scope["p99_ns"] > 0, scope["allocations"]) for scope in top["scopes"]}
        self.assertEqual(
            numbers,
            {path: (20, True, 0) for path in ("orchestrator.step", 'orchestrator.step;parse "quoted"', "work")})
        self.assertIn("steps", tool.dwell("show", golden.FIRST).stdout)
        same = tool.dwell_json("diff", golden.FIRST, golden.FIRST)
        self.assertEqual((same["new"], same["gone"], same["warnings"]), (0, 0, []))

    def test_every_golden_file(self):
        for path in golden.GOLDEN.glob("profile-*.json"):
            tool.dwell("show", path)
            again = json.loads(tool.dwell("convert", path, "--to", "json").stdout)
            self.assertEqual(len(again["paths"]), len(golden.read(path)["paths"]))


if __name__ == "__main__":
    tool.main()
