// SPDX-License-Identifier: BSL-1.0
// The profile: columns over call paths, as write_html wrote them, and what follows from them.
import {byId} from './dom.js';
import {bytes, count, duration} from './format.js';

export const data = JSON.parse(byId('dwell-data').textContent);
export const {names, paths, threads, before} = data;
export const pathCount = paths.name.length;

/** The call paths below each, and those that have none above. */
export const childrenOf = Array.from({length: pathCount}, () => []);
export const depths = new Uint32Array(pathCount);
for (let path = 0; path < pathCount; ++path) {
    const parent = paths.parent[path];
    if (parent >= 0) {
        childrenOf[parent].push(path);
        depths[path] = depths[parent] + 1;
    }
}

/** Whether a call path is inside another of its name: that one has its time, too (but for spans, which overlap). */
const isNested = new Uint8Array(pathCount);
{
    const open = new Uint32Array(names.length);
    const waiting = childrenOf.flatMap((_, path) => paths.parent[path] < 0 ? [path] : []);
    while (waiting.length > 0) {
        const path = waiting.pop();
        if (path < 0) {
            --open[paths.name[~path]];
        } else {
            isNested[path] = open[paths.name[path]]++ > 0 ? 1 : 0;
            waiting.push(~path);
            waiting.push(...childrenOf[path]);
        }
    }
}

export const lowered = names.map((name) => name.toLowerCase());
export const nameOf = (path) => names[paths.name[path]];
export const placeOf = (name) => data.files[name] && `${data.files[name]}:${data.lines[name]}`;

/** The names from the outermost call to `path`. */
export function chainOf(path) {
    const chain = [];
    for (let at = path; at >= 0; at = paths.parent[at]) {
        chain.unshift(nameOf(at));
    }
    return chain;
}

/** What widths can show: `own` is the column of what a call path itself has, children not included. */
export const values = [
    {key: 'wall', label: 'Wall', own: 'self', format: duration},
    {key: 'self', label: 'Self', own: 'self', format: duration, isInverted: true},
    {key: 'allocations', label: 'Allocations', own: 'allocations', format: count},
    {key: 'bytes', label: 'Bytes', own: 'bytes', format: bytes},
    {key: 'live', label: 'Live bytes', own: 'live', format: bytes},
].filter(({own}) => paths[own]);

const threadColumns = new Map();

/** The column `key` of a thread (all together: -1). Only times and calls are known for each thread. */
export function column(key, thread = -1) {
    const known = threads[thread]?.[key];
    if (!known) {
        return paths[key];
    }
    const id = `${key} ${thread}`;
    if (!threadColumns.has(id)) {
        const dense = new Float64Array(pathCount);
        threads[thread].paths.forEach((path, index) => {
            dense[path] = known[index];
        });
        threadColumns.set(id, dense);
    }
    return threadColumns.get(id);
}

/** A row for each name, summed over its call paths. */
function nameRows(source, columnOf, memory) {
    const rows = names.map((text, name) => ({id: name, name, calls: 0, total: 0, self: 0}));
    const [calls, total, self] = ['calls', 'total', 'self'].map(columnOf);
    for (let path = 0; path < pathCount; ++path) {
        const row = rows[paths.name[path]];
        row.calls += calls[path];
        row.self += self[path];
        row.total += isNested[path] ? paths.span[path] : total[path];
        for (const key of memory) {
            row[key] = (row[key] ?? 0) + source[key][path];
        }
    }
    return rows;
}

const memoryColumns = ['allocations', 'bytes', 'live'].filter((key) => paths[key]);
export const distributionOf = new Map(data.distributions.map((one) => [one.name, one]));
const rowsKnown = new Map();

/** What the table lists: names, or call paths. With `before`, each row has the earlier one as `before`. */
export function rowsOf(kind, thread) {
    const id = `${kind} ${thread}`;
    if (rowsKnown.has(id)) {
        return rowsKnown.get(id);
    }
    let rows;
    if (kind === 'names') {
        rows = nameRows(paths, (key) => column(key, thread), memoryColumns);
        const earlier = before && nameRows(before, (key) => before[key], memoryColumns.filter((key) => before[key]));
        for (const row of rows) {
            const percentiles = new Map(distributionOf.get(row.name)?.p);
            Object.assign(row, {p50: percentiles.get(50), p95: percentiles.get(95), p99: percentiles.get(99)});
            row.max = distributionOf.get(row.name)?.max;
            row.before = earlier?.[row.name];
        }
    } else {
        const keys = ['calls', 'total', 'self', 'p50', 'p95', 'p99', 'max', ...memoryColumns];
        const columns = keys.map((key) => [key, column(key, thread)]);
        const pick = (path, from) => Object.fromEntries(from.map(([key, one]) => [key, one[path] ?? undefined]));
        const earlier = before && keys.filter((key) => before[key]).map((key) => [key, before[key]]);
        rows = Array.from({length: pathCount}, (_, path) => ({
            id: path, path, name: paths.name[path], ...pick(path, columns), before: before && pick(path, earlier),
        }));
    }
    rows = rows.filter((row) => row.calls > 0 || row.before?.calls > 0 || memoryColumns.some((key) => row[key] > 0));
    rowsKnown.set(id, rows);
    return rows;
}
