// SPDX-License-Identifier: BSL-1.0
// What there is to say of one frame, as pairs of a term and a text.
import {before, column, paths, placeOf} from './data.js';
import {bytes, changeOf, count, duration, share} from './format.js';
import {state} from './state.js';

export function factsOf(frame, all) {
    const {path, parent} = frame;
    const {format, label, key: value, isInverted} = all.value;
    const facts = [];
    const tell = (term, said) => said && facts.push([term, said]);
    const isOne = state.thread >= 0;

    /** `key` of the call path, and in a comparison what it was and how it changed. */
    const tellOf = (key, written, term = key) => {
        const now = column(key, state.thread)?.[path] ?? 0;
        const earlier = before?.[key] && (before[key][path] ?? 0);
        if (now > 0 || earlier > 0) {
            const perCall = ['allocations', 'bytes'].includes(key) && paths.calls[path] > 0 && !before ? ` (${written(now / paths.calls[path])} a call)` : '';
            tell(term, earlier === undefined ? written(now) + perCall : `${written(earlier)} \u2192 ${written(now)} (${changeOf(now, earlier)})`);
        }
    };

    tellOf('calls', count);
    tell('not ended', paths.open[path] > 0 && count(paths.open[path]));
    tell(frame.isSpan ? 'spans (they overlap other calls)' : value === 'wall' ? 'total' : path < 0 && isInverted && !parent ? 'self, callers below' : label.toLowerCase(),
        format(frame.width) + (parent ? ` (${share(frame.width, all.width)} of all${parent === all ? '' : `, ${share(frame.width, parent.width)} of ${isInverted ? 'callee' : 'parent'}`})` : ''));
    if (before && (path < 0 || value !== 'wall')) {
        tell('before', frame.before !== undefined && `${format(frame.before)} (${changeOf(frame.after, frame.before)})`);
    } else if (before || value !== 'wall') {
        tellOf('total', duration, value === 'wall' ? 'total compared' : 'total');
    }
    tellOf('self', duration);
    for (const key of ['p50', 'p95', 'p99', 'max']) {
        tellOf(key, duration, isOne ? `${key} of all threads` : key);
    }
    tellOf('allocations', count, 'own allocations');
    tellOf('bytes', bytes, 'own bytes');
    tellOf('live', bytes, 'own live');
    tell('sampled', paths.sampled[path] && 'an estimate');
    tell('at', placeOf(frame.name));
    return facts;
}
