# SPDX-License-Identifier: BSL-1.0
"""Exemplars of a saved profile, by docs/formats.md: what each took its time for, and which bucket of OpenMetrics has
which, computed from profile.json with Python's standard library alone."""

import bisect
import collections
import fractions
import itertools


def cause(profile, depths, exemplar):
    """(call path, whether it is its own time alone, ticks, usual ticks): see `cause_of`."""
    totals = collections.Counter({exemplar["path"]: exemplar["duration_ticks"]})
    for scope in exemplar["inside"]:
        totals[scope["path"]] += scope["duration_ticks"]
    own = dict(totals)
    for path, ticks in totals.items():
        parent = profile["paths"][path]["parent"]
        if parent in own:
            own[parent] -= ticks
    whole = profile["paths"][exemplar["path"]]
    others = whole["calls"] + whole["open_calls"] - 1

    def usual(all_ticks, ticks):
        return fractions.Fraction(max(all_ticks - ticks, 0), others) if others > 0 else 0

    duration = exemplar["duration_ticks"]
    excess = duration - usual(whole["total_ticks"], duration)
    is_slower = excess > 0
    half = (excess if is_slower else fractions.Fraction(duration)) / 2
    best = ((depths[exemplar["path"]], False), excess if is_slower else duration, exemplar["path"], duration)
    for path, total in totals.items():
        of_all = profile["paths"][path]
        for is_self, ticks, all_ticks in ((False, total, of_all["total_ticks"]),
                                          (True, max(own[path], 0), of_all["self_ticks"])):  # fmt: skip
            more = ticks - (usual(all_ticks, ticks) if is_slower else 0)
            if more > half:
                best = max(best, ((depths[path], is_self), more, path, ticks))
    (_, is_self), _, path, ticks = best
    of_all = profile["paths"][path]
    return path, is_self, ticks, usual(of_all["self_ticks" if is_self else "total_ticks"], ticks)


def check(saved):
    """That exemplars are in order, nested, and have the cause that their definition gives."""
    profile = saved.json
    exemplars = profile.get("exemplars", [])
    depths = [len(stack) for stack in saved.stacks]
    of_name = collections.Counter()
    keys = []
    for exemplar in exemplars:
        name = saved.stacks[exemplar["path"]][-1]
        of_name[name] += 1
        keys.append((name.encode(), -exemplar["duration_ticks"], exemplar["start_ticks"]))
        ends = [exemplar["start_ticks"] + exemplar["duration_ticks"]]
        starts = [scope["start_ticks"] for scope in exemplar["inside"]]
        assert starts == sorted(starts) and all(start >= exemplar["start_ticks"] for start in starts), name
        for scope in exemplar["inside"]:
            while len(ends) > 1 and ends[-1] <= scope["start_ticks"]:
                ends.pop()
            ends.append(scope["start_ticks"] + scope["duration_ticks"])
            assert ends[-1] <= ends[-2], name
            own_stack = saved.stacks[exemplar["path"]]
            assert saved.stacks[scope["path"]][: len(own_stack)] == own_stack, name
        if "origin_unix_ns" in profile:
            since_origin = exemplar["start_unix_ns"] - profile["origin_unix_ns"]
            assert abs(since_origin - exemplar["start_ticks"] * saved.ns_per_tick) <= 1, name
        assert abs(exemplar["duration_ns"] - exemplar["duration_ticks"] * saved.ns_per_tick) <= 0.0005000001, name
        path, is_self, ticks, usual = cause(profile, depths, exemplar)
        shown = exemplar["cause"]
        assert (shown["path"], shown["self"]) == (path, is_self), (name, shown, path, is_self)
        assert abs(shown["ns"] - ticks * saved.ns_per_tick) <= 0.0005000001, (name, shown)
        assert abs(shown["usual_ns"] - float(usual) * saved.ns_per_tick) <= 0.0005000001, (name, shown)
    assert keys == sorted(keys), "exemplars are out of order"
    assert max(of_name.values(), default=0) <= profile.get("exemplars_per_name", 0)
    return len(exemplars)


def shortened(text, width):
    if len(text) <= width:
        return text
    tail = (width - 2) // 2
    return text[: width - 2 - tail] + ".." + text[len(text) - tail :]


def labels_of(saved, exemplar):
    """As OpenMetrics can have them: 128 characters, and no braces."""
    stack = saved.stacks[exemplar["path"]]
    below = saved.stacks[exemplar["cause"]["path"]][len(stack) :]
    text = ";".join(below) if below else "(itself)" if exemplar["cause"]["self"] else "(several)"
    thread = shortened(exemplar["thread"], 40)
    labels = {"thread": thread, "cause": shortened(text, 128 - len("threadcause") - len(thread))}
    return {key: value.translate(str.maketrans("{}", "()")) for key, value in labels.items() if value}


def of_buckets(saved, expected):
    """(scope, bound) -> exemplar: the slowest of each bucket of durations that is not empty."""
    buckets = collections.defaultdict(list)
    for (name, labels), count in expected.items():
        if name == "dwell_scope_duration_seconds_bucket":
            labels = dict(labels)
            buckets[labels["scope"]].append((labels["le"], count))
    slowest = {}
    for exemplar in saved.json.get("exemplars", []):
        if exemplar.get("open"):
            continue
        name = saved.stacks[exemplar["path"]][-1]
        counts = sorted(buckets[name])
        value = exemplar["duration_ticks"] * saved.ns_per_tick / 1e9
        at = bisect.bisect_left([bound for bound, _ in counts], value)
        if counts[at][1] != (counts[at - 1][1] if at else 0):
            slowest.setdefault((name, counts[at][0]), exemplar)
    return slowest


def check_openmetrics(saved, expected, found):
    """`found` has (scope, bound) -> (labels, value, time in seconds or None), and is what there is to be."""
    slowest = of_buckets(saved, expected)
    assert set(found) == set(slowest), set(found) ^ set(slowest)
    for (scope, bound), exemplar in slowest.items():
        labels, value, time = found[scope, bound]
        assert labels == labels_of(saved, exemplar), (scope, bound, labels)
        assert sum(map(len, itertools.chain(*labels.items()))) <= 128
        seconds = exemplar["duration_ticks"] * saved.ns_per_tick / 1e9
        assert abs(value - seconds) <= 1e-12 * seconds and value <= bound, (scope, bound, value)
        ended = exemplar["start_unix_ns"] / 1e9 + seconds
        assert time is not None and abs(time - ended) < 1e-5, (scope, bound, time, ended)
    return len(slowest)
