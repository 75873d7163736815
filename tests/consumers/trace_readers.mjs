// SPDX-License-Identifier: BSL-1.0
// What readers of Trace Event JSON make of a file, in one form: threads, each with a tree of scopes and its instants.
import fs from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

import {importBytes, loadImporters} from './speedscope_importers.mjs';

/** A function from a file to {thread number: {name, process, roots, instants}}, or undefined without speedscope. */
export function speedscopeReader(nodeModules) {
    const importers = loadImporters(nodeModules);
    if (!importers) {
        return undefined;
    }
    return async (file) => {
        const threads = new Map();
        for (const profile of (await importBytes(importers, file))?.profiles ?? []) {
            // Names are any text: the last parenthesis is speedscope's.
            const [, name, number] = /^([^]*) \(tid (\d+)\)$/.exec(profile.getName());
            const roots = [];
            const open = [];
            // It begins each thread at 0, and keeps microseconds.
            profile.forEachCall(
                (node, value) => {
                    const scope = {name: node.frame.name, beginNs: value * 1000, children: []};
                    (open.at(-1)?.children ?? roots).push(scope);
                    open.push(scope);
                },
                (node, value) => {
                    open.pop().endNs = value * 1000;
                },
            );
            threads.set(Number(number), {name, roots, startsAtZero: true});
        }
        return threads;
    };
}

/** DevTools's engine, or undefined where the npm package is not there. */
export async function loadDevTools(nodeModules) {
    const file = path.resolve(nodeModules, '@paulirish/trace_engine/models/trace/trace.js');
    if (!fs.existsSync(file)) {
        return undefined;
    }
    // All it wants of a browser.
    globalThis.DOMRect ??= class DOMRect {
        static fromRect() {
            return new DOMRect();
        }
    };
    return import(pathToFileURL(file));
}

/** The same as above, by DevTools's engine. */
export function devToolsReader(engine) {
    return async (file) => devToolsThreads(engine, JSON.parse(fs.readFileSync(file, 'utf8')).traceEvents);
}

export async function devToolsThreads(engine, events) {
    const model = engine.TraceModel.Model.createWithAllHandlers();
    await model.parse(events);
    const {data} = model.parsedTrace();
    const threads = new Map();
    for (const thread of engine.Handlers.Threads.threadsInTrace(data)) {
        const instants = [];
        const scopes = (node) => {
            const children = [...(node.children ?? node.roots)].flatMap(scopes);
            if (node.entry?.ph === 'I') {
                instants.push({name: node.entry.name, category: node.entry.cat, atNs: node.entry.ts * 1000});
            }
            if (node.entry?.ph !== 'X') {
                return children;
            }
            const {name, ts, dur} = node.entry;
            return [{name, beginNs: ts * 1000, endNs: (ts + dur) * 1000, children}];
        };
        threads.set(thread.tid, {name: thread.name, roots: scopes(thread.tree), instants});
    }
    return threads;
}
