#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What a program without a framework prints of budgets, and what it exits with. See frameworks.py."""
import datetime

from frameworks import expect_no_text, expect_text, main

# Its name, which a file must hold as it is.
SUITE = "sample <\"&'>"


def test_passing(programs):
    done = programs.run("passing", "callable_passing", expect=0)
    expect_text(done, "sample.passing: PASS", "sample.spin: PASS", SUITE + ": 2 passed, 0 failed, 0 inconclusive")


def test_failing(programs):
    """Goes on with the next one; a failure weighs more than what is inconclusive."""
    done = programs.run("failing", "inconclusive", "passing", expect=1)
    expect_text(done, programs.message("failing"), programs.message("inconclusive"), "sample.passing: PASS",
                SUITE + ": 1 passed, 1 failed, 1 inconclusive")


def test_short(programs):
    """Of what passes, one line; of all else, the whole message."""
    lines = programs.run("passing", expect=0).stdout.splitlines()
    assert len(lines) == 2 and lines[0] == programs.message("passing").splitlines()[0], lines


def test_never_ran(programs):
    expect_text(programs.run("never_ran", expect=1), programs.message("never_ran"))


def test_inconclusive(programs):
    for policy in (None, "warn"):
        done = programs.run("passing", "inconclusive", inconclusive=policy, expect=3)
        expect_text(done, programs.message("inconclusive"), SUITE + ": 1 passed, 0 failed, 1 inconclusive")
        expect_no_text(done, "DWELL_INCONCLUSIVE")


def test_inconclusive_fails(programs):
    done = programs.run("passing", "inconclusive", inconclusive="fail", expect=1)
    expect_text(done, programs.message("inconclusive"), "DWELL_INCONCLUSIVE=fail")
    programs.run("passing", inconclusive="fail", expect=0)


def test_unknown_policy(programs):
    """Said once, however many are inconclusive."""
    done = programs.run("inconclusive", "inconclusive", inconclusive="FAIL", expect=3)
    complaint = "dwell: DWELL_INCONCLUSIVE=FAIL: takes fail or warn; inconclusive budgets are warnings\n"
    assert done.stderr == complaint, done.stderr


def test_nothing_checked(programs):
    """A program that checks nothing must not look like one that passes."""
    done = programs.run(expect=1)
    expect_text(done, SUITE + ": no budget was checked")


def test_callable(programs):
    done = programs.run("callable_allocating", expect=1)
    expect_text(done, "sample.allocate: FAIL", "allocations_per_call <= 0: 1, counted")
    # No time fails on a machine that is unfit, so whether this one is inconclusive is up to the machine.
    done = programs.run("callable_slow", inconclusive="fail", expect=1)
    expect_text(done, "sample.spin:", "p50 <= 0 ns:")


def junit(programs, name):
    """The file as a dictionary from each test's name to the elements in it, and its suite."""
    (suite,) = programs.xml(name).findall("testsuite")
    assert suite.get("name") == SUITE, suite.attrib
    cases = {case.get("name"): {child.tag: child.text for child in case} for case in suite.findall("testcase")}
    return cases, suite


def test_junit(programs):
    """Where DWELL_JUNIT says, or else the program; a file of an earlier run is replaced."""
    before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    for options in ({"DWELL_JUNIT": "of/environment.xml"}, {}, {"DWELL_JUNIT": ""}):
        name = options.get("DWELL_JUNIT") or "given/run.xml"
        for arguments, status in ((["passing", "failing", "inconclusive"], 1), (["passing", "inconclusive"], 3), ([], 1)):
            programs.run("junit", *arguments, expect=status, **options)
            cases, suite = junit(programs, name)
            expected = {"passing": {"system-out"}, "failing": {"failure"}, "inconclusive": {"skipped"}}
            assert len(cases) == len(arguments), cases
            for sample, (test, elements) in zip(arguments, cases.items()):
                assert test.startswith(f"sample.{sample}") and set(elements) == expected[sample], cases
                (text,) = elements.values()
                assert text == programs.message(sample), text
        if options.get("DWELL_JUNIT"):
            assert not (programs.folder / "given").exists(), "two files"
        began = datetime.datetime.fromisoformat(suite.get("timestamp").replace("Z", "+00:00"))
        began = began.replace(tzinfo=datetime.timezone.utc)
        assert before <= began <= datetime.datetime.now(datetime.timezone.utc), began


def test_junit_inconclusive_fails(programs):
    programs.run("inconclusive", inconclusive="fail", expect=1, DWELL_JUNIT="run.xml")
    cases, _ = junit(programs, "run.xml")
    assert set(cases["sample.inconclusive"]) == {"failure"}, cases


def test_junit_nowhere(programs):
    """A CI server that waits for the file must not be left with a run that passed."""
    (programs.folder / "file").write_text("in the way", encoding="utf-8")
    done = programs.run("passing", expect=1, DWELL_JUNIT="file/run.xml")
    assert done.stderr.startswith("dwell: JUnit: ") and "file" in done.stderr, done.stderr
    assert programs.run("passing", expect=0).stderr == ""


main(globals())
