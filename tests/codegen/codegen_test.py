#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Looks at what a compiler makes of dwell's macros, and of what keeps it from leaving work out.

usage: codegen_test.py disabled|site_bytes|kept_work <compiler> <option>...
  disabled    with DWELL_ENABLED=0, the assembly of functions with everything that records is that of the same functions
              without it
  site_bytes  a TIMED_SCOPE adds at most 110 bytes to the text of a program: (200 of them - 100 of them) / 100
  kept_work   work whose result nobody uses is compiled with do_not_optimize or clobber_memory, and left out without
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


# A name, what does not keep a piece of work, and what does. The first is as good as an empty function.
KEPT = [
    ("a loop", "int sum = 1; for (int i = 0; i < n; ++i) sum = sum * 31 + i;",
     "int sum = 1; for (int i = 0; i < n; ++i) sum = sum * 31 + i; dwell::do_not_optimize(sum);"),
    ("what a constant gives", "int x = 3; x = x * x * x + 7 * x; dwell::do_not_optimize(x);",
     "int x = 3; dwell::do_not_optimize(x); x = x * x * x + 7 * x; dwell::do_not_optimize(x);"),
    ("a temporary", "double x = n; (void)(x / 3);", "double x = n; dwell::do_not_optimize(x / 3);"),
    ("a small structure", "struct { int a, b, c; } all{n + 1, n * 3, n ^ 5}; (void)all;",
     "struct { int a, b, c; } all{n + 1, n * 3, n ^ 5}; dwell::do_not_optimize(all);"),
    ("a large object", "int many[64]; for (int& one : many) one = n;",
     "int many[64]; for (int& one : many) one = n; dwell::do_not_optimize(many);"),
    ("a const object", "struct { int v[64]; } many; for (int& one : many.v) one = n;",
     "struct { int v[64]; } many; for (int& one : many.v) one = n; const auto& it = many; dwell::do_not_optimize(it);"),
    # Whoever knows the address may read what is stored there, as long as the array lives.
    ("stores", "int many[64]; int* const p = many; dwell::do_not_optimize(p); for (int& one : many) one = n;",
     "int many[64]; int* const p = many; dwell::do_not_optimize(p); for (int& one : many) one = n; dwell::clobber_memory();"),
]
MOST_EMPTY_INSTRUCTIONS = 6  # a return, and an address that is put into a register


def instruction_count(compiler, options, body):
    source = f"#include <dwell/testing/do_not_optimize.hpp>\nvoid function([[maybe_unused]] int n) {{ {body} }}\n"
    assembly = compiled(compiler, options, source, "-S", "-o", "-", "-fno-asynchronous-unwind-tables")
    # Neither directives, labels nor comments.
    return sum(1 for line in assembly.splitlines() if re.match(r"\s+[a-z]", line))


def check_kept_work(compiler, options):
    for name, lost, kept in KEPT:
        few, many = (instruction_count(compiler, options, body) for body in (lost, kept))
        print(f"{compiler}: {name}: {few} instructions without, {many} with")
        assert few <= MOST_EMPTY_INSTRUCTIONS, f"{name}: the compiler keeps it anyway"
        assert many >= few + 3, f"{name}: left out"


def main():
    _, case, compiler, *options = sys.argv
    if shutil.which(compiler) is None:
        print(f"skipped: there is no {compiler}")
        return 77
    {"disabled": check_disabled, "site_bytes": check_site_bytes, "kept_work": check_kept_work}[case](compiler, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
