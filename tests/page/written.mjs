// SPDX-License-Identifier: BSL-1.0
// The pages that write_html wrote, in a browser: usage: written.mjs FOLDER_OF_NODE_MODULES FOLDER_THAT_SAVE_MADE...
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {launch, open, run, text, texts} from './page_support.mjs';

const [modules, ...folders] = process.argv.slice(2);
const browser = await launch(modules);

async function check(file) {
    const source = fs.readFileSync(file, 'utf8');
    const page = await open(browser, source);
    assert.deepEqual(page.mishaps, []);
    const data = await page.$eval('#dwell-data', (one) => JSON.parse(one.textContent));
    const {paths, names} = data;
    assert.equal(await text(page, 'h1'), data.title);
    assert.deepEqual(await texts(page, '#metadata dt'), data.metadata.map(([key]) => key));
    assert.deepEqual(await texts(page, '#notices li'), data.health);
    while (await page.$eval('#more', (one) => !one.hidden)) {
        await page.$eval('#more', (one) => one.click());
    }
    const called = new Set(names.filter((_, name) => paths.name.some((one, index) => one === name
        && (paths.calls[index] > 0 || paths.allocations?.[index] > 0 || paths.bytes?.[index] > 0 || paths.live?.[index] > 0 || data.before?.calls[index] > 0))));
    assert.deepEqual(new Set(await texts(page, '#table tbody button')), called);
    for (const value of await page.$$eval('#values input', (all) => all.map((one) => one.value))) {
        await page.$eval(`#values input[value=${value}]`, (one) => one.click());
    }
    await page.$eval('#values input', (one) => one.click());
    const buttons = await page.$$('#table tbody button');
    for (const button of buttons.slice(0, 100)) {
        await button.evaluate((one) => one.click());
        assert.equal(await text(page, '#panel-title'), await button.evaluate((one) => one.textContent));
    }
    await page.$eval('.cursor', (one) => one.focus());
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter', 'ArrowRight', 'Escape', 'Escape']) {
        await page.keyboard.press(key);
    }
    await page.keyboard.press('/');
    await page.keyboard.type('a');
    assert.match(await text(page, '#matched'), /matched/);
    assert.deepEqual(page.mishaps, []);
    const drawn = await page.$eval('#flame-box svg', (one) => one.outerHTML + document.querySelector('#panel').outerHTML);
    assert.doesNotMatch(drawn, /NaN|Infinity|undefined/, 'a number that is none');
    await page.close();

    const still = await browser.newPage();
    await still.setJavaScriptEnabled(false);
    await still.setContent(source);
    assert.ok(await still.$eval('#flame-box svg', (one) => one.getBoundingClientRect().height) > 10);
    assert.ok((await texts(still, '#flame-box svg text')).length > 0);
    await still.close();
}

const files = folders.flatMap((folder) => ['profile.html', 'comparison.html'].map((name) => path.join(folder, name)).filter((file) => fs.existsSync(file)));
assert.ok(files.length > 0, 'no page in these folders');
await run(Object.fromEntries(files.map((file) => [file.split(path.sep).slice(-2).join('/'), () => check(file)])));
await browser.close();
