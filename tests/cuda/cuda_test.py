#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs programs with dwell's headers for CUDA, on a machine that may have no device.

usage: cuda_test.py <case> <folder>
  <folder>  where the programs are
Each function test_<case>(folder) is a test. Exit status 0: passed, 1: failed.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

MIB = 1 << 20


def run(program, **more):
    """A program's output, and the profile that it saves. It must succeed and log nothing."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DWELL_OUT": f"{folder}/out", "DWELL_FORMATS": "json", **more}
        done = subprocess.run([program], env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, (done.returncode, done.stdout, done.stderr)
        assert done.stderr == "", done.stderr
        saved = list(pathlib.Path(folder).glob("out/*/profile.json"))
        profile = json.loads(saved[0].read_text(encoding="utf-8")) if saved else None
        return done.stdout, profile


def gauges(output):
    """{when: {(device, name): value}} of what metrics_program prints."""
    found = {}
    for line in output.splitlines():
        if " hw.gpu." in line:
            when, device, name, value = line.split()
            found.setdefault(when, {})[device, name.removeprefix("hw.gpu.memory.")] = int(value)
    return found


def test_metrics(folder):
    output, profile = run(folder / "cuda_metrics_program")
    facts = profile["metadata"]["extra"]
    found = gauges(output)
    assert "errors of ours: none" in output, output
    assert "untouched" not in found, found  # looking at a device must not set it up
    saved = {gauge["name"] for gauge in profile["gauges"]}
    if "devices: none" in output:
        assert facts["gpu"].startswith("no device: "), facts
        assert not found and not any(name.startswith("hw.gpu.") for name in saved), (found, saved)
        return
    assert facts["gpu"].endswith((" device", " devices")) and facts["gpu.0"], facts
    first, allocated = found["first"], found["allocated"]
    # Others may use the device, too.
    assert first["0", "change"] == 0, first
    assert abs(allocated["0", "change"] - 256 * MIB) < 16 * MIB, allocated
    assert allocated["0", "usage"] + allocated["0", "free"] == allocated["0", "limit"], allocated
    assert found["last"]["0", "peak"] >= allocated["0", "peak"] >= allocated["0", "usage"], found
    # Saved after the runtime has ended: the last look was before.
    assert {"hw.gpu.memory.usage", "hw.gpu.memory.peak"} <= saved, saved


def test_metrics_switched_off(folder):
    output, profile = run(folder / "cuda_metrics_program", DWELL_PROFILING="0")
    assert profile is None and not gauges(output), (output, profile)


def test_profiler(folder):
    output, profile = run(folder / "cuda_profiler_program")
    assert output == "out of the scope, errors of ours: none\n", output
    assert profile["paths"], profile


def test_scopes(folder):
    output, profile = run(folder / "cuda_scopes_program")
    assert output == "error left behind: none\n", output
    values = {value["name"]: value["value"] for value in profile["counters"] + profile["gauges"]}
    assert values["gpu.scope.opened"] == 60 and values["gpu.scope.pending"] == 0, values
    facts = profile["metadata"]["extra"]
    # Nobody looks at the devices but as the process ends.
    assert facts["gpu"].startswith("no device: ") == ("gpu.scopes" in facts) and "gpu.runtime" in facts, facts
    if "gpu.scopes" in facts:
        assert facts["gpu.scopes"].startswith("no device: "), facts
        assert values["gpu.scope.dropped"] == 60 and not profile["paths"], values
        return
    assert values["gpu.scope.recorded"] == 60 and "gpu.scope.dropped" not in values, values
    assert 0 < values["gpu.stream.utilization"] <= 1, values
    assert 0 < values["gpu.device.utilization"] <= 1, values
    assert values["gpu.copy.bytes"] == 20 * MIB and 0 < values["gpu.copy.busy"] <= values["gpu.device.busy"], values
    assert values["gpu.link.bandwidth"] == 12e9 and values["gpu.memory.bandwidth"] > 0, values


def test_graph(folder):
    output, profile = run(folder / "cuda_graph_program")
    assert output == "error left behind: none\n", output
    values = {value["name"]: value["value"] for value in profile["counters"] + profile["gauges"]}
    if "gpu.scopes" in profile["metadata"]["extra"]:
        assert values["gpu.scope.opened"] == values["gpu.scope.dropped"] == 10, values
        return
    # To warm up, 4 scopes; one while the graph was captured; 10 launches with 4 stages each.
    assert values["gpu.scope.opened"] == 4 + 1 + 50 and values["gpu.scope.dropped"] == 1, values
    assert values["gpu.scope.recorded"] == 54 and values["gpu.scope.pending"] == 0, values
    paths = []
    for path in profile["paths"]:
        around = "" if path["parent"] is None else paths[path["parent"]][0] + ";"
        paths.append((around + profile["names"][path["name"]]["name"], path["calls"]))
    calls = dict(paths)
    assert calls["GPU 0;layers"] == 1 and calls["GPU 0;infer;layers;layer"] == 30, calls


def test_exit_on_another_thread(folder):
    """The runtime has ended when the first snapshot is taken: it is not asked."""
    output, profile = run(folder / "cuda_scopes_program", EXIT_ON_A_THREAD="1")
    assert output == "" and profile is not None, output
    assert "gpu" not in profile["metadata"]["extra"], profile["metadata"]


def test_scopes_switched_off(folder):
    output, profile = run(folder / "cuda_scopes_program", DWELL_PROFILING="0")
    assert output == "error left behind: none\n" and profile is None, (output, profile)


def test_hidden_visibility(folder):
    output, _ = run(folder / "cuda_hidden_program", DWELL_OUT="")  # nothing in it saves
    assert output == "opened: 2\n", output


def test_contexts(folder):
    program = folder / "cuda_contexts_program"
    if not program.exists():
        print("skipped: not built with a single header, nor with a toolkit before 12.5")
        sys.exit(77)
    output, _ = run(program, DWELL_OUT="")  # nothing in it saves
    assert output == "all is so\n", output
    output, _ = run(program, DWELL_OUT="", DWELL_PROFILING="0")
    assert output == "asked 0 times\n", output


def ranges(output):
    """{"on": "frame{infer{}}"} of what nvtx_program and nvtx_injection print."""
    found, where = {}, None
    for line in output.splitlines():
        if line.startswith("= "):
            where = line.removeprefix("= ")
            found[where] = ""
        elif line.endswith(" {"):
            assert line.startswith("dwell "), line
            found[where] += line.removeprefix("dwell ").removesuffix(" {") + "{"
        elif line == "}":
            found[where] += "}"
    return found


def test_nvtx_ranges(folder):
    output, profile = run(folder / "cuda_nvtx_program", NVTX_INJECTION64_PATH=f"{folder}/cuda_nvtx_injection.so")
    found = ranges(output)
    frame = "frame{camera 7{infer{}}}"
    assert found["before"] == "", found
    # What the thread has met before is a range from the second time on.
    assert found["first"] == "", found
    assert found["on"] == frame and found["thread"] == frame, found
    assert found["off"] == "", found
    # Switched off inside: what has begun ends, and what is inside is none.
    assert found["half"] == "half{}" and found["end"] == "", found
    assert "7 frames" in output and profile["health"]["misnested_scopes"] == 0, (output, profile["health"])


def test_nvtx_ranges_from_the_start(folder):
    output, _ = run(folder / "cuda_nvtx_program", NVTX_INJECTION64_PATH=f"{folder}/cuda_nvtx_injection.so", DWELL_NVTX="1")
    assert ranges(output)["before"] == 2 * "frame{camera 7{infer{}}}", output


def test_nvtx_without_a_tool(folder):
    output, profile = run(folder / "cuda_nvtx_program", DWELL_NVTX="1")
    assert "= nobody listens" in output and "}" not in output and "7 frames" in output, output
    assert profile["paths"], profile


def main():
    case, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    globals()["test_" + case](folder)


main()
