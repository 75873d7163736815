// SPDX-License-Identifier: BSL-1.0
// What write_html writes around a profile. Made by scripts/page of page/: do not edit.
#ifndef DWELL_EXPORT_HTML_SOURCE_HPP
#define DWELL_EXPORT_HTML_SOURCE_HPP

#include <dwell/core/config.hpp>

#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

// clang-format off
/// The page up to the title in <title>.
inline constexpr std::string_view page_before_title =
R"page(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-75ZFkyJ2UgtFj/Q+6ciqoV93y43XWAYT6ehuRF1Sh2c='; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>)page";

/// The page up to the title in <h1>.
inline constexpr std::string_view page_before_heading =
R"page(</title>
<style>
:root {
--text: #1b2026;
--faint: #59636e;
--ground: #fff;
--raised: #f5f7f9;
--line: #d9dfe5;
--accent: #0b5cad;
--accent-text: #fff;
--chosen: #e3eefa;
--share: #dbe6f2;
--warn-ground: #fdf4dc;
--warn-line: #d9b44a;
--blame: #c2410c;
--blame-text: #fff;
--bar: #d3dce6;
--curve: #3b76b3;
--frame-saturation: 46%;
--frame-lightness: 80%;
--frame-step: 4%;
--frame-text: #16202a;
--more1: #f8dfc6;
--more2: #f1b97f;
--more3: #e08a35;
--less1: #d5e4f5;
--less2: #9dc3ea;
--less3: #5b9bdc;
--same: #e4e7ea;
--code: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", "Liberation Mono", monospace;
--label-font: 11.5px/1 ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
:root {
--text: #e2e6ea;
--faint: #9ba6b2;
--ground: #12161a;
--raised: #1a2026;
--line: #2e363f;
--accent: #78b4f5;
--accent-text: #0d1a28;
--chosen: #1c3149;
--share: #233446;
--warn-ground: #2d2613;
--warn-line: #7d6620;
--blame: #f28b50;
--blame-text: #1d0d03;
--bar: #37424e;
--curve: #78b4f5;
--frame-saturation: 27%;
--frame-lightness: 30%;
--frame-step: 3%;
--frame-text: #eef2f5;
--more1: #4a3421;
--more2: #7c4c17;
--more3: #a85d10;
--less1: #223548;
--less2: #24527f;
--less3: #1f6bb5;
--same: #333b43;
}
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { background: var(--ground); color: var(--text); font: 14px/1.45 -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
body { margin: 0 auto; padding: 20px 24px 48px; max-width: 1680px; }
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
h1 { font-size: 22px; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 15px; font-weight: 650; }
h3 { font-size: 13px; font-weight: 650; margin: 20px 0 6px; }
.code { font-family: var(--code); font-size: 0.92em; unicode-bidi: isolate; white-space: pre-wrap; overflow-wrap: anywhere; }
.faint { color: var(--faint); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button, input, select { font: inherit; color: inherit; }
.top { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; margin-bottom: 14px; }
.top p { color: var(--faint); }
.notice { background: var(--warn-ground); border: 1px solid var(--warn-line); border-radius: 6px; padding: 8px 14px; margin-bottom: 14px; }
.notice h2 { font-size: 14px; }
.notice ul { padding-left: 18px; }
.controls { display: flex; flex-wrap: wrap; gap: 8px 18px; align-items: center; padding: 8px 0; position: sticky; top: 0; z-index: 2; background: var(--ground); }
.choice { border: 0; margin: 0; padding: 0; display: inline-flex; align-items: center; min-width: 0; }
.choice legend { float: left; padding: 0 8px 0 0; color: var(--faint); }
.choice input { position: absolute; opacity: 0; pointer-events: none; }
.choice label { position: relative; }
.choice span { display: block; padding: 3px 11px; border: 1px solid var(--line); margin-left: -1px; background: var(--raised); white-space: nowrap; cursor: pointer; }
.choice label:first-of-type span { border-radius: 5px 0 0 5px; }
.choice label:last-of-type span { border-radius: 0 5px 5px 0; }
.choice label:only-of-type span { border-radius: 5px; }
.choice input:checked + span { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
.choice input:disabled + span { color: var(--faint); text-decoration: line-through; cursor: default; }
.choice input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; position: relative; z-index: 1; }
.controls label { color: var(--faint); }
.controls label span { color: var(--text); }
.controls select, .search input { margin-left: 6px; padding: 3px 8px; border: 1px solid var(--line); border-radius: 5px; background: var(--raised); color: var(--text); max-width: 220px; }
.search input { width: 220px; }
#matched { font-variant-numeric: tabular-nums; }
.bar { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; min-height: 30px; margin: 6px 0; }
#flame-box { overflow: hidden auto; max-height: 70vh; border: 1px solid var(--line); border-radius: 4px; padding: 0; }
.flame { display: block; cursor: pointer; }
.frame { fill: hsl(var(--hue, 210) var(--frame-saturation) calc(var(--frame-lightness) + var(--shade, 0) * var(--frame-step))); }
.frame.all { fill: var(--same); }
.c0 { --hue: 208; }
.c1 { --hue: 172; }
.c2 { --hue: 96; }
.c3 { --hue: 46; }
.c4 { --hue: 24; }
.c5 { --hue: 350; }
.c6 { --hue: 280; }
.c7 { --hue: 232; }
.s0 { --shade: -1; }
.s2 { --shade: 1; }
.frame.d0 { fill: var(--same); }
.frame.more1 { fill: var(--more1); }
.frame.more2 { fill: var(--more2); }
.frame.more3 { fill: var(--more3); }
.frame.less1 { fill: var(--less1); }
.frame.less2 { fill: var(--less2); }
.frame.less3 { fill: var(--less3); }
.frame.span { fill-opacity: 0.55; stroke: var(--faint); stroke-dasharray: 3 2; }
.frame.dim { fill-opacity: 0.3; }
.frame.hit { stroke: var(--text); stroke-width: 1.2; }
.label { font: var(--label-font); fill: var(--frame-text); pointer-events: none; white-space: pre; }
.label.dim { fill: var(--faint); }
.label.hit { font-weight: 700; }
.same { fill: none; stroke: var(--accent); stroke-width: 1.6; pointer-events: none; }
.hover { fill: var(--text); fill-opacity: 0.12; stroke: var(--text); pointer-events: none; }
.cursor { fill: none; pointer-events: none; }
.cursor:focus { outline: none; stroke: var(--accent); stroke-width: 3; }
#crumbs ol { list-style: none; display: flex; flex-wrap: wrap; gap: 2px; align-items: center; }
#crumbs li + li::before { content: "\203a"; color: var(--faint); margin: 0 4px; }
#crumbs button { border: 0; background: none; padding: 2px 4px; color: var(--accent); cursor: pointer; border-radius: 3px; text-align: start; }
#crumbs li:first-child button { border: 1px solid var(--line); background: var(--raised); color: var(--text); padding: 2px 10px; border-radius: 5px; }
#details { display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 8px 2px 2px; min-height: 52px; align-content: flex-start; font-variant-numeric: tabular-nums; }
#keys { font-size: 12px; margin-left: auto; }
.legend { font-size: 12px; color: var(--faint); display: flex; align-items: center; gap: 5px; flex-wrap: wrap; }
.legend b { width: 20px; height: 12px; border-radius: 2px; background: var(--same); }
.legend .less1 { background: var(--less1); }
.legend .less2 { background: var(--less2); }
.legend .less3 { background: var(--less3); }
.legend .more1 { background: var(--more1); }
.legend .more2 { background: var(--more2); }
.legend .more3 { background: var(--more3); }
kbd { font: inherit; border: 1px solid var(--line); border-radius: 3px; padding: 0 4px; }
#details > .code { font-weight: 650; max-width: 100%; max-height: 3em; overflow: hidden; }
#details dl { display: contents; }
#details dl div { white-space: nowrap; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
#details dt, #details dd { display: inline; }
#details dt, .tip dt { color: var(--faint); margin-right: 5px; }
.tip { position: fixed; z-index: 5; max-width: min(460px, 92vw); padding: 8px 12px; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; box-shadow: 0 4px 18px rgb(0 0 0 / 22%); pointer-events: none; font-size: 13px; font-variant-numeric: tabular-nums; }
.tip > .code { display: block; font-weight: 650; margin-bottom: 4px; max-height: 6em; overflow: hidden; }
.tip dl div { display: flex; justify-content: space-between; gap: 18px; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(380px, 34%); gap: 8px 28px; align-items: start; margin-top: 10px; }
.table-box { overflow: auto; max-height: 760px; border: 1px solid var(--line); border-radius: 4px; }
table { border-collapse: separate; border-spacing: 0; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 8px; text-align: right; white-space: nowrap; font-weight: 400; }
tbody th, tbody td { border-top: 1px solid var(--line); }
tbody tr:first-child > * { border-top: 0; }
th:first-child { text-align: left; max-width: 0; min-width: 172px; width: 40%; overflow: hidden; text-overflow: ellipsis; }
tbody th:first-child { position: sticky; left: 0; background: var(--ground); }
thead th { position: sticky; top: 0; z-index: 1; background: var(--raised); border-bottom: 1px solid var(--line); font-weight: 600; }
thead th:first-child { left: 0; z-index: 2; }
thead button { border: 0; background: none; padding: 0; font-weight: 600; cursor: pointer; white-space: nowrap; }
.arrow { display: inline-block; width: 0.9em; text-align: right; }
tbody button { border: 0; background: none; padding: 0; cursor: pointer; display: block; width: 100%; text-align: start; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
tbody .code { white-space: pre; }
tbody tr { cursor: pointer; }
.about tbody tr { cursor: auto; }
tbody tr:hover > * { background-color: var(--raised); }
tbody tr.chosen > * { background-color: var(--chosen); }
.above { color: var(--faint); }
td.share { background-image: linear-gradient(var(--share), var(--share)); background-size: var(--share-width, 0) 100%; background-repeat: no-repeat; background-position: left; }
td.up { color: var(--blame); }
td.down { color: var(--accent); }
#more { margin-top: 8px; padding: 3px 12px; border: 1px solid var(--line); border-radius: 5px; background: var(--raised); cursor: pointer; }
.panel { border: 1px solid var(--line); border-radius: 6px; padding: 12px 16px 18px; position: sticky; top: 56px; max-height: calc(100vh - 70px); overflow: auto; }
.panel h2 { font-size: 16px; }
.numbers dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(104px, 1fr)); gap: 8px 14px; margin-top: 10px; font-variant-numeric: tabular-nums; }
.numbers dt { color: var(--faint); font-size: 12px; }
.numbers small { display: block; color: var(--faint); }
svg text { font-family: inherit; }
.plot, .timeline { display: block; overflow: visible; }
.tick { font-size: 10.5px; fill: var(--faint); }
.mark-text { font-size: 10.5px; font-weight: 600; fill: var(--text); }
.bars { fill: var(--curve); }
.axis { stroke: var(--faint); fill: none; }
.grid { stroke: var(--line); }
.mark { stroke: var(--text); stroke-dasharray: 3 2; }
.curve { fill: none; stroke: var(--curve); stroke-width: 1.8; }
circle { fill: var(--text); }
#slowest { list-style: none; }
#slowest li { margin: 10px 0 18px; }
.blame { margin-bottom: 5px; }
.bar rect { fill: var(--bar); }
.bar text { font: var(--label-font); fill: var(--text); }
.blamed rect { fill: var(--blame); }
.blamed text { font: var(--label-font); font-weight: 700; fill: var(--blame-text); }
.when { font-size: 12px; margin-top: 3px; }
.about { display: grid; grid-template-columns: repeat(auto-fit, minmax(330px, 1fr)); gap: 26px 28px; margin-top: 30px; align-items: start; }
.about h2 { margin-bottom: 6px; }
.about table { border: 1px solid var(--line); border-radius: 4px; }
.about th, .about td { vertical-align: top; }
.about th:first-child { white-space: normal; overflow-wrap: anywhere; }
.about td:nth-child(3) { white-space: normal; }
.about th:first-child { min-width: 0; max-width: none; width: auto; }
.about tbody td:last-child, .about thead th:last-child { text-align: right; }
.metadata div { display: grid; grid-template-columns: 120px 1fr; gap: 12px; padding: 3px 0; border-top: 1px solid var(--line); }
.metadata dt { color: var(--faint); overflow-wrap: anywhere; }
@media (width <= 1100px) {
.columns { grid-template-columns: minmax(0, 1fr); }
.panel { position: static; max-height: none; }
.table-box { max-height: 460px; }
}
@media (width <= 600px) {
body { padding: 12px 12px 32px; }
.controls { position: static; }
.search, .search input { width: 100%; max-width: none; }
.search input { margin: 2px 0 0; }
th:first-child { min-width: 132px; }
}
@media print {
.controls, .tip, #more { display: none; }
.table-box, .panel, #flame-box { max-height: none; overflow: visible; }
.columns { display: block; }
.panel { position: static; }
* { print-color-adjust: exact; }
}
</style>
</head>
<body>
<header class="top">
<h1>)page";

/// The page up to the picture, an <svg>.
inline constexpr std::string_view page_before_picture =
R"page(</h1>
<p id="summary"></p>
</header>
<noscript><p class="notice">Scripts are off: this is the picture alone, without the table, the distributions and the slowest calls.</p></noscript>
<main>
<section class="notice" hidden aria-labelledby="notices-title"><h2 id="notices-title">Not all is in here</h2><ul id="notices"></ul></section>
<div id="controls" class="controls" hidden role="group" aria-label="What is shown">
<fieldset id="values" class="choice"><legend>Value</legend></fieldset>
<fieldset id="widths" class="choice" hidden><legend>Widths</legend></fieldset>
<label id="threads-label" hidden>Thread <select id="threads"></select></label>
<label class="search">Search <input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="name" aria-describedby="matched"></label>
<output id="matched" for="search"></output>
</div>
<section aria-labelledby="flame-title">
<div class="bar">
<h2 id="flame-title">Flame graph</h2>
<nav id="crumbs" aria-label="Zoom" hidden></nav>
<p id="legend" class="legend" hidden>less than before, by 30 % <b class="less3"></b> 10 % <b class="less2"></b> 2 % <b class="less1"></b> <b class="same"></b> <b class="more1"></b> 2 % <b class="more2"></b> 10 % <b class="more3"></b> 30 % more</p>
<p id="keys" class="faint" hidden>Click or <kbd>Enter</kbd> zooms, <kbd>Esc</kbd> goes back, arrow keys move, <kbd>/</kbd> searches</p>
</div>
<div id="flame-box">
)page";

/// The page up to the data, JSON in which no < is left.
inline constexpr std::string_view page_before_data =
R"page(
</div>
<div id="details" role="status" hidden></div>
</section>
<div id="columns" class="columns" hidden>
<section aria-labelledby="table-title">
<div class="bar">
<h2 id="table-title">Numbers</h2>
<fieldset id="rows" class="choice"><legend class="unseen">Rows</legend></fieldset>
<span id="row-count" class="faint"></span>
</div>
<div class="table-box" tabindex="0" role="region" aria-labelledby="table-title"><table id="table"><thead></thead><tbody></tbody></table></div>
<button id="more" type="button" hidden></button>
</section>
<section id="panel" class="panel" aria-labelledby="panel-title">
<h2 id="panel-title"></h2>
<p id="place" class="faint code"></p>
<div id="numbers" class="numbers"></div>
<p id="before-note" class="faint" hidden>The distribution and the slowest calls are of the later profile.</p>
<h3>Durations: calls by how long they took, and the percentiles</h3>
<div id="plots"></div>
<h3>Slowest calls</h3>
<ol id="slowest"></ol>
<p id="no-timeline" class="faint" hidden>The timeline was off. With it on, the slowest calls of each name are kept, with what ran inside them: start the program with <code class="code">DWELL_TIMELINE=1M</code>.</p>
</section>
</div>
<div id="about" class="about" hidden>
<section hidden><h2>Counters</h2><table><thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Help</th></tr></thead><tbody id="counters"></tbody></table></section>
<section hidden><h2>Gauges</h2><table><thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Help</th></tr></thead><tbody id="gauges"></tbody></table></section>
<section hidden><h2>Threads</h2><table><thead><tr><th scope="col">Name</th><th scope="col">Started</th><th scope="col">Running</th><th scope="col">CPU</th></tr></thead><tbody id="thread-list"></tbody></table></section>
<section hidden><h2>About this profile</h2><div id="metadata" class="metadata"></div></section>
<section hidden><h2>About the profile before</h2><div id="metadata-before" class="metadata"></div></section>
<section hidden><h2>What dwell itself costs</h2><div id="cost"></div></section>
</div>
</main>
<div id="tip" class="tip" role="presentation" hidden></div>
<script type="application/json" id="dwell-data">)page";

/// The page after the data, with the script.
inline constexpr std::string_view page_after_data =
R"page(</script>
<script>(() => {
'use strict';
function cK(bx,aI,bg){for(let[l,g]of Object.entries(aI)){if(typeof g==='function'){bx.addEventListener(l,g)}else if(g!==undefined&&g!==false){bx.setAttribute(l,g)}}bx.append(...bg);return bx}
let m=(y)=>document.getElementById(y),
j=(cr,aI={},...bg)=>cK(document.createElement(cr),aI,bg),
D=(cr,aI={},...bg)=>cK(document.createElementNS('http://www.w3.org/2000/svg',cr),aI,bg),
X=(E)=>j('bdi',{class:'code'},E);
function bT(y,dn,eb,ea){let aJ=m(y);aJ.hidden=dn.length<2;aJ.append(...dn.map(([g,aj])=>{let aL=j('input',{type:'radio',name:y,value:g,change:()=>ea(g)});aL.checked=g===eb;return j('label',{},aL,j('span',{},aj))}))}
let bt=(bE,aI={})=>j('dl',aI,...bE.map(([at,g])=>j('div',{},j('dt',{},at),j('dd',{},g)))),
cf=document.createElement('canvas').getContext('2d');
cf.font=getComputedStyle(document.documentElement).getPropertyValue('--label-font');
let ag=new Map(),
bO=400;
function cM(E,ci){let f=ag.get(E);if(f===undefined){f=cf.measureText(E.slice(0,bO)).width;ag.set(E,f)}if(f<=ci&&E.length<=bO){return E}let cb=Array.from(E.slice(0,bO)),aQ=Math.min(cb.length,Math.floor(cb.length*ci/f)),cC=()=>`${cb.slice(0,aQ).join('')}\u2026`;while(aQ>0&&cf.measureText(cC()).width>ci){--aQ}return aQ>1?cC():''}
let{abs:bQ,ceil:dY,floor:by,log:db,log10:cc,max:u,min:aW}=Math,
cv='\u2212',
dE=(g)=>g.toFixed(g>=99.95?0:g>=9.995?1:2),
bY=(dz)=>(g)=>{let[dB,ba]=dz.find(([e])=>g>=e*0.9995)??dz.at(-1);return`${dB>1?dE(g/dB):Number(g.toFixed(g<10?1:0))} ${ba}`},
n=bY([[3.6e12,'h'],[1e9,'s'],[1e6,'ms'],[1e3,'\u00b5s'],[1,'ns']]),
ai=bY([...['EiB','PiB','TiB','GiB','MiB','KiB'].map((ba,r)=>[1024**(6-r),ba]),[1,'B']]),
eo=bY([[1e18,'E'],[1e15,'P'],[1e12,'T'],[1e9,'G'],[1e6,'M']]),
cP=(aq)=>aq.toLocaleString('en',{maximumSignificantDigits:aq<1e3?3:8}),
x=(aq)=>aq<1e7?cP(aq):eo(aq);
function bH(aC,bb){let s=bb>0?aC/bb*100:0;return`${aC>0&&s<0.1?'<0.1':s.toFixed(1)} %`}
function bf(K,o){if(K===o){return'='}let bo=K>o?'+':cv;if(!(o>0&&K>0)){return bo+(K>o?' new':' gone')}let aV=K/o;return bo+(aV>10?`${dE(aV)}\u00d7`:`${bQ(aV*100-100).toFixed(1)} %`)}
let ej=(K,o,O)=>(K>o?'+':cv)+O(bQ(K-o));
function dF(aA,aH){let aU=10**by(cc(aA/aH)),am=[1,2,5,10].find((e)=>e*aU>=aA/aH)*aU;return aA>0?Array.from({length:by(aA/am*1.0001)+1},(bP,r)=>r*am):[0]}
let N=JSON.parse(m('dwell-data').textContent),
{names:T,paths:k,threads:aF,before:o}=N,
V=k.name.length,
bs=Array.from({length:V},()=>[]),
bu=new Uint32Array(V);
for(let a=0;a<V;++a){let P=k.parent[a];if(P>=0){bs[P].push(a);bu[a]=bu[P]+1}}
let cV=new Uint8Array(V);
{let dm=new Uint32Array(T.length),aG=bs.flatMap((bP,a)=>k.parent[a]<0?[a]:[]);while(aG.length>0){let a=aG.pop();if(a<0){--dm[k.name[~a]]}else{cV[a]=dm[k.name[a]]++>0?1:0;aG.push(~a);aG.push(...bs[a])}}}
let bm=(a)=>T[k.name[a]],
dr=(l)=>N.files[l]&&`${N.files[l]}:${N.lines[l]}`;
function dZ(a){let z=[];for(let W=a;W>=0;W=k.parent[W]){z.unshift(bm(W))}return z}
let bJ=[{key:'wall',label:'Wall',own:'self',format:n},{key:'self',label:'Self',own:'self',format:n,isInverted:true},{key:'allocations',label:'Allocations',own:'allocations',format:x},{key:'bytes',label:'Bytes',own:'bytes',format:ai},{key:'live',label:'Live bytes',own:'live',format:ai},].filter(({own:bD})=>k[bD]),
cs=new Map();
function ab(b,R=-1){let H=aF[R]?.[b];if(!H){return k[b]}let y=`${b} ${R}`;if(!cs.has(y)){let cD=new Float64Array(V);aF[R].paths.forEach((a,r)=>{cD[a]=H[r]});cs.set(y,cD)}return cs.get(y)}
function dj(eP,ee,ez){let F=T.map((E,l)=>({id:l,name:l,calls:0,total:0,self:0})),[be,eW,cn]=['calls','total','self'].map(ee);for(let a=0;a<V;++a){let d=F[k.name[a]];d.calls+=be[a];d.self+=cn[a];d.total+=cV[a]?k.span[a]:eW[a];for(let b of ez){d[b]=(d[b]??0)+eP[b][a]}}return F}
let bC=['allocations','bytes','live'].filter((b)=>k[b]),
bv=new Map(N.distributions.map((e)=>[e.name,e])),
cj=new Map();
function ck(C,R){let y=`${C} ${R}`;if(cj.has(y)){return cj.get(y)}let F;if(C==='names'){F=dj(k,(b)=>ab(b,R),bC);let t=o&&dj(o,(b)=>o[b],bC.filter((b)=>o[b]));for(let d of F){let ch=new Map(bv.get(d.name)?.p);Object.assign(d,{p50:ch.get(50),p95:ch.get(95),p99:ch.get(99)});d.max=bv.get(d.name)?.max;d.before=t?.[d.name]}}else{let cX=['calls','total','self','p50','p95','p99','max',...bC],ay=cX.map((b)=>[b,ab(b,R)]),dq=(a,from)=>Object.fromEntries(from.map(([b,e])=>[b,e[a]])),t=o&&cX.filter((b)=>o[b]).map((b)=>[b,o[b]]);F=Array.from({length:V},(bP,a)=>({id:a,path:a,name:k.name[a],...dq(a,ay),before:o&&dq(a,t)}))}F=F.filter((d)=>d.calls>0||d.before?.calls>0||bC.some((b)=>d[b]>0));cj.set(y,F);return F}
function aO(y,aT){m(y).append(...aT);m(y).closest('section').hidden=aT.length===0}
let cl=(F)=>F.map(([el,...eA])=>j('tr',{},j('th',{scope:'row'},X(el)),...eA.map((aw)=>j('td',{},aw))));
function dA({name:l,labels:bA,unit:ba,help:em,value:g}){let cT=bA.map(([b,E])=>`${b}="${E}"`).join(', ');return[l+(cT&&`{${cT}}`),ba==='bytes'?ai(g):`${typeof g==='number'?cP(g):g} ${ba}`,em]}
let df=(dw)=>dw?.metadata?[bt(dw.metadata.map(([b,g])=>[b,X(g)]))]:[],
I=(ce)=>ce.reduce((e,U)=>e+U,0);
function dQ(){m('summary').textContent=[`${n(I(k.self))} in ${x(I(k.calls))} calls`,`${x(T.length)} names`,`${x(k.name.length)} call paths`,aF.length>0&&`${x(I(aF.map(({started:aX})=>aX)))} threads`,N.sampled&&'in part estimated from samples',o&&`compared with ${o.title}`].filter(Boolean).join(' \u00b7 ');aO('notices',N.health.map((co)=>j('li',{},co)));aO('counters',cl(N.counters.map(dA)));aO('gauges',cl(N.gauges.map(dA)));aO('thread-list',cl(aF.map(({name:l,started:aX,running:eN,cpu:cA})=>[l||'unnamed',x(aX),x(eN),cA>0?n(cA):'\u2013'])));aO('metadata',df(N));aO('metadata-before',df(o));aO('cost',N.cost.map((co)=>j('p',{},co)))}
let bp=132,
cw=26,
M=bp-18,
dK=[50,95,99],
E=(q,aa,dO,ad,C='tick')=>D('text',{x:q,y:aa,'text-anchor':dO,class:C},ad),
aR=(q,aa,eU,eV,C)=>D('path',{class:C,d:`M${q} ${aa}L${eU} ${eV}`}),
dt=(f,aj,...aT)=>D('svg',{class:'plot',width:f,height:bp,role:'img','aria-label':aj},...aT.flat(2)),
de=(aB)=>aB.filter(([s])=>dK.includes(s)),
dc=(L,aK,from,aZ)=>(p)=>from+(aZ-from)*db(u(p,L)/L)/db(aK/L);
function dd(L,aK){let S=[];for(let aU=10**by(cc(L));aU<=aK;aU*=10){S.push(...(aK/L<100?[1,2,5]:[1]).map((am)=>am*aU))}return S.filter((e)=>e>=L&&e<=aK)}
function en({from,to:aZ,n:aq,min:bl,max:aS,p:aB,count:be},f){let L=u(0.5,aW(from[0]||aZ[0]/2,bl)),B=dc(L,u(L*1.5,aZ.at(-1)),4,f-4),cG=from.map((ae,r)=>[B(ae),u(B(ae)+1,B(aZ[r]))]),cS=cG.map(([ae,bi],r)=>aq[r]/(bi-ae)),aA=cS.reduce((e,U)=>u(e,U),0),bR=cG.map(([ae,bi],r)=>aq[r]>0?`M${ae} ${M}V${M-u(1.5,(M-cw)*cS[r]/aA)}H${u(ae+0.8,bi-0.6)}V${M}z`:''),cN=0,bB=0,cd=de(aB).map(([s,p])=>{let q=B(p);bB=q<cN?bB+11:11;cN=q+28;return[aR(q,bB-8,q,M,'mark'),E(q>f-26?q-3:q+3,bB,q>f-26?'end':'start',`p${s}`,'mark-text')]});return dt(f,`Histogram of ${x(be)} calls, from ${n(bl)} to ${n(aS)}`,D('path',{class:'bars',d:bR.join('')}),aR(0,M,f,M,'axis'),cd,dd(L,aZ.at(-1)).map((p)=>[aR(B(p),M,B(p),M+4,'axis'),E(u(18,aW(B(p),f-18)),bp-3,'middle',n(p))]))}
function eC({p:aB,min:bl,max:aS,count:be},f){let bW=(s)=>-cc(1-s/100),du=[[0,bl],...aB,[u(100-50/be,aB.at(-1)?.[0]??0),aS]],bk=u(2,bW(du.at(-1)[0])),aM=52,B=(s)=>aM+(f-12-aM)*bW(s)/bk,L=u(0.5,bl),bc=dc(L,u(L*1.5,aS),M,cw),cO=dd(L,aS),ek=dY(cO.length/5);return dt(f,`Percentiles: ${aB.map(([s,p])=>`${s} % within ${n(p)}`).join(', ')}, all within ${n(aS)}`,cO.filter((bP,r)=>r%ek===0).map((p)=>[aR(aM,bc(p),f,bc(p),'grid'),E(aM-5,bc(p)+4,'end',n(p))]),[0,50,90,99,99.9,99.99,99.999].filter((s)=>bW(s)<=bk).map((s)=>[aR(B(s),M,B(s),M+4,'axis'),E(B(s),bp-3,'middle',`${s} %`)]),aR(aM,M,f,M,'axis'),D('path',{class:'curve',d:`M${du.map(([s,p])=>`${B(s)} ${bc(p)}`).join('L')}`}),de(aB).map(([s,p])=>[D('circle',{cx:B(s),cy:bc(p),r:3}),E(B(s),bc(p)-7,'middle',n(p),'mark-text')]))}
let bN=17;
function eY(eB,ep){let z=[];for(let a=ep;a>=0&&a!==eB;a=k.parent[a]){z.unshift(bm(a))}return z}
function eT(e,f){let cF=(a)=>u(0,bu[a]-bu[e.path]),i=[[e.path,0,e.duration],...e.paths.map((a,r)=>[a,e.starts[r],e.durations[r]])],br=bN*(1+i.reduce((aA,[a])=>u(aA,cF(a)),0)),B=(p)=>u(0,aW(p/e.duration,1))*f,bR=i.map(([a,ae,dG])=>{let[q,aa]=[B(ae),cF(a)*bN],J=u(1,B(ae+dG)-q-1);return D('g',{class:a===e.blamePath?'blamed':'bar'},D('title',{},`${bm(a)}: ${n(dG)}, from ${n(ae)} on`),D('rect',{x:q,y:aa,width:J,height:bN-2}),D('text',{x:q+4,y:aa+11.5},J>30?cM(bm(a),J-8):''))}),cd=dF(e.duration,u(2,f/90)).map((p)=>D('text',{class:'tick',x:B(p),y:br+14,'text-anchor':p===0?'start':B(p)>f-24?'end':'middle'},n(p))),eR=dF(e.duration,u(2,f/90)).map((p)=>`M${B(p)} ${br}v4`);return D('svg',{class:'timeline',width:f,height:br+18,role:'img','aria-label':`Timeline of ${n(e.duration)}: ${i.length-1} calls inside`},...bR,D('path',{class:'axis',d:`M0 ${br}H${f}${eR.join('')}`}),...cd)}
function eq(e,f){let z=eY(e.path,e.blamePath),ad=[e.time?.replace('T',' ').replace('Z',' UTC'),`${n(e.start)} after the start`,j('span',{},'thread ',X(e.thread||'unnamed'),` #${e.threadNumber}`),e.allocations>0&&`${x(e.allocations)} allocations, ${ai(e.bytes)}`,e.leftOut>0&&`${x(e.leftOut)} shorter calls are not shown`,e.isCut&&'the timeline no longer had its beginning',].filter(Boolean).flatMap((aC)=>[' \u00b7 ',aC]).slice(1);return j('li',{},j('p',{class:'blame'},j('strong',{},n(e.blame)),` of ${n(e.duration)} in `,j('strong',{},X(bm(e.blamePath))),z.length>0?'':' itself',z.length>1?j('span',{class:'faint'},', by way of ',X(z.slice(0,-1).join(' \u203a '))):''),eT(e,f),j('p',{class:'faint when'},...ad))}
let eO=(l,f)=>N.exemplars.filter((e)=>e.name===l).sort((e,U)=>U.duration-e.duration).map((e)=>eq(e,f)),
h={value:bJ[0].key,thread:-1,path:-1,name:-1,search:'',rows:'names',widths:'later'},
eE={...h},
dI=[];
function bK(ct){dI.push(ct)}
function ao(aC){let w=new Set(Object.keys(aC).filter((b)=>h[b]!==aC[b]));if(w.size===0){return}Object.assign(h,aC);dI.forEach((ct)=>ct(w));let aQ=Object.entries(h).filter(([b,g])=>g!==eE[b]);try{history.replaceState(null,'',`#${new URLSearchParams(aQ)}`)}catch{}}
function eI(){let bq=new URLSearchParams(location.hash.slice(1)),r=(b,bi)=>{let ak=Number(bq.get(b)??-1);return Number.isInteger(ak)&&ak>=0&&ak<bi?ak:-1},e=(b,dN)=>dN.includes(bq.get(b))?bq.get(b):h[b];Object.assign(h,{value:e('value',bJ.map(({key:b})=>b)),rows:e('rows',['names','paths']),widths:e('widths',['later','both']),thread:r('thread',aF.length),path:r('path',V),name:r('name',T.length),search:bq.get('search')??''})}
function cI(c,i){let{path:a,parent:P}=c,{format:O,label:aj,key:g,isInverted:cU}=i.value,cH=[],Z=(at,ad)=>ad&&cH.push([at,ad]),bz=h.thread>=0,Q=(b,bL,at=b)=>{let bn=ab(b,h.thread)?.[a],t=o?.[b]?.[a];if(bn>0||t>0){let cg=['allocations','bytes'].includes(b)&&k.calls[a]>0&&!o?` (${bL(bn/k.calls[a])} a call)`:'';Z(at,t===undefined?bL(bn)+cg:`${bL(t)} \u2192 ${bL(bn)} (${bf(bn,t)})`)}};Q('calls',x);Z('not ended',k.open[a]>0&&x(k.open[a]));Z(c.isSpan?'spans (they overlap other calls)':g==='wall'?'total':a<0&&cU&&!P?'self, callers below':aj.toLowerCase(),O(c.width)+(P?` (${bH(c.width,i.width)} of all${P===i?'':`, ${bH(c.width,P.width)} of ${cU?'callee':'parent'}`})`:''));if(o&&(a<0||g!=='wall')){Z('before',c.before!==undefined&&`${O(c.before)} (${bf(c.after,c.before)})`)}else if(o||g!=='wall'){Q('total',n,g==='wall'?'total compared':'total')}Q('self',n);for(let b of['p50','p95','p99','max']){Q(b,n,bz?`${b} of all threads`:b)}Q('allocations',x,'own allocations');Q('bytes',ai,'own bytes');Q('live',ai,'own live');Z('sampled',k.sampled[a]&&'an estimate');Z('at',dr(c.name));return cH}
function eZ({own:bD,key:b},R,ag){let K=ab(bD,R),t=o?.[bD],A={width:new Float64Array(V),after:K,before:t,spans:new Map()};for(let a=0;a<V;++a){let dg=u(0,K[a]);A.width[a]=ag==='both'&&t?u(dg,t[a]):dg;if(b==='wall'&&k.span[a]>0){let aP=A.width[a]*aW(1,k.span[a]/(k.self[a]||1));A.spans.set(a,aP);A.width[a]-=aP}}return A}
function eS(ab){let cq=Float64Array.from(ab);for(let a=V-1;a>=0;--a){if(k.parent[a]>=0){cq[k.parent[a]]+=cq[a]}}return cq}
let cu=(e,U)=>U.width-e.width||e.path-U.path;
function bS(c){return c.below??=c.find(c).sort(cu)}
function dX(f,K,t){let az=(a,P)=>({name:k.name[a],path:a,parent:P,depth:P.depth+1,width:f[a],after:K[a],before:t?.[a],find:(c)=>bs[a].filter((ax)=>f[ax]>0).map((ax)=>az(ax,c))});return az}
function cx(c,A){let S=new Map();c.paths.forEach((a,r)=>{let W=c.parent?k.parent[c.at[r]]:a;if(W<0){return}let e=S.get(k.name[W]);if(!e){e={name:k.name[W],path:-1,parent:c,depth:c.depth+1,width:0,after:0,before:A.before&&0,paths:[],at:[],find:(cn)=>cx(cn,A)};S.set(e.name,e)}e.width+=A.width[a];e.after+=A.after[a];e.before+=A.before?.[a]??0;e.paths.push(a);e.at.push(W)});return[...S.values()]}
let H=new Map();
function eX(b,R,ag){let y=`${b} ${R} ${ag}`;if(!H.has(y)){H.set(y,dU(bJ.find((g)=>g.key===b),R,ag))}return H.get(y)}
function dU(g,R,ag){let A=eZ(g,R,ag),i={name:-1,path:-1,parent:null,depth:0,value:g,weights:A};if(g.isInverted){i.paths=Array.from(A.width.keys()).filter((a)=>A.width[a]>0);i.below=cx(i,A).sort(cu)}else{let[f,K,t]=[A.width,A.after,A.before].map((e)=>e&&eS(e)),az=dX(f,K,t),eK=Array.from(f.keys()).filter((a)=>k.parent[a]<0&&f[a]>0);i.below=eK.map((a)=>az(a,i));for(let[a,aP]of A.spans){i.below.push({...az(a,i),width:aP,after:aP,isSpan:true,below:[]})}i.below.sort(cu)}for(let b of['width','after','before']){i[b]=i.below.reduce((I,c)=>I+(c[b]??0),0)}return i}
function ey(i,ap){let{width:f,spans:eQ}=i.weights,ca=new Uint8Array(V),I=0;for(let a=0;a<V;++a){let P=k.parent[a];ca[a]=ap[k.name[a]]||(P>=0&&ca[P]);I+=ca[a]?f[a]:0}for(let[a,aP]of eQ){I+=ap[k.name[a]]?aP:0}return I}
function az(i,a){if(a<0||i.value.isInverted){return i}let ah=az(i,k.parent[a]);return bS(ah).find((c)=>c.path===a&&!c.isSpan)??i}
let aY=(c)=>c.name<0?'all':T[c.name],
av=20,
dL=0.5,
dM=30,
dJ=[0.02,0.1,0.3],
aJ=m('flame-box'),
Y=aJ.querySelector('svg'),
da=D('g'),
dp=D('path',{class:'same'}),
bj=D('rect',{class:'hover',height:av-1}),
bh=D('rect',{class:'cursor',height:av-1,tabindex:0,role:'button'}),
ei=m('details'),
af=m('tip'),
i,
an,
ac,
aN=[],
t=[],
ap=null,
ed=T.map((l)=>{let cQ=(E)=>Array.from(E).reduce((I,ex)=>Math.imul(I^ex.codePointAt(0),16777619)>>>0,2166136261);return`frame c${cQ(l.split(/[.:/ ]/)[0])%8} s${cQ(l)%3}`});
function ec(c){let C=c.name<0?'frame all':ed[c.name];if(o&&c.before!==undefined){let aV=c.before>0?c.after/c.before-1:c.after>0?9:0,am=dJ.filter((e)=>bQ(aV)>=e).length;C=`frame ${am===0?'d0':`${aV>0?'more':'less'}${am}`}`}if(c.isSpan){C+=' span'}return ap&&c.name>=0?`${C} ${ap[c.name]?'hit':'dim'}`:C}
let cZ=(c)=>o&&c.before!==undefined?`${bf(c.after,c.before)} ${aY(c)}`:aY(c)+(c.isSpan?' (span)':'');
function eD(f){aN=[];let dx=(c,q,J)=>(aN[c.depth]??=[]).push({frame:c,x:q,width:J});for(let ah=an.parent;ah;ah=ah.parent){dx(ah,0,f)}let aG=[[an,0,f]];while(aG.length>0){let[c,q,J]=aG.pop();dx(c,q,J);let cm=J/c.width,W=q,dl=[];for(let ax of bS(c)){if(!(ax.width*cm>=dL)){break}dl.push([ax,W,ax.width*cm]);W+=ax.width*cm}aG.push(...dl.reverse())}}
)page"
R"page(function bw(){let f=aJ.clientWidth;eD(f);let cp=new Map(),bA=[],dy='';aN.forEach((d,cE)=>{for(let{frame:c,x:q,width:J}of d){let C=ec(c),dH=J>2.5?J-1:J,bG=`M${q.toFixed(1)} ${cE*av}h${dH.toFixed(1)}v${av-1}h-${dH.toFixed(1)}z`;cp.set(C,(cp.get(C)??'')+bG);if(c.name===h.name&&c.name>=0){dy+=bG}let aj=J>=dM?cM(cZ(c),J-9):'';if(aj){bA.push(D('text',{class:C.replace('frame','label'),x:q+4,y:cE*av+14},aj))}}});Y.setAttribute('width',f);Y.setAttribute('height',aN.length*av);da.replaceChildren(...Array.from(cp,([C,bG])=>D('path',{class:C,d:bG})),...bA);dp.setAttribute('d',dy);bj.setAttribute('width',0);di(bI(ac)?ac:an)}
let bI=(c)=>aN[c.depth]?.find((G)=>G.frame===c);
function cz(eJ,{frame:c,x:q,width:f}){for(let[b,g]of Object.entries({x:q,y:c.depth*av,width:u(1,f-1)})){eJ.setAttribute(b,g)}}
function di(c){ac=c;cz(bh,bI(c));bh.setAttribute('aria-label',`${cZ(c)}, ${i.value.format(c.width)}, ${bH(c.width,i.width)} of all`);bU(c)}
function bU(c){ei.replaceChildren(X(aY(c)),bt(cI(c,i)))}
function bM(c,er){if(c===an){return}if(!er){t.push(an)}an=ac=c;let l=c.name>=0?c.name:h.name,w=c.path!==h.path||l!==h.name;ao({path:c.path,name:l});if(!w){bw()}cB()}
function dP(){let bk=t.pop()??i,ev=bk!==an;bM(bk,true);return ev}
function cB(){let z=[];for(let c=an;c;c=c.parent){z.unshift(c)}let dk=m('crumbs');dk.hidden=z.length<2;let al=z.length>6?[z[0],null,...z.slice(-4)]:z;dk.replaceChildren(j('ol',{},...al.map((c)=>j('li',{},c===null?'\u2026':c===an?j('span',{'aria-current':'true'},X(aY(c))):j('button',{type:'button',click:()=>bM(c)},c.parent?X(aY(c)):'Reset zoom')))))}
function dD(v){let{left:aM,top:ah}=Y.getBoundingClientRect(),[q,aa]=[v.clientX-aM,v.clientY-ah];return aN[by(aa/av)]?.find((G)=>q>=G.x&&q<G.x+G.width)}
function eG(v){let G=dD(v);af.hidden=!G||v.pointerType==='touch';bj.setAttribute('width',0);if(!G){return}cz(bj,G);if(af.frame!==G.frame){af.frame=G.frame;af.replaceChildren(X(aY(G.frame)),bt(cI(G.frame,i)));bU(G.frame)}let{clientX:q,clientY:aa}=v,{clientWidth:J,clientHeight:aK}=document.documentElement;af.style.left=`${u(4,aW(q+14,J-af.offsetWidth-4))}px`;af.style.top=`${aa+20+af.offsetHeight>aK?u(4,aa-af.offsetHeight-12):aa+20}px`}
function ew(){af.hidden=true;af.frame=null;bj.setAttribute('width',0);bU(ac)}
function eH(v){let d=aN[ac.depth],r=d.indexOf(bI(ac)),am={ArrowLeft:()=>d[r-1]?.frame,ArrowRight:()=>d[r+1]?.frame,ArrowUp:()=>ac.parent,ArrowDown:()=>bS(ac)[0],Home:()=>i}[v.key];if(am){let bX=am();if(bX&&bI(bX)){di(bX);bh.scrollIntoView({block:'nearest',inline:'nearest'})}}else if(v.key==='Enter'||v.key===' '){bM(ac)}else{return}v.preventDefault()}
function cL(){let aH=h.search.toLowerCase();ap=aH?Uint8Array.from(T,(l)=>l.toLowerCase().includes(aH)?1:0):null;let ad=m('matched');ad.textContent='';if(ap){let I=ey(i,ap),cY=ap.reduce((S,e)=>S+e,0);ad.textContent=`${bH(I,i.width)} matched: ${i.value.format(I)} in ${cY} ${cY===1?'name':'names'}`}}
function ds(){i=eX(h.value,h.thread,h.widths);an=ac=az(i,h.path);t=[];cB();cL()}
function dR(){for(let l of Y.getAttributeNames()){Y.removeAttribute(l)}for(let[l,g]of Object.entries({class:'flame',role:'group','aria-labelledby':'flame-title','aria-describedby':'keys'})){Y.setAttribute(l,g)}Y.replaceChildren(da,dp,bj,bh);Y.addEventListener('pointermove',eG);Y.addEventListener('pointerleave',ew);Y.addEventListener('click',(v)=>{let G=dD(v);if(G){bM(G.frame);bh.focus({preventScroll:true})}});Y.addEventListener('keydown',eH);bK((w)=>{if(['value','thread','widths'].some((b)=>w.has(b))){ds()}else if(w.has('search')){cL()}else if(!w.has('path')&&!w.has('name')){return}bw()});ds();bw();new ResizeObserver(()=>aJ.clientWidth!==Number(Y.getAttribute('width'))&&bw()).observe(aJ)}
function ce(d){let bE=[],Z=(at,...aT)=>bE.push([at,j('span',{},...aT)]),Q=(b,at,O)=>{if(d[b]===undefined){return}let t=d.before?.[b],cg=['allocations','bytes'].includes(b)&&d.calls>0&&d[b]>0&&`${O(d[b]/d.calls)} a call`;Z(at,O(d[b]),...[cg,t!==undefined&&`before ${O(t)} (${bf(d[b],t)})`].filter(Boolean).map((ad)=>j('small',{},ad)))};Q('calls','Calls',x);Q('total','Total',n);Q('self','Self',n);let H=bv.get(d.name);if(H){Z('Mean',n(H.mean));Z('Min',n(H.min));H.p.filter(([s])=>![75,90].includes(s)).forEach(([s,p])=>Z(`p${s}`,n(p)));Z('Max',n(H.max))}Q('allocations','Allocations',x);Q('bytes','Allocated',ai);Q('live','Live',ai);return bt(bE)}
function bV(){let d=ck('names',-1).find(({name:l})=>l===h.name);m('panel').hidden=!d;if(!d){return}let f=m('plots').clientWidth,H=bv.get(h.name);m('panel-title').replaceChildren(X(T[h.name]));m('place').textContent=dr(h.name);m('numbers').replaceChildren(ce(d));m('plots').replaceChildren(...H?[en(H,f),eC(H,f)]:['None of its calls was timed.']);m('slowest').replaceChildren(...eO(h.name,f))}
function dS(){bK((w)=>w.has('name')&&bV());m('before-note').hidden=!o;m('no-timeline').hidden=N.exemplarsPerName>0;bV();let f=m('columns').clientWidth;new ResizeObserver(([{contentRect:cy}])=>{if(cy.width!==f){f=cy.width;bV()}}).observe(m('columns'))}
let bd=60,
eF=[['self','Self',n],['total','Total',n],['calls','Calls',x],['p50','p50',n],['p95','p95',n],['p99','p99',n],['max','Max',n],['allocations','Allocs',x],['bytes','Bytes',ai],['live','Live',ai],];
function ef(C){let dv=eF.filter(([b])=>k[b]);if(!o){return dv.map(([b,au,O])=>({key:b,title:au,of:(d)=>d[b],text:(d)=>O(d[b]),isBar:b==='total'||b==='self'}))}let eg=dv.filter(([b])=>o[b]&&!['p50','p95','max'].includes(b)&&(b!=='p99'||C==='paths'));return eg.flatMap(([b,au,O])=>[{key:`${b} before`,title:`${au} before`,of:(d)=>d.before[b],text:(d)=>O(d.before[b])},{key:b,title:`${au} after`,of:(d)=>d[b],text:(d)=>O(d[b])},{key:`${b} change`,title:`${au} change`,of:(d)=>d[b]-d.before[b],isChange:true,text:(d)=>d[b]===d.before[b]?'=':`${ej(d[b],d.before[b],O)} (${bf(d[b],d.before[b])})`},])}
let ay,
aE,
ar={key:o?'self change':'self',isDown:true},
al=bd;
function dC(){let dW=ay.find(({key:b})=>b===ar.key),of=dW?.of??((d)=>T[d.name]),bo=ar.isDown?-1:1;aE=ck(h.rows,h.thread).map((d)=>[of(d),d]).sort(([e],[U])=>e===undefined||U===undefined?(e===undefined)-(U===undefined):bo*(e>U)-bo*(e<U));aE=aE.map(([,d])=>d)}
function cR(){let aw=(b,au)=>{let bZ=b===ar.key;return j('th',{scope:'col','aria-sort':bZ&&(ar.isDown?'descending':'ascending')},j('button',{type:'button',click:()=>{ar={key:b,isDown:bZ?!ar.isDown:b!=='name'};al=bd;dC();cR();F();m('table').querySelector('th[aria-sort] button').focus()}},au,j('span',{class:'arrow','aria-hidden':'true'},bZ?ar.isDown?'\u25be':'\u25b4':'')))};m('table').tHead.replaceChildren(j('tr',{},aw('name',h.rows==='names'?'Name':'Call path'),...ay.map(({key:b,title:au})=>aw(b,au))))}
function eL(d,bb){let z=d.path===undefined?[]:dZ(d.path).slice(0,-1),ah=z.length>0?j('span',{class:'above'},...z.slice(-6).reverse().flatMap((l)=>[' \u2039 ',X(l)])):'',es=d.path===undefined?d.name===h.name:d.path===h.path,dV=j('button',{type:'button','aria-current':es&&'true',title:[...z,T[d.name]].join(' \u203a ')},X(T[d.name]),ah);return j('tr',{class:d.name===h.name&&'chosen',click:()=>ao(d.path===undefined?{name:d.name}:{name:d.name,path:d.path})},j('th',{scope:'row'},dV),...ay.map((ab)=>{let ak=ab.of(d);if(ak===undefined){return j('td',{class:'faint'},'\u2013')}let aw=j('td',{class:ab.isChange&&ak!==0&&(ak>0?'up':'down')},ab.text(d));if(ab.isBar&&ak>0){aw.classList.add('share');aw.style.setProperty('--share-width',`${aW(100,ak/bb*100).toFixed(1)}%`)}return aw}))}
function F(){let aH=h.search.toLowerCase(),S=aE.filter((d)=>T[d.name].toLowerCase().includes(aH)),bb=ck('names',h.thread).reduce((I,d)=>I+d.self,0);m('table').tBodies[0].replaceChildren(...S.slice(0,al).map((d)=>eL(d,bb)));m('row-count').textContent=aH?`${x(S.length)} of ${x(aE.length)}`:x(aE.length);let dh=m('more');dh.hidden=S.length<=al;dh.textContent=`Show more (${x(S.length-al)})`}
function cJ(){ay=ef(h.rows);if(!ay.some(({key:b})=>b===ar.key)){ar={key:ay[0].key,isDown:true}}dC();cR();F()}
function dT(){bT('rows',[['names','Names'],['paths','Call paths']],h.rows,(eM)=>ao({rows:eM}));m('more').addEventListener('click',()=>{al+=10*bd;F()});bK((w)=>{if(w.has('rows')||w.has('thread')){al=bd;cJ()}else if(w.has('search')||w.has('name')||w.has('path')){al=w.has('search')?bd:al;F()}});cJ();if(h.name<0){let et=new Set(N.exemplars.filter((e)=>e.blamePath!==e.path).map(({name:l})=>l));h.name=(aE.find((d)=>et.has(d.name))??aE[0])?.name??-1;F()}}
let aD=m('search');
function eh(){bT('values',bJ.map(({key:b,label:aj})=>[b,aj]),h.value,(g)=>ao({value:g}));if(o){bT('widths',[['later','after'],['both','larger of both']],h.widths,(ag)=>ao({widths:ag}));m('legend').hidden=false}let bF=m('threads');m('threads-label').hidden=aF.length<2;bF.append(j('option',{value:-1},'all together'),...aF.map(({name:l,started:aX},r)=>j('option',{value:r},(l||'unnamed')+(aX>1?` (${aX})`:''))));bF.value=h.thread;bF.addEventListener('change',()=>ao({thread:Number(bF.value)}));aD.value=h.search;aD.addEventListener('input',()=>ao({search:aD.value}))}
function cW(){let bz=h.thread>=0;for(let aL of m('values').querySelectorAll('input')){aL.disabled=bz&&!['wall','self'].includes(aL.value);aL.checked=aL.value===h.value}if(bz&&!['wall','self'].includes(h.value)){ao({value:'wall'})}}document.addEventListener('keydown',(v)=>{let eu=v.target.matches('input[type=search], select');if(v.key==='/'&&!eu&&!v.ctrlKey&&!v.metaKey){aD.focus();aD.select();v.preventDefault()}else if(v.key==='Escape'){if(v.target===aD&&aD.value){aD.value='';ao({search:''})}else{dP()}v.preventDefault()}});
eI();
for(let y of['controls','details','keys','columns','about']){m(y).hidden=false}eh();
bK((w)=>(w.has('thread')||w.has('value'))&&cW());
dQ();
dT();
dR();
dS();
cW();
})();
</script>
</body>
</html>
)page";

// clang-format on

}  // namespace detail
DWELL_NAMESPACE_END

#endif
