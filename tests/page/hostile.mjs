// SPDX-License-Identifier: BSL-1.0
// Names that would do something if they were more than text are shown as text. usage: hostile.mjs FOLDER_OF_NODE_MODULES
import assert from 'node:assert/strict';
import {hostileNames} from './hostile_names.mjs';
import {launch, open, pageOf, run, text, texts} from './page_support.mjs';
import {dataOf, shareAmongThreads, withBefore} from './sample_data.mjs';

const browser = await launch(process.argv[2]);
const long = `${'<b>'.repeat(330)}\ud83d\ude00`;
const names = [...hostileNames, 'constructor', long];

/** Every text of the data is hostile. */
function hostileData() {
    const data = dataOf(names.map((name, index) => [name, 1000 + index, [[names[(index + 7) % names.length], 500, [], {allocations: 3}]], {allocations: 5, bytes: 100}]), {memory: true, title: names[1]});
    shareAmongThreads(data, names.map((name) => [name, 0.02, 1]));
    data.files = names.map((name) => name);
    data.metadata = names.map((name) => [name, name]);
    data.health = [...names];
    data.cost = [...names];
    data.counters = names.map((name) => ({name, labels: [[name, name]], unit: name, help: name, value: 1}));
    data.gauges = names.map((name) => ({name, labels: [], unit: name, help: name, value: null}));
    data.exemplarsPerName = 5;
    data.exemplars = names.map((name, index) => ({name: data.paths.name[2 * index], path: 2 * index, start: 5, time: name, duration: 100, thread: name, threadNumber: 1,
        allocations: 1, bytes: 1, paths: [2 * index + 1], starts: [10], durations: [80], leftOut: 0, isCut: false, blamePath: 2 * index + 1, blame: 80}));
    return data;
}

const elementsOf = (page) => page.$$eval('*', (all) => all.map((one) => one.localName).filter((name) =>
    ['img', 'image', 'iframe', 'object', 'embed', 'foreignObject', 'a', 'form', 'video', 'source', 'template', 'animate', 'base', 'textarea'].includes(name)));
const attributesOf = (page) => page.$$eval('*', (all) => all.flatMap((one) => one.getAttributeNames().filter((name) => /^on/i.test(name))));

async function checkQuiet(page) {
    assert.deepEqual(page.mishaps, []);
    assert.deepEqual(await page.evaluate(() => window.hits), []);
    assert.deepEqual(await elementsOf(page), []);
    assert.deepEqual(await attributesOf(page), []);
    assert.equal((await page.$$('script')).length, 2);
    assert.equal((await page.$$('style')).length, 1);
    assert.equal((await page.$$('meta')).length, 4);
}

const openHostile = (data) => open(browser, pageOf(data), {prepare: (page) => page.evaluateOnNewDocument(() => {
    window.hits = [];
    window.ran = () => window.hits.push('ran');
})});

await run({
    'there are fifty of them': () => assert.equal(new Set(hostileNames).size, 50),

    'each is shown as it is, wherever it stands, and does nothing': async () => {
        const page = await openHostile(hostileData());
        const asNames = new Set(names);
        assert.equal(await page.title(), names[1]);
        assert.equal(await text(page, 'h1'), names[1]);
        await page.click('#more');
        assert.deepEqual(new Set(await texts(page, '#table tbody button')), asNames);
        assert.deepEqual(await texts(page, '#metadata dt'), names);
        assert.deepEqual(await texts(page, '#metadata dd'), names);
        assert.deepEqual(await texts(page, '#notices li'), names);
        assert.deepEqual(await texts(page, '#cost p'), names);
        assert.deepEqual(await texts(page, '#thread-list th'), names);
        assert.deepEqual(await texts(page, '#gauges th'), names);
        assert.equal((await texts(page, '#threads option')).length, names.length + 1);
        await checkQuiet(page);
        assert.ok((await page.$$('#table tbody tr')).length >= names.length);
        for (const [index, button] of (await page.$$('#table tbody button')).entries()) {
            await button.evaluate((one) => one.click());
            const chosen = await button.evaluate((one) => one.textContent);
            assert.equal(await text(page, '#panel-title'), chosen);
            assert.ok((await text(page, '#slowest .blame')).includes('in '), String(index));
        }
        await page.hover('#flame-box svg');
        for (let presses = 0; presses < 8; ++presses) {
            await page.$eval('.cursor', (one) => one.focus());
            await page.keyboard.press(presses === 0 ? 'ArrowDown' : 'ArrowRight');
            assert.ok(asNames.has(await text(page, '#details > .code')));
        }
        await page.keyboard.press('Enter');
        assert.equal((await page.$$('#crumbs li')).length, 2);
        await page.keyboard.press('Escape');
        for (const value of ['self', 'allocations', 'bytes']) {
            await page.$eval(`input[value=${value}]`, (one) => one.click());
        }
        await page.$eval('input[value=paths]', (one) => one.click());
        await checkQuiet(page);
        await page.close();
    },

    'each can be searched for': async () => {
        const page = await openHostile(hostileData());
        for (const name of names) {
            await page.$eval('#search', (input, wanted) => {
                input.value = wanted;
                input.dispatchEvent(new Event('input'));
            }, name);
            // An input of one line leaves out the ends of lines.
            if (!/[\r\n]/.test(name)) {
                assert.ok((await texts(page, '#table tbody button')).includes(name), name);
            }
        }
        await checkQuiet(page);
        await page.close();
    },

    'in a comparison, too': async () => {
        const compared = withBefore(hostileData());
        compared.before.title = names[1];
        compared.before.metadata = names.map((name) => [name, name]);
        const page = await openHostile(compared);
        assert.deepEqual(await texts(page, '#metadata-before dd'), names);
        assert.ok((await text(page, '#summary')).endsWith(names[1]));
        await checkQuiet(page);
        await page.close();
    },

    'an element that gets in all the same runs nothing: the policy of the page': async () => {
        const page = await openHostile(dataOf([['a', 1]]));
        await page.evaluate(() => {
            const script = document.createElement('script');
            script.textContent = 'ran()';
            document.body.append(script);
            const image = document.createElement('img');
            image.setAttribute('onerror', 'ran()');
            image.src = 'https://example.com/x.png';
            document.body.append(image);
        });
        assert.deepEqual(await page.evaluate(() => window.hits), []);
        assert.equal(page.mishaps.filter((one) => one.includes('Content Security Policy')).length, 3, page.mishaps.join('\n'));
        await page.close();
    },
});
await browser.close();
