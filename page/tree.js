// SPDX-License-Identifier: BSL-1.0
// Trees of frames for a value: callers above callees, or, for self time, the names and who called them.
import {before, childrenOf, column, names, paths, pathCount, values} from './data.js';
import {larger, smaller} from './format.js';

/** The values of one tree: what each call path has itself, and with those below it; for a comparison, also before. */
function weigh({own, key}, thread, widths) {
    const after = column(own, thread);
    const earlier = before?.[own];
    const weights = {width: new Float64Array(pathCount), after, before: earlier, spans: new Map()};
    for (let path = 0; path < pathCount; ++path) {
        const mine = larger(0, after[path]);
        weights.width[path] = widths === 'both' && earlier ? larger(mine, earlier[path]) : mine;
        if (key === 'wall' && paths.span[path] > 0) {
            // Spans overlap other calls, so they are drawn beside, not in what their parent took.
            const span = weights.width[path] * smaller(1, paths.span[path] / (paths.self[path] || 1));
            weights.spans.set(path, span);
            weights.width[path] -= span;
        }
    }
    return weights;
}

function summed(column) {
    const sums = Float64Array.from(column);
    for (let path = pathCount - 1; path >= 0; --path) {
        if (paths.parent[path] >= 0) {
            sums[paths.parent[path]] += sums[path];
        }
    }
    return sums;
}

const wider = (one, other) => other.width - one.width || one.path - other.path;

/** Gives `frame` its frames below, the widest first, when they are first asked for. */
export function below(frame) {
    return frame.below ??= frame.find(frame).sort(wider);
}

function callees(width, after, earlier) {
    const frameOf = (path, parent) => ({
        name: paths.name[path], path, parent, depth: parent.depth + 1, width: width[path], after: after[path],
        before: earlier?.[path], find: (frame) => childrenOf[path].filter((child) => width[child] > 0).map((child) => frameOf(child, frame)),
    });
    return frameOf;
}

/** The frames of callers below `frame`: `paths` whose self time is its, and `at`, how far up each was followed. */
function callers(frame, weights) {
    const found = new Map();
    frame.paths.forEach((path, index) => {
        const at = frame.parent ? paths.parent[frame.at[index]] : path;
        if (at < 0) {
            return;
        }
        let one = found.get(paths.name[at]);
        if (!one) {
            one = {name: paths.name[at], path: -1, parent: frame, depth: frame.depth + 1, width: 0, after: 0, before: weights.before && 0,
                paths: [], at: [], find: (self) => callers(self, weights)};
            found.set(one.name, one);
        }
        one.width += weights.width[path];
        one.after += weights.after[path];
        one.before += weights.before?.[path] ?? 0;
        one.paths.push(path);
        one.at.push(at);
    });
    return [...found.values()];
}

const known = new Map();

/** The frame of all: its `below` are the outermost calls or, for self time, the names. */
export function treeOf(key, thread, widths) {
    const id = `${key} ${thread} ${widths}`;
    if (!known.has(id)) {
        known.set(id, build(values.find((value) => value.key === key), thread, widths));
    }
    return known.get(id);
}

function build(value, thread, widths) {
    const weights = weigh(value, thread, widths);
    const all = {name: -1, path: -1, parent: null, depth: 0, value, weights};
    if (value.isInverted) {
        all.paths = Array.from(weights.width.keys()).filter((path) => weights.width[path] > 0);
                all.below = callers(all, weights).sort(wider);
    } else {
        const [width, after, earlier] = [weights.width, weights.after, weights.before].map((one) => one && summed(one));
        const frameOf = callees(width, after, earlier);
        const roots = Array.from(width.keys()).filter((path) => paths.parent[path] < 0 && width[path] > 0);
        all.below = roots.map((path) => frameOf(path, all));
        for (const [path, span] of weights.spans) {
            all.below.push({...frameOf(path, all), width: span, after: span, isSpan: true, below: []});
        }
        all.below.sort(wider);
    }
    for (const key of ['width', 'after', 'before']) {
        all[key] = all.below.reduce((sum, frame) => sum + (frame[key] ?? 0), 0);
    }
    return all;
}

/** How much of the width of `all` is in what matches: each of a name for which `matches` has 1, and all below it. */
export function matched(all, matches) {
    const {width, spans} = all.weights;
    const isIn = new Uint8Array(pathCount);
    let sum = 0;
    // A parent comes before its children, and what is counted is what each call path has itself: nothing counts twice.
    for (let path = 0; path < pathCount; ++path) {
        const parent = paths.parent[path];
        isIn[path] = matches[paths.name[path]] || (parent >= 0 && isIn[parent]);
        sum += isIn[path] ? width[path] : 0;
    }
    for (const [path, span] of spans) {
        sum += matches[paths.name[path]] ? span : 0;
    }
    return sum;
}

/** The frame of `path` in the tree `all`, or `all` where it has none. */
export function frameOf(all, path) {
    if (path < 0 || all.value.isInverted) {
        return all;
    }
    const above = frameOf(all, paths.parent[path]);
    return below(above).find((frame) => frame.path === path && !frame.isSpan) ?? all;
}

export const textOf = (frame) => frame.name < 0 ? 'all' : names[frame.name];
