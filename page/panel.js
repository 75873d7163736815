// SPDX-License-Identifier: BSL-1.0
// All about one name: its numbers, its distribution, its slowest calls.
import {before, distributionOf, names, placeOf, rowsOf} from './data.js';
import {histogram, percentilePlot} from './distribution.js';
import {byId, code, definitions, html} from './dom.js';
import {slowest} from './exemplars.js';
import {bytes, changeOf, count, duration, share} from './format.js';
import {state, watch} from './state.js';

function numbers(row, whole) {
    const told = (key, format, more = '') => [format(row[key]) + more,
        ...before && row.before?.[key] !== undefined ? [html('small', {}, `before ${format(row.before[key])} (${changeOf(row[key], row.before[key])})`)] : []];
    const pairs = [['Calls', told('calls', count)], ['Total', told('total', duration)], ['Self', told('self', duration, `, ${share(row.self, whole)}`)]];
    const known = distributionOf.get(row.name);
    if (known) {
        pairs.push(['Mean', [duration(known.mean)]], ['Min', [duration(known.min)]], ...known.p.filter(([percent]) => [50, 95, 99, 99.9].includes(percent))
            .map(([percent, ns]) => [`p${percent}`, [duration(ns)]]), ['Max', [duration(known.max)]]);
    }
    for (const [key, title, format] of [['allocations', 'Allocations', count], ['bytes', 'Allocated', bytes], ['live', 'Live', bytes]]) {
        if (row[key] !== undefined) {
            const perCall = key !== 'live' && row.calls > 0 && row[key] > 0 ? `, ${format(row[key] / row.calls)} a call` : '';
            pairs.push([title, told(key, format, perCall)]);
        }
    }
    return definitions(pairs.map(([term, parts]) => [term, html('span', {}, ...parts)]), {class: 'numbers'});
}

function drawPanel() {
    const body = byId('panel-body');
    const title = byId('panel-title');
    const rows = rowsOf('names', -1);
    const row = rows.find((one) => one.name === state.name);
    byId('panel').hidden = !row;
    if (!row) {
        return;
    }
    const width = Math.max(240, body.clientWidth);
    const known = distributionOf.get(row.name);
    title.replaceChildren(code(names[row.name]));
    body.replaceChildren(html('p', {class: 'faint code'}, placeOf(row.name)), numbers(row, rows.reduce((sum, one) => sum + one.self, 0)),
        html('h3', {}, 'Distribution of its durations'),
        ...known ? [histogram(known, width), percentilePlot(known, width), html('p', {class: 'faint axis-note'}, 'share of calls that took at most so long')]
            : [html('p', {class: 'faint'}, 'None of its calls was timed.')],
        html('h3', {}, 'Slowest calls'), slowest(row.name, width));
}

export function beginPanel() {
    watch((changed) => changed.has('name') && drawPanel());
    drawPanel();
    let width = 0;
    new ResizeObserver(([{contentRect}]) => {
        if (contentRect.width !== width) {
            width = contentRect.width;
            drawPanel();
        }
    }).observe(byId('columns'));
}
