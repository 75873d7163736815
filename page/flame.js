// SPDX-License-Identifier: BSL-1.0
// The flame graph: draws frames that can be seen, finds them again below the pointer, and moves among them.
import {before, lowered, names} from './data.js';
import {byId, code, definitions, filled, fitted, html, svg} from './dom.js';
import {factsOf} from './facts.js';
import {abs, changeOf, floor, larger, share, smaller} from './format.js';
import {change, state, watch} from './state.js';
import {below, frameOf, matched, textOf, treeOf} from './tree.js';

const ROW = 20;
const NARROWEST = 0.5;
const NARROWEST_LABEL = 30;
// What counts as a change, in three steps: from 2 %, 10 % and 30 %.
const CHANGES = [0.02, 0.1, 0.3];

const box = byId('flame-box');
const picture = box.querySelector('svg');
const layers = svg('g');
const outline = svg('path', {class: 'same'});
const hover = svg('rect', {class: 'hover', height: ROW - 1});
const cursor = svg('rect', {class: 'cursor', height: ROW - 1, tabindex: 0, role: 'button'});
const details = byId('details');
const tip = byId('tip');

let all;
let top;
let here;
let placed = [];
let earlier = [];
let matches = null;
let room = box.clientWidth;

// The part of a name before the first separator gives the hue, the whole name the shade: what belongs together looks so.
const classes = names.map((name) => {
    const hash = (text) => Array.from(text).reduce((sum, letter) => Math.imul(sum ^ letter.codePointAt(0), 16777619) >>> 0, 2166136261);
    return `frame c${hash(name.split(/[.:/ ]/)[0]) % 8} s${hash(name) % 3}`;
});

function classOf(frame) {
    let kind = frame.name < 0 ? 'frame all' : classes[frame.name];
    if (before && frame.before !== undefined) {
        const ratio = frame.before > 0 ? frame.after / frame.before - 1 : frame.after > 0 ? 9 : 0;
        const step = CHANGES.filter((one) => abs(ratio) >= one).length;
        kind = `frame ${step === 0 ? 'd0' : `${ratio > 0 ? 'more' : 'less'}${step}`}`;
    }
    if (frame.isSpan) {
        kind += ' span';
    }
    return matches && frame.name >= 0 ? `${kind} ${matches[frame.name] ? 'hit' : 'dim'}` : kind;
}

const labelOf = (frame) => before && frame.before !== undefined
    ? `${changeOf(frame.after, frame.before)} ${textOf(frame)}` : textOf(frame) + (frame.isSpan ? ' (span)' : '');

/** Fills `placed`: for each depth the frames from left to right, where they can be seen. */
function place(width) {
    placed = [];
    const put = (frame, x, wide) => (placed[frame.depth] ??= []).push({frame, x, width: wide});
    for (let above = top.parent; above; above = above.parent) {
        put(above, 0, width);
    }
    const waiting = [[top, 0, width]];
    while (waiting.length > 0) {
        const [frame, x, wide] = waiting.pop();
        put(frame, x, wide);
        const scale = wide / frame.width;
        let at = x;
        const next = [];
        for (const child of below(frame)) {
            if (!(child.width * scale >= NARROWEST)) {
                break;
            }
            next.push([child, at, child.width * scale]);
            at += child.width * scale;
        }
        waiting.push(...next.reverse());
    }
}

function drawOutline() {
    outline.setAttribute('d', placed.flat().filter(({frame}) => frame.name === state.name && frame.name >= 0).map(shapeOf).join(''));
}

/** A spot as a path, with a gap to the next where there is room for one. */
function shapeOf({frame, x, width}) {
    const wide = (width > 2.5 ? width - 1 : width).toFixed(1);
    return `M${x.toFixed(1)} ${frame.depth * ROW}h${wide}v${ROW - 1}h-${wide}z`;
}

function draw() {
    place(room);
    const shapes = new Map();
    const labels = [];
    for (const spot of placed.flat()) {
        const {frame, x, width} = spot;
        const kind = classOf(frame);
        shapes.set(kind, (shapes.get(kind) ?? '') + shapeOf(spot));
        const label = width >= NARROWEST_LABEL && fitted(labelOf(frame), width - 9);
        if (label) {
            labels.push(svg('text', {class: kind.replace('frame', 'label'), x: x + 4, y: frame.depth * ROW + 14}, label));
        }
    }
    filled(picture, {width: room, height: placed.length * ROW});
    layers.replaceChildren(...Array.from(shapes, ([kind, shape]) => svg('path', {class: kind, d: shape})), ...labels);
    drawOutline();
    hover.setAttribute('width', 0);
    moveTo(spotOf(here) ? here : top);
}

const spotOf = (frame) => placed[frame.depth]?.find((spot) => spot.frame === frame);

function cover(rect, {frame, x, width}) {
    filled(rect, {x, y: frame.depth * ROW, width: larger(1, width - 1)});
}

/** Puts the keyboard's frame at `frame`. */
function moveTo(frame) {
    here = frame;
    cover(cursor, spotOf(frame));
    cursor.setAttribute('aria-label', `${labelOf(frame)}, ${all.value.format(frame.width)}, ${share(frame.width, all.width)} of all`);
    describe(frame);
}

function describe(frame) {
    details.replaceChildren(code(textOf(frame)), definitions(factsOf(frame, all)));
}

function zoom(frame, isBack) {
    if (frame === top) {
        return;
    }
    if (!isBack) {
        earlier.push(top);
    }
    top = here = frame;
    change({path: frame.path, name: frame.name >= 0 ? frame.name : state.name});
    draw();
    crumbs();
}

export function back() {
    const last = earlier.pop() ?? all;
    const isZoomed = last !== top;
    zoom(last, true);
    return isZoomed;
}

function crumbs() {
    const chain = [];
    for (let frame = top; frame; frame = frame.parent) {
        chain.unshift(frame);
    }
    const nav = byId('crumbs');
    nav.hidden = chain.length < 2;
    const shown = chain.length > 6 ? [chain[0], null, ...chain.slice(-4)] : chain;
    nav.replaceChildren(html('ol', {}, ...shown.map((frame) => html('li', {}, frame === null ? '\u2026' : frame === top
        ? html('span', {'aria-current': 'true'}, code(textOf(frame)))
        : html('button', {type: 'button', click: () => zoom(frame)}, frame.parent ? code(textOf(frame)) : 'Reset zoom')))));
}

function spotAt(event) {
    const {left, top: above} = picture.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - above];
    return placed[floor(y / ROW)]?.find((spot) => x >= spot.x && x < spot.x + spot.width);
}

function point(event) {
    const spot = spotAt(event);
    tip.hidden = !spot || event.pointerType === 'touch';
    hover.setAttribute('width', 0);
    if (!spot) {
        return;
    }
    cover(hover, spot);
    if (tip.frame !== spot.frame) {
        tip.frame = spot.frame;
        tip.replaceChildren(code(textOf(spot.frame)), definitions(factsOf(spot.frame, all)));
        describe(spot.frame);
    }
    const {clientX: x, clientY: y} = event;
    const {clientWidth: wide, clientHeight: high} = document.documentElement;
    tip.style.left = `${larger(4, smaller(x + 14, wide - tip.offsetWidth - 4))}px`;
    tip.style.top = `${y + 20 + tip.offsetHeight > high ? larger(4, y - tip.offsetHeight - 12) : y + 20}px`;
}

function leave() {
    tip.hidden = true;
    tip.frame = null;
    hover.setAttribute('width', 0);
    describe(here);
}

function press(event) {
    const row = placed[here.depth];
    const index = row.indexOf(spotOf(here));
    const step = {ArrowLeft: () => row[index - 1]?.frame, ArrowRight: () => row[index + 1]?.frame, ArrowUp: () => here.parent,
        ArrowDown: () => below(here)[0], Home: () => all}[event.key];
    if (step) {
        const goal = step();
        if (goal && spotOf(goal)) {
            moveTo(goal);
            cursor.scrollIntoView({block: 'nearest', inline: 'nearest'});
        }
    } else if (event.key === 'Enter' || event.key === ' ') {
        zoom(here);
    } else {
        return;
    }
    event.preventDefault();
}

function find() {
    const wanted = state.search.toLowerCase();
    matches = wanted ? Uint8Array.from(lowered, (name) => name.includes(wanted)) : null;
    const said = byId('matched');
    said.textContent = '';
    if (matches) {
        const sum = matched(all, matches);
        const kinds = matches.reduce((found, one) => found + one, 0);
        said.textContent = `${share(sum, all.width)} matched: ${all.value.format(sum)} in ${kinds} ${kinds === 1 ? 'name' : 'names'}`;
    }
}

function plant() {
    all = treeOf(state.value, state.thread, state.widths);
    top = here = frameOf(all, state.path);
    earlier = [];
    crumbs();
    find();
}

/** Draws into the picture that was there for those without scripts. */
export function beginFlame() {
    for (const name of picture.getAttributeNames()) {
        picture.removeAttribute(name);
    }
    picture.replaceChildren();
    filled(picture, {class: 'flame', role: 'group', 'aria-labelledby': 'flame-title', 'aria-describedby': 'keys', pointermove: point, pointerleave: leave,
        keydown: press, click: (event) => {
            const spot = spotAt(event);
            if (spot) {
                zoom(spot.frame);
                cursor.focus({preventScroll: true});
            }
        }}, [layers, outline, hover, cursor]);
    watch((changed) => {
        if (['value', 'thread', 'widths'].some((key) => changed.has(key))) {
            plant();
        } else if (changed.has('search')) {
            find();
        } else {
            drawOutline();
            return;
        }
        draw();
    });
    plant();
    draw();
    new ResizeObserver(() => {
        if (box.clientWidth !== room) {
            room = box.clientWidth;
            draw();
        }
    }).observe(box);
}
