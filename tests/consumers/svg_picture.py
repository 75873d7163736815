#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reads profile.svg as XML, and lets librsvg draw it: svg_picture.py FOLDER.

Whether each frame stands inside the one above it, and is as wide as profile.json's self times of all that is in it.
"""

import collections
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree

import saved_profile

SVG = "{http://www.w3.org/2000/svg}"
ROW = 18
ELEMENTS = {"svg", "title", "style", "rect", "text"}


def frames_of(root):
    """(row, begin, width, name, fill) of each frame."""
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS, f"<{element.tag}> in the picture"
        assert not any(key.startswith("on") or key.endswith("href") for key in element.attrib), element.attrib
    for frame in root.findall(SVG + "svg"):
        title = frame.find(SVG + "title").text
        begin, top, width = (float(frame.get(key)) for key in ("x", "y", "width"))
        assert top % ROW == 0 and float(frame.get("height")) < ROW, "a frame that is not in a row"
        yield int(top / ROW), begin, width, title.split("\n")[0], frame.find(SVG + "rect").get("fill")


def expected_widths(saved, picture_width):
    """Width of each frame that must be there, by row and name, and how many are too narrow."""
    parts = collections.Counter()
    spans = {stack for stack, path in zip(saved.stacks, saved.json["paths"]) if path.get("span_ticks")}
    for stack, path in zip(saved.stacks, saved.json["paths"]):
        for size in range(len(stack), 0, -1):
            parts[stack[:size]] += path["self_ticks"]
            if stack[:size] in spans:
                break  # beside the scopes that it was called in
    whole = sum(path["self_ticks"] for path in saved.json["paths"])
    shown, narrow = collections.defaultdict(list), 0
    for stack in saved.stacks:
        width = parts[stack] / whole * (picture_width - 20) if whole else 0
        if width >= 0.5:
            shown[len(stack), saved.shown[stack[-1]]].append(width)
        else:
            narrow += 1
    return shown, narrow


def as_shown(name):
    """A name as XML can have it."""
    return "".join("\ufffd" if ord(c) < 32 and c not in "\t\n\r" else c for c in name)


def check_frames(frames, saved, picture_width):
    shown, narrow = expected_widths(saved, picture_width)
    found = collections.defaultdict(list)
    for row, _, width, name, _ in frames:
        found[row - 1, name].append(width)
    expected = {(row, as_shown(name)): sorted(widths) for (row, name), widths in shown.items()}
    assert set(found) == set(expected), f"frames: {set(found) ^ set(expected)}"
    for key, widths in found.items():
        assert len(widths) == len(expected[key]), f"{key}: {len(widths)} frames, not {len(expected[key])}"
        for width, right in zip(sorted(widths), expected[key]):
            assert abs(width - right) <= 0.02, f"{key}: {width} pixels, not {right}"
    return narrow


def check_nesting(frames, has_spans):
    rows = collections.defaultdict(list)
    for row, begin, width, name, _ in frames:
        rows[row].append((begin, begin + width, name))
    for row, here in rows.items():
        here.sort()
        for (_, end, name), (begin, _, other) in zip(here, here[1:]):
            assert begin >= end - 0.02, f"{other!r} stands on {name!r}"
        alone = sum(1 for begin, end, _ in here
                    if row > 2 and not any(b - 0.02 <= begin and end <= e + 0.02 for b, e, _ in rows[row - 1]))
        assert alone == 0 or has_spans, f"{alone} frames in row {row} that stand in no other"


def check_drawn(file, width, height):
    program = shutil.which("rsvg-convert")
    if program is None:
        saved_profile.skip("rsvg-convert")
    run = subprocess.run([program, file], capture_output=True, check=False)
    assert run.returncode == 0 and run.stderr == b"", run.stderr
    assert run.stdout[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", run.stdout[16:24]) == (width, height)


def main():
    saved = saved_profile.SavedProfile(sys.argv[1])
    file = saved.folder / "profile.svg"
    root = xml.etree.ElementTree.parse(file).getroot()
    width, height = int(root.get("width")), int(root.get("height"))
    frames = list(frames_of(root))
    narrow = check_frames(frames, saved, width)
    check_nesting(frames, any(path.get("span_ticks") for path in saved.json["paths"]))
    told = [text.text for text in root.findall(SVG + "text") if text.text and "left out" in text.text]
    assert len(told) == (narrow > 0) and all(text.endswith(f": {narrow}") for text in told), (told, narrow)
    colours = {}
    for _, _, _, name, fill in frames:
        assert colours.setdefault(name, fill) == fill, f"two colours of {name!r}"
    print(f"profile.svg: {width} x {height}, {len(frames)} frames, {narrow} too narrow")
    check_drawn(file, width, height)


main()
