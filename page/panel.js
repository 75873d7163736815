// SPDX-License-Identifier: BSL-1.0
// All about one name: its numbers, its distribution, its slowest calls.
import {before, data, distributionOf, names, placeOf, rowsOf} from './data.js';
import {histogram, percentilePlot} from './distribution.js';
import {byId, code, definitions, html} from './dom.js';
import {slowest} from './exemplars.js';
import {bytes, changeOf, count, duration} from './format.js';
import {state, watch} from './state.js';

function numbers(row) {
    const pairs = [];
    const tell = (term, ...parts) => pairs.push([term, html('span', {}, ...parts)]);
    const tellOf = (key, term, format) => {
        if (row[key] === undefined) {
            return;
        }
        const earlier = row.before?.[key];
        const perCall = ['allocations', 'bytes'].includes(key) && row.calls > 0 && row[key] > 0 && `${format(row[key] / row.calls)} a call`;
        tell(term, format(row[key]), ...[perCall, earlier !== undefined && `before ${format(earlier)} (${changeOf(row[key], earlier)})`]
            .filter(Boolean).map((said) => html('small', {}, said)));
    };
    tellOf('calls', 'Calls', count);
    tellOf('total', 'Total', duration);
    tellOf('self', 'Self', duration);
    const known = distributionOf.get(row.name);
    if (known) {
        tell('Mean', duration(known.mean));
        tell('Min', duration(known.min));
        known.p.filter(([percent]) => ![75, 90].includes(percent)).forEach(([percent, ns]) => tell(`p${percent}`, duration(ns)));
        tell('Max', duration(known.max));
    }
    tellOf('allocations', 'Allocations', count);
    tellOf('bytes', 'Allocated', bytes);
    tellOf('live', 'Live', bytes);
    return definitions(pairs);
}

function drawPanel() {
    const row = rowsOf('names', -1).find(({name}) => name === state.name);
    byId('panel').hidden = !row;
    if (!row) {
        return;
    }
    const width = byId('plots').clientWidth;
    const known = distributionOf.get(state.name);
    byId('panel-title').replaceChildren(code(names[state.name]));
    byId('place').textContent = placeOf(state.name);
    byId('numbers').replaceChildren(numbers(row));
    byId('plots').replaceChildren(...known ? [histogram(known, width), percentilePlot(known, width)] : ['None of its calls was timed.']);
    byId('slowest').replaceChildren(...slowest(state.name, width));
}

export function beginPanel() {
    watch((changed) => changed.has('name') && drawPanel());
    byId('before-note').hidden = !before;
    byId('no-timeline').hidden = data.exemplarsPerName > 0;
    drawPanel();
    let width = byId('columns').clientWidth;
    new ResizeObserver(([{contentRect}]) => {
        if (contentRect.width !== width) {
            width = contentRect.width;
            drawPanel();
        }
    }).observe(byId('columns'));
}
