// SPDX-License-Identifier: BSL-1.0
// What stands around the numbers: what was lost, counters and gauges, threads, metadata, and what dwell itself costs.
import {before, data, names, paths, threads} from './data.js';
import {byId, code, definitions, html} from './dom.js';
import {bytes, count, duration} from './format.js';

function section(title, ...parts) {
    byId('about').append(html('section', {}, html('h2', {}, title), ...parts));
}

const table = (heads, rows) => html('div', {class: 'table-box', tabindex: 0, role: 'region', 'aria-label': heads[0]}, html('table', {},
    html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', {scope: 'col'}, head)))),
    html('tbody', {}, ...rows.map(([first, ...others]) => html('tr', {}, html('th', {scope: 'row'}, first), ...others.map((cell) => html('td', {}, cell)))))));

function series({name, labels, help}) {
    const inBraces = labels.map(([key, value]) => `${key}="${value}"`).join(', ');
    return html('span', {title: help || false}, code(inBraces ? `${name}{${inBraces}}` : name));
}

const measured = ({value, unit}) => unit === 'bytes' ? bytes(value) : `${typeof value === 'number' ? value.toLocaleString('en', {maximumSignificantDigits: 6}) : value} ${unit}`;

export function beginAbout() {
    const calls = paths.calls.reduce((sum, one) => sum + one, 0);
    const time = paths.self.reduce((sum, one) => sum + one, 0);
    byId('summary').textContent = [`${duration(time)} in ${count(calls)} calls`, `${count(names.length)} names`, `${count(paths.name.length)} call paths`,
        ...threads.length > 0 ? [`${count(threads.reduce((sum, one) => sum + one.started, 0))} threads`] : [],
        ...data.sampled ? ['some of it estimated from samples'] : [], ...before ? [`compared with ${before.title}`] : []].join(' \u00b7 ');
    const notices = byId('notices');
    notices.hidden = data.health.length === 0;
    notices.append(html('h2', {}, 'Not all is in here'), html('ul', {}, ...data.health.map((sentence) => html('li', {}, sentence))));
    for (const [title, metrics] of [['Counters', data.counters], ['Gauges', data.gauges]]) {
        if (metrics.length > 0) {
            section(title, table(['Name', 'Value'], metrics.map((metric) => [series(metric), measured(metric)])));
        }
    }
    if (threads.length > 0) {
        section('Threads', table(['Name', 'Started', 'Running', 'CPU'], threads.map((one) =>
            [code(one.name || 'unnamed'), count(one.started), count(one.running), one.cpu > 0 ? duration(one.cpu) : '\u2013'])));
    }
    section('About this profile', definitions(data.metadata.map(([key, value]) => [key, code(value)]), {class: 'metadata'}));
    if (before?.metadata) {
        section('About the profile before', definitions(before.metadata.map(([key, value]) => [key, code(value)]), {class: 'metadata'}));
    }
    if (data.cost.length > 0) {
        section('What dwell itself costs', ...data.cost.map((sentence) => html('p', {}, sentence)));
    }
}
