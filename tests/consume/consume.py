#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Builds project/ outside this repository as a user would, runs it with DWELL_OUT and checks the profile that it leaves.

usage: consume.py --by find_package|add_subdirectory|single_header --compiler C --visibility default|hidden
                  --source REPOSITORY [--prefix INSTALLED]
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# How often each scope ends where the program, its library and its plugin share a registry; see project/.
WHOLE = {
    "main.run": 1,
    "main.calls_plugin": 2,
    "worker.work": 2,
    "library.work": 1,
    "plugin.work": 4,
    "everywhere.step": 7,
}
# The same where the plugin has a registry of its own, which nobody saves.
WITHOUT_PLUGIN = WHOLE | {"plugin.work": 0, "everywhere.step": 3}

# What dwell prints about a registry that nobody saves.
NOT_SAVED = re.compile(r"dwell: DWELL_OUT is set, but no source file here includes <dwell/dwell\.hpp>.*\n")

RUNTIME = re.compile(r"lib(stdc\+\+|m|gcc_s|c)\.so\.\d+|ld-linux[\w-]*\.so\.\d+")


def optimisation(options):
    """Both of what users build with, and each of the two in every way to consume."""
    return "-O1" if options.visibility == "hidden" else "-O0"


def run(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\nexited with {done.returncode}:\n{done.stdout}")
    return done.stdout


def check(program, plugin, expected, folder, notice_allowed=False):
    """Runs the program, and compares its profile with what is expected."""
    out = folder / f"out-{program.name}"
    environment = {**os.environ, "DWELL_OUT": str(out)}
    done = subprocess.run(
        [program, plugin], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60
    )
    said = NOT_SAVED.sub("", done.stdout) if notice_allowed else done.stdout
    if done.returncode != 0 or said:
        sys.exit(f"{program.name} exited with {done.returncode} and said:\n{done.stdout}")
    runs = [path for path in out.iterdir() if path.name != "latest"]
    if len(runs) != 1:
        sys.exit(f"{program.name} left {len(runs)} profiles, not one: {runs}")
    profile = json.loads((runs[0] / "profile.json").read_text(encoding="utf-8"))
    calls = {scope["name"]: scope["calls"] for scope in profile["scopes"]}
    expected = {name: count for name, count in expected.items() if count > 0}
    if calls != expected:
        sys.exit(f"{program.name}: the profile has {calls}, expected {expected}")
    counted = sum(counter["value"] for counter in profile["counters"] if counter["name"] == "everywhere.calls")
    if counted != expected["everywhere.step"]:
        sys.exit(f"{program.name}: the counter says {counted}, expected {expected['everywhere.step']}")
    # The plugin's scope stands below the one that the program had open when it called.
    names = [name["name"] for name in profile["names"]]
    if "plugin.work" in calls and not any(
        names[path["name"]] == "plugin.work"
        and path["parent"] is not None
        and names[profile["paths"][path["parent"]]["name"]] == "main.calls_plugin"
        for path in profile["paths"]
    ):
        sys.exit(f"{program.name}: plugin.work is not below main.calls_plugin")


def check_pkg_config(options, project):
    """The installed pkg-config file leads to the headers, where there is a pkg-config to ask."""
    if shutil.which("pkg-config") is None:
        return
    environment = {**os.environ, "PKG_CONFIG_PATH": str(options.prefix / "share" / "pkgconfig")}
    flags = run(["pkg-config", "--cflags", "--libs", "dwell >= 0.1"], env=environment).split()
    run([options.compiler, "-std=c++20", "-fsyntax-only", *flags, "worker.cpp"], cwd=project)


def by_cmake(options, folder):
    project = folder / "project"
    build = folder / "build"
    arguments = [
        "-G",
        "Ninja",
        "-DCMAKE_BUILD_TYPE=Release",
        f"-DCMAKE_CXX_FLAGS_RELEASE={optimisation(options)}",
        f"-DCMAKE_CXX_COMPILER={options.compiler}",
        f"-DCMAKE_CXX_VISIBILITY_PRESET={options.visibility}",
        f"-DCMAKE_VISIBILITY_INLINES_HIDDEN={'ON' if options.visibility == 'hidden' else 'OFF'}",
        f"-DCONSUME_BY={options.by}",
        f"-DCMAKE_PREFIX_PATH={options.prefix}" if options.by == "find_package" else f"-DDWELL_SOURCE_DIR={options.source}",
    ]
    run(["cmake", "-S", project, "-B", build, *arguments])
    output = run(["cmake", "--build", build])
    if "warning" in output:
        sys.exit(f"the build warns:\n{output}")
    if options.by == "find_package":
        check_pkg_config(options, project)
    plugin = build / "libplugin.so"
    check(build / "consumer", plugin, WHOLE, folder)
    check(build / "consumer_alone", plugin, WHOLE, folder)


def by_single_header(options, folder):
    """Two headers copied beside the sources, and a compiler: no build system."""
    project = folder / "project"
    shutil.copytree(options.source / "single_include" / "dwell", project / "dwell")
    compiler = [options.compiler, "-std=c++20", optimisation(options), "-Wall", "-Wextra", "-Werror", "-I.", "-fPIC", "-pthread"]
    if options.visibility == "hidden":
        compiler += ["-fvisibility=hidden", "-fvisibility-inlines-hidden"]
    for source in ("main", "worker", "library", "plugin"):
        run([*compiler, "-c", f"{source}.cpp"], cwd=project)
    run([*compiler, "-shared", "library.o", "-o", "liblibrary.so"], cwd=project)
    run([*compiler, "-shared", "plugin.o", "-o", "libplugin.so"], cwd=project)
    alone = [*compiler, "main.o", "worker.o", "library.o", "-ldl"]
    run([*compiler, "main.o", "worker.o", "-L.", "-llibrary", "-Wl,-rpath,$ORIGIN", "-ldl", "-o", "consumer"], cwd=project)
    run([*alone, "-rdynamic", "-o", "consumer_rdynamic"], cwd=project)
    run([*alone, "-o", "consumer_unmerged"], cwd=project)

    plugin = project / "libplugin.so"
    check(project / "consumer", plugin, WHOLE, folder)
    check(project / "consumer_rdynamic", plugin, WHOLE, folder)
    # Here the linker cannot merge: the plugin's scopes are missing, and dwell says so. Nothing else happens.
    check(project / "consumer_unmerged", plugin, WITHOUT_PLUGIN, folder, notice_allowed=True)

    needed = re.findall(r"\(NEEDED\).*\[(.*)\]", run(["readelf", "-d", project / "consumer_rdynamic"]))
    foreign = [library for library in needed if not RUNTIME.fullmatch(library)]
    if not needed or foreign:
        sys.exit(f"a one-header program needs more than the C++ runtime: {foreign} of {needed}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--by", choices=["find_package", "add_subdirectory", "single_header"], required=True)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--visibility", choices=["default", "hidden"], required=True)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--prefix", type=pathlib.Path)
    options = parser.parse_args()
    if shutil.which(options.compiler) is None:
        print(f"{options.compiler} is not installed")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="dwell-consume-") as name:
        folder = pathlib.Path(name)
        shutil.copytree(pathlib.Path(__file__).parent / "project", folder / "project")
        if options.by == "single_header":
            by_single_header(options, folder)
        else:
            by_cmake(options, folder)


main()
