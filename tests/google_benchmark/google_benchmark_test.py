#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs benchmarks with dwell's line in them (benchmark_program.cpp), and reads what Google Benchmark prints and what is
archived.

usage: google_benchmark_test.py <case> <program> <the same without hooks> <program with Google Benchmark's main>
           <the same without dwell>
Each function test_<case>(programs, folder) is a test. Exit status 0: passed, 1: failed, 77: something is missing.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

COMMIT = "feedc0de_1"  # what CMakeLists.txt compiles the program with, as a file name
FLAMEGRAPH = "/usr/share/perl5/Devel/NYTProf/flamegraph.pl"  # where Debian's libdevel-nytprof-perl has it
COMPARE = "/usr/share/benchmark/compare.py"  # where Debian's libbenchmark-tools has it
SKIPPED = 77

Programs = collections.namedtuple("Programs", "hooked unhooked plain disabled")


def run(program, *arguments, status=0, **environment):
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DWELL_", "BENCHMARK_"))}
    done = subprocess.run([program, "--benchmark_color=false", *map(str, arguments)], env={**clean, **environment},
                          capture_output=True, encoding="utf-8", errors="replace", timeout=250, check=False)
    assert done.returncode == status, f"status {done.returncode}, not {status}\n{done.stdout}\n{done.stderr}"
    return done


def benchmarks(program, *arguments, **keywords):
    """What a run reports as JSON, by name."""
    report = json.loads(run(program, "--benchmark_format=json", *arguments, **keywords).stdout)
    return {entry["name"]: entry for entry in report["benchmarks"]}


def only(*names):
    return "--benchmark_filter=^(" + "|".join(names) + ")$"


def quickly(seconds=0.01):
    return f"--benchmark_min_time={seconds}"


def out(folder):
    return f"--dwell_out={folder}"


def page_data(page):
    found = re.search(r'<script type="application/json" id="dwell-data">(.*?)</script>',
                      page.read_text(encoding="utf-8"), re.DOTALL)
    return json.loads(found[1])


def calls(page):
    """Of each call path of a page, by its names."""
    data = page_data(page)
    paths = data["paths"]
    stacks = []
    for name, parent in zip(paths["name"], paths["parent"]):
        stacks.append((*(stacks[parent] if parent >= 0 else ()), data["names"][name]))
    return dict(zip(stacks, paths["calls"]))


def stacks(folded):
    return {tuple(line.rsplit(" ", 1)[0].split(";")) for line in folded.read_text(encoding="utf-8").splitlines()}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


ROOT = "dwell.iteration"
THREE = {
    "parsing": {(ROOT,): 1, (ROOT, "parse"): 1, (ROOT, "parse", "token"): 3},
    "sorting_64": {(ROOT,): 1, (ROOT, "sort"): 1},
    "serving_threads_3": {(ROOT,): 1, (ROOT, "serve"): 1},
}


def run_three(programs, folder, *arguments):
    run(programs.hooked, only("parsing", "sorting/64", "serving/threads:3"), quickly(), out(folder), *arguments)
    return folder / COMMIT


def test_each_benchmark_has_its_own_scopes(programs, folder):
    archived = run_three(programs, folder)
    assert names(archived) == sorted(f"{name}.{kind}" for name in THREE for kind in ("folded", "html"))
    for name, each in THREE.items():
        # All were long enough to be more than half a microsecond.
        assert stacks(archived / f"{name}.folded") == set(each), name
        found = calls(archived / f"{name}.html")
        iterations = found[ROOT,]
        assert iterations > 0 and found == {stack: times * iterations for stack, times in each.items()}, found
        assert page_data(archived / f"{name}.html")["title"] == name.replace("_64", "/64").replace("_threads_", "/threads:")


def test_only_the_runs_that_are_reported_are_archived(programs, folder):
    chosen = ("sorting/64", "serving/threads:3", "jumping/iterations:20000")
    reported = benchmarks(programs.hooked, only(*chosen), quickly(), out(folder))
    for name, page in zip(chosen, ("sorting_64", "serving_threads_3", "jumping_iterations_20000")):
        assert calls(folder / COMMIT / f"{page}.html")[ROOT,] == reported[name]["iterations"], name
    folder = folder / "again"
    reported = benchmarks(programs.hooked, only(*chosen), quickly(), out(folder), "--benchmark_repetitions=3")
    assert calls(folder / COMMIT / "jumping_iterations_20000.html")[ROOT,] == 60000
    assert len(names(folder / COMMIT)) == 6
    folder = folder / "warm-up"
    run(programs.hooked, only(*chosen), quickly(), out(folder), "--benchmark_min_warmup_time=0.0001")
    assert calls(folder / COMMIT / "jumping_iterations_20000.html")[ROOT,] == 20000
    folder = folder / "aggregates"
    run(programs.hooked, only(*chosen), quickly(), out(folder), "--benchmark_repetitions=3",
        "--benchmark_display_aggregates_only=true")
    assert calls(folder / COMMIT / "jumping_iterations_20000.html")[ROOT,] == 60000


def test_flamegraph_pl_draws_them(programs, folder):
    flamegraph = shutil.which("flamegraph.pl") or shutil.which(FLAMEGRAPH)
    if flamegraph is None:
        skip("flamegraph.pl (Debian: libdevel-nytprof-perl)")
    archived = run_three(programs, folder)
    for name, each in THREE.items():
        drawn = subprocess.run([flamegraph, "--minwidth", "0", str(archived / f"{name}.folded")], capture_output=True,
                               check=True, env={**os.environ, "LC_ALL": "C"})
        assert drawn.stderr == b"", drawn.stderr.decode()
        frames = set(re.findall(rb"<title>(.*) \([0-9,]+ samples", drawn.stdout))
        assert frames == {b"all"} | {stack[-1].encode() for stack in each}, (name, frames)


def test_counters_are_exact(programs, _):
    found = benchmarks(programs.hooked, only("parsing", "serving.*", "uneven.*", "jumping.*", "without_the_line"),
                       quickly())
    for name, allocations, size in (("parsing", 3, 600), ("serving/threads:1", 1, 40), ("serving/threads:3", 1, 40),
                                    ("uneven/iterations:10000/threads:2", 0.02, 20),
                                    ("jumping/iterations:20000", 0, 0)):
        entry = found[name]
        assert entry["allocations_per_call"] == allocations and entry["bytes_per_call"] == size, entry
        assert 0 < entry["p50_ns"] <= entry["p95_ns"] <= entry["p99_ns"], entry
    # One in ten of its iterations takes a hundred times as long.
    jumping = found["jumping/iterations:20000"]
    assert jumping["p95_ns"] > 3 * jumping["p50_ns"], jumping
    assert not {"p50_ns", "allocations_per_call"} & found["without_the_line"].keys()


def test_memory_members_are_exact(programs, _):
    found = benchmarks(programs.hooked, only("parsing", "serving/threads:3", "jumping.*", "without_the_line"), quickly())
    members = ("allocs_per_iter", "max_bytes_used", "total_allocated_bytes", "net_heap_growth")
    # At most 16 iterations.
    for name, expected in (("parsing", (3, 300, 16 * 600, 0)), ("serving/threads:3", (1, 40, 16 * 40, 0)),
                           ("jumping/iterations:20000", (0, 0, 0, 0))):
        assert tuple(found[name][member] for member in members) == expected, found[name]
    # With what Google Benchmark allocates around the loop.
    assert 1 <= found["without_the_line"]["allocs_per_iter"] < 1.5, found["without_the_line"]


def test_the_console_has_the_columns(programs, _):
    done = run(programs.hooked, only("parsing"), quickly(), "--benchmark_counters_tabular=true")
    header, row = (line.split() for line in done.stdout.splitlines() if line.startswith(("Benchmark", "parsing")))
    assert header[4:] == ["allocations_per_call", "bytes_per_call", "p50_ns", "p95_ns", "p99_ns"], header
    assert row[-5:-3] == ["3", "600"], row


def test_repetitions_and_aggregates(programs, _):
    found = benchmarks(programs.hooked, only("parsing"), quickly(), "--benchmark_repetitions=3")
    assert found["parsing_mean"]["allocations_per_call"] == 3
    assert found["parsing_stddev"]["bytes_per_call"] == 0
    assert found["parsing_median"]["p99_ns"] > 0


def test_compare_py_reads_two_runs(programs, folder):
    if not pathlib.Path(COMPARE).exists() or not pathlib.Path("/usr/lib/python3/dist-packages/scipy").exists():
        skip("compare.py of Google Benchmark (Debian: libbenchmark-tools, python3-scipy)")
    files = [folder / "old.json", folder / "new.json"]
    for file in files:
        run(programs.hooked, only("parsing", "sorting/8"), quickly(), out(folder), f"--benchmark_out={file}",
            "--benchmark_repetitions=2")
    dumped = folder / "report.json"
    done = subprocess.run(["/usr/bin/python3", COMPARE, "--no-color", "-d", str(dumped), "benchmarks", *map(str, files)],
                          capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    compared = {entry["name"] for entry in json.loads(dumped.read_text(encoding="utf-8"))}
    assert {"parsing", "sorting/8"} <= compared, compared


def test_without_hooks_nothing_is_said_of_memory(programs, folder):
    done = run(programs.unhooked, only("parsing", "sorting/8"), quickly(), out(folder), "--benchmark_format=json")
    assert done.stderr.count("no allocations are counted") == 1, done.stderr
    for entry in json.loads(done.stdout)["benchmarks"]:
        memory = {key for key in entry if re.search("alloc|bytes|heap", key)}
        assert not memory and entry["p50_ns"] > 0, entry
    assert calls(folder / COMMIT / "parsing.html")[ROOT, "parse", "token"] > 0


def test_what_cannot_be_written_is_status_2(programs, folder):
    file = folder / "file"
    file.write_text("in the way", encoding="utf-8")
    done = run(programs.hooked, only("parsing"), quickly(), out(file), status=2)
    assert f"dwell: {file}/{COMMIT}: cannot make the directory: " in done.stderr, done.stderr
    assert "parsing" not in done.stdout, "nothing is run for nothing"
    in_the_way = folder / COMMIT / "parsing.folded"
    in_the_way.mkdir(parents=True)
    done = run(programs.hooked, only("parsing", "sorting/8"), quickly(), out(folder), status=2)
    assert f"dwell: {in_the_way}: cannot replace the file: " in done.stderr, done.stderr
    assert names(folder / COMMIT) == ["parsing.folded", "parsing.html", "sorting_8.folded", "sorting_8.html"]
    assert not list(in_the_way.iterdir())


def test_names_become_files_of_their_own(programs, folder):
    done = run(programs.hooked, "--benchmark_filter=name|nul", quickly(0.0005), out(folder), "--benchmark_format=json")
    reported = [entry["name"] for entry in json.loads(done.stdout)["benchmarks"]]
    assert len(reported) == 11, reported
    pages = list((folder / COMMIT).glob("*.html"))
    # Each benchmark has one scope, named after it; a ';' or a control character is in none of the names.
    scopes = {next(name for stack in calls(page) for name in stack if name != ROOT) for page in pages}
    assert scopes == {"in " + name for name in reported}, scopes ^ {"in " + name for name in reported}
    assert len({page.name.lower() for page in pages}) == len(reported)
    for page in pages:
        assert re.fullmatch(r"[A-Za-z0-9_+,=-][A-Za-z0-9_.+,=-]{0,200}", page.name), page.name
        assert page.stem.split(".")[0].lower() not in ("nul", "com1"), page.name
        assert page.with_suffix(".folded").exists(), page.name
    assert names(folder) == [COMMIT]


def test_budgets(programs, _):
    done = run(programs.hooked, only("within_budget.*", "warm_after_the_first_call"), quickly(0.02))
    assert "INCONCLUSIVE" not in done.stderr and "ERROR" not in done.stdout, done.stdout + done.stderr
    chosen = only("beyond_budget.*", "within_budget.*")
    done = run(programs.hooked, chosen, quickly(0.02), status=1)
    assert done.stdout.count("ERROR OCCURRED: 'dwell.iteration: FAIL") == 2, done.stdout
    assert done.stdout.count("allocations_per_call <= 0: 1, counted") == 2, done.stdout
    assert done.stdout.count("p50 <= 1 ns: ") == 2 and done.stdout.count("p99 <= 1 h: ") == 2, done.stdout
    found = benchmarks(programs.hooked, chosen, quickly(0.02), status=1)
    beyond = found["beyond_budget/threads:1"]
    assert beyond["error_occurred"] is True and "p50 <= 1 ns" in beyond["error_message"], beyond
    assert "error_occurred" not in found["within_budget/threads:2"]


def test_budgets_name_the_costliest_path(programs, _):
    found = benchmarks(programs.hooked, only("one_allocation"), quickly(0.02), status=1)
    assert "most allocations: work;hidden (100 %)" in found["one_allocation"]["error_message"], found


def test_an_inconclusive_budget_is_a_warning(programs, _):
    chosen = only("brief.*", "within_budget/threads:1")
    done = run(programs.hooked, chosen, quickly(0.02))
    assert done.stderr.count("dwell: brief/iterations:10: dwell.iteration: INCONCLUSIVE") == 1, done.stderr
    assert re.search("brief/iterations:10 .* budget: inconclusive", done.stdout), done.stdout
    done = run(programs.hooked, chosen, quickly(0.02), status=1, DWELL_INCONCLUSIVE="fail")
    assert "DWELL_INCONCLUSIVE=fail" in done.stderr, done.stderr


def test_a_budget_of_allocations_fails_where_nothing_counts(programs, _):
    entry = benchmarks(programs.unhooked, only("within_budget/threads:1"), quickly(), status=1)["within_budget/threads:1"]
    assert "include <dwell/memory/new_delete.hpp>" in entry["error_message"], entry


def test_a_loop_that_is_broken_off(programs, folder):
    done = run(programs.hooked, only("giving_up", "sorting/8"), quickly(), out(folder))
    assert "ERROR OCCURRED: 'gave up'" in done.stdout, done.stdout
    assert names(folder / COMMIT) == ["sorting_8.folded", "sorting_8.html"]
    done = run(programs.hooked, only("broken_off"), quickly(), status=1)
    assert "ERROR OCCURRED: 'broken off'" in done.stdout, done.stdout


def test_recording_switched_off(programs, folder):
    done = run(programs.hooked, only("parsing", "beyond_budget/threads:1"), quickly(), out(folder),
               "--benchmark_format=json", DWELL_PROFILING="0")
    assert done.stderr.count("recording is off (DWELL_PROFILING=0): no percentiles, no flame graphs") == 1, done.stderr
    assert "INCONCLUSIVE" in done.stderr, done.stderr
    for entry in json.loads(done.stdout)["benchmarks"]:
        assert not {"p50_ns", "allocations_per_call", "allocs_per_iter", "error_occurred"} & entry.keys(), entry
    assert names(folder / COMMIT) == []


def test_no_flame_graphs_of_interleaved_benchmarks(programs, folder):
    flag = "--benchmark_enable_random_interleaving"
    for arguments, environment in (([flag], {}), ([f"{flag}=true"], {}),
                                   ([], {"BENCHMARK_ENABLE_RANDOM_INTERLEAVING": "1"})):
        done = run(programs.hooked, only("parsing"), out(folder / "none"), *arguments, status=2, **environment)
        assert "no flame graphs with --benchmark_enable_random_interleaving" in done.stderr, done.stderr
    run(programs.hooked, only("parsing"), quickly(), out(folder), f"{flag}=false")
    assert names(folder) == [COMMIT]
    run(programs.hooked, only("parsing"), quickly(), f"{flag}=true")


def test_the_directory_from_the_environment(programs, folder):
    run(programs.hooked, only("parsing"), quickly(), DWELL_BENCHMARK_OUT=str(folder / "a"))
    run(programs.hooked, only("parsing"), quickly(), out(folder / "b"), DWELL_BENCHMARK_OUT=str(folder / "c"))
    assert names(folder) == ["a", "b"]
    assert "--dwell_out=<directory>" in run(programs.hooked, "--help").stdout
    assert "unrecognized" in run(programs.hooked, "--dwell_ouch=x", status=1).stderr


def test_google_benchmarks_own_main(programs, _):
    entry = benchmarks(programs.plain, quickly())["counting"]
    assert 0 < entry["p50_ns"] <= entry["p99_ns"] and not {"allocations_per_call", "label"} & entry.keys(), entry


def test_dwell_compiled_out(programs, _):
    entry = benchmarks(programs.disabled, quickly())["counting"]
    assert entry["iterations"] > 0 and "p50_ns" not in entry and entry["label"] == "budget: inconclusive", entry


def skip(what):
    print(f"skipped: no {what}")
    sys.exit(SKIPPED)


def main():
    with tempfile.TemporaryDirectory() as folder:
        globals()["test_" + sys.argv[1]](Programs(*sys.argv[2:6]), pathlib.Path(folder))


if __name__ == "__main__":
    main()
