// SPDX-License-Identifier: BSL-1.0
// Begins: the controls above the picture, and the keys that work everywhere.
import {beginAbout} from './about.js';
import {before, threads, values} from './data.js';
import {byId, choice, html} from './dom.js';
import {back, beginFlame} from './flame.js';
import {beginPanel} from './panel.js';
import {change, readAddress, state, watch} from './state.js';
import {beginTable} from './table.js';

const searchInput = byId('search');

function controls() {
    choice('values', values.map(({key, label}) => [key, label]), state.value, (value) => change({value}));
    if (before) {
        choice('widths', [['later', 'after'], ['both', 'larger of both']], state.widths, (widths) => change({widths}));
        byId('legend').hidden = false;
    }
    const select = byId('threads');
    byId('threads-label').hidden = threads.length < 2;
    select.append(html('option', {value: -1}, 'all together'), ...threads.map(({name, started}, index) =>
        html('option', {value: index}, (name || 'unnamed') + (started > 1 ? ` (${started})` : ''))));
    select.value = state.thread;
    select.addEventListener('change', () => change({thread: Number(select.value)}));
    searchInput.value = state.search;
    searchInput.addEventListener('input', () => change({search: searchInput.value}));
}

/** Memory is known for all threads together only. */
function keepKnown() {
    const isOne = state.thread >= 0;
    for (const input of byId('values').querySelectorAll('input')) {
        input.disabled = isOne && !['wall', 'self'].includes(input.value);
        input.checked = input.value === state.value;
    }
    if (isOne && !['wall', 'self'].includes(state.value)) {
        change({value: 'wall'});
    }
}

document.addEventListener('keydown', (event) => {
    const isTyping = event.target.matches('input[type=search], select');
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
        searchInput.focus();
        searchInput.select();
        event.preventDefault();
    } else if (event.key === 'Escape') {
        if (event.target === searchInput && searchInput.value) {
            searchInput.value = '';
            change({search: ''});
        } else {
            back();
        }
        event.preventDefault();
    }
});

readAddress();
for (const id of ['controls', 'details', 'keys', 'columns', 'about']) {
    byId(id).hidden = false;
}
controls();
watch((changed) => (changed.has('thread') || changed.has('value')) && keepKnown());
beginAbout();
beginTable();
beginFlame();
beginPanel();
keepKnown();
