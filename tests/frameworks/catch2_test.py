#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What Catch2, version 2 or 3, prints of budgets, and its exit status. See frameworks.py."""
from frameworks import expect_no_text, expect_text, main, squeezed


def failed(programs, case, *texts, **options):
    """One assertion of one test case fails, with these texts in the order given."""
    done = programs.run(case, **options)
    assert done.returncode != 0, done.stdout
    expect_text(done, "catch2_program.cpp", "FAILED:", "with expansion:", *texts, "test cases: 1 | 1 failed")
    return done


def test_passing(programs):
    for case in ("result passing", "callable passing", "measurement passing", "profile passing"):
        expect_text(programs.run(case, expect=0), "All tests passed (1 assertion in 1 test case)")
    # What a passing assertion says where it is asked for.
    expect_text(programs.run("result passing", "-s", expect=0), "PASSED:", programs.message("passing"))


def test_failing(programs):
    done = failed(programs, "result failing", programs.message("failing"), "went on")
    expect_no_text(done, "{?}")


def test_required(programs):
    done = failed(programs, "result required", programs.message("failing"))
    expect_no_text(done, "went on")


def test_never_ran(programs):
    failed(programs, "result never ran", programs.message("never_ran"))


def test_captured(programs):
    failed(programs, "result captured", "result := " + programs.message("failing"))


def test_inconclusive(programs):
    """A warning where the test stands, not in dwell's header; the test goes on and passes."""
    for policy in (None, "warn"):
        done = programs.run("result inconclusive", inconclusive=policy, expect=0)
        warning = "catch2_program.cpp:LINE: warning: " + programs.message("inconclusive")
        lines = [number for number in range(1, 100) if squeezed(warning.replace("LINE", str(number))) in squeezed(done.stdout)]
        assert len(lines) == 2 and lines[1] == lines[0] + 1, f"{lines}\n{done.stdout}"
        expect_text(done, "went on", "All tests passed (2 assertions in 1 test case)")


def test_inconclusive_fails(programs):
    done = programs.run("result inconclusive", inconclusive="fail")
    assert done.returncode != 0, done.stdout
    expect_text(done, "FAILED:", "CHECK_THAT", programs.message("inconclusive"), "DWELL_INCONCLUSIVE=fail",
                "FAILED:", "REQUIRE_THAT", programs.message("inconclusive"), "2 failed")
    expect_no_text(done, "warning:")
    # Nothing else changes.
    programs.run("result passing", inconclusive="fail", expect=0)


def test_unknown_policy(programs):
    done = programs.run("result inconclusive", inconclusive="Fail", expect=0)
    complaint = "dwell: DWELL_INCONCLUSIVE=Fail: takes fail or warn; inconclusive budgets are warnings\n"
    assert done.stderr == complaint, done.stderr


def test_callable(programs):
    failed(programs, "callable allocating", "allocations_per_call <= 0: 1, counted", "fail")
    # No time fails on a machine that is unfit, so whether this one is inconclusive is up to the machine.
    failed(programs, "callable slow", "p50 <= 0 ns:", inconclusive="fail")


def test_measurement(programs):
    failed(programs, "measurement failing", "measurement of sample.allocate", "sample.allocate: FAIL", "allocations_per_call <= 0: 1, counted")


def test_profile(programs):
    failed(programs, "profile failing", "profile is to be", "sample.request;sample.answer: FAIL", "allocations_per_call <= 0: 1, counted")
    failed(programs, "profile counting", "sample.requests <= 0: 1,000, counted")
    failed(programs, "profile never ran", "sample.rquest")


def test_growth(programs):
    failed(programs, "growth unknown", "memory: FAIL", "no snapshot was added")


def test_junit(programs):
    """Catch2's own file is well-formed, with our messages in it."""
    programs.run("result *", "-r", "junit", "-o", "catch2.xml")
    report = programs.xml("catch2.xml")
    outcome = {case.get("name"): [squeezed(failure.text) for failure in case.iter("failure")]
               for case in report.iter("testcase")}
    assert set(outcome) == {"result " + name for name in
                            ("passing", "failing", "required", "inconclusive", "never ran", "captured")}, outcome
    assert outcome["result passing"] == outcome["result inconclusive"] == [], outcome
    for case, sample in (("failing", "failing"), ("required", "failing"), ("never ran", "never_ran")):
        (failure,) = outcome["result " + case]
        assert squeezed(programs.message(sample)) in failure, failure


def test_xml(programs):
    """Its other file holds the warning, too."""
    programs.run("result inconclusive", "-r", "xml", "-o", "catch2.xml", expect=0)
    warnings = [squeezed(warning.text) for warning in programs.xml("catch2.xml").iter("Warning")]
    assert warnings.count(squeezed(programs.message("inconclusive"))) == 2, warnings


main(globals())
