#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the jq commands of docs/formats.md.

usage: jq.py <folder that save() made>
"""

import pathlib
import shutil
import subprocess
import sys

from saved_profile import SavedProfile, skip

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs" / "formats.md"


def main():
    saved = SavedProfile(sys.argv[1])
    if shutil.which("jq") is None:
        skip("jq")
    commands = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("jq ")]
    assert len(commands) >= 5, "no commands in docs/formats.md"
    answers = []
    for command in commands:
        if command.endswith(" profile.trace.json") and not (saved.folder / "profile.trace.json").exists():
            continue  # no timeline was kept
        ran = subprocess.run(command, shell=True, cwd=saved.folder, capture_output=True, text=True, check=False)
        assert ran.returncode == 0 and ran.stderr == "", f"{command}\n{ran.stderr}"
        answers.append(ran.stdout)
    scopes = saved.json["scopes"]
    assert answers[0].count('"p99_ns"') == len(scopes)
    assert len(answers[1].splitlines()) == min(10, len(scopes))
    assert answers[2].count('"self_ns"') == len(saved.json["paths"])
    assert answers[3].strip() == ("true" if not any(saved.json["health"].values()) else "false")
    assert answers[4].count('"a_call"') == sum("memory" in scope for scope in scopes)
    assert answers[6].count('"usual_ns"') == len(saved.json.get("exemplars", []))
    print(f"{len(answers)} commands")


if __name__ == "__main__":
    main()
