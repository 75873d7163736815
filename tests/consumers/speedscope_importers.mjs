// SPDX-License-Identifier: BSL-1.0
// The importers of the npm package speedscope, out of its browser bundle: what the web page does with a dropped file.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

/** The importers' module, or undefined where the package is not in that folder of node modules. */
export function loadImporters(nodeModules) {
    const folder = path.join(nodeModules, 'speedscope', 'dist', 'release');
    if (!fs.existsSync(folder)) {
        return undefined;
    }
    const bundle = fs.readdirSync(folder).find((name) => /^speedscope-.*\.js$/.test(name));
    let source = fs.readFileSync(path.join(folder, bundle), 'utf8');
    // The bundle is one function that ends by drawing the page. The importers are the module that it loads on demand,
    // `Promise.resolve().then(() => (initialise(), exports))`: hand that out in place of drawing.
    const module = /Promise\.resolve\(\)\.then\(\(\)=>\((\w+)\(\),(\w+)\)\)/.exec(source);
    const start = source.lastIndexOf('console.log(`speedscope v');
    if (!module || start < 0) {
        throw new Error(`${bundle} is not built as this script knows it: speedscope 1.25.0 is`);
    }
    source = source.slice(0, start) + `globalThis.importers=(${module[1]}(),${module[2]});})();`;
    // A browser just good enough to load the bundle in.
    const anything = new Proxy(function () {}, {
        get: (_, key) => (key === Symbol.toPrimitive ? () => '' : anything),
        apply: () => anything,
        construct: () => anything,
    });
    const browser = {
        console: {...console, log() {}, warn: console.warn},
        document: anything,
        navigator: {userAgent: '', platform: ''},
        location: {hash: '', protocol: 'file:', href: ''},
        localStorage: anything,
        matchMedia: () => anything,
        addEventListener() {},
        HTMLElement: class {},
        setTimeout,
        clearTimeout,
        TextDecoder,
        TextEncoder,
        performance,
        atob,
        btoa,
        Blob,
        URL,
    };
    browser.window = browser;
    browser.self = browser;
    vm.createContext(browser);
    vm.runInContext(source, browser, {filename: bundle});
    return browser.importers;
}

/** What the page does with a file of any format, which it finds out itself. */
export function importBytes(importers, file) {
    const bytes = new Uint8Array(fs.readFileSync(file));
    return importers.importProfilesFromArrayBuffer(path.basename(file), bytes.buffer);
}

/** {total, self} by frame name, each nanosecond of a recursive frame counted once, as speedscope shows them. */
export function weightsByName(profile) {
    const weights = new Map();
    profile.forEachFrame((frame) => {
        const known = weights.get(frame.name) ?? {total: 0, self: 0};
        known.total += frame.getTotalWeight();
        known.self += frame.getSelfWeight();
        weights.set(frame.name, known);
    });
    return weights;
}
