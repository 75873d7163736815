// SPDX-License-Identifier: BSL-1.0
// Numbers as a person reads them: three digits and a unit.

export const {abs, ceil, floor, log, log10, max: larger, min: smaller} = Math;
const MINUS = '\u2212';

const threeDigits = (value) => value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);

/** A function that writes a number in the largest of `scales`, pairs of a size and a unit, that it fills. */
const inScales = (scales) => (value) => {
    const [size, unit] = scales.find(([one]) => value >= one * 0.9995) ?? scales.at(-1);
    return `${size > 1 ? threeDigits(value / size) : Number(value.toFixed(value < 10 ? 1 : 0))} ${unit}`;
};

export const duration = inScales([[3.6e12, 'h'], [1e9, 's'], [1e6, 'ms'], [1e3, '\u00b5s'], [1, 'ns']]);
export const bytes = inScales([...['EiB', 'PiB', 'TiB', 'GiB', 'MiB', 'KiB'].map((unit, index) => [1024 ** (6 - index), unit]), [1, 'B']]);
const inMillions = inScales([[1e18, 'E'], [1e15, 'P'], [1e12, 'T'], [1e9, 'G'], [1e6, 'M']]);
const english = new Intl.NumberFormat('en', {maximumSignificantDigits: 8});
export const grouped = (n) => abs(n) < 1e15 ? english.format(n) : n.toPrecision(6);
export const count = (n) => n < 1e3 ? `${Number(n.toPrecision(3))}` : n < 1e7 ? english.format(n) : inMillions(n);

/** `part` of `whole`, in percent. */
export function share(part, whole) {
    const percent = whole > 0 ? part / whole * 100 : 0;
    return `${part > 0 && percent < 0.1 ? '<0.1' : percent.toFixed(1)} %`;
}

/** How `after` differs from `before`: with a sign, so that no colour is needed to tell which way. */
export function changeOf(after, before) {
    if (after === before) {
        return '=';
    }
    const sign = after > before ? '+' : MINUS;
    if (!(before > 0 && after > 0)) {
        return sign + (after > before ? ' new' : ' gone');
    }
    const ratio = after / before;
    return sign + (ratio > 10 ? `${threeDigits(ratio)}\u00d7` : `${abs(ratio * 100 - 100).toFixed(1)} %`);
}

/** `after` less `before`, as `format` writes it. */
export const difference = (after, before, format) => (after > before ? '+' : MINUS) + format(abs(after - before));

/** Up to about `wanted` round numbers from 0 to `most`. */
export function ticks(most, wanted) {
    const power = 10 ** floor(log10(most / wanted));
    const step = [1, 2, 5, 10].find((one) => one * power >= most / wanted) * power;
    return most > 0 ? Array.from({length: floor(most / step * 1.0001) + 1}, (_, index) => index * step) : [0];
}
