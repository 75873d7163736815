// SPDX-License-Identifier: BSL-1.0
// Lets speedscope's own importers read the folded, the speedscope and the pprof files, and compares names, total and
// self times, and memory, with profile.json.
// usage: node speedscope.mjs <folder that save() made> <folder of node modules>
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import {importBytes, loadImporters, weightsByName} from './speedscope_importers.mjs';

const [folder, nodeModules] = process.argv.slice(2);
const importers = loadImporters(nodeModules);
if (!importers) {
    console.log(`skipped: speedscope is not installed in ${nodeModules} (npm: speedscope@1.25.0)`);
    process.exit(77);
}

const read = (name) => fs.readFileSync(path.join(folder, name), 'utf8');
// A double holds what is compared here: self times far below 2^53 ns.
const ours = JSON.parse(read('profile.json'));
const nsPerTick = ours.clock.ns_per_tick;
// Frames have only a name: that of a scope whose times are estimates says so.
const sampled = new Set(ours.paths.filter((one) => one.sampled).map((one) => ours.names[one.name].name));
const marked = (name) => sampled.has(name) ? `${name} (sampled)` : name;

/** Self and total by name of a tree with these own values by call path, and one outside of it; names changed by `shown`. */
function expectedByName(own, outside, shown) {
    const below = [...own];
    for (let i = ours.paths.length; i-- > 0;) {
        if (ours.paths[i].parent !== null) {
            below[ours.paths[i].parent] += below[i];
        }
    }
    const nameOf = (i) => shown(ours.names[ours.paths[i].name].name);
    const isInside = (i) => {
        for (let above = ours.paths[i].parent; above !== null; above = ours.paths[above].parent) {
            if (nameOf(above) === nameOf(i)) {
                return true;
            }
        }
        return false;
    };
    const result = new Map([['(outside scopes)', {total: outside, self: outside, paths: 1}]]);
    ours.paths.forEach((_, i) => {
        const known = result.get(nameOf(i)) ?? {total: 0, self: 0, paths: 0};
        known.self += own[i];
        known.total += isInside(i) ? 0 : below[i];
        known.paths += 1;
        result.set(nameOf(i), known);
    });
    return result;
}

/**
 * Times are rounded so that they add up: each path's is off by less than one, with all below it, and the whole by half.
 * Memory is rounded on its own (`rounding`), and so adds up to a whole that is off by more.
 */
function compare(imported, own, shown, {outside = 0, rounding = 1.0001, wholeRounding = 0.5001, isGraph = false} = {}) {
    const expected = expectedByName(own, outside, shown);
    const whole = own.reduce((sum, value) => sum + value, outside);
    if (isGraph) {
        expected.get('(outside scopes)').total = whole;
    }
    const actual = weightsByName(imported);
    for (const [name, weights] of actual) {
        const wanted = expected.get(name);
        assert.ok(wanted, `speedscope shows ${JSON.stringify(name)}, and we have no such name`);
        const tolerance = wanted.paths * rounding;
        assert.ok(Math.abs(weights.self - wanted.self) <= tolerance, `self of ${name}`);
        assert.ok(Math.abs(weights.total - wanted.total) <= Math.max(tolerance, wholeRounding), `total of ${name}`);
    }
    for (const [name, wanted] of expected) {
        assert.ok(actual.has(name) || wanted.total <= wanted.paths * rounding, `speedscope lacks ${name}`);
    }
    assert.ok(Math.abs(imported.getTotalNonIdleWeight() - whole) <= wholeRounding, 'the whole');
}

// Names as folded frames: see append_folded_frame in export/folded.hpp.
const protectedFrame = (name) => name.replaceAll(';', ':').replace(/ ([0-9.]+)$/, '_$1');
const merged = ours.paths.map((one) => one.self_ticks * nsPerTick);
const folded = read('profile.folded');
if (folded !== '') {
    const group = await importers.importProfileGroupFromText('profile.folded', folded);
    assert.equal(group.profiles.length, 1);
    compare(group.profiles[0], merged.map((ns) => ns / 1000), (name) => protectedFrame(marked(name)));
}

const group = await importers.importProfileGroupFromText('profile.speedscope.json', read('profile.speedscope.json'));
assert.equal(group.name, ours.metadata.program || 'dwell');
assert.equal(group.indexToView, 0);
assert.equal(group.profiles.length, 1 + ours.threads.length);
group.profiles.forEach((imported) => assert.equal(imported.getWeightUnit(), 'nanoseconds'));
compare(group.profiles[0], merged, marked);
ours.threads.forEach((thread, i) => {
    const imported = group.profiles[i + 1];
    assert.equal(imported.getName(), thread.name || '(unnamed thread)');
    const selfNs = ours.paths.map(() => 0);
    thread.paths.forEach((one) => (selfNs[one.path] += one.self_ticks * nsPerTick));
    compare(imported, selfNs, marked);
});
const places = new Map(ours.names.map((name) => [marked(name.name), name]));
function checkPlaces(imported) {
    imported.forEachFrame((frame) => {
        assert.equal(frame.file ?? '', places.get(frame.name).file);
        assert.equal(frame.line ?? 0, places.get(frame.name).line);
    });
}
checkPlaces(group.profiles[0]);

// Of a pprof file, it shows the sample type that is shown first. Threads are labels there, which it leaves out.
for (const file of ['profile.pb', 'threads.pb']) {
    if (fs.existsSync(path.join(folder, file))) {
        const [imported] = (await importBytes(importers, path.join(folder, file))).profiles;
        assert.equal(imported.getWeightUnit(), 'nanoseconds');
        compare(imported, merged, marked);
        checkPlaces(imported);
        console.log(`${file}: ${imported.getTotalNonIdleWeight()} ns`);
    }
}

// A call graph: speedscope spreads what several callers share, adds little ones to their callers, and has a
// profile for each kind of cost.
const graphFile = path.join(folder, 'callgrind.out.dwell');
if (fs.existsSync(graphFile)) {
    const graphs = (await importBytes(importers, graphFile)).profiles;
    const costs = [
        ['ns', merged, 0],
        ['bytes', ours.paths.map((one) => one.self_memory?.allocated_bytes ?? 0), ours.memory?.outside.allocated_bytes],
        ['blocks', ours.paths.map((one) => one.self_memory?.allocations ?? 0), ours.memory?.outside.allocations],
    ];
    const inGraph = (name) => marked(name).replace(/^ /, '_');
    graphs.forEach((imported, i) => {
        const [event, own, outside = 0] = costs[i];
        assert.ok(imported.getName().endsWith(`-- ${event}`), imported.getName());
        const rounding = 1.0001 + own.reduce((sum, value) => sum + value, outside) / 1000;
        compare(imported, own, inGraph, {outside, rounding, wholeRounding: (own.length + 1) / 2, isGraph: true});
        console.log(`callgrind.out.dwell, ${event}: ${imported.getTotalNonIdleWeight()}`);
    });
}

// Memory: each path's own is an integer, but for that of live bytes, which is rounded.
const memory = [
    ['profile.allocated_bytes.folded', 'memory', 'outside', 'allocated_bytes', protectedFrame],
    ['profile.live_bytes.folded', 'live', 'live_outside', 'bytes', protectedFrame],
    ['allocations.speedscope.json', 'memory', 'outside', 'allocations', (name) => name],
    ['live_bytes.speedscope.json', 'live', 'live_outside', 'bytes', (name) => name],
    ours.memory?.sample_interval_bytes
        ? ['heap.pb', 'live', 'live_outside', 'bytes', (name) => name]
        : ['heap.pb', 'memory', 'outside', 'allocated_bytes', (name) => name],
];
for (const [file, member, outside, key, shown] of memory) {
    if (!fs.existsSync(path.join(folder, file)) || read(file) === '') {
        continue;
    }
    const [imported] = (await importBytes(importers, path.join(folder, file))).profiles;
    const own = ours.paths.map((one) => one[`self_${member}`]?.[key] ?? 0);
    const rounding = member === 'live' ? 0.5001 : 0;
    if (!file.endsWith('.folded')) {
        assert.equal(imported.getWeightUnit(), key.endsWith('bytes') ? 'bytes' : 'none');
    }
    compare(imported, own, shown, {
        outside: ours.memory?.[outside][key] ?? 0,
        rounding,
        wholeRounding: (own.length + 1) * rounding,
    });
    console.log(`${file}: ${imported.getTotalNonIdleWeight()}`);
}
console.log(`${group.profiles.length} profiles, ${group.profiles[0].getTotalNonIdleWeight()} ns: as in profile.json`);
