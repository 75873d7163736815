// SPDX-License-Identifier: BSL-1.0
// Elements. Text comes in as text nodes only: names are anybody's.

/** Gives `element` attributes (one that is a function listens to the event of its name) and more children. */
export function filled(element, attributes, children = []) {
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === 'function') {
            element.addEventListener(name, value);
        } else if (value !== undefined && value !== false) {
            element.setAttribute(name, value);
        }
    }
    element.append(...children);
    return element;
}

export const byId = (id) => document.getElementById(id);

export const html = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
    filled(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

/** A name of the program's: as code, and apart from its surroundings whatever its direction is. */
export const code = (text) => html('bdi', {class: 'code'}, text);

/** Radio buttons in the fieldset `id`, for `options` (pairs of a value and a label). */
export function choice(id, options, chosen, choose) {
    const box = byId(id);
    box.hidden = options.length < 2;
    box.append(...options.map(([value, label]) => {
        const input = html('input', {type: 'radio', name: id, value, change: () => choose(value)});
        input.checked = value === chosen;
        return html('label', {}, input, html('span', {}, label));
    }));
}

/** A definition list of pairs. */
export const definitions = (pairs, attributes = {}) =>
    html('dl', attributes, ...pairs.map(([term, value]) => html('div', {}, html('dt', {}, term), html('dd', {}, value))));

const pen = document.createElement('canvas').getContext('2d');
pen.font = getComputedStyle(document.documentElement).getPropertyValue('--label-font');
const widths = new Map();
const MOST_LETTERS = 400;

/** `text` as far as `room` pixels go in the font of the labels, and an ellipsis where that is not all; else ''. */
export function fitted(text, room) {
    let width = widths.get(text);
    if (width === undefined) {
        width = pen.measureText(text.slice(0, MOST_LETTERS)).width;
        widths.set(text, width);
    }
    if (width <= room && text.length <= MOST_LETTERS) {
        return text;
    }
    const letters = Array.from(text.slice(0, MOST_LETTERS));
    let kept = Math.min(letters.length, Math.floor(letters.length * room / width));
    const cut = () => `${letters.slice(0, kept).join('')}\u2026`;
    while (kept > 0 && pen.measureText(cut()).width > room) {
        --kept;
    }
    return kept > 1 ? cut() : '';
}
