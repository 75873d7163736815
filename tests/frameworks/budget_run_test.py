#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What a program without a framework prints of budgets, and what it exits with. See frameworks.py."""
from frameworks import expect_no_text, expect_text, main


def test_passing(programs):
    done = programs.run("passing", "callable_passing", expect=0)
    expect_text(done, "sample.passing: PASS", "sample.spin: PASS", "sample: 2 passed, 0 failed, 0 inconclusive")


def test_failing(programs):
    """Goes on with the next one; a failure weighs more than what is inconclusive."""
    done = programs.run("failing", "inconclusive", "passing", expect=1)
    expect_text(done, programs.message("failing"), programs.message("inconclusive"), "sample.passing: PASS",
                "sample: 1 passed, 1 failed, 1 inconclusive")


def test_short(programs):
    """Of what passes, one line; of all else, the whole message."""
    lines = programs.run("passing", expect=0).stdout.splitlines()
    assert len(lines) == 2 and lines[0] == programs.message("passing").splitlines()[0], lines


def test_never_ran(programs):
    expect_text(programs.run("never_ran", expect=1), programs.message("never_ran"))


def test_inconclusive(programs):
    for policy in (None, "warn"):
        done = programs.run("passing", "inconclusive", inconclusive=policy, expect=3)
        expect_text(done, programs.message("inconclusive"), "sample: 1 passed, 0 failed, 1 inconclusive")
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
    expect_text(done, "sample: no budget was checked")


def test_callable(programs):
    done = programs.run("callable_allocating", expect=1)
    expect_text(done, "sample.allocate: FAIL", "allocations_per_call <= 0: 1, counted")
    # No time fails on a machine that is unfit, so whether this one is inconclusive is up to the machine.
    done = programs.run("callable_slow", inconclusive="fail", expect=1)
    expect_text(done, "sample.spin:", "p50 <= 0 ns:")


main(globals())
