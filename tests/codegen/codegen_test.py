#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Looks at what a compiler makes of dwell's macros.

usage: codegen_test.py disabled|site_bytes <compiler> <option>...
  disabled    with DWELL_ENABLED=0, the assembly of functions with everything that records is that of the same functions
              without it
  site_bytes  a TIMED_SCOPE adds at most 110 bytes to the text of a program: (200 of them - 100 of them) / 100
Exit status 0: passed, 1: failed, 77: there is no such compiler.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MOST_BYTES_A_SITE = 110


def compiled(compiler, options, source, *more):
    command = [compiler, "-std=c++20", "-O2", *options, *more, "-x", "c++", "-"]
    result = subprocess.run(command, input=source, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout


# Each line is a statement that records, in a function of its own, around a call that the compiler does not see into.
RECORDING = [
    'TIMED_SCOPE("scope");',
    'TIMED_SCOPE_CPU("scope with cpu");',
    'TIMED_SCOPE_SAMPLED("sampled scope", 64);',
    'TIMED_SCOPE_DYNAMIC(name());',
    "TIMED_FUNCTION();",
    "DWELL_TIMED_FUNCTION();",
    'TIMED_SCOPE("two"); TIMED_SCOPE("in one block");',
    'dwell::counter<"counter">.add(3);',
    'dwell::counter<"counter">.with("key", "value", "number", 7).add(3);',
    'dwell::gauge<"gauge">.set(1.5);',
    'dwell::gauge<"gauge">.with("key", "value").set(1.5);',
    'dwell::distribution<"distribution">.record(value);',
    'dwell::distribution<"load", 1000>.with("key", value).record(0.5);',
    'dwell::counter<"counter">.describe("help", "unit");',
    'dwell::span span("span"); dwell::span moved = static_cast<dwell::span&&>(span); moved.end();',
]


def functions(with_dwell):
    lines = ["#include <dwell/scope.hpp>"] if with_dwell else []
    lines += ["void work(int);", "const char* name();", "int compute(int);"]
    for number, statement in enumerate(RECORDING):
        inside = statement if with_dwell else ""
        lines += [f"int function_{number}(int value) {{ {inside}", "  for (int i = 0; i < value; ++i) work(i);",
                  "  return value + 1;", "}"]
    call = "dwell::timed<\"timed\">([&] { return compute(value); })" if with_dwell else "compute(value)"
    lines += [f"int timed_function(int value) {{ work(1); return {call} + 2; }}"]
    return "\n".join(lines) + "\n"


def normalised(assembly):
    """Without what says where the source was and who compiled it, and with local labels numbered as they come."""
    dropped = (".file", ".ident", ".loc", "#")
    lines = [line.strip() for line in assembly.splitlines()]
    labels = {}

    def label(match):
        return labels.setdefault(match[0], f".L{len(labels)}")

    return [re.sub(r"\.L\w+", label, line) for line in lines if line and not line.startswith(dropped)]


def check_disabled(compiler, options):
    plain = normalised(compiled(compiler, options, functions(False), "-S", "-o", "-"))
    disabled = normalised(compiled(compiler, [*options, "-DDWELL_ENABLED=0"], functions(True), "-S", "-o", "-"))
    assert len(plain) > 100, "too little assembly to mean anything"
    for number, (a, b) in enumerate(zip(plain, disabled)):
        assert a == b, f"line {number}: without dwell\n  {a}\nwith dwell disabled\n  {b}"
    assert len(plain) == len(disabled), f"{len(plain)} lines without dwell, {len(disabled)} with dwell disabled"
    enabled = normalised(compiled(compiler, options, functions(True), "-S", "-o", "-"))
    assert len(enabled) > 2 * len(plain), "the enabled functions record nothing either"
    print(f"{compiler}: {len(plain)} lines of assembly, the same with and without")


def text_bytes(compiler, options, sites, folder):
    blocks = "\n".join(f'  {{ TIMED_SCOPE("s{i}"); work(); }}' for i in range(sites))
    source = f"#include <dwell/scope.hpp>\nvoid work();\nvoid function() {{\n{blocks}\n}}\n"
    target = pathlib.Path(folder) / f"sites-{sites}.o"
    compiled(compiler, options, source, "-c", "-o", str(target))
    size = subprocess.run(["size", str(target)], capture_output=True, text=True, check=True)
    return int(size.stdout.splitlines()[1].split()[0])


def check_site_bytes(compiler, options):
    with tempfile.TemporaryDirectory() as folder:
        few, many = (text_bytes(compiler, options, sites, folder) for sites in (100, 200))
    a_site = (many - few) / 100
    print(f"{compiler}: {a_site} bytes a site")
    assert 10 < a_site <= MOST_BYTES_A_SITE, f"{a_site} bytes a site"


def main():
    _, case, compiler, *options = sys.argv
    if shutil.which(compiler) is None:
        print(f"skipped: there is no {compiler}")
        return 77
    {"disabled": check_disabled, "site_bytes": check_site_bytes}[case](compiler, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
