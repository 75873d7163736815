// SPDX-License-Identifier: BSL-1.0
// The slowest calls of a name: what ran inside each, on a time axis, and which of it was to blame.
import {data, depths, nameOf, paths} from './data.js';
import {code, fitted, html, svg} from './dom.js';
import {bytes, count, duration, share, ticks} from './format.js';

const BAR = 17;

/** The call paths from the one below `outer` to `inner`, in words. */
function way(outer, inner) {
    const chain = [];
    for (let path = inner; path >= 0 && path !== outer; path = paths.parent[path]) {
        chain.unshift(nameOf(path));
    }
    return chain;
}

function timeline(one, width) {
    const all = [[one.path, 0, one.duration], ...one.paths.map((path, index) => [path, one.starts[index], one.durations[index]])];
    const rows = 1 + all.reduce((most, [path]) => Math.max(most, depths[path] - depths[one.path]), 0);
    const xOf = (ns) => Math.min(Math.max(ns / one.duration, 0), 1) * width;
    const bars = all.map(([path, start, took]) => {
        const [x, end, y] = [xOf(start), xOf(start + took), Math.max(0, depths[path] - depths[one.path]) * BAR];
        const wide = Math.max(1, end - x - (end - x > 3 ? 1 : 0));
        const blamed = path === one.blamePath;
        const label = wide > 30 ? fitted(nameOf(path), wide - 8) : '';
        return svg('g', {class: blamed ? 'blamed' : 'bar'}, svg('title', {}, `${nameOf(path)}: ${duration(took)} from ${duration(start)}`),
            svg('rect', {x: x.toFixed(1), y, width: wide.toFixed(1), height: BAR - 2}), label && svg('text', {x: (x + 4).toFixed(1), y: y + 11.5}, label));
    });
    const y = rows * BAR;
    const marks = ticks(one.duration, Math.max(2, width / 90)).map((ns) => [
        svg('path', {class: 'axis', d: `M${xOf(ns).toFixed(1)} ${y}v4`}),
        svg('text', {class: 'tick', x: xOf(ns).toFixed(1), y: y + 15, 'text-anchor': ns === 0 ? 'start' : xOf(ns) > width - 24 ? 'end' : 'middle'}, duration(ns))]);
    return svg('svg', {class: 'timeline', width, height: y + 18, role: 'img',
        'aria-label': `Timeline of ${duration(one.duration)}: ${all.length - 1} calls inside`},
    ...bars, svg('path', {class: 'axis', d: `M0 ${y}.5H${width}`}), ...marks.flat());
}

function instance(one, width) {
    const chain = way(one.path, one.blamePath);
    const blame = html('p', {class: 'blame'}, html('strong', {}, duration(one.blame)), ` of ${duration(one.duration)} (${share(one.blame, one.duration)}) in `,
        ...chain.length > 0 ? [html('strong', {}, code(chain.at(-1)))] : [html('strong', {}, code(nameOf(one.path))), ' itself, outside of any scope in it']);
    if (chain.length > 1) {
        blame.append(html('span', {class: 'faint'}, ' by way of ', code(chain.slice(0, -1).join(' \u203a '))));
    }
    const when = [one.time && html('time', {datetime: one.time}, one.time.replace('T', ' ').replace('Z', ' UTC')), `after ${duration(one.start)}`];
    const thread = html('span', {}, 'thread ', one.thread ? code(one.thread) : '', ` #${one.threadNumber}`);
    const memory = one.allocations > 0 ? [`${count(one.allocations)} allocations, ${bytes(one.bytes)}`] : [];
    const lacks = [one.isCut && 'the timeline no longer had its beginning', one.leftOut > 0 && `${count(one.leftOut)} shorter calls are not shown`].filter(Boolean);
    return html('li', {}, blame, timeline(one, width), html('p', {class: 'faint when'},
        ...[...when, thread, ...memory, ...lacks].filter(Boolean).flatMap((part, index) => index > 0 ? [' \u00b7 ', part] : [part])));
}

export function slowest(name, width) {
    const found = data.exemplars.filter((one) => one.name === name).sort((one, other) => other.duration - one.duration);
    if (found.length > 0) {
        return html('ol', {class: 'slowest'}, ...found.map((one) => instance(one, width)));
    }
    return html('p', {class: 'faint'}, data.exemplarsPerName > 0 ? 'None of its calls was kept.'
        : 'The timeline was off. With it on, the slowest calls of each name are kept, with what ran inside: start the program with ',
    data.exemplarsPerName > 0 ? '' : html('code', {class: 'code'}, 'DWELL_TIMELINE=1M'), data.exemplarsPerName > 0 ? '' : '.');
}
