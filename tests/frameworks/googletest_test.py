#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What GoogleTest prints of budgets, and its exit status. See frameworks.py."""
import json

from frameworks import expect_no_text, expect_text, main


def run(programs, case, *arguments, **options):
    return programs.run(f"--gtest_filter={case}", "--gtest_color=no", *arguments, **options)


def failed(programs, case, *texts, **options):
    done = run(programs, case, expect=1, **options)
    expect_text(done, "googletest_program.cpp", "Failure", *texts, f"[  FAILED  ] {case}")
    return done


def test_passing(programs):
    for case in ("result.passing", "callable.passing", "measurement.passing", "profile.passing"):
        expect_text(run(programs, case, expect=0), f"[       OK ] {case}", "[  PASSED  ] 1 test.")


def test_failing(programs):
    failed(programs, "result.failing", programs.message("failing"), "(sample::failing())", "went on")


def test_required(programs):
    done = failed(programs, "result.required", programs.message("failing"))
    expect_no_text(done, "went on")


def test_never_ran(programs):
    failed(programs, "result.never_ran", programs.message("never_ran"), "said by the test")


def test_inconclusive(programs):
    """Printed where the test stands; the test goes on and passes, and its report has each message."""
    for policy in (None, "warn"):
        done = run(programs, "result.inconclusive", "--gtest_output=json:run.json", inconclusive=policy, expect=0)
        warning = "warning: inconclusive " + programs.message("inconclusive")
        expect_text(done, "googletest_program.cpp:", warning, "googletest_program.cpp:", warning, "went on",
                    "[       OK ] result.inconclusive")
        report = json.loads((programs.folder / "run.json").read_text(encoding="utf-8"))
        (test,) = report["testsuites"][0]["testsuite"]
        for key in ("dwell.inconclusive", "dwell.inconclusive.2"):
            assert test[key] == programs.message("inconclusive"), test
        assert "dwell.inconclusive.3" not in test, test


def test_inconclusive_fails(programs):
    done = run(programs, "result.inconclusive", inconclusive="fail", expect=1)
    expect_text(done, "Failure", programs.message("inconclusive"), "DWELL_INCONCLUSIVE=fail",
                "[  FAILED  ] result.inconclusive")
    expect_no_text(done, "warning:")
    expect_no_text(done, "went on")
    run(programs, "result.passing", inconclusive="fail", expect=0)


def test_unknown_policy(programs):
    done = run(programs, "result.inconclusive", inconclusive="0", expect=0)
    complaint = "dwell: DWELL_INCONCLUSIVE=0: takes fail or warn; inconclusive budgets are warnings\n"
    assert done.stderr == complaint, done.stderr


def test_callable(programs):
    failed(programs, "callable.allocating", "allocations_per_call <= 0: 1, counted", "fail")
    # No time fails on a machine that is unfit, so whether this one is inconclusive is up to the machine.
    failed(programs, "callable.slow", "p50 <= 0 ns:", inconclusive="fail")


def test_measurement(programs):
    failed(programs, "measurement.failing", "sample.allocate: FAIL", "allocations_per_call <= 0: 1, counted")


def test_profile(programs):
    failed(programs, "profile.failing", "sample.request;sample.answer: FAIL", "allocations_per_call <= 0: 1, counted")
    failed(programs, "profile.counting", "sample.requests <= 0: 1,000, counted")
    failed(programs, "profile.never_ran", "sample.rquest")


def test_growth(programs):
    failed(programs, "growth.unknown", "memory: FAIL", "no snapshot was added")


def test_junit(programs):
    """GoogleTest's own file is well-formed, with our messages in it."""
    run(programs, "result.*", "--gtest_output=xml:googletest.xml", expect=1)
    cases = {case.get("name"): case for case in programs.xml("googletest.xml").iter("testcase")}
    assert set(cases) == {"passing", "failing", "required", "inconclusive", "never_ran"}, set(cases)
    for case, sample in (("failing", "failing"), ("required", "failing"), ("never_ran", "never_ran")):
        (failure,) = cases[case].findall("failure")
        assert programs.message(sample).rstrip() in failure.text, failure.text
    properties = {each.get("name"): each.get("value") for each in cases["inconclusive"].iter("property")}
    assert properties == dict.fromkeys(("dwell.inconclusive", "dwell.inconclusive.2"),
                                       programs.message("inconclusive")), properties
    assert not cases["inconclusive"].findall("failure") and len(cases["passing"]) == 0


main(globals())
