// SPDX-License-Identifier: BSL-1.0
// Compares what dwell's reader of budgets.json takes with what ajv, a validator of JSON Schema, takes by
// docs/budgets.schema.json: in files that somebody may write, and in thousands that are changed at random.
// usage: node budgets_schema.mjs <read_budgets> <docs/budgets.schema.json> <examples/budgets.json> <node modules>
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import process from 'node:process';

const [reader, schemaFile, exampleFile, nodeModules] = process.argv.slice(2);

let Ajv;
try {
    Ajv = createRequire(path.resolve(nodeModules, 'any.js'))('ajv');
} catch {
    console.log(`skipped: ajv is not installed in ${nodeModules} (npm)`);
    process.exit(77);
}
// Some of the schema's patterns are of a string or a number, and `required` stands beside `properties` of its parent.
const ajv = new Ajv({strict: true, strictRequired: false, allowUnionTypes: true});
const isValid = ajv.compile(JSON.parse(fs.readFileSync(schemaFile, 'utf8')));

const bySchema = (text) => {
    try {
        return isValid(JSON.parse(text));
    } catch {
        return false; // no JSON
    }
};
/** What the reader says of each text, which has no line end: "ok", or the error. */
function byReader(texts) {
    assert(texts.every((text) => !text.includes('\n')));
    const result = spawnSync(reader, {input: texts.map((text) => `${text}\n`).join(''), encoding: 'utf8', maxBuffer: 1e9});
    assert.equal(result.status, 0, result.stderr);
    const answers = result.stdout.split('\n').slice(0, -1);
    assert.equal(answers.length, texts.length);
    return answers;
}

const budgets = (...list) => `{"version": 1, "budgets": [${list.join(', ')}]}`;
const scope = (members) => budgets(`{"scope": "a", ${members}}`);

const good = [
    scope('"p50": "1 ns", "p95": "1 us", "p99": "5ms", "p999": "1.5 s", "max": "2 min", "mean": "1 h"'),
    scope('"cpu_per_call": "0 ns", "allocations_per_call": 0, "bytes_per_call": 4096, "note": ""'),
    ...['1 B', '1 kB', '1 MB', '1 GB', '1 KiB', '1 MiB', '1.5e3GiB'].map((size) => scope(`"bytes_per_call": "${size}"`)),
    budgets('{"path": "a;b;*", "max": "1 s"}', '{"scopes": "a.*", "max": "1 s"}', '{"scopes": "*", "max": "1 s"}'),
    budgets('{"counter": "errors", "at_most": 0}', '{"counter": "a;b*", "less": 1e3, "greater": 0.5, "at_least": 1}'),
    budgets('{"ratio": ["hits", "lookups"], "greater": 0.8}', '{"process": true, "growth_per_hour": "10 MB"}'),
    '{"$schema": "budgets.schema.json", "note": "why", "budgets": [{"scope": "a", "max": "1 s"}], "version": 1}',
];

const bad = {
    'empty': ['', ' ', 'null', '[]', '{}', '"budgets"', '{"version": 1}', '{"budgets": []}', budgets()],
    'no JSON': ['budgets', `${scope('"max": "1 s"')}x`, '// a comment', scope("'max': '1 s'"), scope('"max": NaN')],
    'cut off': [scope('"max": "1 s"').slice(0, -1), scope('"max": "1 s"').slice(0, -9), '{"version": 1, "budgets": ['],
    'another version': [2, 0, -1, 1.5, '"1"', true, null, 1e30].map(
        (version) => `{"version": ${version}, "budgets": [{"scope": "a", "max": "1 s"}]}`),
    'an unknown key': [scope('"p90": "1 s"'), scope('"max": "1 s", "comment": "why"'), scope('"Max": "1 s"'),
        '{"version": 1, "budgets": [{"scope": "a", "max": "1 s"}], "limits": 1}', budgets('{"": "a", "max": "1 s"}')],
    'a wrong unit': ['5 msec', '5 MS', '5 m', '5 KiB', '5 ms ', '5  m s', '5 \u00b5s'].map((time) => scope(`"max": "${time}"`))
        .concat(['5 ms', '5 KB', '5 mb', '5 Kib', '5 TB', '5 b'].map((size) => scope(`"bytes_per_call": "${size}"`))),
    'no unit': [scope('"max": 5'), scope('"max": "5"'), scope('"max": "5 "'), scope('"bytes_per_call": "5"'), scope('"max": "0"')],
    'negative': [scope('"max": "-5 ms"'), scope('"max": "-0 ms"'), scope('"bytes_per_call": -5'),
        scope('"bytes_per_call": "-5 B"'), scope('"allocations_per_call": -1'), budgets('{"counter": "a", "less": -1}')],
    'no number': ['nan s', 'inf s', 'NaN', '', 's', '05 s', '.5 s', '5. s', '+5 s', '0x5 s', '5,5 s', '1e s', ' 5 s'].map(
        (time) => scope(`"max": "${time}"`)),
    'a wrong type': [scope('"max": true'), scope('"max": null'), scope('"max": []'), scope('"allocations_per_call": "0"'),
        scope('"note": 1'), budgets('{"scope": 1, "max": "1 s"}'), budgets('{"scope": null, "max": "1 s"}'), budgets('1'),
        '{"version": 1, "budgets": {"scope": "a", "max": "1 s"}}', '{"$schema": 1, "version": 1, "budgets": []}'],
    'nested': [budgets('[{"scope": "a", "max": "1 s"}]'), scope('"max": {"limit": "1 s"}'), budgets('{"scope": {"a": 1}}')],
    'no subject': [budgets('{"max": "1 s"}'), budgets('{}'), budgets('{"note": "why"}'), budgets('{"at_most": 1}'),
        budgets('{"growth_per_hour": 1}')],
    'two subjects': [scope('"path": "a;b", "max": "1 s"'), scope('"counter": "b", "max": "1 s"'),
        budgets('{"counter": "a", "ratio": ["a", "b"], "less": 1}'), scope('"process": true, "max": "1 s"')],
    'no limit': [budgets('{"scope": "a"}'), budgets('{"counter": "a", "note": "why"}'), budgets('{"process": true}')],
    'a limit of another subject': [scope('"at_most": 1'), scope('"max": "1 s", "less": 1'), scope('"growth_per_hour": 1'),
        budgets('{"counter": "a", "less": 1, "max": "1 s"}'), budgets('{"process": true, "growth_per_hour": 1, "less": 1}')],
    'a subject that is none': ['"scope": ""', '"scope": "a;b"', '"scope": "a*"', '"scope": "*"', '"path": "a"', '"path": ";a"',
        '"path": "a;"', '"path": "a;;b"', '"path": ""', '"scopes": "a"', '"scopes": "a;b*"', '"scopes": ""'].map(
        (subject) => budgets(`{${subject}, "max": "1 s"}`)).concat(['"counter": ""', '"ratio": "a"', '"ratio": []',
        '"ratio": ["a"]', '"ratio": ["a", "b", "c"]', '"ratio": ["a", "a"]', '"ratio": ["", "b"]', '"ratio": ["a", 1]'].map(
        (subject) => budgets(`{${subject}, "less": 1}`)), budgets('{"process": false, "growth_per_hour": 1}')),
};

/** What only the reader can see: a schema sees numbers and objects after they were read, and does not compare budgets. */
const badToTheReader = [
    scope('"max": "1 s", "max": "2 s"'),
    '{"version": 1, "version": 1, "budgets": [{"scope": "a", "max": "1 s"}]}',
    budgets('{"scope": "a", "max": "1 s"}', '{"scope": "a", "mean": "1 s"}'),
    scope('"max": "1e999 s"'),
    scope('"max": "1e308 h"'),
    scope('"max": "1e-999 s"'),
    '{"version": 1.0, "budgets": [{"scope": "a", "max": "1 s"}]}',
    budgets('{"scope": "\\ud800", "max": "1 s"}'),
];

function checkList(name, texts, readerTakes, schemaTakes) {
    byReader(texts).forEach((answer, i) => {
        assert.equal(answer === 'ok', readerTakes, `${name}: the reader: ${texts[i]}: ${answer}`);
        assert.match(answer, /^(ok|budgets\.json:1:[1-9][0-9]*: .+)$/);
        assert.equal(bySchema(texts[i]), schemaTakes, `${name}: the schema: ${texts[i]}`);
    });
}

checkList('good', good, true, true);
for (const [name, texts] of Object.entries(bad)) {
    checkList(name, texts, false, false);
}
checkList('bad to the reader', badToTheReader, false, true);
checkList('the example', [fs.readFileSync(exampleFile, 'utf8').replaceAll('\n', ' ')], true, true);

/** Numbers from 0 to 1, the same in each run: xorshift by G. Marsaglia, 2003. */
let state = 20261122;
function random() {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
}
const oneOf = (list) => list[Math.floor(random() * list.length)];

const subjects = [['scope', 'a'], ['scope', 'a*'], ['path', 'a;b'], ['path', 'a'], ['scopes', 'a*'], ['scopes', 'a'],
    ['counter', 'a'], ['ratio', ['a', 'b']], ['ratio', ['a']], ['process', true]];
const limits = ['p50', 'p95', 'p99', 'p999', 'max', 'mean', 'cpu_per_call', 'allocations_per_call', 'bytes_per_call',
    'growth_per_hour', 'less', 'at_most', 'greater', 'at_least', 'note', 'limit'];
const fitting = {counter: limits.slice(10, 14), ratio: limits.slice(10, 14), process: ['growth_per_hour']};
const values = [0, 1, -1, 0.5, 1e300, '', '1 s', '2ms', '1e3 us', '5', '5 h ', '7 KiB', '0.5 MB', '1e9e9 s', true, null, [], {}];
const bits = [...'0123456789.eE+- nusmihBkKMGi'];

function randomValue(limit) {
    if (random() < 0.5) {
        return limits.indexOf(limit) < 7 ? oneOf(['1 s', '2ms', '1e3 us']) : oneOf([0, 1, 0.5]);
    }
    return random() < 0.7 ? oneOf(values) : Array.from({length: Math.floor(random() * 6)}, () => oneOf(bits)).join('');
}

function randomBudget() {
    const budget = {};
    let subject = '';
    for (let i = random() < 0.9 ? 1 : Math.floor(random() * 3); i > 0; --i) {
        let value;
        [subject, value] = oneOf(subjects);
        budget[subject] = value;
    }
    for (let i = random() < 0.8 ? 1 : Math.floor(random() * 4); i > 0; --i) {
        const limit = oneOf(random() < 0.7 ? fitting[subject] ?? limits.slice(0, 9) : limits);
        budget[limit] = randomValue(limit);
    }
    return budget;
}

const documents = Array.from({length: 20000}, () => JSON.stringify({version: 1, budgets: [randomBudget()]}));
let both = 0;
byReader(documents).forEach((answer, i) => {
    if (/than a number of 64 bits can say$/.test(answer)) {
        return; // which no schema can know
    }
    assert.equal(answer === 'ok', bySchema(documents[i]), `${documents[i]}: ${answer}`);
    both += answer === 'ok' ? 1 : 0;
});
assert(both > 1000 && both < 15000, `${both} of ${documents.length} are good`);
console.log(`${good.length} good files, ${Object.values(bad).flat().length} bad ones, ${documents.length} random ones of which ` +
    `${both} are good: reader and schema agree`);
