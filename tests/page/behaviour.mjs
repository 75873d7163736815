// SPDX-License-Identifier: BSL-1.0
// What the page does when it is clicked at and typed into. usage: behaviour.mjs FOLDER_OF_NODE_MODULES
import assert from 'node:assert/strict';
import {frameLabel, launch, open, pageOf, pageParts, run, sums, text, texts} from './page_support.mjs';
import {dataOf, emptyData, indexerData, withBefore} from './sample_data.mjs';

const browser = await launch(process.argv[2]);
const data = indexerData();
const {paths, names} = data;
const nameOf = (path) => names[paths.name[path]];

/** Opens a page for `body`, which leaves no error, no dialog and no request behind. */
const on = (shown, options, body) => async () => {
    const page = await open(browser, pageOf(shown), options);
    await body(page);
    assert.deepEqual(page.mishaps, []);
    await page.close();
};

/** The share of `own` that is in call paths of matching names or below these, as a text. */
function shareOf(search, own) {
    const isIn = [];
    let [inside, whole] = [0, 0];
    paths.name.forEach((name, path) => {
        isIn.push(names[name].includes(search) || isIn[paths.parent[path]] === true);
        inside += isIn[path] ? own[path] : 0;
        whole += own[path];
    });
    return `${(inside / whole * 100).toFixed(1)} % matched`;
}

const column = (page, index) => texts(page, `#table tbody tr > :nth-child(${index})`);
const namesShown = (page) => texts(page, '#table tbody button > .code');
const detailsName = (page) => text(page, '#details > .code');
const shift = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

await run({
    'the script stays below 24 KB': () => {
        const [, script] = /<script>([\s\S]*)<\/script>/.exec(pageParts().page_after_data);
        console.log(`script: ${script.length} bytes`);
        assert.ok(script.length > 10000 && script.length <= 24 * 1024);
    },

    'without scripts, the picture is there': async () => {
        const page = await browser.newPage();
        await page.setJavaScriptEnabled(false);
        await page.setContent(pageOf(data));
        assert.match(await text(page, '#flame-box svg'), /drawn without a script/);
        assert.equal(await text(page, 'h1'), 'indexer');
        assert.equal(await page.$eval('#controls', (one) => one.checkVisibility()), false);
        await page.close();
    },

    'a frame is as wide as its value': on(data, {}, async (page) => {
        const total = sums(data, paths.self.map((self, path) => self - paths.span[path]));
        const roots = total.filter((_, path) => paths.parent[path] < 0).reduce((sum, one) => sum + one, 0) + paths.span.reduce((sum, one) => sum + one, 0);
        await (await frameLabel(page, 'worker')).hover();
        const hover = await page.$eval('.hover', (one) => Number(one.getAttribute('width')) + 1);
        const whole = await page.$eval('#flame-box svg', (one) => Number(one.getAttribute('width')));
        assert.ok(Math.abs(hover - whole * total[paths.name.indexOf(names.indexOf('worker'))] / roots) < 1);
        const tip = await text(page, '#tip');
        assert.match(tip, /^worker/);
        assert.match(tip, /total1\.00 s \(82\.7 % of all/);
        assert.match(tip, /p99/);
    }),

    'a click zooms, Escape and the button go back': on(data, {}, async (page) => {
        await (await frameLabel(page, 'index.add')).click();
        assert.deepEqual(await texts(page, '#crumbs li'), ['Reset zoom', 'run', 'worker', 'index.add']);
        assert.equal(await text(page, '#panel-title'), 'index.add');
        await page.waitForFunction(() => location.hash.includes('path='));
        const zoomed = await page.evaluate(() => location.hash);
        await (await frameLabel(page, 'index.rank')).click();
        await page.keyboard.press('Escape');
        assert.equal((await texts(page, '#crumbs li')).at(-1), 'index.add');
        await page.keyboard.press('Escape');
        assert.equal(await page.$eval('#crumbs', (one) => one.hidden), true);
        await (await frameLabel(page, 'parse.tokens')).click();
        await (await page.$('#crumbs button')).click();
        assert.equal(await page.$eval('#crumbs', (one) => one.hidden), true);
        const again = await open(browser, pageOf(data), {hash: zoomed});
        assert.equal((await texts(again, '#crumbs li')).at(-1), 'index.add');
        await again.close();
    }),

    'search says which share matches, and counts nested matches once': on(data, {}, async (page) => {
        await page.type('#search', 'cache');
        assert.ok((await text(page, '#matched')).startsWith(shareOf('cache', paths.self)), await text(page, '#matched'));
        assert.ok((await page.$$('#flame-box path.hit')).length > 0);
        assert.deepEqual((await namesShown(page)).sort(), ['cache.evict', 'cache.get', 'cache.rebuild']);
        assert.equal(await text(page, '#row-count'), `3 of ${names.length}`);
        await page.click('input[value=bytes] + span');
        assert.ok((await text(page, '#matched')).startsWith(shareOf('cache', paths.bytes)));
        await page.click('input[value=self] + span');
        assert.ok((await text(page, '#matched')).startsWith(shareOf('cache', paths.self)));
        await page.select('#threads', '1');
        assert.ok((await text(page, '#matched')).startsWith(shareOf('cache', data.threads[1].self)));
        await page.$eval('#search', (one) => one.select());
        await page.keyboard.type('index');
        assert.ok((await text(page, '#matched')).startsWith(shareOf('index', data.threads[1].self)));
    }),

    'a click on a column sorts, another one turns the order': on(data, {}, async (page) => {
        const calls = names.map((_, name) => paths.calls.reduce((sum, one, path) => sum + (paths.name[path] === name ? one : 0), 0)).sort((one, other) => other - one);
        const header = 'thead th:nth-child(4) button';
        await page.click(header);
        assert.deepEqual((await column(page, 4)).map((one) => Number(one.replaceAll(',', ''))), calls);
        assert.equal(await page.$eval('thead th:nth-child(4)', (one) => one.getAttribute('aria-sort')), 'descending');
        await page.click(header);
        assert.deepEqual((await column(page, 4)).map((one) => Number(one.replaceAll(',', ''))), calls.reverse());
        await page.click('thead th:first-child button');
        assert.deepEqual(await namesShown(page), [...names].sort());
        await page.click('input[value=paths] + span');
        assert.equal((await namesShown(page)).length, paths.name.length);
    }),

    'a name inside itself adds no total': on(dataOf([['walk', 5000, [['walk', 3000, [['leaf', 2000]]], ['other', 1000]]]]), {}, async (page) => {
        const rows = Object.fromEntries((await page.$$eval('#table tbody tr', (found) => found.map((row) => Array.from(row.cells, (cell) => cell.textContent)))).map((row) => [row[0], row]));
        assert.equal(rows.walk[1], `8.00 \u00b5s`);
        assert.equal(rows.walk[2], `11.0 \u00b5s`);
        await page.type('#search', 'walk');
        assert.match(await text(page, '#matched'), /^100\.0 % matched: 11\.0/);
    }),

    'values switch, and self shows names above their callers': on(data, {}, async (page) => {
        await page.click('input[value=allocations] + span');
        const whole = sums(data, paths.allocations).reduce((sum, one, path) => sum + (paths.parent[path] < 0 ? one : 0), 0);
        assert.equal(await text(page, '#details dd'), whole.toLocaleString('en'));
        await page.click('input[value=self] + span');
        const selves = names.map((name, index) => [paths.self.reduce((sum, one, path) => sum + (paths.name[path] === index ? one : 0), 0), name]).sort(([one], [other]) => other - one);
        await page.$eval('.cursor', (one) => one.focus());
        await page.keyboard.press('ArrowDown');
        assert.equal(await detailsName(page), selves[0][1]);
        await page.keyboard.press('ArrowDown');
        assert.equal(await detailsName(page), 'parse');
    }),

    'only the values that a profile has can be chosen': on(dataOf([['a', 100]]), {}, async (page) => {
        assert.deepEqual(await texts(page, '#values label'), ['Wall', 'Self']);
        assert.equal(await page.$eval('#threads-label', (one) => one.checkVisibility()), false);
    }),

    'a thread alone has its own times, and no memory': on(data, {}, async (page) => {
        await page.click('input[value=bytes] + span');
        await page.select('#threads', '0');
        assert.equal(await page.$eval('input[value=wall]', (one) => one.checked), true);
        assert.equal(await page.$eval('input[value=bytes]', (one) => one.disabled), true);
        const path = paths.name.indexOf(names.indexOf('files.read'));
        await (await frameLabel(page, 'files.read')).hover();
        assert.match(await text(page, '#details'), new RegExp(`calls${data.threads[0].calls[path]}total${(data.threads[0].self[path] / 1e6).toFixed(1)} ms`));
        await page.select('#threads', '-1');
        assert.equal(await page.$eval('input[value=bytes]', (one) => one.disabled), false);
    }),

    'the panel shows numbers, pictures and slowest calls of the chosen name': on(data, {}, async (page) => {
        assert.equal(await text(page, '#panel-title'), 'index.add');
        assert.equal((await page.$$('#plots svg')).length, 2);
        assert.deepEqual(await texts(page, '#plots svg:first-child .mark-text'), ['p50', 'p95', 'p99']);
        const items = await texts(page, '#slowest > li');
        assert.equal(items.length, 5);
        assert.match(items[0], /^19\.2 ms of 21\.1 ms in cache\.rebuild, by way of index\.insert \u203a cache\.get/);
        assert.match(items[0], /2026-11-22 04:00:00\.120 UTC.*thread worker #2.*31 allocations, 801 KiB/);
        assert.match(items[1], /12 shorter calls are not shown/);
        assert.match(items[4], /no longer had its beginning/);
        const blamed = await page.$eval('#slowest li .blamed rect', (one) => ['x', 'y', 'width'].map((name) => Number(one.getAttribute(name))));
        const whole = await page.$eval('#slowest li svg', (one) => Number(one.getAttribute('width')));
        const [first] = data.exemplars;
        assert.ok(Math.abs(blamed[0] - first.starts[2] / first.duration * whole) < 0.1, 'where it began');
        assert.ok(Math.abs(blamed[2] + 1 - first.durations[2] / first.duration * whole) < 0.1, 'how long it took');
        assert.equal(await text(page, '#slowest li .blamed text'), 'cache.rebuild');
        await page.evaluate(() => Array.from(document.querySelectorAll('#table tbody button')).find((one) => one.textContent === 'report.write').click());
        assert.equal(await text(page, '#panel-title'), 'report.write');
        assert.equal((await page.$$('#slowest > li')).length, 0);
        assert.equal(await page.$eval('#table tr.chosen', (one) => one.cells[0].textContent), 'report.write');
    }),

    'a histogram has an area for each bucket': on(data, {}, async (page) => {
        const {n, from, to} = data.distributions.find(({name}) => names[name] === 'index.add');
        const shape = await page.$eval('#plots .bars', (one) => one.getAttribute('d'));
        const bars = Array.from(shape.matchAll(/M([\d.]+) ([\d.]+)V([\d.]+)H([\d.]+)/g), ([, ...numbers]) => numbers.map(Number));
        assert.equal(bars.length, n.filter((one) => one > 0).length);
        const heights = n.map((one, index) => one / Math.log(to[index] / from[index])).filter((one) => one > 0);
        const tallest = heights.indexOf(Math.max(...heights));
        assert.equal(bars.findIndex(([, base, top]) => base - top === Math.max(...bars.map(([, b, t]) => b - t))), tallest);
    }),

    'keyboard alone': on(data, {}, async (page) => {
        const active = () => page.evaluate(() => [document.activeElement.getAttribute('class') ?? '', document.activeElement.id, document.activeElement.textContent]);
        const tabTo = async (wanted) => {
            for (let presses = 0; presses < 80; ++presses) {
                await page.keyboard.press('Tab');
                if (wanted(await active())) {
                    return;
                }
            }
            assert.fail('never reached');
        };
        await tabTo(([kind]) => kind === 'cursor');
        assert.notEqual(await page.$eval('.cursor', (one) => getComputedStyle(one).stroke), 'none');
        const label = () => page.$eval('.cursor', (one) => one.getAttribute('aria-label'));
        assert.match(await label(), /^all, 1\.21 s/);
        const total = sums(data, paths.self.map((self, path) => self - paths.span[path]));
        let below = -1;
        for (let depth = 0; depth < 3; ++depth) {
            const children = total.map((one, path) => [one, path]).filter(([, path]) => paths.parent[path] === below).sort(([one], [other]) => other - one);
            below = children[0][1];
            await page.keyboard.press('ArrowDown');
            assert.ok((await label()).startsWith(`${nameOf(below)}, `), `${await label()} is ${nameOf(below)}`);
            if (depth === 2) {
                await page.keyboard.press('ArrowRight');
                assert.ok((await label()).startsWith(nameOf(children[1][1])));
                await page.keyboard.press('ArrowLeft');
            }
        }
        await page.keyboard.press('ArrowUp');
        assert.match(await label(), /^worker, /);
        assert.equal(await detailsName(page), 'worker');
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Enter');
        assert.equal((await texts(page, '#crumbs li')).at(-1), 'index.add');
        assert.equal((await active())[0], 'cursor', 'the focus stays');
        await page.keyboard.press('Escape');
        assert.equal(await page.$eval('#crumbs', (one) => one.hidden), true);
        await page.keyboard.press('/');
        await page.keyboard.type('parse');
        assert.match(await text(page, '#matched'), /matched/);
        await page.keyboard.press('Escape');
        assert.equal(await text(page, '#matched'), '');
        await page.keyboard.down('Shift');
        await tabTo(([, , , ]) => true);
        await tabTo(() => true);
        await page.keyboard.up('Shift');
        await page.keyboard.press('ArrowRight');
        assert.equal(await page.$eval('#values input:checked', (one) => one.value), 'self');
        assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement.nextElementSibling).outlineStyle), 'none');
        await tabTo(([, , said]) => said.startsWith('Calls'));
        assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
        await page.keyboard.press('Enter');
        assert.equal((await namesShown(page))[0], 'index.insert');
        assert.match((await active())[2], /^Calls/, 'the focus stays');
        await tabTo(([, , said]) => said === 'rank.score');
        await page.keyboard.press('Enter');
        assert.equal(await text(page, '#panel-title'), 'rank.score');
        assert.equal((await active())[2], 'rank.score', 'the focus stays');
    }),

    'a comparison shows before, after and change, with signs': on(withBefore(data), {}, async (page) => {
        const {before} = withBefore(data);
        assert.ok(await frameLabel(page, '+'));
        assert.ok(await frameLabel(page, '\u2212'));
        assert.deepEqual((await texts(page, 'thead th')).slice(0, 4), ['Name', 'Self before', 'Self after', 'Self change\u25be']);
        const first = await page.$$eval('#table tbody tr:first-child > *', (cells) => cells.map((one) => one.textContent));
        assert.deepEqual(first.slice(0, 4), ['cache.rebuild', '61.4 ms', '153 ms', '+92.0 ms (+150.0 %)']);
        await page.type('#search', 'report.format');
        assert.match(await text(page, '#table tbody tr'), /\+ new/);
        await (await frameLabel(page, '\u221237.5 % parse.tokens')).hover();
        const path = paths.name.indexOf(names.indexOf('parse.tokens'));
        assert.equal(before.total[path], 326400000);
        assert.match(await text(page, '#tip'), /total compared326 ms \u2192 204 ms \(\u221237\.5 %\)/);
        await page.click('input[value=both] + span');
        await (await frameLabel(page, '\u221237.5 % parse.tokens')).hover();
        assert.match(await text(page, '#tip'), /total326 ms/);
        assert.equal(await text(page, '#summary').then((said) => said.includes('against indexer, v1.2')), true);
    }),

    'a path that is gone is there in the larger of both': on(withBefore(dataOf([['a', 100, [['rank.score', 0, [], {calls: 0}], ['parse.tokens', 50]]]])), {}, async (page) => {
        assert.equal((await texts(page, '#table tbody tr')).length >= 2, true);
    }),

    'an empty profile': on(emptyData(), {}, async (page) => {
        assert.equal(await text(page, '#details > .code'), 'all');
        assert.equal(await page.$eval('#panel', (one) => one.checkVisibility()), false);
        await page.type('#search', 'x');
        await page.click('input[value=self] + span');
    }),

    'one call path': on(dataOf([['alone', 1234, [], {calls: 1}]]), {}, async (page) => {
        assert.equal((await namesShown(page))[0], 'alone');
        assert.match(await text(page, '#table tbody tr'), /1\.23 \u00b5s/);
        assert.match(await text(page, '#no-timeline'), /DWELL_TIMELINE=1M/);
        assert.equal(await page.$eval('#no-timeline', (one) => one.checkVisibility()), true);
    }),

    'a narrow page does not scroll sideways': on(data, {width: 400, height: 800}, async (page) => {
        await shift(page);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 400);
        await page.setViewport({width: 900, height: 800});
        await shift(page);
        await shift(page);
        assert.ok(await page.$eval('#flame-box svg', (one) => Number(one.getAttribute('width'))) > 800);
    }),

    'what stands around': on(data, {}, async (page) => {
        assert.deepEqual(await texts(page, '#notices li'), data.health);
        assert.deepEqual(await texts(page, '#cost p'), data.cost);
        assert.deepEqual(await texts(page, '#metadata dd'), data.metadata.map(([, value]) => value));
        assert.deepEqual(await texts(page, '#counters tr'), ['files200 Files read', 'requests{route="/search", status="200"}48,211 ']);
        assert.deepEqual(await texts(page, '#gauges tr td:nth-child(2)'), ['3 ', '56.0 MiB']);
        assert.deepEqual(await texts(page, '#thread-list tr th'), ['main', 'worker']);
    }),

    'an address that asks for what is not there': on(data, {hash: '#value=x&thread=99&path=1e9&name=-5&rows=y&search=%3Cb%3E'}, async (page) => {
        assert.equal(await page.$eval('#search', (one) => one.value), '<b>');
        assert.match(await text(page, '#matched'), /^0\.0 % matched/);
    }),
});
await browser.close();
