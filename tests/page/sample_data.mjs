// SPDX-License-Identifier: BSL-1.0
// Profiles as the page gets them, made up: the same for the same seed.

/** Numbers from 0 to 1 (mulberry32). */
export function randomNumbers(seed) {
    let state = seed;
    return () => {
        state = (state + 0x6D2B79F5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

const PERCENTILES = [50, 75, 90, 95, 99, 99.9, 99.99];

/** A distribution around `middle` with a tail: buckets that grow by a quarter. */
function distribution(name, count, middle, random) {
    const sorted = Array.from({length: Math.min(count, 4000)}, () =>
        Math.max(1, Math.round(middle * Math.exp(0.5 * (random() + random() + random() - 1.5)) * (random() < 0.01 ? 20 : 1)))).sort((one, other) => one - other);
    const [from, to, n] = [[], [], []];
    for (let edge = sorted[0]; edge <= sorted.at(-1); edge = Math.ceil(edge * 1.25)) {
        const end = Math.ceil(edge * 1.25);
        const inside = sorted.filter((one) => one >= edge && one < end).length;
        if (inside > 0 || n.length > 0) {
            from.push(edge);
            to.push(end);
            n.push(inside);
        }
    }
    return {
        name, count, min: sorted[0], max: sorted.at(-1), mean: sorted.reduce((sum, one) => sum + one, 0) / sorted.length, from, to, n,
        p: PERCENTILES.filter((percent) => count * (1 - percent / 100) >= 1 || percent === 50)
            .map((percent) => [percent, sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * percent / 100) - 1)]]),
    };
}

export function emptyData() {
    const columns = ['name', 'parent', 'calls', 'open', 'total', 'self', 'span', 'sampled', 'p50', 'p95', 'p99', 'max'];
    return {
        version: 1, title: 'empty', metadata: [['program', 'empty']], health: [], cost: [], names: [], files: [], lines: [],
        paths: Object.fromEntries(columns.map((column) => [column, []])), sampled: false, threads: [], distributions: [],
        exemplars: [], exemplarsPerName: 0, counters: [], gauges: [], before: null,
    };
}

/**
 * Data of a tree: each node is [name, self time, children, more], where `more` may have calls, allocations, bytes, live
 * and span. Calls are 100 where nothing else is said.
 */
export function dataOf(tree, {title = 'sample', memory = false, seed = 1} = {}) {
    const random = randomNumbers(seed);
    const data = {...emptyData(), title};
    const {paths, names} = data;
    if (memory) {
        Object.assign(paths, {allocations: [], bytes: [], live: []});
    }
    const idOf = new Map();
    const add = ([text, self, children = [], more = {}], parent) => {
        if (!idOf.has(text)) {
            idOf.set(text, names.length);
            names.push(text);
            data.files.push(text.length % 5 === 4 ? '' : `src/${text.replace(/\W.*/, '') || 'other'}.cpp`);
            data.lines.push(text.length % 5 === 4 ? 0 : 10 + names.length * 7);
        }
        const path = paths.name.length;
        const calls = more.calls ?? 100;
        const row = {name: idOf.get(text), parent, calls, open: more.open ?? 0, total: self, self, span: more.span ?? 0, sampled: more.sampled ?? 0,
            p50: 0, p95: 0, p99: 0, max: 0};
        for (const [key, value] of Object.entries(row)) {
            paths[key].push(value);
        }
        if (memory) {
            paths.allocations.push(more.allocations ?? 0);
            paths.bytes.push(more.bytes ?? 0);
            paths.live.push(more.live ?? 0);
        }
        for (const child of children) {
            const below = add(child, path);
            paths.total[path] += paths.total[below] - paths.span[below];
        }
        const each = calls > 0 ? paths.total[path] / calls : 0;
        for (const [key, factor] of [['p50', 0.8], ['p95', 1.7], ['p99', 4], ['max', 9]]) {
            paths[key][path] = Math.round(each * factor);
        }
        return path;
    };
    tree.forEach((root) => add(root, -1));
    for (const [name] of names.entries()) {
        const mine = paths.name.flatMap((one, path) => one === name ? [path] : []);
        const calls = mine.reduce((sum, path) => sum + paths.calls[path], 0);
        const total = mine.reduce((sum, path) => sum + paths.total[path], 0);
        if (calls > 0) {
            data.distributions.push(distribution(name, calls, Math.max(5, total / calls), random));
        }
    }
    return data;
}

/** Gives the times to threads: each has a share of every call path. */
export function shareAmongThreads(data, shares) {
    data.threads = shares.map(([name, share, started]) => {
        const all = data.paths.name.map((_, path) => path);
        const part = (column) => all.map((path) => Math.round(column[path] * share));
        const self = part(data.paths.self);
        return {name, started, running: 0, cpu: Math.round(1e9 * share), paths: all, calls: part(data.paths.calls), total: part(data.paths.total), self};
    });
}

const ms = 1e6;

/** Something like a small search indexer, with all that a page can show. */
export function indexerData() {
    const lookup = (scale) => ['cache.get', 14 * ms * scale, [['cache.rebuild', 118 * ms * scale, [['cache.evict', 21 * ms * scale, [], {calls: 12}]], {calls: 12, allocations: 240, bytes: 9e6, live: 4.2e6}]],
        {calls: 4100, allocations: 410, bytes: 65e3}];
    const data = dataOf([
        ['run', 3 * ms, [
            ['files.scan', 12 * ms, [['files.list', 9 * ms, [], {calls: 20, allocations: 600, bytes: 88e3}]], {calls: 1}],
            ['worker', 8 * ms, [
                ['files.read', 160 * ms, [], {calls: 200, allocations: 400, bytes: 52e6}],
                ['parse', 96 * ms, [
                    ['parse.tokens', 204 * ms, [], {calls: 200, allocations: 3200, bytes: 7e6}],
                    ['parse.links', 41 * ms, [['parse.url', 17 * ms, [], {calls: 900, allocations: 900, bytes: 120e3}]], {calls: 200}],
                ], {calls: 200, allocations: 200, bytes: 3e6}],
                ['index.add', 52 * ms, [
                    ['index.insert', 131 * ms, [lookup(1)], {calls: 41000, allocations: 52000, bytes: 18e6, live: 15e6}],
                    ['index.rank', 64 * ms, [lookup(0.3), ['rank.score', 33 * ms, [], {calls: 8000}]], {calls: 200}],
                ], {calls: 200, allocations: 800, bytes: 900e3, live: 200e3}],
            ], {calls: 4}],
            ['index.merge', 44 * ms, [['index.insert', 38 * ms, [], {calls: 9000, allocations: 100, bytes: 4e6, live: 3e6}]], {calls: 1}],
            ['report.write', 19 * ms, [['report.format', 11 * ms, [], {calls: 200, allocations: 900, bytes: 2e6}]], {calls: 1}],
        ], {calls: 1}],
        ['request', 74 * ms, [], {calls: 300, span: 74 * ms}],
    ], {title: 'indexer', memory: true});
    const pathOf = (...chain) => chain.reduce((parent, name) =>
        data.paths.name.findIndex((one, path) => data.names[one] === name && data.paths.parent[path] === parent), -1);
    const add = pathOf('run', 'worker', 'index.add');
    const [insert, get, rebuild, evict] = ['index.insert', 'cache.get', 'cache.rebuild', 'cache.evict'].reduce((chain, name) =>
        [...chain, data.paths.name.findIndex((one, path) => data.names[one] === name && data.paths.parent[path] === (chain.at(-1) ?? add))], []);
    const rank = pathOf('run', 'worker', 'index.add', 'index.rank');
    data.exemplarsPerName = 5;
    for (let one = 0; one < 5; ++one) {
        const rebuilt = (19.2 - 2.1 * one) * ms;
        data.exemplars.push({
            name: data.paths.name[add], path: add, start: (812 + 95 * one) * ms, time: `2026-11-22T04:00:0${one}.12${one}Z`, duration: rebuilt + 1.9 * ms,
            thread: 'worker', threadNumber: 2 + one % 3, allocations: 31 + one, bytes: 820000 - 9000 * one,
            paths: [insert, get, rebuild, evict, insert, get, rank], starts: [0.1 * ms, 0.2 * ms, 0.3 * ms, 1.5 * ms, rebuilt + 0.9 * ms, rebuilt + ms, rebuilt + 1.2 * ms],
            durations: [rebuilt + 0.7 * ms, rebuilt + 0.5 * ms, rebuilt + 0.2 * ms, 0.2 * ms, 0.25 * ms, 0.1 * ms, 0.6 * ms],
            leftOut: one === 0 ? 0 : 12 * one, isCut: one === 4, blamePath: rebuild, blame: rebuilt,
        });
    }
    data.exemplars.push({name: data.paths.name[rebuild], path: rebuild, start: 812.3 * ms, time: '2026-11-22T04:00:00.123Z', duration: 19.4 * ms, thread: 'worker', threadNumber: 2,
        allocations: 20, bytes: 750000, paths: [evict], starts: [1.2 * ms], durations: [0.2 * ms], leftOut: 0, isCut: false, blamePath: rebuild, blame: 19.2 * ms});
    shareAmongThreads(data, [['main', 0.12, 1], ['worker', 0.88, 4]]);
    data.metadata = [['program', 'indexer'], ['command line', 'indexer --synthetic 200 --seed 1'], ['host', 'builder-7'], ['start', '2026-11-22T04:00:00Z'],
        ['duration', '1.31 s'], ['commit', '5a954a0c7d21'], ['compiler', 'gcc 12.2.0'], ['processor', 'Xeon Platinum 8481C, 2 cores'], ['clock', 'TSC, 2.7 GHz']];
    data.health = ['12 calls beyond the bound on depth are under (truncated)', 'The timeline overwrote 48,211 events'];
    data.cost = ['A scope costs 19 ns itself and 21 ns in its parent: about 0.3 % of all time here.'];
    data.counters = [{name: 'files', labels: [], unit: '', help: 'Files read', value: 200}, {name: 'requests', labels: [['route', '/search'], ['status', '200']], unit: '', help: '', value: 48211}];
    data.gauges = [{name: 'queue.depth', labels: [], unit: '', help: '', value: 3}, {name: 'resident', labels: [], unit: 'bytes', help: '', value: 58720256}];
    return data;
}

/** `data` with an earlier profile, in which some things were slower, some faster, one not there. */
export function withBefore(data) {
    const factors = {'parse.tokens': 1.6, 'cache.rebuild': 0.4, 'cache.get': 0.9, 'index.insert': 1.05, 'files.read': 1.008, 'report.format': 0, 'rank.score': 3};
    const scaled = (column) => data.paths[column]?.map((value, path) => Math.round(value * (factors[data.names[data.paths.name[path]]] ?? 1)));
    const before = {title: 'indexer, v1.2', metadata: [['program', 'indexer'], ['commit', '87ab02ff91c0']]};
    for (const column of ['calls', 'self', 'p50', 'p95', 'p99', 'max', 'allocations', 'bytes', 'live']) {
        before[column] = scaled(column);
    }
    before.total = [...before.self];
    for (let path = before.total.length - 1; path > 0; --path) {
        const parent = data.paths.parent[path];
        if (parent >= 0) {
            before.total[parent] += before.total[path];
        }
    }
    return {...data, before};
}

/** A tree of `wanted` call paths with `kinds` names. */
export function largeData(wanted, kinds, seed = 7) {
    const random = randomNumbers(seed);
    const nodes = [['root', 1000, [], {calls: 1}]];
    const depths = [0];
    while (nodes.length < wanted) {
        const above = Math.floor(nodes.length * random() ** 1.5);
        if (depths[above] < 30) {
            const node = [`module${Math.floor(random() * 40)}.work${Math.floor(random() * kinds)}`, Math.round(1e5 * random() ** 4) + 1, [],
                {calls: 1 + Math.floor(random() * 500), allocations: Math.floor(random() * 50), bytes: Math.floor(random() * 1e5), live: Math.floor(random() * 1e4)}];
            nodes[above][2].push(node);
            nodes.push(node);
            depths.push(depths[above] + 1);
        }
    }
    const data = dataOf([nodes[0]], {title: `${wanted} call paths`, memory: true});
    shareAmongThreads(data, [['main', 0.25, 1], ['pool', 0.75, 8]]);
    return data;
}
