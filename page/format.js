// SPDX-License-Identifier: BSL-1.0
// Numbers as a person reads them: three digits and a unit.

const MICRO = '\u00b5s';
const MINUS = '\u2212';

function threeDigits(value) {
    return value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
}

/** The largest of `scales` (pairs of a size and a unit) that `value` fills, with three digits. */
function scaled(value, scales) {
    const [size, unit] = scales.find(([one]) => value >= one * 0.9995) ?? scales.at(-1);
    return `${threeDigits(value / size)} ${unit}`;
}

export function duration(ns) {
    if (ns < 999.5) {
        return `${Number(ns.toFixed(ns < 10 ? 1 : 0))} ns`;
    }
    return scaled(ns, [[3.6e12, 'h'], [1e9, 's'], [1e6, 'ms'], [1e3, MICRO]]);
}

export function count(n) {
    if (n < 1e7) {
        return Number(n.toFixed(n < 100 ? 2 : 0)).toLocaleString('en');
    }
    return scaled(n, [[1e18, 'E'], [1e15, 'P'], [1e12, 'T'], [1e9, 'G'], [1e6, 'M']]);
}

export function bytes(n) {
    if (n < 999.5) {
        return `${Number(n.toFixed(n < 10 ? 1 : 0))} B`;
    }
    return scaled(n, [[2 ** 60, 'EiB'], [2 ** 50, 'PiB'], [2 ** 40, 'TiB'], [2 ** 30, 'GiB'], [2 ** 20, 'MiB'], [1024, 'KiB']]);
}

/** `part` of `whole`, in percent. */
export function share(part, whole) {
    const percent = whole > 0 ? part / whole * 100 : 0;
    return part > 0 && percent < 0.1 ? '<0.1 %' : `${percent.toFixed(1)} %`;
}

/** How `after` differs from `before`: with a sign, so that no colour is needed to tell which way. */
export function changeOf(after, before) {
    if (after === before) {
        return '=';
    }
    if (!(before > 0)) {
        return '+ new';
    }
    if (!(after > 0)) {
        return `${MINUS} gone`;
    }
    const percent = Math.abs(after / before - 1) * 100;
    const sign = after > before ? '+' : MINUS;
    return percent > 999 ? `${sign}${threeDigits(after / before)}\u00d7` : `${sign}${percent.toFixed(1)} %`;
}

/** `after` less `before` in the unit that `format` writes. */
export function difference(after, before, format) {
    return after === before ? '=' : (after > before ? '+' : MINUS) + format(Math.abs(after - before));
}

/** Up to about `wanted` round numbers from 0 to `most`. */
export function ticks(most, wanted) {
    if (!(most > 0)) {
        return [0];
    }
    const rough = most / wanted;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].find((one) => one * power >= rough) * power;
    return Array.from({length: Math.floor(most / step * 1.0001) + 1}, (_, index) => index * step);
}
