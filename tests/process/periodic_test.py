#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs a program that saves while it goes on, and looks at what it leaves behind.

usage: periodic_test.py <case> <folder of the programs> <folder for output>
"""
import os
import random
import signal
import subprocess
import sys
import time

from process_test import ARTEFACTS, INSTRUMENTED, Skipped, calls, close_plugin, equal, read_whole, run_case, wait_until_ready


def service(run, *arguments, every="20ms", **options):
    extra = {**({} if every is None else {"DWELL_EVERY": every}), **options.pop("extra", {})}
    return run.start(*map(str, arguments), program="process_service", extra=extra, **options)


def ended(process, expect=0):
    stdout, stderr = process.communicate(timeout=120)
    equal(process.returncode, expect)
    return stdout, stderr


def saves(folder):
    """The numbers of what was saved there; nothing else may be there."""
    numbers = []
    for entry in folder.iterdir():
        assert entry.name.startswith("save-"), entry
        numbers.append(int(entry.name[5:]))
    return sorted(numbers)


def requests(profile):
    return calls(profile)["request"]


def test_saves_while_it_goes_on(run):
    process = service(run, "serve", 60_000, extra={"DWELL_KEEP": "4"})
    wait_until_ready(process)
    latest = run.out / "latest"
    while not latest.exists():
        assert process.poll() is None, "saved at the end only"
        time.sleep(0.005)
    # Read without a pause: what `latest` leads to is whole at all times, and never of an earlier time.
    seen = []
    while len(set(seen)) < 10:
        assert process.poll() is None, seen
        folder = latest.resolve()
        try:
            seen.append(requests(read_whole(folder)))
        except (FileNotFoundError, AssertionError):
            # It was the oldest one by then, and removed while it was read.
            assert latest.resolve() != folder, folder
    process.send_signal(signal.SIGUSR1)
    equal(ended(process)[1], "")
    equal(seen, sorted(seen))
    (own,) = [entry for entry in run.out.iterdir() if entry.name != "latest"]
    equal(own.name, f"process_service-{process.pid}")
    numbers = saves(own)
    last = numbers[-1]
    assert last > 10, numbers
    equal(numbers, list(range(last - 3, last + 1)))
    equal(os.readlink(latest), f"{own.name}/save-{last}")
    profiles = [read_whole(own / f"save-{number}") for number in numbers]
    equal([requests(profile) for profile in profiles], sorted(requests(profile) for profile in profiles))
    # The last one is of the end.
    equal(requests(profiles[-1]), profiles[-1]["counters"][-1]["value"])
    equal(profiles[-1]["paths"][0]["open_calls"], 0)


def test_exactly_where_a_pattern_says(run):
    process = service(run, "serve", 500, out=run.out / "%p")
    ended(process)
    folder = run.out / str(process.pid)
    assert requests(read_whole(folder / "latest")) > 0
    equal(os.readlink(folder / "latest"), f"save-{max(int(entry.name[5:]) for entry in folder.glob('save-*'))}")


def test_formats_that_are_chosen(run):
    ended(service(run, "serve", 100, extra={"DWELL_FORMATS": "folded,metadata"}))
    equal({entry.name for entry in (run.out / "latest").iterdir()}, {"profile.folded", "metadata.json"})


def test_formats_that_do_not_exist(run):
    for every in ("20ms", None):
        run.out = run.folder / f"out-{every}"
        _, stderr = ended(service(run, "serve", 100, every=every, extra={"DWELL_FORMATS": "json,jsn"}))
        assert stderr.startswith("dwell: DWELL_FORMATS=json,jsn: no format is called 'jsn'"), stderr
        equal(stderr.count("\n"), 1)
        equal({entry.name for entry in (run.out / "latest").iterdir()}, ARTEFACTS)


def test_values_that_are_not_valid(run):
    for every in ("0s", "-1s", "30", "s", "1 s", "nans", "infs", "1e99s", "5ms", "367h", "10000h"):
        run.out = run.folder / every
        _, stderr = ended(service(run, "serve", 50, every=every))
        expected = f"dwell: DWELL_EVERY={every}: takes 10ms to 366 days, as 500ms, 30s, 5m or 24h; saving at exit\n"
        equal(stderr, "" if every == "367h" else expected)
        assert list(run.profiles()) if every != "367h" else (run.out / "latest" / "profile.json").exists()
    for keep in ("0", "-1", "x", "3 ", "99999999999999999999"):
        run.out = run.folder / ("keep" + keep)
        _, stderr = ended(service(run, "serve", 50, extra={"DWELL_KEEP": keep}))
        equal(stderr, f"dwell: DWELL_KEEP={keep}: takes a number from 1; it is 10\n")


def test_nowhere_to_save(run):
    _, stderr = ended(service(run, "serve", 50, out=None))
    equal(stderr, "dwell: DWELL_EVERY is set, but DWELL_OUT is not: nothing is saved\n")
    equal(ended(service(run, "serve", 50, extra={"DWELL_PROFILING": "0"}))[1], "")
    equal(list(run.folder.iterdir()), [])


def test_table_on_stderr(run):
    _, stderr = ended(service(run, "serve", 2000, out="-", every="50ms"))
    assert stderr.count("scope ") >= 3, stderr


def test_what_fails_again_and_again_is_told_once(run):
    run.out.write_text("no folder")
    _, stderr = ended(service(run, "serve", 300))
    assert stderr.startswith(f"dwell: {run.out}"), stderr
    equal(stderr.count("\n"), 1)


def test_save_every_in_the_code(run):
    process = service(run, "call", 1000, run.out, every=None, out=None)
    stdout, stderr = ended(process)
    equal((stdout, stderr), ("call: ok\nready\nslower: ok\nready\n", ""))
    own = run.out / f"process_service-{process.pid}"
    numbers = saves(own)
    equal(len(numbers), 2)
    last = own / f"save-{numbers[-1]}"
    equal({entry.name for entry in last.iterdir()}, {"profile.json", "profile.txt"})
    equal((run.out / "latest").resolve(), last.resolve())


def test_calls_that_are_not_valid(run):
    stdout, stderr = ended(service(run, "bad_calls", 0, run.out, every=None, out=None))
    period = "a period takes 10 ms to 366 days"
    lines = dict(line.split(": ", 1) for line in stdout.splitlines())
    unknown = lines.pop("format")
    assert unknown.startswith("no format is called 'jsn'"), unknown
    equal(lines, {"0": period, "negative": period, "nan": period, "long": period, "keep": "at least 1 save is kept",
                  "nowhere": "no directory: neither the options nor DWELL_OUT name one", "valid": "ok"})
    equal(stderr, "")


def test_signal_saves_once_more(run):
    process = service(run, "signal", 60_000, every="1h")
    wait_until_ready(process)
    process.send_signal(signal.SIGTERM)
    equal(ended(process, -signal.SIGTERM)[1], "")
    equal(saves(run.out / f"process_service-{process.pid}"), [1])


def test_a_child_saves_for_itself(run):
    if INSTRUMENTED:
        raise Skipped("sanitizers do not stand threads in a child of several threads")
    process = service(run, "fork", 2000)
    stdout, stderr = ended(process)
    equal(stderr, "")
    child = int(stdout.split()[-1])
    for pid, least in ((process.pid, 1), (child, 3)):
        assert max(saves(run.out / f"process_service-{pid}")) >= least, pid
    last = max(saves(run.out / f"process_service-{child}"))
    assert requests(read_whole(run.out / f"process_service-{child}" / f"save-{last}")) > 0


def test_a_daemon_that_closes_all_files(run):
    process = service(run, "daemon", 1000, out="relative/out")
    equal(ended(process)[1], "")
    run.out = run.folder / "relative" / "out"
    assert max(saves(run.out / f"process_service-{process.pid}")) > 3
    assert requests(read_whole(run.out / "latest")) > 0


def test_a_folder_of_an_earlier_run(run):
    """A pattern without a number names the same folder each time."""
    numbers = []
    for milliseconds in (600, 200, 600):
        ended_well = ended(service(run, "serve", milliseconds, out=run.out / "%%", extra={"DWELL_KEEP": "3"}))
        equal(ended_well[1], "")
        (folder,) = run.out.iterdir()
        numbers.append(int(os.readlink(folder / "latest")[5:]))
        read_whole(folder / "latest")
    assert numbers[1] < numbers[0], numbers


def test_a_child_that_ends_early_does_no_harm(run):
    if INSTRUMENTED:
        raise Skipped("sanitizers do not stand threads in a child of several threads")
    for _ in range(20):
        run("fork_tree", extra={"DWELL_EVERY": "10ms"})


def test_plugin_that_is_closed(run):
    for host in ("process_plugin_host", "process_recording_plugin_host"):
        close_plugin(run, host, extra={"DWELL_EVERY": "10ms"})
        assert (run.out / "latest" / "profile.json").exists()


def test_slow_killed_at_any_moment(run):
    """kill -9, a hundred times: what `latest` leads to is whole, and of a moment before the end."""
    chance = random.Random(1)
    rounds = 20 if INSTRUMENTED else 100
    interrupted = 0
    for number in range(rounds):
        run.out = run.folder / f"out-{number}"
        keep = 1 + 2 * (number % 2)
        process = service(run, "serve", 60_000, every="10ms", extra={"DWELL_KEEP": str(keep)})
        wait_until_ready(process)
        while not (run.out / "latest").exists():
            assert process.poll() is None
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.08))
        process.kill()
        ended(process, -signal.SIGKILL)
        folder = (run.out / "latest").resolve()
        assert requests(read_whole(folder)) > 0
        own = run.out / f"process_service-{process.pid}"
        whole = [entry for entry in own.iterdir() if entry.name.startswith("save-")]
        # One more than are kept, where the oldest was about to be removed; that one may have lost files already.
        assert len(whole) <= keep + 1, whole
        for entry in sorted(whole, key=lambda entry: int(entry.name[5:]))[-keep:]:
            read_whole(entry)
        interrupted += sum(1 for entry in own.iterdir() if entry.name.endswith(".partial"))
        subprocess.run(["rm", "-r", str(run.out)], check=True)
    print(f"{interrupted} of {rounds} were killed in the middle of a save")


if __name__ == "__main__":
    sys.exit(run_case(globals()))
