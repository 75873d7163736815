#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Validates what write_junit wrote by junit.xsd with xmllint, and lets junitparser count and read its tests.

usage: junit.py <folder that make_junit filled> [<another schema>...]
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

from saved_profile import skip

DEBIAN_PYTHON = "/usr/bin/python3"
OUR_SCHEMA = pathlib.Path(__file__).resolve().parent / "junit.xsd"

try:
    import junitparser
except ImportError:
    # Debian's python3-junitparser is there for Debian's own interpreter only.
    if os.path.exists(DEBIAN_PYTHON) and not os.path.samefile(sys.executable, DEBIAN_PYTHON):
        os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON] + sys.argv)
    skip("junitparser (Debian: python3-junitparser)")


def is_valid(xml, schema):
    """Whether xmllint takes it; what is no XML at all is an error."""
    run = subprocess.run(["xmllint", "--noout", "--schema", schema, "-"], input=xml, capture_output=True)
    assert run.returncode in (0, 3), run.stderr.decode()  # 3: well-formed, but not valid
    if run.returncode != 0:
        is_valid.why = run.stderr.decode()
    return run.returncode == 0


def check_that_it_can_fail(xml):
    """A schema that takes anything would pass every test."""
    breaks = [
        (rb' failures="[0-9]+"', b""),
        (rb' failures="[0-9]+"', b' failures="-1"'),
        (rb' tests="[0-9]+"', b' tests="many"'),
        (rb'(<testcase [^>]*) time="[0-9.]+"', rb'\1 time="1.2345"'),
        (rb'(<testsuite [^>]*) time="[0-9.]+"', rb'\1 time="1e9"'),
        (rb'(<testcase )name="[^"]*"', rb'\1name=""'),
        (rb"<testcase ", b'<testcase result="1" '),
        (rb"<failure ", b'<skipped message="a" type="fail">a</skipped><failure '),
        (rb'type="inconclusive"', b'type="unknown"'),
        (rb'timestamp="[^"]*"', b'timestamp="yesterday"'),
        (rb"</testsuite>", b"<testsuite/></testsuite>"),
    ]
    for pattern, replacement in breaks:
        broken, count = re.subn(pattern, replacement, xml, count=1)
        assert count == 1, pattern
        assert not is_valid(broken, OUR_SCHEMA), f"valid with {replacement}"


def as_xml(text):
    """What XML 1.0 cannot have is replaced."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def check_suite(path, expected, inconclusive_fails):
    (suite,) = junitparser.JUnitXml.fromfile(str(path))
    outcomes = {"passed": 0, "failure": 0, "error": 0, "skipped": 0}
    cases = list(suite)
    assert len(cases) == len(expected), len(cases)
    for case, wanted in zip(cases, expected):
        assert case.name == as_xml(wanted["subject"] or "budget"), (case.name, wanted["subject"])
        assert case.classname == suite.name
        assert abs(case.time - wanted["seconds"]) <= 0.000501, (case.time, wanted["seconds"])
        if wanted["answer"] == "inconclusive":
            outcome = "failure" if inconclusive_fails else "skipped"
        elif wanted["answer"] == "fail":
            outcome = "failure" if wanted["could_be_checked"] else "error"
        else:
            outcome = "passed"
        outcomes[outcome] += 1
        message = as_xml(wanted["message"])
        if outcome == "passed":
            assert not case.result and case.system_out == message, case.system_out
            continue
        (result,) = case.result
        kinds = {junitparser.Failure: "failure", junitparser.Error: "error", junitparser.Skipped: "skipped"}
        assert kinds[type(result)] == outcome, (outcome, result)
        assert result.text == message, (result.text, message)
        assert result.type == wanted["answer"], result.type
        first, _, rest = message.partition("\n")
        assert result.message == f"{first}: {rest.partition(chr(10))[0].strip()}", result.message
    assert suite.tests == len(expected)
    assert (suite.failures, suite.errors, suite.skipped) == (outcomes["failure"], outcomes["error"], outcomes["skipped"])
    assert abs(suite.time - sum(wanted["seconds"] for wanted in expected)) <= 0.000501, suite.time
    # What the file says of itself is what a count of its tests gives.
    said = (suite.tests, suite.failures, suite.errors, suite.skipped)
    suite.update_statistics()
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == said, said
    return outcomes


def main():
    folder = pathlib.Path(sys.argv[1])
    if shutil.which("xmllint") is None:
        skip("xmllint (Debian: libxml2-utils)")
    for name in ("junit.xml", "strict.xml", "empty.xml"):
        for schema in [OUR_SCHEMA, *sys.argv[2:]]:
            assert is_valid((folder / name).read_bytes(), schema), f"{name}: {is_valid.why}"
    check_that_it_can_fail((folder / "junit.xml").read_bytes())

    expected = json.loads((folder / "expected.json").read_bytes())
    outcomes = check_suite(folder / "junit.xml", expected, inconclusive_fails=False)
    assert min(outcomes.values()) > 0, outcomes  # each was tried
    strict = check_suite(folder / "strict.xml", expected, inconclusive_fails=True)
    assert strict["failure"] == outcomes["failure"] + outcomes["skipped"], strict
    check_suite(folder / "empty.xml", [], inconclusive_fails=False)
    suite = next(iter(junitparser.JUnitXml.fromfile(str(folder / "junit.xml"))))
    assert suite.name == 'server <&> "1"' and suite.timestamp == "2026-09-21T14:13:20+00:00", suite.timestamp
    print(f"three files are valid; junitparser read {outcomes}")


if __name__ == "__main__":
    main()
