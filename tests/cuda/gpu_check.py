#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests of scripts/gpu-check that need no device.

usage: gpu_check.py <case> <repository>
Each function test_<case>(repository, folder) is a test. Exit status 0: passed, 1: failed.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

# A driver with one device, as far as the script asks it.
DRIVER = """
int cuInit(unsigned flags) { return (int)flags; }
int cuDeviceGetCount(int* count) { return (*count = 1) - 1; }
int cuDeviceGetName(char* name, int size, int device) { return (name[0] = 'X') - 'X' + 0 * (size + device); }
int cuDriverGetVersion(int* version) { return (*version = 13000) - 13000; }
"""
# In place of the built checks: each has one row, which passes, but for what the environment says.
PROGRAM = """#!/usr/bin/env python3
import json, os, pathlib, sys
if sys.argv[1] == os.environ.get("CRASHES"):
    os.abort()
if sys.argv[1] == "until-exit":
    folder = pathlib.Path(os.environ["DWELL_OUT"]) / "1"
    folder.mkdir(parents=True)
    counters = [{"name": "gpu.scope.recorded", "value": int(os.environ.get("RECORDED", "100"))}]
    (folder / "profile.json").write_text(json.dumps({"counters": counters}))
elif sys.argv[1] == "kernels":
    print("mean\\t500000")
else:
    state = "FAIL" if sys.argv[1] == os.environ.get("FAILS") else "PASS"
    print(f"{state}\\trow of {sys.argv[1]}\\t1.0\\t<= 2")
"""
NSYS = """#!/bin/sh
[ "$1" = profile ] && exec "$PROGRAM" kernels
printf 'Processing\\n\\nStart (ns),Duration (ns),Name\\n1,%s,"spin_kernel(unsigned long long)"\\n' "$KERNEL_NS"
"""


def run(repository, *arguments, **more):
    command = [sys.executable, repository / "scripts/gpu-check", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, env={**os.environ, **more})


def test_without_device(repository, _):
    done = run(repository, CUDA_VISIBLE_DEVICES="-1")
    assert done.returncode == 3 and done.stdout == "", (done.returncode, done.stdout)
    assert done.stderr.startswith("gpu-check: no device: ") and done.stderr.count("\n") == 1, done.stderr


def test_table(repository, folder):
    (folder / "driver.c").write_text(DRIVER, encoding="utf-8")
    subprocess.run(["cc", "-shared", "-fPIC", "driver.c", "-o", "libcuda.so.1"], cwd=folder, check=True)
    program, nsys = folder / "checks", folder / "nsys"
    for path, text in ((program, PROGRAM), (nsys, NSYS)):
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
    known = {"LD_LIBRARY_PATH": str(folder), "PROGRAM": str(program), "PATH": f"{folder}:{os.environ['PATH']}"}

    def rows(status, **more):
        done = run(repository, "--program", program, "--pipeline", folder / "none", **{**known, "KERNEL_NS": "495000", **more})
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines()[4:]]
        return {what: (state, figure) for state, what, figure, _ in cells}

    passing = rows(0)
    assert [state for state, _ in passing.values()] == ["PASS"] * 11 + ["NOT SHOWN"], passing
    nsight = next(what for what in passing if "Nsight" in what)
    assert passing[nsight][1].startswith("+1.01 %"), passing
    assert rows(1, FAILS="moments")["row of moments"][0] == "FAIL"
    assert rows(1, CRASHES="reset")["reset"] == ("FAIL", "exit status -6: 0 rows")
    assert rows(1, KERNEL_NS="480000")[nsight][0] == "FAIL"
    assert rows(1, RECORDED="99")["scopes that only the end of the process harvests"][0] == "FAIL"


def test_builds(repository, _):
    done = run(repository, "--build-only")
    assert done.returncode == 0, done.stderr
    program = done.stdout.strip()
    usage = subprocess.run([program], capture_output=True, text=True)
    assert usage.returncode == 2, usage
    for check in usage.stderr.splitlines()[1:]:
        environment = {**os.environ, "CUDA_VISIBLE_DEVICES": "-1"}
        done = subprocess.run([program, check.strip()], capture_output=True, text=True, env=environment, timeout=60)
        assert done.returncode == 3 and done.stdout == "" and "no device: " in done.stderr, (check, done)


def main():
    with tempfile.TemporaryDirectory() as folder:
        globals()["test_" + sys.argv[1]](pathlib.Path(sys.argv[2]), pathlib.Path(folder))


main()
