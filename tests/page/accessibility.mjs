// SPDX-License-Identifier: BSL-1.0
// axe-core finds no serious violation, in light, dark, narrow, zoomed, compared. usage: accessibility.mjs FOLDER_OF_NODE_MODULES
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import {launch, open, pageOf, run, skip} from './page_support.mjs';
import {emptyData, indexerData, withBefore} from './sample_data.mjs';

const file = path.join(process.argv[2], 'axe-core', 'axe.min.js');
if (!fs.existsSync(file)) {
    skip(`no axe-core in ${process.argv[2]} (scripts/setup page)`);
}
const axe = fs.readFileSync(file, 'utf8');
const browser = await launch(process.argv[2]);

const check = (data, options) => async () => {
    const page = await open(browser, pageOf(data), options);
    await page.evaluate(axe);
    const {violations, passes} = await page.evaluate(() => globalThis.axe.run({resultTypes: ['violations']}));
    const told = violations.flatMap(({id, impact, nodes}) => nodes.map((node) => `${impact} ${id}: ${node.html.slice(0, 160)} ${node.failureSummary.replaceAll('\n', ' ')}`));
    told.forEach((one) => console.log(one));
    assert.ok(passes.length > 15);
    assert.deepEqual(told.filter((one) => /^(serious|critical)/.test(one)), []);
    await page.close();
};

const looks = [['light', {}], ['dark', {dark: true}], ['narrow', {width: 400, height: 800}], ['narrow and dark', {width: 400, height: 800, dark: true}]];
await run(Object.fromEntries(looks.flatMap(([look, options]) => [
    [`${look}: a profile`, check(indexerData(), options)],
    [`${look}: zoomed, searched, call paths`, check(indexerData(), {...options, hash: '#path=5&search=cache&rows=paths&value=bytes'})],
    [`${look}: a comparison`, check(withBefore(indexerData()), options)],
    [`${look}: an empty profile`, check(emptyData(), options)],
])));
await browser.close();
