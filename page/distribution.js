// SPDX-License-Identifier: BSL-1.0
// The latency of a name as pictures: a histogram over a logarithmic axis, and the percentiles towards the tail.
import {count, duration} from './format.js';
import {svg} from './dom.js';

const HEIGHT = 132;
const TOP = 26;
const BASE = HEIGHT - 18;
const MARKED = [50, 95, 99];

const text = (x, y, anchor, said, kind = 'tick') => svg('text', {x: x.toFixed(1), y, 'text-anchor': anchor, class: kind}, said);
const line = (x1, y1, x2, y2, kind) => svg('path', {class: kind, d: `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}`});
const plotOf = (width, label, parts) => svg('svg', {class: 'plot', width, height: HEIGHT, role: 'img', 'aria-label': label}, ...parts.flat());

/** The powers of ten from `low` to `high`, and where there are few of them also twice and five times these. */
function logTicks(low, high) {
    const steps = Math.log10(high / low) < 2 ? [1, 2, 5] : [1];
    const found = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); ++power) {
        found.push(...steps.map((step) => step * 10 ** power));
    }
    return found.filter((one) => one >= low && one <= high);
}

export function histogram({from, to, n, min, max, p, count: calls}, width) {
    const low = Math.max(0.5, Math.min(from[0] || to[0] / 2, min || Infinity));
    const high = Math.max(low * 1.5, to.at(-1));
    const [left, right] = [6, width - 6];
    const xOf = (ns) => left + (right - left) * Math.log(Math.max(ns, low) / low) / Math.log(high / low);
    // Areas are counts: buckets are not all as wide.
    const edges = from.map((start, index) => [xOf(start), Math.max(xOf(start) + 1, xOf(to[index]))]);
    const densities = edges.map(([start, end], index) => n[index] / (end - start));
    const most = densities.reduce((one, other) => Math.max(one, other), 0);
    const bars = edges.map(([start, end], index) => {
        const high1 = n[index] > 0 ? Math.max(1.5, (BASE - TOP) * densities[index] / most) : 0;
        return `M${start.toFixed(1)} ${BASE}v-${high1.toFixed(1)}H${Math.max(start + 0.8, end - 0.6).toFixed(1)}V${BASE}z`;
    });
    let free = -Infinity;
    const marks = p.filter(([percent]) => MARKED.includes(percent)).map(([percent, ns], index) => {
        const x = xOf(ns);
        const isClose = x < free;
        free = x + 34;
        return [line(x, isClose ? 22 : 12, x, BASE, `mark mark${index}`), text(Math.min(x + 3, width - 26), isClose ? 21 : 11, 'start', `p${percent}`, 'mark-text')];
    });
    const ticks = logTicks(low, high).map((ns) => [line(xOf(ns), BASE, xOf(ns), BASE + 4, 'axis'),
        text(Math.min(width - 18, Math.max(18, xOf(ns))), HEIGHT - 3, 'middle', duration(ns))]);
    const said = p.filter(([percent]) => MARKED.includes(percent)).map(([percent, ns]) => `p${percent} ${duration(ns)}`).join(', ');
    return plotOf(width, `Histogram of ${count(calls)} calls, from ${duration(min)} to ${duration(max)}; ${said}`,
        [svg('path', {class: 'bars', d: bars.join('')}), line(left, BASE, right, BASE, 'axis'), marks, ticks]);
}

/** Duration over the share of calls that took at most that: each step to the right is a tenth as many calls. */
export function percentilePlot({p, min, max, count: calls}, width) {
    // Beyond the last percentile stands the slowest call.
    const points = [...p, [100 - 50 / calls, max]].filter(([percent], index, all) => index === 0 || percent >= all[index - 1][0]);
    const far = (percent) => -Math.log10(1 - percent / 100);
    const [low, high] = [Math.max(0.5, min), Math.max(1, min * 1.5, max)];
    const [left, right] = [52, width - 10];
    const last = Math.max(2, far(points.at(-1)[0]));
    const xOf = (percent) => left + (right - left) * far(percent) / last;
    const yOf = (ns) => BASE - (BASE - TOP) * Math.log(Math.max(ns, low) / low) / Math.log(high / low);
    const curve = [[0, min], ...points].map(([percent, ns]) => `${xOf(percent).toFixed(1)} ${yOf(ns).toFixed(1)}`);
    const grid = logTicks(low, high);
    const every = Math.ceil(grid.length / 5);
    const rows = grid.filter((_, index) => index % every === 0).map((ns) => [line(left, yOf(ns), right, yOf(ns), 'grid'), text(left - 5, yOf(ns) + 4, 'end', duration(ns))]);
    const columns = [0, 50, 90, 99, 99.9, 99.99, 99.999].filter((percent) => far(percent) <= last).map((percent) =>
        [line(xOf(percent), BASE, xOf(percent), BASE + 4, 'axis'), text(xOf(percent), HEIGHT - 3, 'middle', `${percent} %`)]);
    const marks = p.filter(([percent]) => MARKED.includes(percent)).map(([percent, ns], index) => [
        svg('circle', {class: `mark${index}`, cx: xOf(percent), cy: yOf(ns), r: 3.5}),
        text(xOf(percent) - 2, yOf(ns) - 8, 'end', duration(ns), 'mark-text')]);
    return plotOf(width, `Percentiles: ${points.map(([percent, ns]) => `${Number(percent.toFixed(4))} % within ${duration(ns)}`).join(', ')}`,
        [rows, columns, line(left, BASE, right, BASE, 'axis'), svg('path', {class: 'curve', d: `M${curve.join('L')}`}), marks,
            svg('circle', {class: 'slowest', cx: xOf(points.at(-1)[0]), cy: yOf(max), r: 2.5})]);
}
