#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Builds examples/gpu/ and the units beside this file in a folder that has single_include/ and nothing else of dwell, as
a user would who copied two headers, and runs the program.

usage: single_header.py SOURCE INCLUDE LIBRARIES COMPILER [FLAG...]
  SOURCE      the repository
  INCLUDE     the folder of cuda_runtime_api.h
  LIBRARIES   the folder of libcudart_static.a
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile


def run(command, folder):
    environment = {**os.environ, "DWELL_OUT": str(folder / "out")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode != 0 or done.stderr:
        sys.exit(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stdout}{done.stderr}")


def check(profile):
    """All units have recorded into one profile: 100 batches of five scopes, and one scope in each other unit."""
    counters = {each["name"]: each["value"] for each in profile["counters"]}
    if counters.get("gpu.scope.opened") != 502 or "gpu" not in profile["metadata"]["extra"]:
        sys.exit(f"the profile lacks something: {counters}, {profile['metadata']['extra']}")


def main():
    source, include, libraries = map(pathlib.Path, sys.argv[1:4])
    compiler = sys.argv[4:]
    by_nvcc = pathlib.Path(compiler[0]).name == "nvcc"
    if shutil.which(compiler[0]) is None:
        print(f"{compiler[0]} is not installed")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="dwell-single-cuda-") as name:
        folder = pathlib.Path(name)
        (folder / "dwell").mkdir()
        for header in ("cuda.hpp", "dwell.hpp"):
            shutil.copy(source / "single_include/dwell" / header, folder / "dwell")
        for file in (*(source / "tests/cuda/single_header").glob("*.cpp"), source / "examples/gpu/main.cpp"):
            shutil.copy(file, folder)
        if by_nvcc:  # as device code
            (folder / "cuda_only.cpp").rename(folder / "cuda_only.cu")
        units = ["main.cpp", "dwell_first.cpp", "cuda_only.cu" if by_nvcc else "cuda_only.cpp"]
        for unit in units:
            run([*compiler, "-std=c++20", "-I.", "-isystem", include, "-c", unit], folder)
        objects = [pathlib.Path(unit).with_suffix(".o") for unit in units]
        runtime = [] if by_nvcc else ["-L", libraries, "-lcudart_static", "-ldl", "-lrt", "-pthread"]
        run([*compiler, *objects, *runtime, "-o", "program"], folder)
        run([folder / "program"], folder)
        check(json.loads(next(folder.glob("out/*/profile.json")).read_text(encoding="utf-8")))


main()
