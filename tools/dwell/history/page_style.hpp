// SPDX-License-Identifier: BSL-1.0
// The looks of a history's page: light and dark, wide and narrow, on paper.
#ifndef DWELL_TOOL_HISTORY_PAGE_STYLE_HPP
#define DWELL_TOOL_HISTORY_PAGE_STYLE_HPP

namespace dwell::tool {

/// The three directions of a change differ in colour (orange, blue and grey, which those who are colour-blind tell
/// apart), in the shape of their mark, and in words.
inline constexpr const char* history_page_style = R"css(
:root {
    --text: #1b2026; --faint: #59636e; --ground: #fff; --raised: #f5f7f9; --line: #d9dfe5; --grid: #e9edf1;
    --accent: #0b5cad; --point: #5f92c9; --level: #14345a; --worse: #b8420b; --worse-ground: #fdeee5;
    --better: #0b5cad; --better-ground: #e3eefa; --other: #59636e; --other-ground: #eceff2;
}
@media (prefers-color-scheme: dark) {
    :root {
        --text: #e2e6ea; --faint: #9ba6b2; --ground: #12161a; --raised: #1a2026; --line: #2e363f; --grid: #242b33;
        --accent: #78b4f5; --point: #4f86c2; --level: #d3e5fa; --worse: #f7996a; --worse-ground: #3a2317;
        --better: #78b4f5; --better-ground: #1c3149; --other: #a9b3be; --other-ground: #2a323a;
    }
}
* { box-sizing: border-box; }
html {
    background: var(--ground); color: var(--text);
    font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, sans-serif;
}
body { margin: 0 auto; padding: 24px 24px 56px; max-width: 1140px; }
h1, h2, h3, p, ul, dl, dd { margin: 0; padding: 0; }
h1 { font-size: 24px; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 17px; font-weight: 650; margin: 32px 0 10px; }
h3 { font-size: 15px; font-weight: 650; overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: 2px; }
code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace; font-size: 0.9em; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.lead { color: var(--faint); margin-top: 2px; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; margin-top: 18px; }
.facts div { background: var(--raised); border-radius: 8px; padding: 10px 14px; }
.facts dt { color: var(--faint); font-size: 12px; }
.facts dd { font-size: 19px; font-weight: 600; font-variant-numeric: tabular-nums; }
.notes { margin-top: 14px; padding: 10px 14px 10px 30px; border: 1px solid var(--line); border-radius: 8px; color: var(--faint); overflow-wrap: anywhere; }
.box { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 12px; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; background: var(--raised); color: var(--faint); font-weight: 600; font-size: 12px; }
.number { text-align: right; white-space: nowrap; }
.name { min-width: 150px; max-width: 340px; overflow-wrap: anywhere; }
.runs code { display: block; white-space: nowrap; }
.badge { display: inline-block; white-space: nowrap; border-radius: 10px; padding: 0 8px; font-weight: 600; }
.badge.worse { color: var(--worse); background: var(--worse-ground); }
.badge.better { color: var(--better); background: var(--better-ground); }
.badge.other { color: var(--other); background: var(--other-ground); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; color: var(--faint); font-size: 12.5px; margin-bottom: 10px; }
.legend svg { width: 26px; height: 14px; margin-right: 6px; vertical-align: -2px; }
.series { border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px 10px; margin-bottom: 16px; overflow-x: auto; }
.head { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; }
.head p { color: var(--faint); }
.head strong { color: var(--text); font-weight: 600; }
.series > svg { display: block; width: 100%; min-width: 640px; height: auto; margin-top: 4px; }
svg text { font: 12px -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", "DejaVu Sans", Arial, sans-serif; }
.tick { fill: var(--faint); }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.grid { stroke: var(--grid); }
.axis { stroke: var(--line); }
.point { fill: var(--point); fill-opacity: 0.75; }
.point:hover { fill: var(--accent); fill-opacity: 1; }
.level { fill: none; stroke: var(--level); stroke-width: 2.25; }
.change.worse { --mark: var(--worse); }
.change.better { --mark: var(--better); }
.change.other { --mark: var(--other); }
.cut { stroke: var(--mark); stroke-width: 1.5; stroke-dasharray: 5 4; }
.change path, .change .label { fill: var(--mark); }
.change .label { font-weight: 650; font-size: 13px; }
details { margin-top: 4px; }
summary { cursor: pointer; color: var(--accent); width: fit-content; font-size: 13px; }
details .box { max-height: 420px; overflow-y: auto; margin-top: 6px; }
details thead th { position: sticky; top: 0; }
footer { color: var(--faint); font-size: 12.5px; margin-top: 28px; }
@media print { details { display: none; } .series { break-inside: avoid; } }
)css";

}  // namespace dwell::tool

#endif
