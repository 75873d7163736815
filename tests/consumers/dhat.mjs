// SPDX-License-Identifier: BSL-1.0
// Lets valgrind's DHAT viewer, dh_view.js, open the DHAT files: it must draw each of its sort metrics without an error,
// and its tree must have the bytes and blocks of profile.json.
// usage: node dhat.mjs <folder that save() made>
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import vm from 'node:vm';

const [folder] = process.argv.slice(2);
const viewer = ['/usr/libexec/valgrind', '/usr/lib/valgrind', '/usr/lib/x86_64-linux-gnu/valgrind', '/usr/local/libexec/valgrind']
    .map((place) => path.join(place, 'dh_view.js'))
    .find((file) => fs.existsSync(file));
if (!viewer) {
    console.log('skipped: dh_view.js is not installed (Debian: valgrind)');
    process.exit(77);
}

/** As much of a document's element as the viewer uses. */
class Element {
    constructor(tagName, text = '') {
        this.tagName = tagName;
        this.childNodes = [];
        this.ownText = text;
    }
    get textContent() {
        return this.ownText + this.childNodes.map((child) => child.textContent).join('');
    }
    set textContent(text) {
        this.childNodes = [];
        this.ownText = text;
    }
    get selectedIndex() {
        return this.childNodes.findIndex((option) => option.selected);
    }
    set selectedIndex(index) {
        this.childNodes.forEach((option, i) => (option.selected = i === index));
    }
    appendChild(child) {
        child.parentNode = this;
        this.childNodes.push(child);
    }
    cloneNode() {
        return new Element(this.tagName);
    }
    replaceChild(added, old) {
        added.parentNode = this;
        this.childNodes[this.childNodes.indexOf(old)] = added;
    }
}

/** The viewer with a file loaded as its page does it, but for the reading of the file. */
function open(text) {
    const document = {
        title: '',
        location: {search: ''},
        body: new Element('body'),
        createElement: (tagName) => new Element(tagName),
        createTextNode: (content) => new Element('#text', content),
    };
    const page = {document, performance, URLSearchParams, text};
    vm.createContext(page);
    vm.runInContext(fs.readFileSync(viewer, 'utf8'), page, {filename: viewer});
    const run = (code) => vm.runInContext(code, page);
    run('onLoad(); gFilename = "profile"; tryFunc(() => { gData = JSON.parse(text); buildTree(); displayTree(); })');
    return {run, body: document.body};
}

/** What `save` knows of each stack, innermost frame first: [bytes, blocks] by the frames' indices in the viewer's file. */
function expectedStacks(ours, isLive) {
    const expected = new Map();
    const add = (frames, memory, live) => {
        const numbers = isLive
            ? [Math.round(live?.bytes ?? 0), Math.round(live?.blocks ?? 0)]
            : [memory?.allocated_bytes ?? 0, memory?.allocations ?? 0];
        if (numbers[0] !== 0 || numbers[1] !== 0) {
            expected.set(frames.join(), numbers);
        }
    };
    ours.paths.forEach((one) => {
        const frames = [];
        for (let at = one; at; at = ours.paths[at.parent]) {
            frames.push(at.name + 1);
        }
        add(frames, one.self_memory, one.self_live);
    });
    add([ours.names.length + 1], ours.memory?.outside, ours.memory?.live_outside);
    return expected;
}

/** The leaves of the viewer's tree: the stacks that it was given. */
function leaves(node, above, found) {
    const frames = [...above, ...node._frames];
    if (!node._kids) {
        found.set(frames.slice(1).join(), [node._totalBytes, node._totalBlocks]);
    }
    node._kids?.forEach((kid) => leaves(kid, frames, found));
    return found;
}

const ours = JSON.parse(fs.readFileSync(path.join(folder, 'profile.json'), 'utf8'));
const files = [['profile.dhat.json', false], ['live.dhat.json', true]];
let opened = 0;
for (const [name, isLive] of files) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file)) {
        continue;
    }
    opened += 1;
    const text = fs.readFileSync(file, 'utf8');
    const {run, body} = open(text);
    const expected = expectedStacks(ours, isLive);
    const sum = (which) => [...expected.values()].reduce((total, numbers) => total + numbers[which], 0);
    const root = run('gRoot');
    assert.equal(root._totalBytes, sum(0), 'the bytes of all');
    assert.equal(root._totalBlocks, sum(1), 'the blocks of all');
    if (expected.size !== 0) {
        assert.deepEqual(leaves(root, [], new Map()), expected, 'bytes and blocks of each stack');
    }
    // What the page shows of it, for each sort metric that it offers.
    const frames = run('gData.ftbl');
    assert.equal(frames.length, ours.names.length + 2);
    ours.names.forEach((one, i) => {
        assert.equal(frames[i + 1], one.file ? `${one.name} (${one.file}:${one.line})` : one.name);
    });
    let drawn = 0;
    const number = new Intl.NumberFormat();
    run('gSelect').childNodes.forEach((option, i) => {
        if (!option.disabled) {
            run('gSelect').selectedIndex = i;
            run('changeSortMetric()');
            // A metric of small blocks has nothing to say about others.
            if (run('gRoot._sig === kSigSelf')) {
                assert.ok(body.textContent.includes(`Total:     ${number.format(sum(0))} bytes (`), 'the root is drawn');
                assert.ok(body.textContent.includes(`in ${number.format(sum(1))} blocks (`), 'with its blocks');
                drawn += 1;
            }
        }
    });
    assert.ok(drawn >= 2, 'by bytes, and by blocks');
    assert.ok(body.textContent.includes(`Command: ${ours.metadata.command || ours.metadata.program}\n`));
    assert.ok(!body.textContent.includes('NaN') && !body.textContent.includes('undefined'), 'what is shown is known');
    // A viewer that takes anything would pass every test.
    const broken = JSON.parse(text);
    if (broken.pps.length !== 0) {
        broken.pps.push(broken.pps[0]);
        assert.throws(() => open(JSON.stringify(broken)), /repeated location/);
    }
    delete broken.ftbl;
    assert.throws(() => open(JSON.stringify(broken)), /missing a field: ftbl/);
    console.log(`${name}: ${expected.size} stacks, ${sum(0)} bytes in ${sum(1)} blocks, drawn ${drawn} times`);
}
const hasMemory = expectedStacks(ours, false).size + expectedStacks(ours, true).size !== 0;
assert.ok(fs.existsSync(path.join(folder, 'profile.dhat.json')) || !hasMemory, 'a file where there is memory');
console.log(`${opened} files`);
