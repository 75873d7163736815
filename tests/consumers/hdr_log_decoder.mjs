// SPDX-License-Identifier: BSL-1.0
// Decodes a histogram log with the npm package hdr-histogram-js: hdr_log_decoder.mjs <node_modules> <log> [<tag>]
// prints what HdrLogDecoder.java prints; it knows no conversion ratio.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const [modules, log, wanted] = process.argv.slice(2);
const hdr = createRequire(path.resolve(modules, 'none.js'))('hdr-histogram-js');

const reader = new hdr.HistogramLogReader(fs.readFileSync(log, 'utf8'), 64);
for (let histogram; (histogram = reader.nextIntervalHistogram()) !== null;) {
    if (wanted !== undefined) {
        if (histogram.tag === wanted) {
            process.stdout.write(histogram.outputPercentileDistribution());
        }
        continue;
    }
    const counts = [];
    for (let i = 0; i < histogram.countsArrayLength; ++i) {
        const count = histogram.getCountAtIndex(i);
        if (count !== 0) {
            counts.push(`${BigInt(histogram.highestEquivalentValue(histogram.valueFromIndex(i)))}:${BigInt(count)}`);
        }
    }
    const times = [histogram.startTimeStampMsec, histogram.endTimeStampMsec].map(Math.floor);
    const percentiles = [50, 95, 99].map((p) => histogram.getValueAtPercentile(p));
    console.log([histogram.tag, ...times, '', counts.join(' '), percentiles.join(' ')].join('\t'));
}
