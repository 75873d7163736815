// SPDX-License-Identifier: BSL-1.0
// Lets DevTools's own engine and speedscope's importer read the trace, and compares threads, names, nesting, moments and
// durations with the profile's timeline.
// usage: node trace_event.mjs <folder with profile.trace.json and expected-trace.json> <folder of node modules>
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import {devToolsReader, devToolsThreads, loadDevTools, speedscopeReader} from './trace_readers.mjs';

const [folder, nodeModules] = process.argv.slice(2);
const engine = await loadDevTools(nodeModules);
const speedscope = speedscopeReader(nodeModules);
if (!engine || !speedscope) {
    console.log(`skipped: @paulirish/trace_engine or speedscope is not installed in ${nodeModules} (npm)`);
    process.exit(77);
}

const file = path.join(folder, 'profile.trace.json');
const expected = JSON.parse(fs.readFileSync(path.join(folder, 'expected-trace.json'), 'utf8'));
const reserved = new Set(expected.reserved_names.split('\n').slice(1, -1));
const shown = (name) => (reserved.has(name) ? `${name} ` : name);
/** How far a moment may be off: half a nanosecond for its rounding, and what a double loses. */
const rounding = 0.51;

/** Scopes that share a moment are moved apart: by one for each of those around a moment. */
function allowedShift(scopes, rounding) {
    const moments = new Map();
    for (const scope of scopes) {
        for (const ns of [scope.begin_ns, scope.end_ns]) {
            moments.set(Math.round(ns), (moments.get(Math.round(ns)) ?? 0) + 1);
        }
    }
    // Two that are one apart push one another, too.
    const near = (ns) => [-1, 0, 1].reduce((sum, step) => sum + (moments.get(Math.round(ns) + step) ?? 0), 0);
    return (ns) => rounding + near(ns) - 1;
}

function compareScopes(actual, thread, zero) {
    // Where a thread starts at 0, that has been rounded, too.
    const shift = allowedShift(thread.scopes, actual.startsAtZero ? 2 * rounding : rounding);
    let index = 0;
    const visit = (scopes, parent) => {
        for (const scope of scopes) {
            const wanted = thread.scopes[index];
            const at = `scope ${index} of thread ${thread.number}`;
            assert.ok(wanted, `${at}: there are ${thread.scopes.length}`);
            assert.equal(scope.name, shown(wanted.name) || '(unnamed)', at);
            assert.equal(parent, wanted.parent, `what is around ${at}, ${scope.name}`);
            for (const [is, ns] of [[scope.beginNs, wanted.begin_ns], [scope.endNs, wanted.end_ns]]) {
                const off = is - (ns - zero);
                assert.ok(Math.abs(off) <= shift(ns), `${at}, ${scope.name}, is off by ${off} ns`);
            }
            visit(scope.children, index++);
        }
    };
    visit(actual.roots, -1);
    assert.equal(index, thread.scopes.length, `scopes of thread ${thread.number}`);
}

async function compare(reader, read) {
    const threads = await read(file);
    let scopes = 0;
    for (const thread of expected.threads) {
        const actual = threads.get(thread.number);
        const instants = thread.marks.length + (thread.has_overwritten ? 1 : 0);
        if (thread.scopes.length === 0 && (instants === 0 || reader === 'speedscope')) {
            assert.equal(actual, undefined);
            continue;
        }
        assert.ok(actual, `${reader} lacks thread ${thread.number}`);
        const name = thread.name || '(unnamed thread)';
        assert.equal(actual.name, actual.startsAtZero ? `${expected.process} (pid ${expected.pid}), ${name}` : name);
        // A microsecond before the first moment is 0, but for speedscope, where a thread's first scope is.
        compareScopes(actual, thread, actual.startsAtZero ? thread.scopes[0].begin_ns : expected.first_ns - 1000);
        scopes += thread.scopes.length;
        if (actual.instants) {
            assert.equal(actual.instants.length, instants);
            const marks = actual.instants.filter((instant) => instant.category === 'mark');
            thread.marks.forEach((mark, i) => {
                assert.equal(marks[i].name, shown(mark.name));
                assert.ok(Math.abs(marks[i].atNs - (mark.at_ns - expected.first_ns + 1000)) <= rounding, mark.name);
            });
        }
    }
    assert.ok(threads.size <= expected.threads.length);
    console.log(`${reader}: ${threads.size} threads, ${scopes} scopes: names, nesting, moments as in the timeline`);
}

await compare('DevTools', devToolsReader(engine));
await compare('speedscope', speedscope);

// A trace without a single event.
const empty = path.join(folder, 'empty.trace.json');
if (fs.existsSync(empty)) {
    assert.equal((await devToolsReader(engine)(empty)).size, 0);
    assert.equal((await speedscope(empty)).size, 0);
}

// Each name by which DevTools finds events of a browser either does no harm or is a reserved one.
if (process.argv.includes('--names')) {
    const common = {pid: 5, tid: 1};
    const [, scope] = JSON.parse(fs.readFileSync(file, 'utf8')).traceEvents.filter((event) => event.ph === 'X');
    assert.ok(scope);
    const harmful = [];
    for (const name of Object.values(engine.Types.Events.Name)) {
        const events = [
            {...common, ph: 'X', ts: 1, dur: 9, cat: 'scope', name},
            {...common, ph: 'I', ts: 2, cat: 'mark', name, s: 't'},
            {...common, ph: 'b', ts: 3, cat: 'span', name, id: 1},
            {...common, ph: 'e', ts: 4, cat: 'span', name, id: 1},
            {...common, ph: 'C', ts: 5, cat: 'metric', name, args: {value: 1}},
        ];
        try {
            assert.equal((await devToolsThreads(engine, events)).get(1).roots.length, 1);
        } catch {
            harmful.push(name);
        }
    }
    assert.deepEqual(harmful.filter((name) => !reserved.has(name)), []);
    console.log(`${harmful.length} names that DevTools keeps for itself: none is written`);
}
