// SPDX-License-Identifier: BSL-1.0
// The table of names or call paths: sorted by a column, filtered by the search.
import {before, chainOf, data, lowered, names, paths, rowsOf} from './data.js';
import {byId, choice, code, html} from './dom.js';
import {bytes, changeOf, count, difference, duration, smaller} from './format.js';
import {change, state, watch} from './state.js';

const PAGE = 24;

const plainColumns = [
    ['self', 'Self', duration], ['total', 'Total', duration], ['calls', 'Calls', count], ['p50', 'p50', duration], ['p95', 'p95', duration],
    ['p99', 'p99', duration], ['max', 'Max', duration], ['allocations', 'Allocs', count], ['bytes', 'Bytes', bytes], ['live', 'Live', bytes],
];

/** Of each number: its key, its title, how a row has it as a number, and as text. */
function columnsOf(kind) {
    const present = plainColumns.filter(([key]) => paths[key]);
    if (!before) {
        return present.map(([key, title, format]) => ({key, title, of: (row) => row[key], text: (row) => format(row[key]), isBar: key === 'total' || key === 'self'}));
    }
    const compared = present.filter(([key]) => before[key] && !['p50', 'p95', 'max'].includes(key) && (key !== 'p99' || kind === 'paths'));
    return compared.flatMap(([key, title, format]) => {
        // What one side lacks is nothing there.
        const [after, earlier] = [(row) => row[key] ?? 0, (row) => row.before[key] ?? 0];
        return [
            {key: `${key} before`, title: `${title} before`, of: earlier, text: (row) => format(earlier(row))},
            {key, title: `${title} after`, of: after, text: (row) => format(after(row))},
            {key: `${key} change`, title: `${title} change`, of: (row) => after(row) - earlier(row), isChange: true, text: (row) => after(row) === earlier(row)
                ? '=' : `${difference(after(row), earlier(row), format)} (${changeOf(after(row), earlier(row))})`},
        ];
    });
}

const body = byId('table').tBodies[0];
let columns;
let drawn;
let whole;
let sorted;
let order = {key: before ? 'self change' : 'self', isDown: true};
let shown = PAGE;

function sort() {
    const by = columns.find(({key}) => key === order.key);
    const all = rowsOf(state.rows, state.thread);
    const sign = order.isDown ? -1 : 1;
    // What a row lacks goes last, whichever way.
    const keys = all.map(by ? (row) => sign * (by.of(row) ?? sign * Infinity) : (row) => names[row.name]);
    const indexes = Array.from(keys.keys());
    indexes.sort(by ? (one, other) => keys[one] - keys[other] : (one, other) => sign * ((keys[one] > keys[other]) - (keys[one] < keys[other])));
    sorted = indexes.map((index) => all[index]);
    whole = rowsOf('names', state.thread).reduce((sum, row) => sum + row.self, 0);
}

function head() {
    const cell = (key, title) => {
        const isBy = key === order.key;
        return html('th', {scope: 'col', class: / change$/.test(key) && 'change', 'aria-sort': isBy && (order.isDown ? 'descending' : 'ascending')},
            html('button', {type: 'button', click: () => {
                order = {key, isDown: isBy ? !order.isDown : key !== 'name'};
                shown = PAGE;
                sort();
                head();
                rows();
                byId('table').querySelector('th[aria-sort] button').focus();
            }}, title, html('span', {class: 'arrow', 'aria-hidden': 'true'}, isBy ? order.isDown ? '\u25be' : '\u25b4' : '')));
    };
    byId('table').tHead.replaceChildren(html('tr', {}, cell('name', state.rows === 'names' ? 'Name' : 'Call path'), ...columns.map(({key, title}) => cell(key, title))));
}

function rowElement(row) {
    const chain = row.path === undefined ? [] : chainOf(row.path).slice(0, -1);
    const above = chain.length > 0 ? html('span', {class: 'above'}, ...chain.slice(-6).reverse().flatMap((name) => [' \u2039 ', code(name)])) : '';
    const button = html('button', {type: 'button', title: [...chain, names[row.name]].join(' \u203a ')}, code(names[row.name]), above);
    return html('tr', {click: () => change(row.path === undefined ? {name: row.name} : {name: row.name, path: row.path})},
        html('th', {scope: 'row'}, button), ...columns.map((column) => {
            const number = column.of(row);
            if (number === undefined) {
                return html('td', {class: 'faint'}, '\u2013');
            }
            const cell = html('td', {class: column.isChange && number !== 0 && (number > 0 ? 'up' : 'down')}, column.text(row));
            if (column.isBar && number > 0) {
                cell.classList.add('share');
                cell.style.setProperty('--share-width', `${smaller(100, number / whole * 100).toFixed(1)}%`);
            }
            return cell;
        }));
}

/** Marks the rows of the chosen name. */
function mark() {
    Array.from(body.rows).forEach((element, index) => {
        const isChosen = drawn[index].name === state.name;
        element.classList.toggle('chosen', isChosen);
        element.querySelector('button').setAttribute('aria-current', isChosen);
    });
}

function rows() {
    const wanted = state.search.toLowerCase();
    const found = sorted.filter((row) => lowered[row.name].includes(wanted));
    // A few more than there is room for are no reason to ask.
    const end = found.length <= shown + PAGE / 3 ? found.length : shown;
    drawn = found.slice(0, end);
    body.replaceChildren(...drawn.map(rowElement));
    mark();
    byId('row-count').textContent = wanted ? `${count(found.length)} of ${count(sorted.length)}` : count(sorted.length);
    const more = byId('more');
    more.hidden = found.length === end;
    more.textContent = `Show more (${count(found.length - end)})`;
}

function fill() {
    columns = columnsOf(state.rows);
    if (!columns.some(({key}) => key === order.key)) {
        order = {key: columns[0].key, isDown: true};
    }
    sort();
    head();
    rows();
}

export function beginTable() {
    choice('rows', [['names', 'Names'], ['paths', 'Call paths']], state.rows, (rowsKind) => change({rows: rowsKind}));
    byId('more').addEventListener('click', () => {
        shown += 10 * PAGE;
        rows();
    });
    watch((changed) => {
        if (changed.has('rows') || changed.has('thread')) {
            shown = PAGE;
            fill();
        } else if (changed.has('search')) {
            shown = PAGE;
            rows();
        } else {
            mark();
        }
    });
    fill();
    if (state.name < 0) {
        // Of those that the table has first, one with slow calls, not the only ones, for which another is to blame.
        const isToTell = new Set(data.exemplars.filter((one) => one.blamePath !== one.path && paths.calls[one.path] > 1).map(({name}) => name));
        state.name = (sorted.find((row) => isToTell.has(row.name)) ?? sorted[0])?.name ?? -1;
        mark();
    }
}
