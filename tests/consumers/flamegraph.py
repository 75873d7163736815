#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets Brendan Gregg's flamegraph.pl draw the folded files: it must say nothing on stderr, and draw our numbers.

usage: flamegraph.py <folder that save() made>
"""

import collections
import html
import os
import re
import shutil
import subprocess
import sys

from saved_profile import SavedProfile, inclusive, skip

# Where Debian's libdevel-nytprof-perl has it.
DEBIAN = "/usr/share/perl5/Devel/NYTProf/flamegraph.pl"


def check(flamegraph, saved, name, unit, whole):
    """What it draws of a file: each frame's number, and `whole` in all. Returns how many frames there are."""
    counts = saved.folded(name)
    # Perl warns on stderr about a locale that is not installed.
    drawn = subprocess.run(
        [flamegraph, "--minwidth", "0", "--countname", unit, str(saved.folder / name)],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    if not counts:
        assert b"No stack counts found" in drawn.stderr + drawn.stdout, "an empty file is refused as one"
        return 0
    assert drawn.stderr == b"", drawn.stderr.decode()
    assert drawn.returncode == 0
    # The titles are whole; the text on a narrow frame is cut between bytes, so that the file need not be UTF-8.
    titles = re.findall(rb"<title>(.*) \(([0-9,]+) " + unit.encode() + rb", [0-9.]+%\)</title>", drawn.stdout)
    frames = collections.Counter(
        (html.unescape(frame.decode("utf-8")), int(count.replace(b",", b""))) for frame, count in titles
    )
    # It draws ( and ) for < and >.
    as_drawn = str.maketrans("<>", "()")
    expected = collections.Counter(
        (stack[-1].translate(as_drawn), count) for stack, count in inclusive(counts).items()
    )
    expected["all", whole] += 1
    assert frames == expected, f"drawn and not ours: {frames - expected}, ours and not drawn: {expected - frames}"
    return len(titles)


def main():
    saved = SavedProfile(sys.argv[1])
    flamegraph = shutil.which("flamegraph.pl") or shutil.which(DEBIAN)
    if flamegraph is None:
        skip("flamegraph.pl (Debian: libdevel-nytprof-perl)")
    # Rounded once.
    whole = round(saved.whole_ns() / 1000)
    frames = check(flamegraph, saved, "profile.folded", "us", whole)
    print(f"{frames} frames, {whole} us: as in profile.json")
    if (saved.folder / "profile.allocated_bytes.folded").exists():
        whole = sum(saved.memory("memory", "allocated_bytes").values())
        frames = check(flamegraph, saved, "profile.allocated_bytes.folded", "bytes", whole)
        print(f"{frames} frames, {whole} bytes: as in profile.json")


if __name__ == "__main__":
    main()
