// SPDX-License-Identifier: BSL-1.0
// Lets d3-hierarchy, which d3-flame-graph is built on, read the .d3.json files, and compares names and values of each
// call path with profile.json.
// usage: node d3_hierarchy.mjs <folder that save() made> <folder of node modules>
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';

const [folder, nodeModules] = process.argv.slice(2);
const library = path.join(nodeModules, 'd3-hierarchy', 'src', 'index.js');
if (!fs.existsSync(library)) {
    console.log(`skipped: d3-hierarchy is not installed in ${nodeModules} (npm: d3-hierarchy@3.1.2)`);
    process.exit(77);
}
const {hierarchy, partition} = await import(pathToFileURL(library));

const read = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
const ours = read('profile.json');
const sampled = new Set(ours.paths.filter((one) => one.sampled).map((one) => ours.names[one.name].name));
const marked = (name) => sampled.has(name) ? `${name} (sampled)` : name;

/**
 * `own`, by call path, and `outside` of all are what the file's values are the sums of. `tolerance`: of a sum, which is
 * rounded once; 2^-53 of it is what a double cannot tell.
 */
function compare(file, own, outside, shown, tolerance) {
    const root = hierarchy(read(file));
    const nodes = [];
    root.eachBefore((node) => nodes.push(node));
    assert.equal(root.data.name, ours.metadata.program || 'all');
    const below = [...own];
    for (let i = ours.paths.length; i-- > 0;) {
        if (ours.paths[i].parent !== null) {
            below[ours.paths[i].parent] += below[i];
        }
    }
    const whole = own.reduce((sum, value) => sum + value, outside);
    const isClose = (actual, wanted) => Math.abs(actual - wanted) <= tolerance + wanted * 2 ** -52;
    assert.ok(isClose(root.data.value, whole), `the whole: ${root.data.value}, not ${whole}`);
    // Both are in pre-order.
    const rest = nodes.slice(1);
    if (outside > 0) {
        const last = rest.pop();
        assert.deepEqual([last.data.name, last.parent === root], ['(outside scopes)', true]);
        assert.ok(isClose(last.data.value, outside));
    }
    assert.equal(rest.length, ours.paths.length);
    rest.forEach((node, i) => {
        const {name, parent} = ours.paths[i];
        assert.equal(node.data.name, shown(ours.names[name].name));
        assert.equal(node.parent, parent === null ? root : rest[parent]);
        assert.ok(isClose(node.data.value, below[i]), `${node.data.name}: ${node.data.value}, not ${below[i]}`);
        const children = (node.data.children ?? []).reduce((sum, child) => sum + child.value, 0);
        assert.ok(children <= node.data.value * (1 + 2 ** -52), `${node.data.name} is less than its children`);
    });
    // As d3-flame-graph lays it out: what is a node's own, added up by d3, is the value that it came with.
    root.sum((data) => data.value - (data.children ?? []).reduce((sum, child) => sum + child.value, 0));
    partition()(root);
    root.each((node) => {
        assert.ok(isClose(node.value, node.data.value), `${node.data.name}: d3 adds up ${node.value}`);
        assert.ok(whole === 0 || Math.abs(node.x1 - node.x0 - node.value / root.value) < 1e-9, 'its width');
    });
    console.log(`${file}: ${nodes.length} nodes, ${root.data.value}: as in profile.json`);
}

const nsPerTick = ours.clock.ns_per_tick;
compare('profile.d3.json', ours.paths.map((one) => one.self_ticks * nsPerTick), 0, marked, 1.0001);
if (fs.existsSync(path.join(folder, 'allocated_bytes.d3.json'))) {
    const own = ours.paths.map((one) => one.self_memory?.allocated_bytes ?? 0);
    compare('allocated_bytes.d3.json', own, ours.memory?.outside.allocated_bytes ?? 0, (name) => name, 0);
}
// A recursion of 10,000 scopes, with and without the limit: each has 3 of its own.
if (fs.existsSync(path.join(folder, 'deep.d3.json'))) {
    const deep = hierarchy(read('deep.d3.json'));
    assert.deepEqual([deep.height, deep.data.value, deep.descendants().length], [10_000, 30_000, 10_001]);
    const limited = hierarchy(read('limited.d3.json'));
    assert.deepEqual([limited.height, limited.data.value], [1001, 30_000]);
    const [leaf] = limited.leaves();
    assert.deepEqual(leaf.data, {name: '(deeper)', value: 27_000});
    console.log('10,000 scopes above one another: read');
}
