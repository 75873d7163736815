// SPDX-License-Identifier: BSL-1.0
// What there is to say of one frame, as pairs of a term and a text.
import {before, column, paths, placeOf, threads} from './data.js';
import {bytes, changeOf, count, duration, share} from './format.js';
import {state} from './state.js';

/** `key` of a call path, and in a comparison what it was and how it changed. */
function told(key, path, format, thread = -1) {
    const now = format(column(key, thread)[path]);
    if (!before?.[key]) {
        return now;
    }
    return `${format(before[key][path])} \u2192 ${now} (${changeOf(paths[key][path], before[key][path])})`;
}

export function factsOf(frame, all) {
    const {format, label} = all.value;
    const {path} = frame;
    const [what, parent] = [format(frame.width), frame.parent];
    const shares = parent ? `${what}, ${share(frame.width, all.width)} of all` : what;
    const inParent = parent && parent !== all ? `, ${share(frame.width, parent.width)} of parent` : '';
    if (path < 0) {
        const kind = all.value.isInverted ? parent && parent !== all ? 'self time for this caller' : 'self time' : label;
        const differs = before && frame.before !== undefined ? [['before', `${format(frame.before)} (${changeOf(frame.after, frame.before)})`]] : [];
        return [[kind, shares + inParent], ...differs, ...frame.name < 0 ? [] : [['at', placeOf(frame.name)]].filter(([, place]) => place)];
    }
    const calls = column('calls', state.thread)[path];
    const facts = [
        ['calls', told('calls', path, count, state.thread) + (paths.open[path] > 0 ? ` and ${count(paths.open[path])} not ended` : '')],
        ['total', told('total', path, duration, state.thread)],
        ['self', told('self', path, duration, state.thread)],
        ...['p50', 'p95', 'p99', 'max'].map((key) => [key, told(key, path, duration)]),
    ];
    facts.splice(1, 0, [frame.isSpan ? 'spans, which overlap other calls' : label.toLowerCase(), shares + inParent]);
    if (all.value.key === 'wall' && !before) {
        facts.splice(2, 1);
        facts[1][0] = frame.isSpan ? facts[1][0] : 'total';
    }
    const perCall = (key, formatted) => `${formatted(paths[key][path])}${calls > 0 ? `, ${formatted(paths[key][path] / paths.calls[path])} a call` : ''}`;
    for (const [key, term, formatted] of [['allocations', 'allocations', count], ['bytes', 'allocated', bytes]]) {
        if (paths[key]?.[path]) {
            facts.push([term, before?.[key] ? told(key, path, formatted) : perCall(key, formatted)]);
        }
    }
    if (paths.live?.[path]) {
        facts.push(['live', told('live', path, bytes)]);
    }
    if (paths.sampled[path]) {
        facts.push(['sampled', 'an estimate']);
    }
    if (placeOf(frame.name)) {
        facts.push(['at', placeOf(frame.name)]);
    }
    if (threads[state.thread]) {
        facts.push(['percentiles', 'of all threads']);
    }
    return facts;
}
