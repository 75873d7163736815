// SPDX-License-Identifier: BSL-1.0
// The latency of a name as pictures: a histogram over a logarithmic axis, and the percentiles towards the tail.
import {ceil, count, duration, floor, larger, log, log10, smaller} from './format.js';
import {svg} from './dom.js';

const HEIGHT = 132;
const TOP = 26;
const BASE = HEIGHT - 18;
const MARKED = [50, 95, 99];

const text = (x, y, anchor, said, kind = 'tick') => svg('text', {x, y, 'text-anchor': anchor, class: kind}, said);
const line = (x, y, toX, toY, kind) => svg('path', {class: kind, d: `M${x} ${y}L${toX} ${toY}`});
const plotOf = (width, label, ...parts) => svg('svg', {class: 'plot', width, height: HEIGHT, role: 'img', 'aria-label': label}, ...parts.flat(2));
const marked = (p) => p.filter(([percent]) => MARKED.includes(percent));

/** A function from a duration between `low` and `high` to a place between `from` and `to`. */
const logScale = (low, high, from, to) => (ns) => from + (to - from) * log(larger(ns, low) / low) / log(high / low);

/** The powers of ten from `low` to `high`; where there are few of them also twice and five times these. */
function logTicks(low, high) {
    const found = [];
    for (let power = 10 ** floor(log10(low)); power <= high; power *= 10) {
        found.push(...(high / low < 100 ? [1, 2, 5] : [1]).map((step) => step * power));
    }
    const inside = found.filter((one) => one >= low && one <= high);
    return inside.length > 0 ? inside : [low];
}

export function histogram({from, to, n, min, max, p, count: calls}, width) {
    const low = larger(0.5, smaller(from[0] || to[0] / 2, min));
    const xOf = logScale(low, larger(low * 1.5, to.at(-1)), 4, width - 4);
    // Areas are counts, since not all buckets are as wide.
    const edges = from.map((start, index) => [xOf(start), larger(xOf(start) + 1, xOf(to[index]))]);
    const heights = edges.map(([start, end], index) => n[index] / (end - start));
    const most = heights.reduce((one, other) => larger(one, other), 0);
    const bars = edges.map(([start, end], index) => n[index] > 0
        ? `M${start} ${BASE}V${BASE - larger(1.5, (BASE - TOP) * heights[index] / most)}H${larger(start + 0.8, end - 0.6)}V${BASE}z` : '');
    let free = 0;
    let level = 0;
    const marks = marked(p).map(([percent, ns]) => {
        const x = xOf(ns);
        level = x < free ? level + 11 : 11;
        free = x + 28;
        return [line(x, level - 8, x, BASE, 'mark'), text(x > width - 26 ? x - 3 : x + 3, level, x > width - 26 ? 'end' : 'start', `p${percent}`, 'mark-text')];
    });
    return plotOf(width, `Histogram of ${count(calls)} calls, from ${duration(min)} to ${duration(max)}`, svg('path', {class: 'bars', d: bars.join('')}),
        line(0, BASE, width, BASE, 'axis'), marks, logTicks(low, to.at(-1)).map((ns) => [line(xOf(ns), BASE, xOf(ns), BASE + 4, 'axis'),
            text(larger(18, smaller(xOf(ns), width - 18)), HEIGHT - 3, 'middle', duration(ns))]));
}

/** Duration over the share of calls that took at most that: each step to the right is a tenth as many calls. */
export function percentilePlot({p, min, max, count: calls}, width) {
    const far = (percent) => -log10(1 - percent / 100);
    // Beyond the last percentile stands the slowest call.
    const points = [[0, min], ...p, [larger(100 - 50 / calls, p.at(-1)?.[0] ?? 0), max]];
    const last = larger(2, far(points.at(-1)[0]));
    const left = 52;
    const xOf = (percent) => left + (width - 12 - left) * far(percent) / last;
    const low = larger(0.5, min);
    const yOf = logScale(low, larger(low * 1.5, max), BASE, TOP);
    const grid = logTicks(low, max);
    const every = ceil(grid.length / 5);
    return plotOf(width, `Percentiles: ${p.map(([percent, ns]) => `${percent} % within ${duration(ns)}`).join(', ')}, all within ${duration(max)}`,
        grid.filter((_, index) => index % every === 0).map((ns) => [line(left, yOf(ns), width, yOf(ns), 'grid'), text(left - 5, yOf(ns) + 4, 'end', duration(ns))]),
        [50, 90, 99, 99.9, 99.99, 99.999].filter((percent) => far(percent) <= last).map((percent) =>
            [line(xOf(percent), BASE, xOf(percent), BASE + 4, 'axis'), text(xOf(percent), HEIGHT - 3, 'middle', `${percent} %`)]),
        line(left, BASE, width, BASE, 'axis'),
        svg('path', {class: 'curve', d: `M${points.map(([percent, ns]) => `${xOf(percent)} ${yOf(ns)}`).join('L')}`}),
        marked(p).map(([percent, ns]) => [svg('circle', {cx: xOf(percent), cy: yOf(ns), r: 3}), text(xOf(percent), yOf(ns) - 7, 'middle', duration(ns), 'mark-text')]));
}
