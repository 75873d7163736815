#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs programs that record, and looks at what they leave behind.

usage: process_test.py <case> <folder of the programs> <folder for output>
Each function test_<case>(run) is a test. Exit status 0: passed, 1: failed, 77: skipped, with the reason.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

ARTEFACTS = {"profile.json", "profile.folded", "profile.speedscope.json", "profile.hlog", "profile.txt",
             "metadata.json", "metrics.prom", "profile.pb", "profile.html"}
MEMORY_ARTEFACTS = {"profile.allocated_bytes.folded", "profile.live_bytes.folded", "profile.dhat.json"}
INSTRUMENTED = os.environ.get("DWELL_INSTRUMENTED") == "1"


class Skipped(Exception):
    pass


class Run:
    """The programs, and an empty folder `out` for one test."""

    def __init__(self, programs, folder):
        self.programs = pathlib.Path(programs)
        self.folder = pathlib.Path(folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.out = self.folder / "out"

    def environment(self, dwell_out, extra=None):
        env = {key: value for key, value in os.environ.items() if not key.startswith("DWELL_")}
        if dwell_out is not None:
            env["DWELL_OUT"] = str(dwell_out)
        env.update(extra or {})
        return env

    def start(self, *arguments, program="process_cases", out="", extra=None, **options):
        return subprocess.Popen([str(self.programs / program), *arguments], cwd=self.folder,
                                env=self.environment(self.out if out == "" else out, extra),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)

    def __call__(self, *arguments, expect=0, timeout=600, **options):
        process = self.start(*arguments, **options)
        stdout, stderr = process.communicate(timeout=timeout)
        assert process.returncode == expect, f"status {process.returncode}, not {expect}\n{stdout}{stderr}"
        process.out, process.err = stdout, stderr
        return process

    def profiles(self):
        """Every profile under `out`, by process. Each folder must hold all artefacts, whole, and nothing else."""
        found = {}
        for folder in sorted(self.out.iterdir()):
            if folder.name == "latest":
                assert folder.is_symlink(), "latest is no link"
                continue
            profile = read_whole(folder)
            assert profile["metadata"]["pid"] not in found, "two folders of one process"
            found[profile["metadata"]["pid"]] = profile
        return found

    def profile(self):
        found = self.profiles()
        assert len(found) == 1, f"{len(found)} profiles"
        assert (self.out / "latest" / "profile.json").exists(), "latest leads nowhere"
        return next(iter(found.values()))


def read_whole(folder):
    names = {entry.name for entry in folder.iterdir()}
    json.loads((folder / "profile.speedscope.json").read_text())
    json.loads((folder / "metadata.json").read_text())
    assert (folder / "profile.txt").stat().st_size > 0
    profile = json.loads((folder / "profile.json").read_text())
    assert names - (MEMORY_ARTEFACTS if "memory" in profile else set()) == ARTEFACTS, f"{folder}: {names}"
    return profile


def paths(profile):
    """Every call path by its names."""
    found = {}
    names = []
    for path in profile["paths"]:
        name = profile["names"][path["name"]]["name"]
        full = name if path["parent"] is None else names[path["parent"]] + ";" + name
        names.append(full)
        found[full] = path
    return found


def calls(profile):
    return {name: path["calls"] for name, path in paths(profile).items()}


def nonzero(profile):
    return {name: count for name, count in calls(profile).items() if count != 0}


def own(metrics):
    """Those that the program recorded, without what the system says of the process."""
    return [metric for metric in metrics if not metric["name"].startswith(("process.", "system."))]


def cpu_time_ns(profile):
    return sum(counter["value"] for counter in profile["counters"] if counter["name"] == "process.cpu.time")


def equal(actual, expected):
    assert actual == expected, f"{actual}, not {expected}"


# --- The timeline ---------------------------------------------------------------------------------------------------


def timelines(run):
    """Of each process, by its pid: the trace's scopes and the profile's exemplars, by name."""
    found = {}
    for folder in run.out.iterdir():
        if folder.name != "latest":
            found[int(folder.name.rsplit("-", 1)[1])] = timeline_in(folder)
    return found


def timeline_in(folder):
    trace = json.loads((folder / "profile.trace.json").read_text())
    profile = json.loads((folder / "profile.json").read_text())
    scopes = [event["name"] for event in trace["traceEvents"] if event["ph"] == "X"]
    exemplars = [profile["names"][profile["paths"][slow["path"]]["name"]]["name"] for slow in profile["exemplars"]]
    return sorted(scopes), sorted(exemplars)


def test_timeline_as_the_environment_says(run):
    for size in ("1048576", "64K", "1M"):
        shutil.rmtree(run.out, ignore_errors=True)
        process = run("plain", extra={"DWELL_TIMELINE": size})
        equal(process.out + process.err, "")
        equal(list(timelines(run).values()), [(["inner"] * 3 + ["outer"] * 3,) * 2])


def test_timeline_of_a_size_that_is_none_is_reported(run):
    for size in ("many", "1X", "-1", "1.5M", "65G", "99999999999999999999", " 1", "1M "):
        shutil.rmtree(run.out, ignore_errors=True)
        process = run("plain", extra={"DWELL_TIMELINE": size})
        equal(process.err, f"dwell: DWELL_TIMELINE={size}: takes bytes a thread, as 1048576, 512K or 4M; "
                           "there is no timeline\n")
        equal(calls(run.profile()), {"outer": 3, "outer;inner": 3})


def test_timeline_of_a_child_begins_with_the_fork(run):
    process = run("fork_from_zero", extra={"DWELL_TIMELINE": "1M"})
    found = timelines(run)
    scopes, exemplars = found.pop(process.pid)
    equal(scopes.count("before"), 6)
    equal("child" in scopes + exemplars, False)
    [(scopes, exemplars)] = found.values()
    equal((scopes.count("before"), scopes.count("child"), scopes.count("open")), (1, 1, 1))
    equal(exemplars, ["before", "child", "open", "span"])


def test_timeline_of_no_bytes_is_none(run):
    run("plain", extra={"DWELL_TIMELINE": "0"})
    equal("exemplars" in run.profile(), False)


# --- Where artefacts go ---------------------------------------------------------------------------------------------


def test_out_is_a_directory(run):
    run.out.mkdir()
    process = run("plain")
    equal(process.out + process.err, "")
    profile = run.profile()
    equal(calls(profile), {"outer": 3, "outer;inner": 3})
    equal(profile["counters"][0]["value"], 6)
    equal([entry.name for entry in run.out.iterdir() if entry.name != "latest"],
          [f"process_cases-{profile['metadata']['pid']}"])


def test_out_is_missing_and_made(run):
    run.out = run.folder / "not" / "yet" / "there"
    run("plain")
    equal(calls(run.profile())["outer"], 3)


def test_out_is_relative(run):
    run("plain", out="out/")
    equal(calls(run.profile())["outer"], 3)


def test_out_unset_or_empty(run):
    for out in (None, ""):
        process = run("plain", out=out if out is None else None, extra={} if out is None else {"DWELL_OUT": ""})
        equal(process.out + process.err, "")
        equal(list(run.folder.iterdir()), [])


def test_out_is_stderr(run):
    process = run("plain", out="-")
    equal(process.out, "")
    assert "outer" in process.err and "inner" in process.err, process.err
    assert "\x1b" not in process.err, "colour without a terminal"
    equal(list(run.folder.iterdir()), [])


def test_out_with_pid(run):
    process = run("plain", out=run.out / "a%%b-%p")
    equal(process.err, "")
    equal([entry.name for entry in run.out.iterdir()], [f"a%b-{process.pid}"])
    read_whole(run.out / f"a%b-{process.pid}")


def test_out_with_number(run):
    for _ in range(3):
        run("plain", out=run.out / "run-%n")
    (run.out / "run-4").write_text("a file, not a folder")
    run("plain", out=run.out / "run-%n")
    equal(sorted(entry.name for entry in run.out.iterdir()), ["run-1", "run-2", "run-3", "run-4", "run-5"])
    for number in (1, 2, 3, 5):
        read_whole(run.out / f"run-{number}")


def test_out_with_number_inside_and_at_the_end(run):
    run("plain", out=str(run.out / "deep" / "%n") + "/")
    run("plain", out=str(run.out / "deep" / "%n") + "/")
    run("plain", out=run.out / "wide" / "%n" / "sub")
    run("plain", out=run.out / "wide" / "%n" / "sub")
    equal(sorted(entry.name for entry in (run.out / "deep").iterdir()), ["1", "2"])
    equal(sorted(entry.name for entry in (run.out / "wide").iterdir()), ["1", "2"])
    read_whole(run.out / "deep" / "1")
    read_whole(run.out / "wide" / "2" / "sub")


def test_out_with_a_bad_pattern(run):
    for pattern in ("out/%x", "out/%", "out/%n-%n", "out/% p"):
        process = run("plain", out=pattern)
        equal(process.err.count("\n"), 1)
        assert pattern in process.err, process.err
        equal(list(run.folder.iterdir()), [])


def test_out_cannot_be_made(run):
    (run.folder / "file").write_text("")
    for out in ("/proc/dwell", "/dev/full/x", "/dev/null", str(run.folder / "file"), str(run.folder / "file" / "x"),
                "/proc/dwell/%p", "/dev/full/%n", "/dev/full/x/%n/y", "x" * 5000):
        process = run("plain", out=out)
        equal(process.err.count("\n"), 1)
        assert process.err.startswith("dwell: "), process.err
    equal([entry.name for entry in run.folder.iterdir()], ["file"])


def test_out_is_not_writable(run):
    run.out.mkdir()
    run.out.chmod(0o555)
    options = {}
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            # This user may write everywhere: as one who may not, with a program that he may read.
            os.chmod(folder, 0o777)
            shutil.copy(run.programs / "process_cases", folder)
            run.programs = pathlib.Path(folder)
            # A coverage build writes its counts, too, which that user may do only there.
            options = {"user": 65534, "extra": {"GCOV_PREFIX": folder}}
            if subprocess.run(["test", "-x", str(run.out)], check=False, user=65534).returncode != 0:
                raise Skipped("the folder for output is not open to others")
        process = run("plain", **options)
    equal(process.err.count("\n"), 1)
    assert process.err.startswith("dwell: "), process.err
    equal(list(run.out.iterdir()), [])


def test_out_on_a_full_disk(run):
    run.out.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "dwell", str(run.out)], capture_output=True)
    if mounted.returncode != 0:
        raise Skipped("a small file system cannot be mounted here")
    try:
        (run.out / "filler").write_bytes(b"x" * 8192)
        process = run("plain")
        equal(process.err.count("\n"), 1)
        assert process.err.startswith("dwell: ") and "space" in process.err, process.err
        # No artefact is half written, no temporary file is left, and nothing points to what is not whole.
        for file in run.out.glob("*/*"):
            assert file.name in ARTEFACTS, file
            if file.suffix == ".json":
                json.loads(file.read_text())
        assert not (run.out / "latest").exists()
    finally:
        subprocess.run(["umount", str(run.out)], check=True)


def test_latest_is_the_newest(run):
    for _ in range(3):
        process = run("plain")
        profile = json.loads((run.out / "latest" / "profile.json").read_text())
        equal(profile["metadata"]["pid"], process.pid)
    equal(len(run.profiles()), 3)
    assert not os.path.isabs(os.readlink(run.out / "latest")), "a folder that is moved keeps its link"


def test_many_processes_with_one_out(run):
    for _ in range(3):
        processes = [run.start("plain") for _ in range(8)]
        for process in processes:
            _, stderr = process.communicate(timeout=60)
            equal((process.returncode, stderr), (0, ""))
    found = run.profiles()
    equal(len(found), 24)
    for profile in found.values():
        equal(calls(profile), {"outer": 3, "outer;inner": 3})
    processes = [run.start("plain", out=run.folder / "numbered" / "%n") for _ in range(8)]
    for process in processes:
        _, stderr = process.communicate(timeout=60)
        equal((process.returncode, stderr), (0, ""))
    equal(sorted(int(entry.name) for entry in (run.folder / "numbered").iterdir()), list(range(1, 9)))


# --- Switches -------------------------------------------------------------------------------------------------------


def test_profiling_switched_off(run):
    process = run("report", extra={"DWELL_PROFILING": "0"})
    equal(process.out, "recording 0 paths 0 threads 0 counted 0 gauges 0 of the process 0\n")
    equal(process.err, "")
    equal(list(run.folder.iterdir()), [])
    process = run("report", out=None)
    equal(process.out, "recording 1 paths 3 threads 1 counted 6 gauges 1 of the process 1\n")


def test_no_file_reports(run):
    process = run(program="process_without_reporter")
    equal(process.err.count("\n"), 1)
    assert "dwell/dwell.hpp" in process.err, process.err
    equal(list(run.folder.iterdir()), [])
    equal(run(program="process_without_reporter", out=None).err, "")
    equal(run(program="process_without_reporter", extra={"DWELL_PROFILING": "0"}).err, "")


def test_switched_off_from_the_start(run):
    equal(run("is_recording", out=None).out, "recording 1\n")
    equal(run("is_recording", out=None, extra={"DWELL_PROFILING": "0"}).out, "recording 0\n")


# --- How a program begins and ends ----------------------------------------------------------------------------------


def test_static_and_thread_local_objects(run):
    run(program="process_lifetimes")
    profile = run.profile()
    equal(calls(profile), {
        "static constructor": 2,
        "main": 1,
        "thread": 1,
        "thread at exit": 1,
        "atexit handler": 1,
        "thread_local destructor": 3,
        "thread_local destructor;inside": 3,
        "static destructor": 2,
        "static destructor;inside": 2,
    })
    equal(profile["counters"][0]["value"], 6)
    equal(sum(thread["started"] for thread in profile["threads"]), 3)
    equal(set(profile["health"].values()), {0})


def close_plugin(run, host, extra=None):
    """Runs a program that opens a plugin, closes it and goes on."""
    # What a closed plugin recorded stays allocated, as docs/shared-libraries.md says: the one leak that is meant.
    options = ":".join(filter(None, [os.environ.get("ASAN_OPTIONS"), "detect_leaks=0"]))
    process = run(str(run.programs / "process_plugin.so"), program=host, extra={"ASAN_OPTIONS": options, **(extra or {})})
    equal(process.err, "")
    return process


def check_closed_plugin(run, host, expected):
    process = close_plugin(run, host)
    if process.out != "closed\n":
        raise Skipped("this system keeps the plugin in memory")
    equal(calls(run.profile()), expected)


def test_plugin_closed_in_a_program_without_dwell(run):
    check_closed_plugin(run, "process_plugin_host", {"plugin.work": 1})


def test_plugin_closed_while_it_keeps_a_timeline(run):
    # The program's threads must not call the plugin's functions any more: it goes on recording.
    for host in ("process_plugin_host", "process_recording_plugin_host"):
        if close_plugin(run, host, {"DWELL_TIMELINE": "64K"}).out != "closed\n":
            raise Skipped("this system keeps the plugin in memory")


def test_plugin_closed_in_a_program_that_records(run):
    # The plugin reports, so it saves when it is closed: what the program records after that is in no profile.
    check_closed_plugin(run, "process_recording_plugin_host",
                        {"host": 0, "host.thread": 1, "host.thread;plugin.work": 1})


def test_metrics_of_the_process(run):
    # They are there when the program ends, after its last destructors; and where no line of code asked for them.
    run(program="process_lifetimes")
    profile = run.profile()
    gauges = {gauge["name"]: gauge["value"] for gauge in profile["gauges"]}
    assert cpu_time_ns(profile) > 0
    if sys.platform == "linux":
        assert 1e6 < gauges["process.memory.usage"] < 1e11, gauges
        equal(gauges["process.thread.count"] >= 1, True)


def test_quick_exit(run):
    run("quick_exit", expect=3)
    profile = run.profile()
    equal(calls(profile), {"open": 0, "open;ended": 1, "open;at_quick_exit": 1})
    equal(paths(profile)["open"]["open_calls"], 1)


def test_exit_while_threads_record(run):
    for _ in range(5):
        run("exit_while_threads_record")
    found = run.profiles()
    equal(len(found), 5)
    for profile in found.values():
        assert calls(profile)["thread"] >= 3
        equal(paths(profile)["main"]["open_calls"], 1)
        equal(sum(thread["started"] for thread in profile["threads"]), 4)


# --- fork and exec --------------------------------------------------------------------------------------------------


def test_fork_starts_from_zero(run):
    process = run("fork_from_zero")
    found = run.profiles()
    equal(len(found), 2)
    parent = found.pop(process.pid)
    child = next(iter(found.values()))
    equal(nonzero(child), {"span": 1, "open": 1, "open;child": 1, "before": 1})
    equal(nonzero(parent), {"before": 6, "before;name 0": 1, "before;(other)": 4, "open;parent": 1, "open": 1,
                            "span": 1})
    # Open since the fork, not since 200 ms before it; so is the span, and the thread's CPU time.
    open_ns = {name: paths(profile)["open"]["total_ns"] for name, profile in (("parent", parent), ("child", child))}
    assert open_ns["parent"] > 200e6, open_ns
    since_fork_ns = child["metadata"]["duration_ns"]
    assert 10e6 <= open_ns["child"] <= since_fork_ns, (open_ns, since_fork_ns)
    assert 10e6 <= paths(child)["span"]["total_ns"] <= since_fork_ns, paths(child)["span"]
    assert sum(thread["cpu_ns"] for thread in parent["threads"]) >= 200e6
    assert sum(thread["cpu_ns"] for thread in child["threads"]) < 100e6
    equal(sum(thread["started"] for thread in parent["threads"]), 2)
    equal(sum(thread["started"] for thread in child["threads"]), 2)
    assert child["metadata"]["start_unix_ns"] > parent["metadata"]["start_unix_ns"] + 150_000_000
    equal({(counter["name"], counter["value"]) for counter in own(parent["counters"])}, {("counter", 5)})
    equal({(counter["name"], counter["value"]) for counter in own(child["counters"])}, {("counter", 100)})
    # The system counts what the child did by itself, too: the parent had 200 ms of CPU time before the fork.
    assert cpu_time_ns(parent) >= 200e6, cpu_time_ns(parent)
    assert cpu_time_ns(child) < 100e6, cpu_time_ns(child)
    equal(parent["health"]["other_names"], 4)
    equal(set(child["health"].values()), {0})
    equal(len(own(parent["gauges"])), 1)
    equal(own(child["gauges"]), [])


def test_fork_tree(run):
    run("fork_tree")
    found = run.profiles()
    equal(len(found), 4)
    for profile in found.values():
        equal(calls(profile)["main;work"], 100)
        equal(calls(profile)["main"], 1)


def test_fork_while_threads_record(run):
    if INSTRUMENTED:
        raise Skipped("the sanitizers' own locks do not survive a fork of several threads")
    run("fork_while_busy", "200", out=None)


def test_fork_while_histograms_record(run):
    if INSTRUMENTED:
        raise Skipped("the sanitizers' own locks do not survive a fork of several threads")
    run("fork_while_histograms_record", "60", out=None)


# Where the address sanitizer builds it, its leak checker fails the program.
def test_nothing_leaks(run):
    run("values_of_all_sizes", out=None)


def test_exec(run):
    process = run("exec")
    profile = run.profile()
    equal(profile["metadata"]["pid"], process.pid)
    equal(calls(profile), {"outer": 3, "outer;inner": 3})


# --- Signals --------------------------------------------------------------------------------------------------------


def wait_until_ready(process):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line == "ready\n":
            return lines
    raise AssertionError(f"ended before it was ready: {lines} {process.stderr.read()}")


def test_interrupt_loses_the_profile(run):
    process = run.start("wait_for_signal", "default")
    wait_until_ready(process)
    process.send_signal(signal.SIGINT)
    equal(process.wait(timeout=60), -signal.SIGINT)
    equal(list(run.folder.iterdir()), [])


def test_interrupt_saves_where_asked_for(run):
    for number in (signal.SIGINT, signal.SIGTERM):
        for how in ("saved", "blocked"):
            run.out = run.folder / f"out-{how}-{int(number)}"
            process = run.start("wait_for_signal", how)
            assert "installed 1\n" in wait_until_ready(process)
            process.send_signal(number)
            equal(process.wait(timeout=60), -number)
            equal(process.stderr.read(), "")
            profile = run.profile()
            equal(calls(profile), {"ended": 1, "open": 0})
            equal(paths(profile)["open"]["open_calls"], 1)


def test_interrupt_leaves_a_handler_alone(run):
    process = run.start("wait_for_signal", "handler")
    wait_until_ready(process)
    process.send_signal(signal.SIGINT)
    equal(process.wait(timeout=60), 7)
    equal(list(run.folder.iterdir()), [])


# --- Bounds ---------------------------------------------------------------------------------------------------------


def check_short_threads(run, count):
    process = run("short_threads", str(count), out=None, timeout=850)
    print(process.out, end="")
    words = process.out.split()
    logs = int(words[words.index("logs") + 1])
    before_kib, after_kib = int(words[-2]), int(words[-1])
    # A thread that has handed its log back may still be ending when the next begins.
    assert logs <= 2 * 64, process.out
    if not INSTRUMENTED:
        assert after_kib - before_kib <= 1024, process.out


def test_short_threads(run):
    check_short_threads(run, 20_000)


def test_slow_million_short_threads(run):
    check_short_threads(run, 50_000 if INSTRUMENTED else 1_000_000)


def test_too_many_series(run):
    run("too_many_series", out=None)


def run_case(tests):
    """What the command line asks for, out of a module's functions. Returns the exit status."""
    _, case, programs, folder = sys.argv
    try:
        tests["test_" + case](Run(programs, pathlib.Path(folder) / case))
    except Skipped as reason:
        print(f"skipped: {reason}")
        return 77
    return 0


if __name__ == "__main__":
    sys.exit(run_case(globals()))
