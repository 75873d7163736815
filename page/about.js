// SPDX-License-Identifier: BSL-1.0
// What stands around the numbers: what was lost, counters and gauges, threads, metadata, and what dwell itself costs.
import {before, data, names, paths, threads} from './data.js';
import {byId, code, definitions, html} from './dom.js';
import {bytes, count, duration, grouped} from './format.js';

/** Puts `parts` into `id`, and shows the section around it where there are any. */
function show(id, parts) {
    byId(id).append(...parts);
    byId(id).closest('section').hidden = parts.length === 0;
}

const rowsOfTexts = (rows) => rows.map(([first, ...others]) =>
    html('tr', {}, html('th', {scope: 'row'}, code(first)), ...others.map((cell) => html('td', {}, cell))));

function series({name, labels, unit, help, value}) {
    const inBraces = labels.map(([key, text]) => `${key}="${text}"`).join(', ');
    return [name + (inBraces && `{${inBraces}}`), value === null ? 'not finite' : unit === 'bytes' ? bytes(value) : unit === 'ns' ? duration(value) : `${grouped(value)} ${unit}`, help];
}

const metadata = (profile) => profile?.metadata ? [definitions(profile.metadata.map(([key, value]) => [key, code(value)]))] : [];
const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);

export function beginAbout() {
    byId('summary').textContent = [`${duration(sum(paths.self))} in ${count(sum(paths.calls))} calls of all threads`, `${count(names.length)} names`, `${count(paths.name.length)} call paths`,
        threads.length > 0 && `${count(sum(threads.map(({started}) => started)))} threads`, data.sampled && 'partly estimated',
        before && `against ${before.title}`].filter(Boolean).join(' \u00b7 ');
    show('notices', data.health.map((sentence) => html('li', {}, sentence)));
    show('counters', rowsOfTexts(data.counters.map(series)));
    show('gauges', rowsOfTexts(data.gauges.map(series)));
    show('thread-list', rowsOfTexts(threads.map(({name, started, running, cpu}) =>
        [name || 'unnamed', count(started), count(running), cpu > 0 ? duration(cpu) : '\u2013'])));
    show('metadata', metadata(data));
    show('metadata-before', metadata(before));
    show('cost', data.cost.map((sentence) => html('p', {}, sentence)));
}
