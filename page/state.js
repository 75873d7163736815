// SPDX-License-Identifier: BSL-1.0
// What is shown, kept in the address so that it can be sent; and who draws again when that changes.
import {names, pathCount, threads, values} from './data.js';

/**
 * thread and name: -1 is none of them. path: the call path that fills the width, -1 all. rows: what the table lists.
 * widths: in a comparison, whether a frame is as wide as it is later, or as the larger of both.
 */
export const state = {value: values[0].key, thread: -1, path: -1, name: -1, search: '', rows: 'names', widths: 'later'};
const plain = {...state};
const watchers = [];

let waiting;
function keep() {
    const kept = Object.entries(state).filter(([key, value]) => value !== plain[key]);
    try {
        history.replaceState(null, '', `#${new URLSearchParams(kept)}`);
    } catch {
        // A page that was opened from elsewhere than a file or a server has no address to keep it in.
    }
}

/** `watcher` is called with a set of the keys that changed. */
export function watch(watcher) {
    watchers.push(watcher);
}

export function change(part) {
    const changed = new Set(Object.keys(part).filter((key) => state[key] !== part[key]));
    if (changed.size === 0) {
        return;
    }
    Object.assign(state, part);
    watchers.forEach((watcher) => watcher(changed));
    clearTimeout(waiting);
    waiting = setTimeout(keep, 200);
}

/** What the address asks for, as far as this profile has it. */
export function readAddress() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const index = (key, end) => {
        const number = Number(asked.get(key) ?? -1);
        return Number.isInteger(number) && number >= 0 && number < end ? number : -1;
    };
    const one = (key, allowed) => allowed.includes(asked.get(key)) ? asked.get(key) : state[key];
    Object.assign(state, {
        value: one('value', values.map(({key}) => key)),
        rows: one('rows', ['names', 'paths']),
        widths: one('widths', ['later', 'both']),
        thread: index('thread', threads.length),
        path: index('path', pathCount),
        name: index('name', names.length),
        search: asked.get('search') ?? '',
    });
}
