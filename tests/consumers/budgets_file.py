#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Gives a program files of budgets, good ones and bad ones, as a CI job would: what it prints, what it exits with, and
what Python's reader of XML finds in its JUnit file.

usage: budgets_file.py <22_budgets_file> <folder to write to> <examples/budgets.json>
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

SCOPE = {"scope": "server.request", "max": "1 h"}

# What each file has for budgets, and then: the exit status, what the output has, elements of the JUnit file.
CASES = {
    "kept": ([SCOPE], 0, r"^server\.request: PASS$", ["system-out"]),
    "broken": ([dict(SCOPE, allocations_per_call=0, note="why")], 1,
               r"allocations_per_call <= 0: 0\.01, counted \(100 in 10,000 calls\): fail\n(?:.*\n)*  note: FILE:1: budgets\[0\]\n  note: why", ["failure"]),
    "never_ran": ([SCOPE, {"scope": "server.requset", "max": "1 h"}], 1,
                  r'FILE:1: budgets\[1\] \(scope "server\.requset"\): no scope of this name ran; did you mean "server\.request"\?',
                  ["system-out", "error"]),
    "path_never_ran": ([{"path": "server.request;cache.render", "max": "1 h"}], 1,
                       r'FILE:1: budgets\[0\] \(path "server\.request;cache\.render"\): no such call path ran', ["error"]),
    "never_counted": ([{"counter": "errors", "at_most": 0}], 1,
                      r'"errors" was never counted(?:.|\n)*FILE:1: budgets\[0\]', ["failure"]),
    "growth": ([{"process": True, "growth_per_hour": "1 GB"}], 1,
               r"FILE:1: budgets\[0\] \(process\): growth takes snapshots", ["error"]),
    "unsure": ([{"ratio": ["cache.hits", "cache.lookups"], "greater": 0.99}], 0, r"INCONCLUSIVE\n", ["skipped"]),
    "unknown_key": ([dict(SCOPE, maximum="1 s")], 1,
                    r'FILE:1:\d+: budgets\[0\]: unknown key "maximum"', ["error"]),
    "wrong_unit": ([dict(SCOPE, p99="5 msec")], 1,
                   r'FILE:1:\d+: budgets\[0\]\.p99: "5 msec": unknown unit "msec": ns, us', ["error"]),
    "negative": ([SCOPE, {"scope": "a", "p99": "-5 ms"}], 1, r'FILE:1:\d+: budgets\[1\]\.p99: "-5 ms" is negative', ["error"]),
    "no_budgets": ([], 1, r"FILE:1:1: no budgets", ["error"]),
    "empty": ("", 1, r"FILE:1:1: the file is empty", ["error"]),
    "missing": (None, 1, r"FILE: No such file or directory", ["error"]),
}


def run(program, file, junit, inconclusive="warn"):
    environment = {**os.environ, "DWELL_INCONCLUSIVE": inconclusive}
    return subprocess.run([program, file, junit], capture_output=True, text=True, env=environment, cwd=junit.parent.parent)


def elements_of(junit):
    suite = ElementTree.parse(junit).getroot().find("testsuite")
    tests = suite.findall("testcase")
    found = [element.tag for test in tests for element in test]
    assert suite.get("tests") == str(len(tests)) == str(len(found))
    for tag, attribute in {"failure": "failures", "error": "errors", "skipped": "skipped"}.items():
        assert suite.get(attribute) == str(found.count(tag)), (attribute, suite.attrib)
    return found


def main():
    program, folder, example = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, (budgets, status, expected, elements) in CASES.items():
        file = folder / f"{name}.json"
        if budgets is not None:
            file.write_text(budgets if budgets == "" else json.dumps({"version": 1, "budgets": budgets}))
        junit = folder / name / "junit.xml"
        result = run(program, file, junit)
        assert result.returncode == status, (name, result.returncode, result.stdout, result.stderr)
        assert re.search(expected.replace("FILE", re.escape(str(file))), result.stdout, re.MULTILINE), (name, result.stdout)
        assert elements_of(junit) == elements, (name, elements_of(junit))

    strict = run(program, folder / "unsure.json", folder / "strict" / "junit.xml", inconclusive="fail")
    assert strict.returncode == 1 and elements_of(folder / "strict" / "junit.xml") == ["failure"], strict
    whole = run(program, example, folder / "example" / "junit.xml")
    assert whole.returncode == 0 and elements_of(folder / "example" / "junit.xml") == ["system-out"] * 5, whole.stdout
    # A folder where the JUnit file is to be.
    (folder / "taken" / "junit.xml").mkdir(parents=True)
    taken = run(program, example, folder / "taken" / "junit.xml")
    assert taken.returncode == 1 and "cannot replace the file" in taken.stderr, taken
    print(f"{len(CASES)} files of budgets: as expected")


if __name__ == "__main__":
    main()
