// SPDX-License-Identifier: BSL-1.0
// Lets speedscope's own importers read profile.folded and profile.speedscope.json, and compares names, total and self
// times with profile.json.
// usage: node speedscope.mjs <folder that save() made> <folder of node modules>
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import {loadImporters, weightsByName} from './speedscope_importers.mjs';

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

/** Self and total by name of a tree with these self times in ticks by call path; names changed by `shown`. */
function expectedByName(selfTicks, shown) {
    const below = [...selfTicks];
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
    const result = new Map();
    ours.paths.forEach((_, i) => {
        const known = result.get(nameOf(i)) ?? {total: 0, self: 0, paths: 0};
        known.self += selfTicks[i] * nsPerTick;
        known.total += isInside(i) ? 0 : below[i] * nsPerTick;
        known.paths += 1;
        result.set(nameOf(i), known);
    });
    return result;
}

/** Each path's rounding is off by less than one unit; the sum of all by half a unit. */
function compare(imported, selfTicks, unitNs, shown) {
    const expected = expectedByName(selfTicks, shown);
    const actual = weightsByName(imported);
    for (const [name, weights] of actual) {
        const wanted = expected.get(name);
        assert.ok(wanted, `speedscope shows ${JSON.stringify(name)}, and we have no such name`);
        const tolerance = wanted.paths * 1.0001;
        assert.ok(Math.abs(weights.self - wanted.self / unitNs) <= tolerance, `self of ${name}`);
        assert.ok(Math.abs(weights.total - wanted.total / unitNs) <= tolerance, `total of ${name}`);
    }
    for (const [name, wanted] of expected) {
        assert.ok(actual.has(name) || wanted.total / unitNs <= wanted.paths, `speedscope lacks ${name}`);
    }
    const whole = selfTicks.reduce((sum, ticks) => sum + ticks, 0) * nsPerTick / unitNs;
    assert.ok(Math.abs(imported.getTotalNonIdleWeight() - whole) <= 0.5001, 'the whole');
}

const merged = ours.paths.map((one) => one.self_ticks);
const folded = read('profile.folded');
if (folded !== '') {
    const group = await importers.importProfileGroupFromText('profile.folded', folded);
    assert.equal(group.profiles.length, 1);
    // Names as folded frames: see append_folded_frame in export/folded.hpp.
    const shown = (name) => marked(name).replaceAll(';', ':').replace(/ ([0-9.]+)$/, '_$1');
    compare(group.profiles[0], merged, 1000, shown);
}

const group = await importers.importProfileGroupFromText('profile.speedscope.json', read('profile.speedscope.json'));
assert.equal(group.name, ours.metadata.program || 'dwell');
assert.equal(group.indexToView, 0);
assert.equal(group.profiles.length, 1 + ours.threads.length);
group.profiles.forEach((imported) => assert.equal(imported.getWeightUnit(), 'nanoseconds'));
compare(group.profiles[0], merged, 1, marked);
ours.threads.forEach((thread, i) => {
    const imported = group.profiles[i + 1];
    assert.equal(imported.getName(), thread.name || '(unnamed thread)');
    const selfTicks = ours.paths.map(() => 0);
    thread.paths.forEach((one) => (selfTicks[one.path] += one.self_ticks));
    compare(imported, selfTicks, 1, marked);
});
const places = new Map(ours.names.map((name) => [marked(name.name), name]));
group.profiles[0].forEachFrame((frame) => {
    assert.equal(frame.file ?? '', places.get(frame.name).file);
    assert.equal(frame.line ?? 0, places.get(frame.name).line);
});
console.log(`${group.profiles.length} profiles, ${group.profiles[0].getTotalNonIdleWeight()} ns: as in profile.json`);
