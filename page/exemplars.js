// SPDX-License-Identifier: BSL-1.0
// The slowest calls of a name: what ran inside each, on a time axis, and which of it was to blame.
import {data, depths, nameOf, paths} from './data.js';
import {code, fitted, html, svg} from './dom.js';
import {bytes, count, duration, larger, smaller, ticks} from './format.js';

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
    const depthOf = (path) => larger(0, depths[path] - depths[one.path]);
    const all = [[one.path, 0, one.duration], ...one.paths.map((path, index) => [path, one.starts[index], one.durations[index]])];
    const base = BAR * (1 + all.reduce((most, [path]) => larger(most, depthOf(path)), 0));
    const xOf = (ns) => larger(0, smaller(ns / one.duration, 1)) * width;
    const bars = all.map(([path, start, took]) => {
        const [x, y] = [xOf(start), depthOf(path) * BAR];
        const wide = larger(1, xOf(start + took) - x - 1);
        return svg('g', {class: path === one.blamePath ? 'blamed' : 'bar'}, svg('title', {}, `${nameOf(path)}: ${duration(took)}, from ${duration(start)} on`),
            svg('rect', {x, y, width: wide, height: BAR - 2}), svg('text', {x: x + 4, y: y + 11.5}, wide > 30 ? fitted(nameOf(path), wide - 8) : ''));
    });
    const marks = ticks(one.duration, larger(2, width / 90)).map((ns) => svg('text', {class: 'tick', x: xOf(ns), y: base + 14,
        'text-anchor': ns === 0 ? 'start' : xOf(ns) > width - 24 ? 'end' : 'middle'}, duration(ns)));
    const strokes = ticks(one.duration, larger(2, width / 90)).map((ns) => `M${xOf(ns)} ${base}v4`);
    return svg('svg', {class: 'timeline', width, height: base + 18, role: 'img', 'aria-label': `Timeline of ${duration(one.duration)}: ${all.length - 1} calls inside`},
        ...bars, svg('path', {class: 'axis', d: `M0 ${base}H${width}${strokes.join('')}`}), ...marks);
}

function instance(one, width) {
    const chain = way(one.path, one.blamePath);
    const said = [
        one.time?.replace('T', ' ').replace('Z', ' UTC'), `${duration(one.start)} after the start`,
        html('span', {}, 'thread ', code(one.thread || 'unnamed'), ` #${one.threadNumber}`), one.allocations > 0 && `${count(one.allocations)} allocations, ${bytes(one.bytes)}`,
        one.leftOut > 0 && `${count(one.leftOut)} shorter calls are not shown`, one.isCut && 'the timeline no longer had its beginning',
    ].filter(Boolean).flatMap((part) => [' \u00b7 ', part]).slice(1);
    return html('li', {}, html('p', {class: 'blame'}, html('strong', {}, duration(one.blame)), ` of ${duration(one.duration)} in `,
        html('strong', {}, code(nameOf(one.blamePath))), chain.length > 0 ? '' : ' itself',
        chain.length > 1 ? html('span', {class: 'faint'}, ', by way of ', code(chain.slice(0, -1).join(' \u203a '))) : ''),
    timeline(one, width), html('p', {class: 'faint when'}, ...said));
}

/** An item for each of the slowest calls of `name`, the slowest first. */
export const slowest = (name, width) => data.exemplars.filter((one) => one.name === name)
    .sort((one, other) => other.duration - one.duration).map((one) => instance(one, width));
