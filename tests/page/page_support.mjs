// SPDX-License-Identifier: BSL-1.0
// Pages in a real browser: made of the parts in html_source.hpp as write_html makes them, opened from a file.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Ends the test as skipped: CTest shows why. */
export function skip(why) {
    console.log(`skipped: ${why}`);
    process.exit(77);
}

/** The parts of the page, by their names in the header. */
export function pageParts() {
    const header = fs.readFileSync(path.join(root, 'include/dwell/export/html_source.hpp'), 'utf8');
    const parts = {};
    for (const [, name, literals] of header.matchAll(/string_view (\w+) =\n((?:R"page\([\s\S]*?\)page"\n?)+);/g)) {
        parts[name] = Array.from(literals.matchAll(/R"page\(([\s\S]*?)\)page"/g), ([, text]) => text).join('');
    }
    return parts;
}

const escapeHtml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The page of `data`, byte by byte as write_html is to write it. */
export function pageOf(data) {
    const parts = pageParts();
    const json = JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const title = escapeHtml(data.title);
    return parts.page_before_title + title + parts.page_before_heading + title + parts.page_before_picture
        + '<svg viewBox="0 0 100 20"><text>drawn without a script</text></svg>' + parts.page_before_data + json + parts.page_after_data;
}

export const findBrowser = () => ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => fs.existsSync(file));

/** Starts a browser; ends the test as skipped where there is none, or no puppeteer-core in the folder `modules`. */
export async function launch(modules) {
    const executablePath = findBrowser();
    if (!executablePath) {
        skip('Chromium is not installed (scripts/setup page)');
    }
    if (!fs.existsSync(path.join(modules, 'puppeteer-core'))) {
        skip(`no puppeteer-core in ${modules} (scripts/setup page)`);
    }
    const puppeteer = createRequire(path.resolve(modules, 'x.js'))('puppeteer-core');
    return puppeteer.launch({executablePath, args: ['--no-sandbox', '--force-color-profile=srgb', '--font-render-hinting=none', '--host-resolver-rules=MAP * ~NOTFOUND']});
}

/** Opens `html` as a file, after `prepare(page)`; what must never happen is collected in `page.mishaps`. */
export async function open(browser, html, {width = 1280, height = 900, dark = false, hash = '', prepare = () => {}} = {}) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dwell-page-'));
    const file = path.join(folder, 'page.html');
    fs.writeFileSync(file, html);
    const page = await browser.newPage();
    page.mishaps = [];
    const mishap = (what) => (told) => page.mishaps.push(`${what}: ${told}`);
    page.on('pageerror', (error) => mishap('error')(error.stack));
    page.on('console', (message) => mishap('console')(message.text()));
    page.on('dialog', async (dialog) => {
        mishap('dialog')(dialog.message());
        await dialog.dismiss();
    });
    page.on('request', (request) => request.url().startsWith('data:') || request.url().split('#')[0] === `file://${file}` || mishap('request')(request.url()));
    await page.setViewport({width, height});
    await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: dark ? 'dark' : 'light'}]);
    await prepare(page);
    await page.goto(`file://${file}${hash}`);
    page.once('close', () => fs.rmSync(folder, {recursive: true, force: true}));
    return page;
}

/** Runs `cases`, functions by what they show, one after the other; ends with status 1 where one throws. */
export async function run(cases) {
    let failed = 0;
    for (const [name, body] of Object.entries(cases)) {
        try {
            await body();
            console.log(`passed: ${name}`);
        } catch (error) {
            ++failed;
            console.log(`FAILED: ${name}\n${error.stack}`);
        }
    }
    process.exitCode = failed > 0 ? 1 : 0;
}

/** The text of each element that `selector` finds, as it is in the document. */
export const texts = (page, selector) => page.$$eval(selector, (found) => found.map((one) => one.textContent));
export const text = async (page, selector) => (await texts(page, selector))[0];

/** The label of a frame in the flame graph that begins with `name`. */
export async function frameLabel(page, name) {
    for (const label of await page.$$('#flame-box text.label')) {
        if ((await label.evaluate((one) => one.textContent)).startsWith(name)) {
            return label;
        }
    }
    throw new Error(`no frame ${name}`);
}

/** Sums of `own` over each call path of `data` and those below it. */
export function sums(data, own) {
    const {parent} = data.paths;
    const found = [...own];
    for (let path = found.length - 1; path >= 0; --path) {
        if (parent[path] >= 0) {
            found[parent[path]] += found[path];
        }
    }
    return found;
}
