// SPDX-License-Identifier: BSL-1.0
// How long the page takes for what a hand does, with 10,000 call paths. usage: large.mjs FOLDER_OF_NODE_MODULES
// The figures are printed; what is asserted is only that nothing takes a time that has to do with another order of growth.
import assert from 'node:assert/strict';
import {launch, open, pageOf, run, text} from './page_support.mjs';
import {largeData} from './sample_data.mjs';

const MOST_MS = 2000;
const browser = await launch(process.argv[2]);

/** Milliseconds of the page's main thread for `act` with each of `inputs`: script, style and layout. Of its own time, not
 * of the clock on the wall, since other programs may run. */
async function timed(page, act, inputs) {
    const session = await page.createCDPSession();
    await session.send('Performance.enable', {timeDomain: 'threadTicks'});
    const spent = async () => (await session.send('Performance.getMetrics')).metrics
        .filter(({name}) => ['ScriptDuration', 'RecalcStyleDuration', 'LayoutDuration'].includes(name)).reduce((sum, {value}) => sum + value * 1000, 0);
    const times = [];
    for (const input of inputs) {
        const before = await spent();
        await page.evaluate((body, one) => {
            new Function('input', body)(one);
            document.body.getBoundingClientRect();
        }, act, input);
        times.push(await spent() - before);
    }
    await session.detach();
    return times;
}

await run({
    'with 10,000 call paths': async () => {
        const html = pageOf(largeData(10000, 3000));
        const began = Date.now();
        const page = await open(browser, html);
        console.log(`opened in ${Date.now() - began} ms: ${await text(page, '#summary')}`);
        const tell = (what, times) => {
            const sorted = [...times].sort((one, other) => one - other);
            console.log(`${what}: median ${sorted[Math.floor(sorted.length / 2)].toFixed(1)} ms, worst ${sorted.at(-1).toFixed(1)} ms of ${times.length}`);
            assert.ok(sorted.at(-1) < MOST_MS);
        };
        const press = 'document.querySelector(".cursor").dispatchEvent(new KeyboardEvent("keydown", {key: input, bubbles: true}))';
        const click = 'document.querySelector(input).click()';
        tell('search, a letter more', await timed(page, 'const s = document.querySelector("#search"); s.value = input; s.dispatchEvent(new Event("input"))',
            ['m', 'mo', 'mod', 'modu', 'modul', 'module', 'module1', 'module12', 'module12.', 'module12.w', 'module12', 'module1', 'module', '']));
        tell('value, first time', await timed(page, click, ['self', 'allocations', 'bytes', 'live'].map((value) => `input[value=${value}]`)));
        tell('value, again', await timed(page, click, ['wall', 'self', 'bytes', 'wall', 'allocations', 'self', 'live', 'wall'].map((value) => `input[value=${value}]`)));
        tell('zoom in and out', await timed(page, press, ['ArrowDown', 'ArrowDown', 'Enter', 'ArrowDown', 'Enter', 'ArrowDown', 'Enter', 'Escape', 'Escape', 'Escape', 'ArrowDown', 'Enter', 'Escape']));
        tell('move by arrow keys', await timed(page, press, ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowRight']));
        tell('move the pointer', await timed(page, `const box = document.querySelector("#flame-box svg");
            box.dispatchEvent(new PointerEvent("pointermove", {clientX: 60 + 41 * input, clientY: box.getBoundingClientRect().top + 30 + 17 * (input % 12)}))`, Array.from({length: 24}, (_, index) => index)));
        tell('sort', await timed(page, click, [2, 3, 4, 5, 9, 9, 1, 1, 2].map((index) => `#table thead th:nth-child(${index}) button`)));
        tell('names or call paths', await timed(page, click, ['paths', 'names', 'paths', 'names'].map((value) => `input[value=${value}]`)));
        tell('choose a name', await timed(page, click, [2, 5, 9, 14, 20, 22, 3].map((index) => `#table tbody tr:nth-child(${index}) button`)));
        tell('thread', await timed(page, 'const s = document.querySelector("#threads"); s.value = input; s.dispatchEvent(new Event("change"))', ['0', '1', '-1', '0', '1', '-1']));
        assert.deepEqual(page.mishaps, []);
        await page.close();
    },

    'deep recursion': async () => {
        const deep = largeData(50, 10);
        const {paths} = deep;
        let above = 0;
        for (let depth = 0; depth < 3000; ++depth) {
            for (const key of Object.keys(paths)) {
                paths[key].push(key === 'parent' ? above : key === 'name' ? depth % 3 : 5);
            }
            above = paths.name.length - 1;
        }
        const page = await open(browser, pageOf({...deep, threads: []}));
        await page.$eval('input[value=self]', (one) => one.click());
        await page.$eval('input[value=paths]', (one) => one.click());
        assert.deepEqual(page.mishaps, []);
        await page.close();
    },
});
await browser.close();
