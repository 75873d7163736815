#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Lets a decoder of HdrHistogram, Java's or JavaScript's, read the logs, and compares all with profile.json: counts of
distributions bucket by bucket, percentiles of scopes in nanoseconds, and, where make_profile wrote them, the ticks of
each call path bucket by bucket, and the text of a .hgrm.

usage: hdr_log.py java|javascript <folder that save() made> <node_modules>
"""

import pathlib
import shutil
import subprocess
import sys
import urllib.parse

from python_reader import bounds_of
from saved_profile import SavedProfile, skip

HERE = pathlib.Path(__file__).resolve().parent
HIGHEST_INDEX = 7295  # of 2^63 - 1
JAVASCRIPT_LIMIT = 2**53  # above it, hdr-histogram-js has no buckets


def decoder(kind, modules):
    """The command that decodes a log."""
    if kind == "java":
        jars = sorted(pathlib.Path("/usr/share/java").glob("[Hh]dr[Hh]istogram*.jar"))
        if shutil.which("javac") is None or not jars:
            skip("a JDK and HdrHistogram's Java library (Debian: default-jdk-headless libhdrhistogram-java)")
        return ["java", "-cp", str(jars[0]), str(HERE / "HdrLogDecoder.java")]
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None or not (pathlib.Path(modules) / "hdr-histogram-js").exists():
        skip("Node.js with the npm package hdr-histogram-js")
    return [node, str(HERE / "hdr_log_decoder.mjs"), modules]


def run(command, *arguments):
    ran = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0 and ran.stderr == "", f"{command}\n{ran.stderr}"
    return ran.stdout


class Decoded:
    """What a decoder said of one histogram."""

    def __init__(self, line):
        tag, start, end, converted, counts, percentiles = line.split("\t")
        self.tag = tag
        self.start_ms, self.end_ms = int(start), int(end)
        self.converted = float(converted) if converted else None
        self.counts = [tuple(map(int, pair.split(":"))) for pair in counts.split()]
        self.percentiles = dict(zip((50, 95, 99), map(float, percentiles.split())))


def decode(command, log):
    """By tag, and the tags in order."""
    lines = [Decoded(line) for line in run(command, log).splitlines()]
    assert len({line.tag for line in lines}) == len(lines), "a tag is there twice"
    return {line.tag: line for line in lines}


def quoted(text):
    """The part of a tag that stands for `text`."""
    return urllib.parse.quote(text, safe="".join(chr(c) for c in range(0x21, 0x7F) if chr(c) not in "%,;="))


def distribution_tag(distribution):
    labels = "".join(f";{quoted(key)}={quoted(text)}" for key, text in distribution["labels"].items())
    return f"distribution:{quoted(distribution['name'])}{labels}"


def expected_counts(histogram, kind):
    """Upper bounds and counts of the buckets, those of the format's limits in its highest."""
    counts = {}
    for index, count in histogram["buckets"]:
        upper = bounds_of(min(index, HIGHEST_INDEX))[1]
        if kind == "java" or upper < JAVASCRIPT_LIMIT:
            counts[upper] = counts.get(upper, 0) + count
    return list(counts.items())


def check_distributions(saved, kind, lines):
    for distribution in saved.json["distributions"]:
        line = lines.pop(distribution_tag(distribution))
        assert line.counts == expected_counts(distribution["values"], kind), line.tag
        check_conversion(line, 1 / distribution["steps_per_unit"])


def check_conversion(line, ratio):
    if line.converted is not None and line.counts and line.counts[-1][0] != 0:
        assert abs(line.converted / (line.counts[-1][0] * ratio) - 1) < 1e-12, (line.tag, line.converted)


def check_scopes(saved, lines):
    """In nanoseconds, re-bucketed: 1.6 %, and the decoders report a bucket's upper bound, 0.79 % more."""
    metadata = saved.json["metadata"]
    compared = 0
    for scope in saved.json["scopes"]:
        line = lines.pop("scope:" + quoted(saved.shown[scope["name"]]))
        count = sum(n for _, n in line.counts)
        # The last calls of a sampled scope may belong to a run of which none has been timed yet.
        assert count == scope["calls"] or ("sampled" in scope and 0 < count < scope["calls"]), line.tag
        assert abs(line.start_ms - metadata["start_unix_ns"] / 1e6) <= 1.001
        assert abs(line.end_ms - line.start_ms - metadata["duration_ns"] / 1e6) <= 1.001
        if count == 0:
            continue
        check_conversion(line, 1)
        for percent, value in line.percentiles.items():
            ours = scope[f"p{percent}_ns"]
            # They round the rank to the nearest, dwell up.
            if (count * percent + 50) // 100 == -(-count * percent // 100):
                assert abs(value - ours) <= 0.024 * ours + 1, (line.tag, percent, value, ours)
                compared += 1
    return compared


def check_ticks(saved, kind, lines):
    for path, stack in zip(saved.json["paths"], saved.frames):
        line = lines.pop("path:" + ";".join(map(quoted, stack)))
        assert line.counts == expected_counts(path["durations"], kind), line.tag
        check_conversion(line, saved.ns_per_tick)


def check_printed(saved, command):
    """The decoder prints the distributions of the log as write_hgrm does, digit for digit."""
    compared = 0
    for number, distribution in enumerate(saved.json["distributions"]):
        if all(index <= HIGHEST_INDEX for index, _ in distribution["values"]["buckets"]):
            theirs = run(command, saved.folder / "ticks.hlog", distribution_tag(distribution))
            ours = (saved.folder / f"distribution-{number}.hgrm").read_text(encoding="ascii")
            assert ours == theirs, f"{ours}\n{theirs}"
            compared += 1
    return compared


def main():
    kind = sys.argv[1]
    saved = SavedProfile(sys.argv[2])
    command = decoder(kind, sys.argv[3])
    lines = decode(command, saved.folder / "profile.hlog")
    histograms = len(lines)
    percentiles = check_scopes(saved, lines)
    check_distributions(saved, kind, lines)
    assert not lines, f"not in profile.json: {list(lines)}"
    printed = 0
    if (saved.folder / "ticks.hlog").exists():
        lines = decode(command, saved.folder / "ticks.hlog")
        check_ticks(saved, kind, lines)
        check_distributions(saved, kind, lines)
        assert not lines, f"not in profile.json: {list(lines)}"
        printed = check_printed(saved, command)
    print(f"{histograms} histograms, {percentiles} percentiles of scopes, {printed} printed: {kind} agrees")


if __name__ == "__main__":
    main()
